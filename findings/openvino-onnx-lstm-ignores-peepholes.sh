#!/usr/bin/env bash
# Expected: a runtime that reads ONNX's LSTM uses its input P, the weights of the peepholes, or refuses the model.
# Observed: OpenVINO's outputs with peepholes are, to the last digit, those of the same model without; no error, no warning. ONNX Runtime's
#           differ, and are those that ONNX's own test of the operator knows.
# Matters:  speech models of the older kind have peepholes, and answer a little worse on OpenVINO.
# Versions: openvino 2026.4.1, onnxruntime 1.31.1, onnx 1.19.1, numpy 2.3.5, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openvino==2026.4.1 onnxruntime==1.31.1 onnx==1.19.1 numpy==2.3.5 2>log || { cat log; exit 1; }
cat >run.py <<'PY'
import numpy
import onnxruntime
import openvino
from onnx import TensorProto, checker, helper, numpy_helper

inputs, hidden, batch = 4, 3, 2
x = numpy.ones((1, batch, inputs), numpy.float32)
constants = {
    "W": numpy.full((1, 4 * hidden, inputs), 0.1, numpy.float32),
    "R": numpy.full((1, 4 * hidden, hidden), 0.1, numpy.float32),
    "B": numpy.zeros((1, 8 * hidden), numpy.float32),
    "h0": numpy.zeros((1, batch, hidden), numpy.float32),
    "c0": numpy.ones((1, batch, hidden), numpy.float32),
    "P": numpy.full((1, 3 * hidden), 0.5, numpy.float32),
}
results = {}
for name, peepholes in [("with", "P"), ("without", "")]:
    names = ["x", "W", "R", "B", "", "h0", "c0", peepholes]
    graph = helper.make_graph(
        [helper.make_node("LSTM", names, ["", "y"], hidden_size=hidden)], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, batch, hidden])],
        [numpy_helper.from_array(value, key) for key, value in constants.items() if key in names])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    checker.check_model(model)
    data = model.SerializeToString()
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    results["ONNX Runtime", name] = session.run(None, {"x": x})[0]
    compiled = openvino.compile_model(openvino.Core().read_model(data), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    results["OpenVINO", name] = compiled([x])[0]
moved = {}
for runtime in ["ONNX Runtime", "OpenVINO"]:
    moved[runtime] = float(abs(results[runtime, "with"] - results[runtime, "without"]).max())
    print(f"{runtime}: peepholes change the output by {moved[runtime]:.4f}")
assert moved["ONNX Runtime"] > 0.01 and moved["OpenVINO"] == 0
PY
venv/bin/python run.py 2>log || { cat log; exit 1; }

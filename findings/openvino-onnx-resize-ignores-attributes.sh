#!/usr/bin/env bash
# Expected: a runtime that reads ONNX's Resize computes what its attributes ask for, or refuses the model.
# Observed: OpenVINO reads Resize with antialias, exclude_outside or keep_aspect_ratio_policy and computes as if they were not there, without an error
#           or a warning: other numbers, and with keep_aspect_ratio_policy another shape. ONNX Runtime 1.31.1 agrees with ONNX's reference.
# Matters:  models that resize images inside (exported from PyTorch with antialias=True) move their accuracy with the runtime, and nothing says why.
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
from onnx.reference import ReferenceEvaluator

x = numpy.arange(1, 17, dtype=numpy.float32).reshape(1, 1, 4, 4)
changed = 0
for name, sizes, attributes in [
    ("plain", [1, 1, 3, 3], {"mode": "linear"}),
    ("antialias", [1, 1, 2, 2], {"mode": "linear", "antialias": 1}),
    ("exclude_outside", [1, 1, 3, 3], {"mode": "cubic", "cubic_coeff_a": -0.5, "exclude_outside": 1}),
    ("keep_aspect_ratio_policy", [1, 1, 7, 8], {"mode": "nearest", "keep_aspect_ratio_policy": "not_larger"}),
]:
    graph = helper.make_graph(
        [helper.make_node("Resize", ["x", "", "", "sizes"], ["y"], **attributes)], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None] * 4)],
        [numpy_helper.from_array(numpy.array(sizes, numpy.int64), "sizes")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=8)
    checker.check_model(model)
    data = model.SerializeToString()
    right = ReferenceEvaluator(model).run(None, {"x": x})[0]
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    one = session.run(None, {"x": x})[0]
    compiled = openvino.compile_model(openvino.Core().read_model(data), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    two = compiled([x])[0]

    def verdict(found):
        if found.shape != right.shape:
            return f"shape {found.shape} in place of {right.shape}"
        return "right" if numpy.allclose(found, right, atol=1e-3) else f"off by {abs(found - right).max():.3f}"

    print(f"{name}: ONNX Runtime {verdict(one)}, OpenVINO {verdict(two)}")
    changed += (verdict(one) == "right") and (verdict(two) == "right") == (name == "plain")
assert changed == 4, changed
PY
venv/bin/python run.py 2>log || { cat log; exit 1; }

#!/usr/bin/env bash
# Expected: the onnx package's own reference evaluator runs a QDQ model of opset 17, which is what quantize_static makes of one.
# Observed: it refuses: DequantizeLinear is implemented from opset 19 on only. The same file converted to opset 21 runs.
# Matters:  who takes the reference evaluator as the arbiter between two runtimes cannot do so for most quantised files in use.
# Versions: onnx 1.23.2, onnxruntime 1.32.0 (which runs both), numpy 2.2.0, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2 numpy==2.2.0
venv/bin/python - <<'PY'
import sys

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

def model(opset):
    graph = helper.make_graph(
        [helper.make_node("QuantizeLinear", ["x", "s", "z"], ["q"]), helper.make_node("DequantizeLinear", ["q", "s", "z"], ["y"])],
        "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [4])],
        [numpy_helper.from_array(numpy.float32(0.1), "s"), numpy_helper.from_array(numpy.int8(0), "z")])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)
    onnx.checker.check_model(made)
    return made

x = {"x": numpy.array([-1, 0.26, 1, 20], numpy.float32)}
outcome = {}
for opset in (13, 17, 21):
    runtime = onnxruntime.InferenceSession(model(opset).SerializeToString()).run(None, x)[0]
    try:
        outcome[opset] = bool(numpy.allclose(ReferenceEvaluator(model(opset)).run(None, x)[0], runtime))
    except RuntimeError as error:
        outcome[opset] = str(error)[:60]
print(f"onnx {onnx.__version__}:", outcome)
sys.exit(not ("No implementation" in str(outcome[13]) and "No implementation" in str(outcome[17]) and outcome[21] is True))
PY

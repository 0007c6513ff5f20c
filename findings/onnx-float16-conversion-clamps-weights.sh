#!/usr/bin/env bash
# Expected: converting a model to float16 rounds each weight to the nearest float16: 30000 stays 30000, 1e-9 becomes 0.
# Observed: weights beyond +-10000 are clamped to 10000, though float16 reaches 65504, and everything below 1e-7 is raised
#           to 1e-7, a hundred times its value for 1e-9. It is a UserWarning; the defaults are max_finite_val and min_positive_val.
# Matters:  the FP16 variant of a model with large scales or small epsilons is wrong by more than float16 explains.
# Versions: onnxconverter-common 1.16.0, onnx 1.23.2, onnxruntime 1.32.0, numpy 2.2.0, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check onnxconverter-common==1.16.0 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.2.0
venv/bin/python -W ignore - <<'PY'
import sys
from importlib.metadata import version

import numpy
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxconverter_common import float16

weights = numpy.array([30000, 5, 1e-9], numpy.float32)
graph = helper.make_graph(
    [helper.make_node("Mul", ["x", "w"], ["y"])], "g",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [3])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [3])], [numpy_helper.from_array(weights, "w")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
half = float16.convert_float_to_float16(model, keep_io_types=True)
session = onnxruntime.InferenceSession(half.SerializeToString())
answer = session.run(None, {"x": numpy.ones(3, numpy.float32)})[0]
print(f"onnxconverter-common {version('onnxconverter-common')}: weights {weights} answer as {answer};")
print(f"  numpy rounds them to {weights.astype(numpy.float16).astype(numpy.float32)}")
sys.exit(not (answer[0] == 10000 and abs(answer[2] - 1e-7) < 3e-8))
PY

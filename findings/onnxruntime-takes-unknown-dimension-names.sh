#!/usr/bin/env bash
# Expected: fixing a dimension of a name that the model does not have is an error, or at least a warning.
# Observed: it is accepted without a word, and the dimension stays dynamic: a misspelt name measures the model without the
#           static shapes that it ships with.
# Matters:  static shapes decide what is fused and planned; the figures are those of another configuration than the report says.
# Versions: onnxruntime 1.32.0, onnx 1.23.2, numpy 2.2.0, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2 numpy==2.2.0
venv/bin/python - 2>log <<'PY'
import sys

import onnxruntime
from onnx import TensorProto, helper

graph = helper.make_graph(
    [helper.make_node("Relu", ["x"], ["y"])], "g",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 4])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", 4])])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()

def shape(name):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 2
    options.add_free_dimension_override_by_name(name, 1)
    return onnxruntime.InferenceSession(model, options).get_inputs()[0].shape

print(f"onnxruntime {onnxruntime.__version__}: 'batch' fixed to 1 gives {shape('batch')}, 'bacth' gives {shape('bacth')}")
sys.exit(not (shape("batch") == [1, 4] and shape("bacth") == ["batch", 4]))
PY
[ ! -s log ]

#!/usr/bin/env bash
# Expected: ConvInteger takes int8 or uint8 weights, as its definition says since operator set 10; a model of dynamic quantisation's default (signed
#           weights) that runs on the newest release runs on those before.
# Observed: 1.23.2 refuses the signed weights when it loads the model ("Could not find an implementation for ConvInteger(10)") and takes unsigned
#           ones; 1.24.1 takes both, to the same numbers.
# Matters:  a convolutional model that was quantised dynamically with today's release does not load in an app that ships an older one.
# Versions: onnxruntime 1.23.2 and 1.24.1, onnx 1.19.1, numpy 2.3.5, Python 3.11, x86_64.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >run.py <<'PY'
import sys

import numpy
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper

kinds = {"signed": (numpy.int8, TensorProto.INT8), "unsigned": (numpy.uint8, TensorProto.UINT8)}
x = numpy.arange(25).reshape(5, 5)
kernel = numpy.arange(9).reshape(3, 3)
right = str(sum(int((x[i : i + 3, j : j + 3] * kernel).sum()) for i in range(3) for j in range(3)))
sums = {}
for name, (dtype, _) in kinds.items():
    weights = numpy.arange(9, dtype=dtype).reshape(1, 1, 3, 3)
    graph = helper.make_graph(
        [helper.make_node("ConvInteger", ["x", "w"], ["y"])], "g",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, [1, 1, 5, 5])],
        [helper.make_tensor_value_info("y", TensorProto.INT32, [1, 1, 3, 3])],
        [numpy_helper.from_array(weights, "w")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    checker.check_model(model, full_check=True)
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        sums[name] = str(int(session.run(None, {"x": x.astype(numpy.uint8)[None, None]})[0].sum()))
    except Exception as error:
        sums[name] = "not implemented" if "ConvInteger(10)" in str(error) else str(error)
print(f"onnxruntime {onnxruntime.__version__}: signed {sums['signed']}, unsigned {sums['unsigned']}")
sys.exit(sums != {"signed": right if sys.argv[1] == "runs" else "not implemented", "unsigned": right})
PY
for release in "1.23.2:refuses" "1.24.1:runs"; do
    version=${release%%:*}
    python3 -m venv "venv-$version"
    "venv-$version/bin/pip" install --quiet --disable-pip-version-check \
        "onnxruntime==$version" onnx==1.19.1 numpy==2.3.5 2>log || { cat log; exit 1; }
    "venv-$version/bin/python" run.py "${release#*:}" 2>log || { cat log; exit 1; }
done

#!/usr/bin/env bash
# Expected: a newer release computes PRelu, the activation of many models for faces and poses, at least as fast as the one before.
# Observed: 1.27.0 takes ten times the time of 1.26.0 and more for the same model of one PRelu with a slope a channel (64 channels of 56x56, one
#           thread), bit for bit to the same outputs; 1.31.1 and 1.32.0 do so, too. LeakyRelu does not.
# Matters:  an update of the runtime makes such a model slower, and nothing in its outputs shows it.
# Versions: onnxruntime 1.26.0 and 1.27.0, onnx 1.19.1, numpy 2.3.5, Python 3.11, x86_64 with AVX-512 VNNI.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >run.py <<'PY'
import hashlib
import time

import numpy
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper

x = numpy.random.default_rng(1).standard_normal((1, 64, 56, 56)).astype(numpy.float32)
graph = helper.make_graph(
    [helper.make_node("PRelu", ["x", "slope"], ["y"])], "g",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, x.shape)],
    [numpy_helper.from_array(numpy.full((64, 1, 1), 0.125, numpy.float32), "slope")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
checker.check_model(model, full_check=True)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
times = []
for _ in range(300):
    start = time.perf_counter()
    y = session.run(None, {"x": x})[0]
    times.append(time.perf_counter() - start)
# What other programs disturb takes longer, never shorter.
print(int(numpy.percentile(times, 20) * 1e6), hashlib.sha256(y.tobytes()).hexdigest()[:12])
PY
for version in 1.26.0 1.27.0; do
    python3 -m venv "venv-$version"
    "venv-$version/bin/pip" install --quiet --disable-pip-version-check \
        "onnxruntime==$version" onnx==1.19.1 numpy==2.3.5 2>log || { cat log; exit 1; }
done
slower=0
for round in 1 2 3; do
    read -r before sum_before < <("venv-1.26.0/bin/python" run.py 2>log) || { cat log; exit 1; }
    read -r after sum_after < <("venv-1.27.0/bin/python" run.py 2>log) || { cat log; exit 1; }
    echo "round $round: 1.26.0 $before us, 1.27.0 $after us; outputs $sum_before and $sum_after"
    [ "$sum_before" = "$sum_after" ] && [ "$after" -gt $((2 * before)) ] && slower=$((slower + 1))
done
[ "$slower" -ge 2 ]

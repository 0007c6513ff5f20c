#!/usr/bin/env bash
# Expected: a .tflite whose dimensions are dynamic says so in its shape, or can at least be opened before the size is known.
# Observed: `shape` shows 1 for each dynamic dimension (only `shape_signature` has -1), allocating at that size fails ("failed to reshape",
#           "CONV_2D failed to prepare") where 1 is too short for a convolution, and works once the input was resized.
# Matters:  a tool that reads `shape` and allocates calls a sound, shipped model broken.
# Versions: ai-edge-litert 2.3.0, the spectrogram model of pyopen-wakeword 1.1.0, numpy 2.4.6, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ai-edge-litert==2.3.0 numpy==2.4.6
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: pyopen-wakeword==1.1.0
venv/bin/python - 2>log <<'PY' || { cat log; exit 1; }
import glob
import sys
import zipfile

from ai_edge_litert.interpreter import Interpreter

with zipfile.ZipFile(glob.glob("pyopen_wakeword-*.whl")[0]) as wheel, open("mel.tflite", "wb") as file:
    file.write(wheel.read("pyopen_wakeword/models/melspectrogram.tflite"))

def allocate(size):
    interpreter = Interpreter("mel.tflite")
    given = interpreter.get_input_details()[0]
    if size:
        interpreter.resize_tensor_input(given["index"], [1, size])
    try:
        interpreter.allocate_tensors()
        return given, list(map(int, interpreter.get_output_details()[0]["shape"]))
    except RuntimeError as error:
        return given, str(error)

given, as_shown = allocate(None)
_, resized = allocate(1760)
print(f"ai-edge-litert 2.3.0: shape {given['shape'].tolist()}, signature {given['shape_signature'].tolist()};")
print(f"  allocated as shown: {as_shown}; resized to 1760: {resized}")
sys.exit(not (given["shape"].tolist() == [1, 1] and "failed" in as_shown and resized == [1, 1, 8, 32]))
PY

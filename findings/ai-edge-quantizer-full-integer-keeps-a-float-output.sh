#!/usr/bin/env bash
# Expected: the static int8 recipe gives a full-integer file: int8 in, int8 out.
# Observed: of this model's three outputs two are int8, with the fixed scale 1/256 of a sigmoid, and one stays float32, since what computes it
#           has operators that the recipe leaves in float. The file is also larger than that of weight-only int8.
# Matters:  code that takes "the" output type of a quantised model, or one scale for all outputs, is wrong for two of three.
# Versions: ai-edge-quantizer 0.10.0, ai-edge-litert 2.3.0, the pitch model of basic-pitch 0.4.0, numpy 2.4.6, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ai-edge-litert==2.3.0 ai-edge-quantizer==0.10.0 numpy==2.4.6
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: basic-pitch==0.4.0
venv/bin/python - 2>log <<'PY' || { cat log; exit 1; }
import glob
import os
import sys
import zipfile

import numpy
from ai_edge_litert.interpreter import Interpreter
from ai_edge_quantizer import quantizer, recipe

with zipfile.ZipFile(glob.glob("basic_pitch-*.whl")[0]) as wheel, open("float.tflite", "wb") as file:
    file.write(wheel.read("basic_pitch/saved_models/icassp_2022/nmp.tflite"))
signature, names = next(iter(Interpreter("float.tflite").get_signature_list().items()))
tone = (0.3 * numpy.sin(numpy.arange(43844) / 8)).astype(numpy.float32)[None, :, None]
for name in ("static_wi8_ai8", "weight_only_wi8_afp32"):
    work = quantizer.Quantizer("float.tflite")
    work.load_quantization_recipe(getattr(recipe, name)())
    calibration = work.calibrate({signature: [{names["inputs"][0]: tone}]}) if "static" in name else None
    work.quantize(calibration).export_model(f"{name}.tflite")
interpreter = Interpreter("static_wi8_ai8.tflite")
types = [output["dtype"].__name__ for output in interpreter.get_output_details()]
static, weights = (os.path.getsize(f"{name}.tflite") for name in ("static_wi8_ai8", "weight_only_wi8_afp32"))
print(f"ai-edge-quantizer 0.10.0: input {interpreter.get_input_details()[0]['dtype'].__name__}, outputs {sorted(types)};")
print(f"  {static} bytes, weight-only int8 {weights} bytes")
sys.exit(not (sorted(types) == ["float32", "int8", "int8"] and static > weights))
PY

#!/usr/bin/env bash
# Expected: XNNPACK and LiteRT's own kernels compute the same model up to rounding, as they do for its float original (by 0.001).
# Observed: of a dynamic-range int8 file the scores, from 0 to 1, differ by more than a tenth, a hundred times as much as those
#           of the float file. Nothing in the file or the result tells which kernels were used.
# Matters:  accuracy measured with the delegate is not that of a build without it, or of operators that the delegate leaves.
# Versions: ai-edge-litert 2.3.0, ai-edge-quantizer 0.10.0, the pitch model of basic-pitch 0.4.0, numpy 2.4.6, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ai-edge-litert==2.3.0 ai-edge-quantizer==0.10.0 numpy==2.4.6
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: basic-pitch==0.4.0
venv/bin/python - 2>log <<'PY' || { cat log; exit 1; }
import glob
import sys
import zipfile

import numpy
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from ai_edge_quantizer import quantizer, recipe

with zipfile.ZipFile(glob.glob("basic_pitch-*.whl")[0]) as wheel, open("float.tflite", "wb") as file:
    file.write(wheel.read("basic_pitch/saved_models/icassp_2022/nmp.tflite"))
work = quantizer.Quantizer("float.tflite")
work.load_quantization_recipe(recipe.dynamic_wi8_afp32())
work.quantize().export_model("int8.tflite")
time = numpy.arange(43844) / 22050
tone = (0.3 * numpy.sin(2 * numpy.pi * 440 * time)).astype(numpy.float32)[None, :, None]

def outputs(path, resolver):
    interpreter = Interpreter(path, experimental_op_resolver_type=resolver, num_threads=1)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], tone)
    interpreter.invoke()
    return numpy.concatenate([interpreter.get_tensor(o["index"]).ravel() for o in interpreter.get_output_details()])

def difference(path):
    delegate, own = (outputs(path, kind) for kind in (OpResolverType.AUTO, OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES))
    return numpy.abs(delegate - own).max()

original, quantised = difference("float.tflite"), difference("int8.tflite")
print(f"ai-edge-litert 2.3.0: with XNNPACK and without it scores differ by up to {original:.5f} (float), {quantised:.3f} (dynamic int8)")
sys.exit(not (original < 0.002 and quantised > 0.02))
PY

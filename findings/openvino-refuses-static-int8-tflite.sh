#!/usr/bin/env bash
# Expected: OpenVINO reads .tflite files, so it reads the full-integer export of one that it reads in float.
# Observed: it refuses: QUANTIZE and DEQUANTIZE come without a table of options from Google's current quantiser, which LiteRT takes (the
#           options are empty anyway), and OpenVINO's front end wants one: "Chosen Builtin Option is not accessible".
# Matters:  the float and the int8 variant of a model cannot be held against each other on OpenVINO, and the words name no operator.
# Versions: openvino 2026.4.1, ai-edge-litert 2.3.0, ai-edge-quantizer 0.10.0, the pitch model of basic-pitch 0.4.0, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    openvino==2026.4.1 ai-edge-litert==2.3.0 ai-edge-quantizer==0.10.0 numpy==2.4.6
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: basic-pitch==0.4.0
venv/bin/python - 2>log <<'PY' || { cat log; exit 1; }
import collections
import glob
import sys
import zipfile

import numpy
import openvino
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter
from ai_edge_quantizer import quantizer, recipe

with zipfile.ZipFile(glob.glob("basic_pitch-*.whl")[0]) as wheel, open("float.tflite", "wb") as file:
    file.write(wheel.read("basic_pitch/saved_models/icassp_2022/nmp.tflite"))
signature, names = next(iter(Interpreter("float.tflite").get_signature_list().items()))
tone = (0.3 * numpy.sin(numpy.arange(43844) / 8)).astype(numpy.float32)[None, :, None]
work = quantizer.Quantizer("float.tflite")
work.load_quantization_recipe(recipe.static_wi8_ai8())
work.quantize(work.calibrate({signature: [{names["inputs"][0]: tone}]})).export_model("int8.tflite")

interpreter = Interpreter("int8.tflite")
interpreter.allocate_tensors()
interpreter.invoke()

model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(open("int8.tflite", "rb").read(), 0))
words = {number: name for name, number in vars(schema.BuiltinOperator).items() if isinstance(number, int)}
bare = collections.Counter()
for operator in model.subgraphs[0].operators:
    code = model.operatorCodes[operator.opcodeIndex]
    if operator.builtinOptions is None:
        bare[words[max(code.builtinCode, code.deprecatedBuiltinCode)]] += 1

def answer(path):
    try:
        openvino.Core().compile_model(path, "CPU")
        return "compiled"
    except RuntimeError as error:
        return str(error).strip().splitlines()[-1]

outcome = {path: answer(path) for path in ("float.tflite", "int8.tflite")}
print(f"openvino {openvino.__version__.split('-')[0]}: {outcome}; without options: {dict(bare)}")
sys.exit(not (outcome["float.tflite"] == "compiled" and "not accessible" in outcome["int8.tflite"] and bare["QUANTIZE"] > 0))
PY

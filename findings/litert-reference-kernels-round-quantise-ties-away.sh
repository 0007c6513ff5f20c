#!/usr/bin/env bash
# Expected: QUANTIZE gives the same codes whichever kernels of one library run it, as ONNX's QuantizeLinear has one rule (ties to even).
# Observed: LiteRT's own kernels and XNNPACK round a value that lies exactly between two codes to the even one, its reference kernels away from
#           zero: 0.5, 2.5, -0.5 and -2.5 come out a code apart.
# Matters:  codes of a microcontroller, whose kernels follow the reference, are not bit for bit those of the same file on a phone or in
#           Python; a comparison of codes, or a golden file of them, fails on ties that no error is behind. Pixels over a power of two meet
#           ties all the time.
# Versions: ai-edge-litert 2.3.0, flatbuffers 25.12.19, numpy 2.4.6, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ai-edge-litert==2.3.0 flatbuffers==25.12.19 numpy==2.4.6
venv/bin/python - 2>log <<'PY' || { cat log; exit 1; }
import sys

import flatbuffers
import numpy
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

values = numpy.array([[0.5, 1.5, 2.5, 3.5, -0.5, -1.5, -2.5, -3.5]], numpy.float32)


def tensor(name, kind):
    made = schema.TensorT()
    made.shape, made.type, made.buffer, made.name = [1, values.size], kind, 0, name
    return made


# One operator: x of float32 to y of int8, scale 1 and zero point 0.
x, y = tensor(b"x", schema.TensorType.FLOAT32), tensor(b"y", schema.TensorType.INT8)
y.quantization = schema.QuantizationParametersT()
y.quantization.scale, y.quantization.zeroPoint = [1.0], [0]
code, node, graph, model = schema.OperatorCodeT(), schema.OperatorT(), schema.SubGraphT(), schema.ModelT()
code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.QUANTIZE
code.version = 1
node.opcodeIndex, node.inputs, node.outputs = 0, [0], [1]
graph.tensors, graph.inputs, graph.outputs, graph.operators, graph.name = [x, y], [0], [1], [node], b"main"
model.version, model.buffers, model.operatorCodes, model.subgraphs = 3, [schema.BufferT()], [code], [graph]
builder = flatbuffers.Builder(1024)
builder.Finish(model.Pack(builder), b"TFL3")

codes = {}
for resolver in ("AUTO", "BUILTIN_WITHOUT_DEFAULT_DELEGATES", "BUILTIN_REF"):
    interpreter = Interpreter(
        model_content=bytes(builder.Output()), experimental_op_resolver_type=getattr(OpResolverType, resolver))
    interpreter.allocate_tensors()
    interpreter.set_tensor(0, values)
    interpreter.invoke()
    codes[resolver] = interpreter.get_tensor(1)[0].tolist()
print(f"ai-edge-litert 2.3.0: QUANTIZE of {values[0].tolist()} by scale 1, zero point 0")
for resolver, found in codes.items():
    print(f"  {resolver}: {found}")
even, away = [0, 2, 2, 4, 0, -2, -2, -4], [1, 2, 3, 4, -1, -2, -3, -4]
sys.exit(not (codes["AUTO"] == codes["BUILTIN_WITHOUT_DEFAULT_DELEGATES"] == even and codes["BUILTIN_REF"] == away))
PY

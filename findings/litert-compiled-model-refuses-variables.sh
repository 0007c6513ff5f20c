#!/usr/bin/env bash
# Expected: CompiledModel, the interface that LiteRT recommends, runs what the interpreter of the same package runs, or says why not.
# Observed: a model with a tensor marked is_variable (how LSTM, SVDF and streaming models keep state) runs in Interpreter, and CompiledModel raises
#           "Failed to load model from file" about a file that is whole; "Variable tensors not yet supported" is on standard error only.
# Matters:  keyword spotting and other recurrent models cannot be measured through the newer interface, and the error sends one looking
#           for a damaged file.
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
from ai_edge_litert.compiled_model import CompiledModel
from ai_edge_litert.interpreter import Interpreter


def tensor(name, is_variable=False):
    made = schema.TensorT()
    made.name, made.shape, made.isVariable = name, [4], is_variable
    return made


def write(path, is_variable):
    """y = x + kept"""
    model, graph, code, add = schema.ModelT(), schema.SubGraphT(), schema.OperatorCodeT(), schema.OperatorT()
    code.version, add.inputs, add.outputs = 1, [0, 1], [2]
    add.builtinOptionsType, add.builtinOptions = schema.BuiltinOptions.AddOptions, schema.AddOptionsT()
    graph.tensors = [tensor("x"), tensor("kept", is_variable), tensor("y")]
    graph.inputs, graph.outputs, graph.operators = [0] if is_variable else [0, 1], [2], [add]
    model.version, model.buffers, model.operatorCodes, model.subgraphs = 3, [schema.BufferT()], [code], [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    open(path, "wb").write(builder.Output())


def compiles(path):
    try:
        CompiledModel.from_file(path)
        return "runs"
    except RuntimeError as error:
        return str(error).splitlines()[0]


write("plain.tflite", False)
write("variable.tflite", True)
interpreter = Interpreter("variable.tflite")
interpreter.allocate_tensors()
interpreter.set_tensor(0, numpy.arange(4, dtype=numpy.float32))
interpreter.invoke()
answer = interpreter.get_tensor(2).tolist()
plain, variable = compiles("plain.tflite"), compiles("variable.tflite")
print(f"ai-edge-litert 2.3.0: with a variable Interpreter answers {answer}, CompiledModel: {variable}")
print(f"  the same graph without: CompiledModel {plain}")
sys.exit(not (answer == [0, 1, 2, 3] and plain == "runs" and "Failed to load model" in variable))
PY

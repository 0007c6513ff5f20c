#!/usr/bin/env bash
# Expected: ov_tensor_get_shape of OpenVINO's C interface tells rank 0 for an output that is a single number, as the Python interface does.
# Observed: it answers -14 (INVALID_C_PARAM, "invalid c input parameters"), although the inference ran and the tensor has its 4 bytes.
# Matters:  any program in C, Swift, Go or Rust that asks outputs for their shapes fails on models that end in a sum or a mean.
# Versions: openvino 2026.4.1, onnx 1.23.2, numpy 2.4.6, Python 3.11, x86_64.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openvino==2026.4.1 onnx==1.23.2 numpy==2.4.6
venv/bin/python - 2>log <<'PY' || { cat log; exit 1; }
import ctypes
import pathlib
import sys

import numpy
import onnx
import openvino
from onnx import TensorProto, helper

x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [4])
y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [])
graph = helper.make_graph([helper.make_node("ReduceSum", ["x"], ["y"], keepdims=0)], "sum", [x], [y])
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), "sum.onnx")

told = openvino.compile_model("sum.onnx", "CPU")(numpy.arange(4, dtype=numpy.float32))[0].shape
library = next((pathlib.Path(openvino.__file__).parent / "libs").glob("libopenvino_c.so*"))
c = ctypes.CDLL(str(library))


class Shape(ctypes.Structure):
    _fields_ = [("rank", ctypes.c_int64), ("dims", ctypes.POINTER(ctypes.c_int64))]


core, model, compiled, request, tensor = (ctypes.c_void_p() for _ in range(5))
steps = [
    c.ov_core_create(ctypes.byref(core)),
    c.ov_core_read_model(core, b"sum.onnx", None, ctypes.byref(model)),
    c.ov_core_compile_model(core, model, b"CPU", ctypes.c_size_t(0), ctypes.byref(compiled)),
    c.ov_compiled_model_create_infer_request(compiled, ctypes.byref(request)),
    c.ov_infer_request_infer(request),
    c.ov_infer_request_get_output_tensor_by_index(request, ctypes.c_size_t(0), ctypes.byref(tensor)),
]
size = ctypes.c_size_t()
steps.append(c.ov_tensor_get_byte_size(tensor, ctypes.byref(size)))
status = c.ov_tensor_get_shape(tensor, ctypes.byref(Shape()))
print(f"openvino 2026.4.1: shape in Python {tuple(told)}; in C {size.value} bytes, ov_tensor_get_shape answers {status}")
sys.exit(not (steps == [0] * 7 and tuple(told) == () and size.value == 4 and status == -14))
PY

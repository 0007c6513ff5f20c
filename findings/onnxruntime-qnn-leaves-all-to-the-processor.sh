#!/usr/bin/env bash
# Expected: asking ONNX Runtime for a provider whose backend library is not there is an error, as asking for a provider that it was built without is;
#           and a provider that is registered under another name still says its own.
# Observed: a session with Qualcomm's plug-in provider and a 'backend_path' that names no file opens without an exception; every node runs in
#           CPUExecutionProvider, which the profile alone tells. The devices of the library carry whatever name it was registered under.
# Matters:  a time that is believed to be the accelerator's is the processor's, and a wrong provider name is no error.
# Versions: onnxruntime 1.31.1, onnxruntime-qnn 2.7.0 (its simulator on x86_64), onnx 1.19.1, numpy 2.3.5, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check onnxruntime==1.31.1 onnxruntime-qnn==2.7.0 onnx==1.19.1 numpy==2.3.5 2>log || { cat log; exit 1; }
cat >run.py <<'PY'
import importlib.util
import json
import os
import sys

import numpy
import onnxruntime
from onnx import TensorProto, helper

name, backend = sys.argv[1:]
folder = os.path.dirname(importlib.util.find_spec("onnxruntime_qnn").origin)
onnxruntime.register_execution_provider_library(name, os.path.join(folder, "libonnxruntime_providers_qnn.so"))
devices = [device for device in onnxruntime.get_ep_devices() if device.ep_name != "CPUExecutionProvider"]
value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 4])
graph = helper.make_graph([helper.make_node("Mul", ["x", "x"], ["y"])], "g", [value("x")], [value("y")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
options = onnxruntime.SessionOptions()
options.enable_profiling = True
options.log_severity_level = 4
options.add_provider_for_devices(devices[:1], {"backend_path": backend or os.path.join(folder, "libQnnHtp.so")})
session = onnxruntime.InferenceSession(model.SerializeToString(), options)
session.run(None, {"x": numpy.ones((1, 4), numpy.float32)})
with open(session.end_profiling()) as file:
    events = json.load(file)
ran = sorted({event["args"]["provider"] for event in events if event.get("args", {}).get("provider")})
print(devices[0].ep_name, *ran)
PY
with=$(venv/bin/python run.py QNNExecutionProvider "" 2>log | tail -n 1) || { cat log; exit 1; }
without=$(venv/bin/python run.py QNNExecutionProvider /nowhere/libQnnHtp.so 2>log | tail -n 1) || { cat log; exit 1; }
renamed=$(venv/bin/python run.py AnotherExecutionProvider "" 2>log | tail -n 1) || { cat log; exit 1; }
echo "with its backend:        device $with"
echo "with one that is absent: device $without"
echo "under another name:      device $renamed"
[ "$with" = "QNNExecutionProvider QNNExecutionProvider" ]
[ "$without" = "QNNExecutionProvider CPUExecutionProvider" ]
[ "$renamed" = "AnotherExecutionProvider AnotherExecutionProvider" ]

"""Runs the worker: `python3 -m pawl_worker --runtime ncnn`, or this folder by its path."""

import os
import sys
from pathlib import Path

if not __package__:
    # Started by path: the package, and the runtime's own packages, lie in the folder around this one.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from pawl_worker.command_line import main

code = main(sys.argv[1:])
sys.stderr.flush()
# At once, without what runtimes do when they are taken down.
os._exit(code)

"""Runs onnx2tf, which says much and is only listened to when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pawl_models.conversion.plans import ConversionPlan
from pawl_models.conversion.preparation import prepare
from pawl_models.errors import ToolError

TIME_LIMIT_SECONDS = 1800
SUFFIXES = {"fp32": "_float32.tflite", "fp16": "_float16.tflite"}


def convert(source: Path, plan: ConversionPlan, passage: Path) -> dict[str, Path]:
    """Converts a model and returns the files made, by precision: of weights; both compute in float32.

    Args:
        source: the model as ONNX.
        plan: how it is converted.
        passage: an empty folder for files of passage and for what is returned.
    """
    prepared = prepare(source, plan.shapes, passage)
    command = [sys.executable, "-m", "onnx2tf", "-i", str(prepared), "-o", str(passage / "converted"), "-n"]
    kept = [name for name in plan.shapes if name not in plan.transpositions]
    if kept:
        command += ["--keep_shape_absolutely_input_names", *kept]
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    try:
        ended = subprocess.run(
            command,
            cwd=passage,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIME_LIMIT_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"onnx2tf took more than {TIME_LIMIT_SECONDS} s") from error
    found = {precision: passage / "converted" / (prepared.stem + suffix) for precision, suffix in SUFFIXES.items()}
    if ended.returncode != 0 or not all(path.is_file() for path in found.values()):
        last = "\n".join((ended.stdout + ended.stderr).strip().splitlines()[-15:])
        raise ToolError(f"onnx2tf failed with exit code {ended.returncode}, its last lines:\n{last}")
    return found

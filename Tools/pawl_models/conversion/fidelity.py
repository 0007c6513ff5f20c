"""How near a converted model is to its source, on real samples."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from ai_edge_litert.interpreter import Interpreter

from pawl_models.conversion.plans import ConversionPlan

SAMPLES = 64


def decibels(signal: float, noise: float) -> float:
    """Returns the signal-to-noise ratio of sums of squares in dB, at most 200."""
    if noise == 0:
        return 200.0
    return -200.0 if signal == 0 else min(200.0, 10 * math.log10(signal / noise))


def worst_output(source: Path, converted: Path, plan: ConversionPlan, golden_set: Path) -> tuple[str, float]:
    """Returns the output of a converted model that is farthest from ONNX Runtime's, and its SQNR in dB.

    Args:
        source: the model as ONNX.
        converted: the same as `.tflite`.
        plan: how it was converted.
        golden_set: the folder with its samples.
    """
    session = onnxruntime.InferenceSession(str(source), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    signature = Interpreter(str(converted)).get_signature_runner()
    columns = {
        name: np.load(golden_set / "inputs" / f"{name}.npy", mmap_mode="r")
        for name in plan.shapes
        if name not in plan.state
    }
    state = {name: np.zeros(plan.shapes[name], np.float32) for name in plan.state}
    other_state = dict(state)
    signal, noise = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0.0)
    for row in range(SAMPLES):
        feed = {name: np.array(column[row]).reshape(plan.shapes[name]) for name, column in columns.items()}
        right = dict(zip(names, session.run(names, feed | state), strict=True))
        found = signature(**turned(feed | other_state, plan.transpositions))
        for name in names:
            other = np.asarray(found[name], np.float64).reshape(right[name].shape)
            signal[name] += float(np.square(right[name], dtype=np.float64).sum())
            noise[name] += float(np.square(right[name] - other).sum())
        state = {name: right[output] for name, output in plan.state.items()}
        other_state = {name: found[output] for name, output in plan.state.items()}
    nearness = {name: decibels(signal[name], noise[name]) for name in names}
    worst = min(nearness, key=nearness.__getitem__)
    return worst, nearness[worst]


def turned(feed: Mapping[str, np.ndarray], transpositions: Mapping[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Returns a feed with the axes in the order that the converted model takes."""
    return {
        name: np.ascontiguousarray(value.transpose(transpositions[name])) if name in transpositions else value
        for name, value in feed.items()
    }

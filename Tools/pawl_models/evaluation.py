"""A quick look at built variants with onnxruntime in Python: size, accuracy, agreement, median time.

It checks the recipes, it is not a benchmark: Pawl itself measures with far more care.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pawl_models import golden_set

TIMED_SAMPLES = 200
WARM_UP_SAMPLES = 10
REFERENCE = "fp32"


@dataclass(frozen=True)
class Evaluation:
    """What one variant did on the golden set."""

    variant: str
    size_bytes: int
    accuracy: float
    agreement: float
    median_ms: float


def evaluate(models: Path, golden: Path) -> str:
    """Returns a table of all variants in a folder, each run on one thread over the golden set."""
    manifest = golden_set.read_manifest(golden)
    inputs = {name: np.load(golden / entry["file"]) for name, entry in manifest["inputs"].items()}
    labels = np.load(golden / manifest["labels"]["file"])
    paths = sorted(models.glob("*.onnx"), key=lambda path: (path.stem != REFERENCE, path.stem))
    reference: np.ndarray | None = None
    rows = []
    for path in paths:
        predicted, median_ms = run(path, inputs, manifest["output"]["name"])
        reference = predicted if reference is None else reference
        accuracy, agreement = float(np.mean(predicted == labels)), float(np.mean(predicted == reference))
        rows.append(Evaluation(path.stem, path.stat().st_size, accuracy, agreement, median_ms))
    return table(rows, len(labels))


def run(path: Path, inputs: dict[str, np.ndarray], output: str) -> tuple[np.ndarray, float]:
    """Returns a variant's predicted classes for all samples, and the median time of one sample in milliseconds."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    count = len(next(iter(inputs.values())))
    classes, times = [], []
    for sample in range(count):
        feed = {name: array[sample : sample + 1] for name, array in inputs.items()}
        started = time.perf_counter_ns()
        (scores,) = session.run([output], feed)
        times.append(time.perf_counter_ns() - started)
        classes.append(int(scores[0].argmax()))
    timed = times[WARM_UP_SAMPLES : WARM_UP_SAMPLES + TIMED_SAMPLES]
    return np.array(classes), float(np.median(timed)) / 1e6


def table(rows: list[Evaluation], samples: int) -> str:
    """Returns the rows as a table in plain text."""
    lines = [f"{'variant':14}{'bytes':>12}{'accuracy %':>12}{'agreement %':>13}{'median ms':>11}   ({samples} samples)"]
    lines += [
        f"{row.variant:14}{row.size_bytes:>12,}{100 * row.accuracy:>12.2f}{100 * row.agreement:>13.2f}"
        f"{row.median_ms:>11.3f}"
        for row in rows
    ]
    return "\n".join(lines)

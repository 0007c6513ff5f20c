"""A quick look at built variants with onnxruntime in Python: size, accuracy, agreement, median time.

It checks the recipes, it is not a benchmark: Pawl itself measures with far more care, and knows more metrics.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pawl_models import golden_set
from pawl_models.errors import ToolError
from pawl_models.feeds import Ragged, Rows, feeds
from pawl_models.scoring import SCORERS, Predictions

TIMED_SAMPLES = 200
WARM_UP_SAMPLES = 10
REFERENCE = "fp32"


@dataclass(frozen=True)
class Evaluation:
    """What one variant did on the golden set."""

    variant: str
    size_bytes: int
    quality: dict[str, float]
    """By the metric's name; all between 0 and 1."""
    median_ms: float


@dataclass
class Run:
    """One variant's outputs for all samples, and how long each took."""

    outputs: list[dict[str, np.ndarray]] = field(default_factory=list)
    nanoseconds: list[int] = field(default_factory=list)

    @property
    def median_ms(self) -> float:
        """The median time of a sample, after the first few."""
        return float(np.median(self.nanoseconds[WARM_UP_SAMPLES:] or self.nanoseconds)) / 1e6


def evaluate(models: Path, golden: Path) -> str:
    """Returns a table of all variants in a folder, each run on one thread over the golden set.

    Raises:
        ToolError: the set's task is none that a built model here has.
    """
    manifest = golden_set.read_manifest(golden)
    if manifest["task"] not in SCORERS:
        raise ToolError(f"evaluate knows no metrics of the task '{manifest['task']}'", "measure it with pawl itself")
    scorer = SCORERS[manifest["task"]](golden, manifest)
    paths = sorted(models.glob("*.onnx"), key=lambda path: (path.stem != REFERENCE, path.stem))
    reference: tuple[Predictions, np.ndarray | None] | None = None
    rows = []
    for path in paths:
        run = run_all(path, golden, manifest)
        predictions = [scorer.predict(outputs) for outputs in run.outputs]
        vectors = vectors_of(run, manifest)
        reference = reference or (predictions, vectors)
        quality = scorer.quality(predictions) | {"agreement": agreement(predictions, reference[0])}
        if vectors is not None and reference[1] is not None:
            quality["cosine"] = cosine_similarity(vectors, reference[1])
        rows.append(Evaluation(path.stem, path.stat().st_size, quality, run.median_ms))
    return table(rows, manifest["samples"])


def run_all(path: Path, golden: Path, manifest: dict) -> Run:
    """Runs a variant over all samples, one at a time; a recurrent one is told its own state within a sequence."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    state: Mapping[str, str] = manifest.get("state", {})
    zeros = {
        value.name: np.zeros([extent if isinstance(extent, int) else 1 for extent in value.shape], np.float32)
        for value in session.get_inputs()
        if value.name in state
    }
    wanted = sorted({manifest["output"]["name"], *state.values(), *filter(None, [manifest.get("fidelity_output")])})
    ranks = {value.name: len(value.shape) for value in session.get_inputs()}
    sequences = np.load(golden / manifest["sequences"]["file"]) if state else None
    carried = zeros
    run = Run()
    for index, feed in enumerate(feeds(read_inputs(golden, manifest), ranks)):
        if sequences is not None and (index == 0 or sequences[index] != sequences[index - 1]):
            carried = zeros
        started = time.perf_counter_ns()
        outputs = dict(zip(wanted, session.run(wanted, feed | carried), strict=True))
        if len(run.nanoseconds) < WARM_UP_SAMPLES + TIMED_SAMPLES:
            run.nanoseconds.append(time.perf_counter_ns() - started)
        carried = {name: outputs[output] for name, output in state.items()}
        run.outputs.append(outputs)
    return run


def read_inputs(golden: Path, manifest: dict) -> dict[str, Rows | Ragged]:
    """Returns the inputs of a built golden set."""
    found: dict[str, Rows | Ragged] = {}
    for name, entry in manifest["inputs"].items():
        array = np.load(golden / entry["file"])
        found[name] = Ragged(array, np.load(golden / entry["shapes"]["file"])) if "shapes" in entry else Rows(array)
    return found


def vectors_of(run: Run, manifest: dict) -> np.ndarray | None:
    """Returns the fidelity output of every sample: float [samples, values], or None where the set names none."""
    name = manifest.get("fidelity_output")
    return None if name is None else np.stack([outputs[name].ravel() for outputs in run.outputs])


def agreement(predictions: Predictions, reference: Predictions) -> float:
    """Returns the share of samples with the same prediction."""
    return sum(a == b for a, b in zip(predictions, reference, strict=True)) / len(predictions)


def cosine_similarity(vectors: np.ndarray, reference: np.ndarray) -> float:
    """Returns the mean cosine of the angle between vectors of the same sample."""
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(reference, axis=1)
    return float(np.mean((vectors * reference).sum(axis=1) / lengths))


def table(rows: list[Evaluation], samples: int) -> str:
    """Returns the rows as a table in plain text."""
    metrics = list(rows[0].quality) if rows else []
    width = max([14, *(len(row.variant) + 2 for row in rows)])
    head = "".join(f"{metric + ' %':>{len(metric) + 5}}" for metric in metrics)
    lines = [f"{'variant':{width}}{'bytes':>12}{head}{'median ms':>12}   ({samples} samples)"]
    for row in rows:
        values = "".join(f"{100 * value:>{len(metric) + 5}.2f}" for metric, value in row.quality.items())
        lines.append(f"{row.variant:{width}}{row.size_bytes:>12,}{values}{row.median_ms:>12.3f}")
    return "\n".join(lines)

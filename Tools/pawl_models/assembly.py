"""What the recipes of models with variants have in common: from the parts to the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pawl_models import golden_set, methods
from pawl_models.feeds import Samples, feeds, input_ranks, write_calibration
from pawl_models.files import write_atomically
from pawl_models.golden_set import GoldenData
from pawl_models.progress import say
from pawl_models.recipe import Workplace

REFERENCE = "fp32"


@dataclass(frozen=True)
class Parts:
    """All that a model's folder and its golden set are made of."""

    model: bytes
    """The model in single precision, as ONNX."""
    golden: GoldenData
    calibration: Mapping[str, Samples]
    """Feeds that set the ranges of static int8; none of them is a golden sample."""
    plans: Sequence[methods.Plan]
    """The variants beside the model itself."""


def assemble(workplace: Workplace, name: str, golden_set_id: str, parts: Parts) -> list[Path]:
    """Writes the golden set's data, the calibration data, the model and its variants; returns their paths."""
    folder = workplace.locations.model(name)
    outputs = golden_set.write_locked(workplace.locations.golden_set(golden_set_id), parts.golden)
    outputs += write_calibration(folder / "calibration", parts.calibration)
    say("  variants: single precision")
    source = folder / f"{REFERENCE}.onnx"
    write_atomically(source, parts.model)
    outputs += methods.make_all(parts.plans, source, folder, lambda: feeds(parts.calibration, input_ranks(source)))
    return [source, *outputs]

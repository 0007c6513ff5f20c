"""Which models are converted, and how their inputs stand in the file that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ConversionPlan:
    """How one model is converted."""

    golden_set: str
    shapes: Mapping[str, tuple[int, ...]]
    """The shape of each input for one sample: the converter needs all sizes."""
    transpositions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Inputs whose axes the converter puts in this order; the others keep theirs."""
    state: Mapping[str, str] = field(default_factory=dict)
    """Inputs that take the value of an output from the sample before."""


PLANS = {
    "digits": ConversionPlan("digits", {"image": (1, 1, 28, 28)}, {"image": (0, 2, 3, 1)}),
    "filetype": ConversionPlan("filetypes", {"bytes": (1, 2048)}),
    "voice": ConversionPlan(
        "speech-frames",
        {"input": (1, 576), "h": (1, 1, 128), "c": (1, 1, 128)},
        state={"h": "hn", "c": "cn"},
    ),
}

REASONS = {
    "sentiment": "its texts differ in length, and the converter makes a model of one length only",
    "ocr": "its lines differ in width, and of one width the converter mistakes an attention's axes and stops",
    "stack": "made for timings of ONNX Runtime alone",
}
"""Why the other models are not converted."""

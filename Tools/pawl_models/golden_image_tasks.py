"""What tasks on pictures add to a golden set: boxes around things, and a class for every pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pawl_models.golden_files import File, Value, array_file, lines
from pawl_models.golden_tasks import CLASSES


@dataclass(frozen=True)
class Detection:
    """Boxes around things, each with its class."""

    boxes: np.ndarray
    """float [boxes, 4]"""
    box_format: str
    """`xywh` or `xyxy`"""
    box_classes: np.ndarray
    """int [boxes]"""
    box_samples: np.ndarray
    """Which sample each box is in, never falling: int [boxes]."""
    classes: Sequence[str]
    output: Mapping[str, str]
    """boxes, scores, labels, and perhaps count: names of outputs; format: `xyxy`, `xywh` or `yxyx`."""
    crowd: np.ndarray | None = None
    """Which boxes hold many things, counted for nothing: bool [boxes]."""
    name: str = "detection"

    def entries(self, samples: int) -> dict[str, Value]:
        """Returns boxes, box_format, box_classes, box_samples, crowd, classes and output."""
        boxes = len(self.boxes)
        if boxes and (np.diff(self.box_samples) < 0).any() | (self.box_samples.max() >= samples):
            raise ValueError("box_samples must name samples, and never fall")
        crowd: dict[str, Value] = {}
        if self.crowd is not None:
            crowd["crowd"] = array_file("crowd.npy", self.crowd, np.uint8, (boxes,))
        return {
            "boxes": array_file("boxes.npy", self.boxes, np.float32, (boxes, 4)),
            "box_format": self.box_format,
            "box_classes": array_file("box_classes.npy", self.box_classes, np.int32, (boxes,)),
            "box_samples": array_file("box_samples.npy", self.box_samples, np.int32, (boxes,)),
            **crowd,
            "classes": File(CLASSES, lines(self.classes)),
            "output": dict(self.output),
        }


@dataclass(frozen=True)
class Segmentation:
    """A class for every pixel."""

    masks: np.ndarray
    """int [samples, height, width]"""
    classes: Sequence[str]
    output: str
    layout: str
    """`channels_first`, `channels_last` or `indices`"""
    ignore: int | None = None
    """The label of pixels that count for nothing."""
    name: str = "segmentation"

    def entries(self, samples: int) -> dict[str, Value]:
        """Returns masks, ignore, classes and output."""
        ignore: dict[str, Value] = {} if self.ignore is None else {"ignore": self.ignore}
        return {
            "masks": array_file("masks.npy", self.masks, np.int32, (samples, None, None)),
            **ignore,
            "classes": File(CLASSES, lines(self.classes)),
            "output": {"name": self.output, "layout": self.layout},
        }

"""What each task adds to a golden set: its labels and whatever else its metrics need, as data files and manifest keys.

A task's `entries` are the keys of the manifest that belong to it, in order. A value that is `bytes` under a file name
(`File`) becomes a data file that the manifest locks by digest; every other value is written as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pawl_models.feeds import npy_bytes

LABELS = "labels.npy"
TEXTS = "labels.txt"
CLASSES = "classes.txt"


@dataclass(frozen=True)
class File:
    """One data file of a golden set."""

    path: str
    """Inside the golden set's folder."""
    content: bytes


Value = str | bool | int | float | File | Mapping[str, "str | bool | int | float | File"]
"""What a key of the manifest may hold."""


class Task(Protocol):
    """What all tasks have."""

    @property
    def name(self) -> str:
        """The task's name in the manifest."""

    def entries(self, samples: int) -> dict[str, Value]:
        """Returns the manifest's keys of this task, after checking the data against the number of samples."""


def lines(names: Sequence[str], *, may_be_empty: bool = False) -> bytes:
    """Returns names as a UTF-8 text, one a line."""
    for name in names:
        if name.splitlines() != [name] and not (may_be_empty and name == ""):
            raise ValueError(f"a name must be one line of text: {name!r}")
    return "".join(name + "\n" for name in names).encode()


def array_file(path: str, array: np.ndarray, dtype: type, shape: tuple[int | None, ...]) -> File:
    """Returns an array as a data file, after checking its shape; None stands for any extent."""
    fits = array.ndim == len(shape) and all(n in (None, m) for n, m in zip(shape, array.shape, strict=True))
    if not fits:
        raise ValueError(f"{path} has the shape {array.shape}, which is not {shape}")
    return File(path, npy_bytes(array.astype(dtype)))


@dataclass(frozen=True)
class Classification:
    """One of several classes a sample."""

    labels: np.ndarray
    """The index of the right class: int [samples]."""
    classes: Sequence[str]
    output: str
    scores: str
    """`probabilities` or `logits`"""
    name: str = "classification"

    def entries(self, samples: int) -> dict[str, Value]:
        """Returns labels, classes and output."""
        return {
            "labels": array_file(LABELS, self.labels, np.int32, (samples,)),
            "classes": File(CLASSES, lines(self.classes)),
            "output": {"name": self.output, "scores": self.scores},
        }


@dataclass(frozen=True)
class Binary:
    """Yes or no."""

    labels: np.ndarray
    """0 or 1: int [samples]."""
    classes: tuple[str, str]
    """The negative class, then the positive."""
    output: str
    scores: str
    threshold: float = 0.5
    name: str = "binary"

    def entries(self, samples: int) -> dict[str, Value]:
        """Returns labels, classes and output."""
        check_zero_or_one(self.labels)
        return {
            "labels": array_file(LABELS, self.labels, np.int32, (samples,)),
            "classes": File(CLASSES, lines(self.classes)),
            "output": {"name": self.output, "scores": self.scores, "threshold": self.threshold},
        }


@dataclass(frozen=True)
class TextSequence:
    """A text a sample, read symbol by symbol."""

    texts: Sequence[str]
    """The right text of each sample; may be empty."""
    alphabet: Sequence[str]
    """The symbol of each index, the blank's too."""
    output: str
    decoding: str = "ctc"
    """`ctc`: scores, of which the best of each step is taken, repeats collapsed and blanks dropped; `indices`."""
    blank: int = 0
    ignore_spaces: bool = False
    name: str = "sequence"

    def entries(self, samples: int) -> dict[str, Value]:
        """Returns labels, alphabet, output and ignore_spaces."""
        if len(self.texts) != samples:
            raise ValueError("there must be a text for every sample")
        return {
            "labels": File(TEXTS, lines(self.texts, may_be_empty=True)),
            "alphabet": File("alphabet.txt", lines(self.alphabet)),
            "output": {"name": self.output, "decoding": self.decoding, "blank": self.blank},
            "ignore_spaces": self.ignore_spaces,
        }


@dataclass(frozen=True)
class Embedding:
    """A vector a sample, right if samples that belong together are near each other."""

    output: str
    groups: np.ndarray | None = None
    """Which group each sample is of: int [samples]."""
    top_k: int = 5
    pairs: np.ndarray | None = None
    """Pairs of samples: int [pairs, 2]."""
    similarities: np.ndarray | None = None
    """How alike the samples of each pair are: float [pairs]."""
    name: str = "embedding"

    def entries(self, samples: int) -> dict[str, Value]:
        """Returns output, and labels and pairs where there are any."""
        found: dict[str, Value] = {}
        if self.groups is not None:
            found |= {"labels": array_file(LABELS, self.groups, np.int32, (samples,)), "top_k": self.top_k}
        if (self.pairs is None) != (self.similarities is None):
            raise ValueError("pairs and similarities come together")
        if self.pairs is not None and self.similarities is not None:
            found["pairs"] = array_file("pairs.npy", self.pairs, np.int32, (None, 2))
            found["similarities"] = array_file("similarities.npy", self.similarities, np.float32, (len(self.pairs),))
        return found | {"output": {"name": self.output}}


@dataclass(frozen=True)
class Regression:
    """A number or several a sample."""

    values: np.ndarray
    """The right values: float [samples] or [samples, values]."""
    output: str
    unit: str | None = None
    name: str = "regression"

    def entries(self, samples: int) -> dict[str, Value]:
        """Returns labels, output and unit."""
        shape = (samples,) if self.values.ndim == 1 else (samples, None)
        unit: dict[str, Value] = {} if self.unit is None else {"unit": self.unit}
        labels = array_file(LABELS, self.values, np.float32, shape)
        return {"labels": labels, "output": {"name": self.output}} | unit


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


@dataclass(frozen=True)
class Anomaly:
    """Whether a sample is out of the ordinary."""

    labels: np.ndarray
    """1 for an anomaly, else 0: int [samples]."""
    output: str
    reconstructs: str | None = None
    """The input that the output is a copy of; None where the output is the score itself, higher for anomalies."""
    max_fpr: float = 0.1
    name: str = "anomaly"

    def entries(self, samples: int) -> dict[str, Value]:
        """Returns labels, output and max_fpr."""
        check_zero_or_one(self.labels)
        score = {"score": "value"}
        if self.reconstructs is not None:
            score = {"score": "reconstruction_error", "of": self.reconstructs}
        return {
            "labels": array_file(LABELS, self.labels, np.int32, (samples,)),
            "output": {"name": self.output} | score,
            "max_fpr": self.max_fpr,
        }


@dataclass(frozen=True)
class Fidelity:
    """No labels: only whether a variant says what its reference says."""

    output: str
    name: str = "fidelity"

    def entries(self, samples: int) -> dict[str, Value]:  # noqa: ARG002
        """Returns output."""
        return {"output": {"name": self.output}}


def check_zero_or_one(labels: np.ndarray) -> None:
    """Refuses labels other than 0 and 1."""
    if not np.isin(labels, (0, 1)).all():
        raise ValueError("labels must be 0 or 1")

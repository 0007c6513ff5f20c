"""How right a model's predictions are, for the tasks of the models that are prepared here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import numpy as np

Prediction = int | str
Predictions = list[Prediction]
Outputs = Mapping[str, np.ndarray]


class Scorer(Protocol):
    """What one task makes of outputs."""

    def predict(self, outputs: Outputs) -> Prediction:
        """Returns what a model said of one sample."""

    def quality(self, predictions: Predictions) -> dict[str, float]:
        """Returns the metrics of all predictions by name, each a share."""


class Labels:
    """Classification and yes or no: an index a sample."""

    def __init__(self, golden: Path, manifest: dict) -> None:
        """Reads the labels of a built golden set."""
        self._output = manifest["output"]
        self._labels = np.load(golden / manifest["labels"]["file"])

    def predict(self, outputs: Outputs) -> int:
        """Returns the class of the highest score, or whether the one score reaches the threshold."""
        scores = outputs[self._output["name"]].ravel()
        if len(scores) > 1:
            return int(scores.argmax())
        probability = float(scores[0])
        if self._output["scores"] == "logits":
            probability = float(1 / (1 + np.exp(-probability)))
        return int(probability >= self._output["threshold"])

    def quality(self, predictions: Predictions) -> dict[str, float]:
        """Returns the accuracy."""
        return {"accuracy": float(np.mean(np.array(predictions) == self._labels))}


class Texts:
    """A text a sample, decoded as the manifest says."""

    def __init__(self, golden: Path, manifest: dict) -> None:
        """Reads the right texts and the alphabet of a built golden set."""
        self._output = manifest["output"]
        self._ignore_spaces = manifest.get("ignore_spaces", False)
        self._texts = _lines(golden / manifest["labels"]["file"])
        self._alphabet = _lines(golden / manifest["alphabet"]["file"])

    def predict(self, outputs: Outputs) -> str:
        """Returns the text of the best symbol of each step, repeats collapsed and blanks dropped (CTC)."""
        scores = outputs[self._output["name"]]
        blank = self._output["blank"]
        if self._output["decoding"] == "indices":
            indices = [int(index) for index in scores.ravel()]
            ended = indices.index(blank) if blank in indices else len(indices)
            return "".join(self._alphabet[index] for index in indices[:ended])
        best = scores.reshape(-1, scores.shape[-1]).argmax(axis=1)
        changed = np.append(True, best[1:] != best[:-1])
        return "".join(self._alphabet[index] for index in best[changed & (best != blank)])

    def quality(self, predictions: Predictions) -> dict[str, float]:
        """Returns the share of texts without a fault, and the edits per character (CER)."""
        pairs = [
            (self._compared(str(a)), self._compared(text)) for a, text in zip(predictions, self._texts, strict=True)
        ]
        edits = sum(edit_distance(said, text) for said, text in pairs)
        return {
            "exact match": sum(said == text for said, text in pairs) / len(pairs),
            "CER": edits / sum(len(text) for _, text in pairs),
        }

    def _compared(self, text: str) -> str:
        return "".join(text.split()) if self._ignore_spaces else text


def edit_distance(one: str, other: str) -> int:
    """Returns how many characters must be put in, taken out or changed to make one text of another (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, symbol in enumerate(one, start=1):
        corner, row[0] = row[0], place
        for column, letter in enumerate(other, start=1):
            corner, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, corner + (symbol != letter))
    return row[-1]


def _lines(path: Path) -> list[str]:
    # Not splitlines(), which takes more characters for the end of a line than the one that writes it.
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


SCORERS: dict[str, type[Labels] | type[Texts]] = {"classification": Labels, "binary": Labels, "sequence": Texts}

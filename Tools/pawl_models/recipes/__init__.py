"""The models Pawl's own suites measure, by name.

Another model is another folder here with a `recipe` module (see `Recipe` in `pawl_models.recipe`), and a line in
`REGISTRY`. An entry is plain data, so that finding a model already built
imports none of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pawl_models.downloads import read_lock
from pawl_models.errors import ToolError
from pawl_models.recipe import Recipe


@dataclass(frozen=True)
class Entry:
    """A model that the tools can prepare."""

    name: str
    summary: str
    golden_set: str
    licence: str = ""
    """Of the model; the golden set's stands in its manifest."""

    def load(self) -> Recipe:
        """Imports the recipe."""
        return importlib.import_module(f"pawl_models.recipes.{self.name}.recipe").RECIPE

    def download_bytes(self) -> int:
        """Returns the size of all that a build fetches where nothing is cached."""
        locks = (Path(__file__).parent / self.name).glob("*.lock.json")
        return sum({artifact.sha256: artifact.size_bytes for lock in locks for artifact in read_lock(lock)}.values())


REGISTRY = {
    entry.name: entry
    for entry in (
        Entry(
            "filetype",
            "file type of a file's first and last bytes (magika standard_v3_3)",
            golden_set="filetypes",
            licence="Apache-2.0",
        ),
        Entry(
            "voice",
            "voice activity, frame by frame, with state (Silero VAD, 16 kHz)",
            golden_set="speech-frames",
            licence="MIT",
        ),
        Entry(
            "sentiment",
            "sentiment of a sentence (MiniLM-L6 embeddings, logistic head)",
            golden_set="review-snippets",
            licence="Apache-2.0",
        ),
        Entry(
            "ocr",
            "reads text lines of any width (PP-OCRv4 recognition)",
            golden_set="text-lines",
            licence="Apache-2.0",
        ),
        Entry(
            "digits",
            "handwritten digits (a small network that the recipe trains)",
            golden_set="digits",
            licence="Apache-2.0",
        ),
        Entry(
            "stack",
            "stacks of equal convolution layers, to test the gate itself",
            golden_set="stack",
            licence="Apache-2.0",
        ),
    )
}


def entry_named(name: str) -> Entry:
    """Returns a model's entry."""
    if name not in REGISTRY:
        raise ToolError(f"unknown model '{name}'", f"known: {', '.join(sorted(REGISTRY))}")
    return REGISTRY[name]


def entries_named(names: Sequence[str]) -> list[Entry]:
    """Returns the entries of several models; `all` stands for every one."""
    if list(names) == ["all"]:
        return list(REGISTRY.values())
    return [entry_named(name) for name in names]

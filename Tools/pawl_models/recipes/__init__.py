"""The models Pawl's own suites measure, by name.

Another model is another folder here with a `recipe` module (see `Recipe` in `pawl_models.recipe`), and a line in
`REGISTRY`. An entry is plain data, so that listing the models, or finding one already built, imports none of them.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from pawl_models.errors import ToolError
from pawl_models.recipe import Recipe


@dataclass(frozen=True)
class Entry:
    """A model that the tools can prepare."""

    name: str
    summary: str
    golden_set: str

    def load(self) -> Recipe:
        """Imports the recipe."""
        return importlib.import_module(f"pawl_models.recipes.{self.name}.recipe").RECIPE


REGISTRY = {
    entry.name: entry
    for entry in (
        Entry("filetype", "file type of a file's first and last bytes (magika standard_v3_3)", golden_set="filetypes"),
        Entry("voice", "voice activity, frame by frame, with state (Silero VAD, 16 kHz)", golden_set="speech-frames"),
        Entry(
            "sentiment", "sentiment of a sentence (MiniLM-L6 embeddings, logistic head)", golden_set="review-snippets"
        ),
        Entry("ocr", "reads text lines (PP-OCRv4 recognition), of any width", golden_set="text-lines"),
        Entry("digits", "handwritten digits, a small network trained by the recipe", golden_set="digits"),
        Entry("stack", "stacks of equal convolution layers, to test the gate itself", golden_set="stack"),
    )
}


def entry_named(name: str) -> Entry:
    """Returns a model's entry."""
    if name not in REGISTRY:
        raise ToolError(f"unknown model '{name}'", f"known: {', '.join(sorted(REGISTRY))}")
    return REGISTRY[name]

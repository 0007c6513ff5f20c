"""What a recipe is: the steps that differ from model to model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pawl_models.downloads import Downloads
from pawl_models.locations import Locations


@dataclass(frozen=True)
class Workplace:
    """What a recipe works with: where things lie, and the downloads."""

    locations: Locations
    downloads: Downloads


@dataclass(frozen=True)
class Recipe:
    """How one model, its variants and its golden set are made."""

    build: Callable[[Workplace], list[Path]]
    """Makes everything from locked inputs and returns the files made."""

    variants: Sequence[str]
    """The names of the files it makes, without `.onnx`; the reference first."""

    select: Callable[[Workplace], None]
    """Maintainers only: chooses the golden samples anew and rewrites the tracked selection, locks and manifest."""

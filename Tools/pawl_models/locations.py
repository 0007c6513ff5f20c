"""Where things lie: the tracked tree, what is built from it, and the user's download cache."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent


def default_cache() -> Path:
    """Returns the user's download cache, shared by every clone."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "pawl"


@dataclass(frozen=True)
class Locations:
    """The folders one run of the tools works in."""

    root: Path
    cache: Path

    @classmethod
    def default(cls, root: Path | None = None) -> Locations:
        """Returns the repository this package stands in, or another root, with the user's cache."""
        return cls(root=(root or TOOLS.parent).resolve(), cache=default_cache())

    @property
    def downloads(self) -> Path:
        """Downloaded files, each named by its SHA-256."""
        return self.cache / "downloads"

    def model(self, name: str) -> Path:
        """The ignored folder that holds one model's built variants."""
        return self.root / ".pawl" / "models" / name

    def golden_set(self, identifier: str) -> Path:
        """The folder of one golden set: manifest and selection tracked, data ignored."""
        return self.root / "GoldenSets" / identifier

"""The data files that a golden set's manifest locks, and what a key of it may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pawl_models.feeds import npy_bytes


@dataclass(frozen=True)
class File:
    """One data file of a golden set."""

    path: str
    """Inside the golden set's folder."""
    content: bytes


Value = str | bool | int | float | File | Mapping[str, "str | bool | int | float | File"]
"""What a key of the manifest may hold."""


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


def check_zero_or_one(labels: np.ndarray) -> None:
    """Refuses labels other than 0 and 1."""
    if not np.isin(labels, (0, 1)).all():
        raise ValueError("labels must be 0 or 1")

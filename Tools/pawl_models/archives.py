"""Reads members of source archives and wheels in memory; nothing is ever unpacked to disk."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path


def regular_members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yields (name, content) of each regular file of a tar or zip archive, in the archive's order."""
    # The cache names files by digest, so the content must say which kind it is.
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file is not None:
                    yield member.name, file.read()
    else:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if not entry.is_dir():
                    yield entry.filename, archive.read(entry)


def read_members(path: Path, names: set[str]) -> dict[str, bytes]:
    """Returns the content of the named members; a name that the archive lacks is absent from the answer."""
    found: dict[str, bytes] = {}
    for name, data in regular_members(path):
        if name in names:
            found[name] = data
            if len(found) == len(names):
                break
    return found

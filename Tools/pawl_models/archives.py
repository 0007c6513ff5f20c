"""Reads members of source archives and wheels in memory; nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pawl_models.errors import ToolError
from pawl_models.files import sha256_of


def regular_members(path: Path | bytes) -> Iterator[tuple[str, bytes]]:
    """Yields (name, content) of each regular file of a tar or zip archive, on disk or in memory, in its own order."""
    if isinstance(path, bytes):
        # An archive inside an archive.
        with tarfile.open(fileobj=io.BytesIO(path)) as archive:
            yield from _members_of_tar(archive)
        return
    # The cache names files by digest, so the content must say which kind it is.
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            yield from _members_of_tar(archive)
    else:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if not entry.is_dir():
                    yield entry.filename, archive.read(entry)


def _members_of_tar(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in archive:
        file = archive.extractfile(member) if member.isfile() else None
        if file is not None:
            yield member.name, file.read()


def read_members(path: Path | bytes, names: set[str]) -> dict[str, bytes]:
    """Returns the content of the named members; a name that the archive lacks is absent from the answer."""
    found: dict[str, bytes] = {}
    for name, data in regular_members(path):
        if name in names:
            found[name] = data
            if len(found) == len(names):
                break
    return found


def read_member(path: Path | bytes, name: str, sha256: str | None = None) -> bytes:
    """Returns the content of one member, which must be there and have the digest, if one is given."""
    data = read_members(path, {name}).get(name)
    if data is None:
        raise ToolError(f"the archive has no member {name}", "restore the recipe")
    if sha256 is not None and sha256_of(data) != sha256:
        raise ToolError(f"{name} is not the locked file: its digest is {sha256_of(data)}", "restore the recipe")
    return data

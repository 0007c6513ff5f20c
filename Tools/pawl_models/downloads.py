"""Locked downloads: each file is named with its digest beforehand and kept in the user's cache under that digest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from pawl_models.errors import ToolError
from pawl_models.files import sha256_of, sha256_of_file, write_atomically
from pawl_models.package_index import IndexedFile, PackageIndex
from pawl_models.progress import say


@dataclass(frozen=True)
class Artifact:
    """A file of the package index that a recipe is locked to."""

    project: str
    file: str
    sha256: str
    size_bytes: int


def read_lock(path: Path) -> list[Artifact]:
    """Reads a recipe's lock file."""
    return [Artifact(**entry) for entry in json.loads(path.read_text())["artifacts"]]


def locked(path: Path, project: str) -> Artifact:
    """Returns the one artifact of a project in a recipe's lock file."""
    (artifact,) = [artifact for artifact in read_lock(path) if artifact.project == project]
    return artifact


def write_lock(path: Path, artifacts: Iterable[Artifact]) -> None:
    """Writes a recipe's lock file."""
    entries = [asdict(artifact) for artifact in artifacts]
    write_atomically(path, (json.dumps({"artifacts": entries}, indent=2) + "\n").encode())


class Downloads:
    """Hands out locked files, fetching only what the cache does not hold."""

    def __init__(self, folder: Path, index: PackageIndex | None = None) -> None:
        """Takes the cache's folder, and the index to fetch from."""
        self._folder = folder
        self.index = index or PackageIndex()

    def fetch(self, artifact: Artifact) -> Path:
        """Returns the path of an artifact whose content has the locked digest."""
        path = self._folder / artifact.sha256
        if path.is_file():
            if sha256_of_file(path) == artifact.sha256:
                return path
            say(f"  {artifact.file}: the cached copy is damaged, fetching it again")
        else:
            say(f"  {artifact.file}: fetching {artifact.size_bytes / 1e6:.1f} MB")
        data = self.index.get(self.index.find(artifact.project, artifact.file).url)
        digest = sha256_of(data)
        if digest != artifact.sha256:
            raise ToolError(
                f"{artifact.file} has the digest {digest}, the lock says {artifact.sha256}",
                "do not use the file: check the index or mirror it came from",
            )
        write_atomically(path, data)
        return path

    def lock(self, project: str, file: IndexedFile) -> Artifact:
        """Maintainers only: fetches a file that the index offers, and returns it locked to what it is today."""
        if file.sha256 is None:
            raise ToolError(f"the package index gives no digest for {file.name}", "use an index that does")
        path = self._folder / file.sha256
        if not path.is_file():
            say(f"  {file.name}: fetching")
            data = self.index.get(file.url)
            if sha256_of(data) != file.sha256:
                raise ToolError(f"{file.name} is not what the package index says it is", "do not use the file")
            write_atomically(path, data)
        return Artifact(project, file.name, file.sha256, path.stat().st_size)

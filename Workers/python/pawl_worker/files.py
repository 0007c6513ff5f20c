"""Files that were sent here, kept by digest: the capability `files`."""

import base64
import binascii
import hashlib
import os
import re
import shutil
from pathlib import Path

from .errors import WorkerError, out_of_range
from .reading import Members

PIECE_LIMIT = 4 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SUFFIX = re.compile(r"[A-Za-z0-9._-]{0,16}", re.ASCII)
_PART = re.compile(r"[^\x00-\x1f\x7f/]{1,250}")
_NO_NAMES = {"", ".", ".."}
_DEPTH = 16
_FLAGS = os.O_CLOEXEC | os.O_NOFOLLOW


class FileCache:
    """A private folder of files, each named by its SHA-256."""

    def __init__(self, folder: Path) -> None:
        """Keep files below `folder`, which is made when it is first needed."""
        self._folder = folder

    @staticmethod
    def of_user() -> "FileCache":
        """Return the cache at `$XDG_CACHE_HOME/pawl-worker`, else `~/.cache/pawl-worker`."""
        root = os.environ.get("XDG_CACHE_HOME", "")
        # The XDG specification: a relative path there is invalid and ignored.
        base = Path(root) if root.startswith("/") else Path.home() / ".cache"
        return FileCache(base / "pawl-worker" / "files")

    def files(self, arguments: Members) -> dict[str, object]:
        """Say of each file where it is, and whether it is there; take in what has arrived."""
        wanted = arguments.list("files")
        return {"files": [self._file(Members(each, "files")) for each in wanted]}

    def _file(self, wanted: Members) -> dict[str, object]:
        digest, size = _digest(wanted), wanted.integer("bytes")
        suffix = wanted.text("suffix")
        if not _SUFFIX.fullmatch(suffix) or ".." in suffix:
            raise WorkerError("worker.file-suffix", f"'{suffix}' is no suffix of at most 16 letters, digits, . - and _")
        path, incoming = self._folder / (digest + suffix), self._incoming(digest)
        is_present = _has(path, digest, size)
        if not is_present and self._arrived(incoming, digest, size):
            incoming.replace(path)
            is_present = True
        folder = wanted.get("folder")
        if folder is not None:
            path = self._shown(path if is_present else None, Members(folder, "files.folder"))
        return {"path": str(path), "isPresent": is_present, "incoming": str(incoming)}

    def _shown(self, file: Path | None, folder: Members) -> Path:
        """Return where a file of a model of several files lies; give it that second name when it is there."""
        model, name = _digest(folder, "model"), folder.text("name")
        parts = name.split("/")
        if len(parts) > _DEPTH or any(part in _NO_NAMES or not _PART.fullmatch(part) for part in parts):
            raise WorkerError("worker.file-name", f"'{name[:80]}' is no path within a folder")
        path = self._folder / model / name
        if file is None or (path.exists() and path.samefile(file)):
            return path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        second = path.with_name(f"{path.name}.{os.getpid()}.new")
        second.unlink(missing_ok=True)
        try:
            second.hardlink_to(file)
        except OSError:  # a file system on which a file has one name
            shutil.copyfile(file, second)
        second.replace(path)
        second.unlink(missing_ok=True)  # two names of one file are not replaced by each other
        return path

    def _incoming(self, digest: str) -> Path:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._folder / f"{digest}.incoming"

    @staticmethod
    def _arrived(incoming: Path, digest: str, size: int) -> bool:
        """Whether all bytes have arrived; what cannot become the right file is removed."""
        if _has(incoming, digest, size):
            return True
        try:
            if incoming.is_symlink() or incoming.stat().st_size >= size:
                incoming.unlink()
        except FileNotFoundError:
            pass
        return False

    def put(self, arguments: Members) -> dict[str, object]:
        """Write a piece of a file that is arriving."""
        digest, size = _digest(arguments), arguments.integer("bytes")
        offset = arguments.integer("offset", 0, size)
        try:
            data = base64.b64decode(arguments.text("data"), validate=True)
        except (binascii.Error, ValueError) as error:
            raise WorkerError("worker.unreadable-call", "put.data is no base64", cause=str(error)) from None
        if len(data) > PIECE_LIMIT or offset + len(data) > size:
            raise out_of_range("the length of put.data", len(data), f"0 to {min(PIECE_LIMIT, size - offset)}")
        # A fresh transfer begins anew, whatever an earlier one left.
        flags = os.O_WRONLY | os.O_CREAT | _FLAGS | (os.O_TRUNC if offset == 0 else 0)
        descriptor = os.open(self._incoming(digest), flags, 0o600)
        try:
            received = os.fstat(descriptor).st_size
            if offset > received:
                raise out_of_range("put.offset", offset, f"0 to {received}")
            rest = memoryview(data)
            while rest:
                written = os.pwrite(descriptor, rest, offset)
                offset, rest = offset + written, rest[written:]
            return {"received": os.fstat(descriptor).st_size}
        finally:
            os.close(descriptor)


def _digest(members: Members, name: str = "sha256") -> str:
    digest = members.text(name)
    if not _DIGEST.fullmatch(digest):
        raise WorkerError("worker.file-digest", f"'{digest[:80]}' is no SHA-256 in 64 lower-case hexadecimal digits")
    return digest


def _has(path: Path, digest: str, size: int) -> bool:
    """Whether a plain file is there, whole and of that digest."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _FLAGS)
    except OSError:
        return False
    with os.fdopen(descriptor, "rb") as file:
        if os.fstat(descriptor).st_size != size:
            return False
        return hashlib.file_digest(file, "sha256").hexdigest() == digest

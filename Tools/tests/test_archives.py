import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from pawl_models.archives import read_member, read_members, regular_members
from pawl_models.errors import ToolError


def tar_archive(path: Path, mode: str) -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in (("pkg/a.txt", b"A"), ("pkg/b.txt", b"B")):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        link = tarfile.TarInfo("pkg/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        folder = tarfile.TarInfo("pkg/folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    return path


def zip_archive(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("pkg")
        archive.writestr("pkg/a.txt", b"A")
        archive.writestr("pkg/b.txt", b"B")
    return path


@pytest.mark.parametrize("kind", ["gz", "bz2", "", "zip"])
def test_members_are_read_whatever_the_archive(tmp_path: Path, kind: str) -> None:
    # The cache's names have no extension, so neither has this one.
    path = tmp_path / "digest"
    if kind == "zip":
        zip_archive(path)
    else:
        tar_archive(path, f"w:{kind}")
    assert dict(regular_members(path)) == {"pkg/a.txt": b"A", "pkg/b.txt": b"B"}
    assert read_members(path, {"pkg/b.txt", "pkg/absent"}) == {"pkg/b.txt": b"B"}


def packed(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def test_archive_inside_an_archive_is_read_in_memory(tmp_path: Path) -> None:
    (tmp_path / "outer").write_bytes(packed(inner=packed(text=b"words")))
    assert read_member(read_member(tmp_path / "outer", "inner"), "text") == b"words"


def test_one_member_must_be_there_and_be_what_is_locked(tmp_path: Path) -> None:
    path = tmp_path / "archive"
    path.write_bytes(packed(text=b"words"))
    digest = hashlib.sha256(b"words").hexdigest()
    assert read_member(path, "text", digest) == b"words"
    with pytest.raises(ToolError, match=r"text is not the locked file: its digest is " + digest):
        read_member(path, "text", "0" * 64)
    with pytest.raises(ToolError, match="no member other"):
        read_member(path, "other")

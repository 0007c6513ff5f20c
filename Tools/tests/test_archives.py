import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from pawl_models.archives import read_members, regular_members


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

import hashlib
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import FakeIndex
from pawl_models.downloads import Artifact, Downloads
from pawl_models.errors import ToolError
from pawl_models.recipes.filetype.choosing import MOST_OF_A_LABEL, choose
from pawl_models.recipes.filetype.selection import (
    CALIBRATION,
    GOLDEN,
    Choice,
    contents,
    read_selection,
    write_selection,
)


def choice(member: str, content: bytes, label: str = "txt", archive: str = "parcel-1.0.tar.gz") -> Choice:
    return Choice(GOLDEN, label, archive, member, hashlib.sha256(content).hexdigest())


@pytest.fixture
def artifact(fake_index: FakeIndex) -> Artifact:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name in ("p/a", "p/b"):
            entry = tarfile.TarInfo(name)
            entry.size = len(name)
            archive.addfile(entry, io.BytesIO(name.encode()))
    return fake_index.offer("parcel", "parcel-1.0.tar.gz", buffer.getvalue())


def test_selection_survives_writing_and_reading(tmp_path: Path) -> None:
    choices = [choice('p/b, "quoted"', b"b"), choice("p/ä", b"a", label="c")]
    path = tmp_path / "selection.csv"
    write_selection(path, choices)
    assert read_selection(path) == sorted(choices)
    assert path.read_text(encoding="utf-8").splitlines()[0] == "split,label,archive,member,sha256"


def test_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "selection.csv").write_text("label,member\nc,p/a\n")
    with pytest.raises(ToolError, match="does not have the columns split, label"):
        read_selection(tmp_path / "selection.csv")


def test_chosen_files_are_read_out_of_the_archive(artifact: Artifact, downloads: Downloads) -> None:
    choices = [choice("p/b", b"p/b"), choice("p/a", b"p/a")]
    assert contents(choices, [artifact], downloads) == {choices[0]: b"p/b", choices[1]: b"p/a"}


def test_file_with_another_content_is_refused(artifact: Artifact, downloads: Downloads) -> None:
    with pytest.raises(ToolError, match=r"p/a has another digest in parcel-1\.0"):
        contents([choice("p/a", b"something else")], [artifact], downloads)


def test_missing_member_and_unlocked_archive_are_refused(artifact: Artifact, downloads: Downloads) -> None:
    with pytest.raises(ToolError, match="p/c is missing from"):
        contents([choice("p/c", b"")], [artifact], downloads)
    with pytest.raises(ToolError, match="not in the recipe's lock"):
        contents([choice("p/a", b"p/a", archive="other.zip")], [artifact], downloads)


def test_choosing_caps_labels_and_keeps_calibration_apart() -> None:
    many = [choice(f"p/{number}", b"%d" % number, label="c") for number in range(MOST_OF_A_LABEL + 3)]
    few = [choice("p/x", b"x", label="go")]
    chosen = choose({"c": many, "go": few})
    golden = [one for one in chosen if one.split == GOLDEN]
    calibration = [replace(one, split=GOLDEN) for one in chosen if one.split == CALIBRATION]
    assert len([one for one in golden if one.label == "c"]) == MOST_OF_A_LABEL
    assert few[0] in golden
    assert len(calibration) == 3
    assert not set(calibration) & set(golden)


def test_choosing_takes_from_every_archive_by_turns_whatever_the_order_of_candidates() -> None:
    big = [choice(f"big/{number}", b"%d" % number, archive="big.zip") for number in range(100)]
    small = [choice(f"small/{number}", b"s%d" % number, archive="small.zip") for number in range(5)]
    chosen = choose({"txt": big + small})
    assert set(small) <= set(chosen)
    assert choose({"txt": [*small, *reversed(big)]}) == chosen

import sys
from pathlib import Path

import pytest

from pawl_worker.shared_object import is_whole


@pytest.fixture
def library() -> Path:
    """Any shared object of this machine."""
    maps = Path("/proc/self/maps").read_text().split()
    found = [Path(word) for word in maps if "/libc.so" in word or "/libc-" in word]
    if not found or sys.byteorder != "little":
        pytest.skip("no C library in this process's memory map")
    return found[0]


def test_a_library_of_the_system_is_whole(library: Path) -> None:
    assert is_whole(library)


@pytest.mark.parametrize("share", [0, 0.00001, 0.01, 0.5, 0.999])
def test_one_that_was_cut_off_is_not(library: Path, tmp_path: Path, share: float) -> None:
    content = library.read_bytes()
    cut = tmp_path / "cut.so"
    cut.write_bytes(content[: int(len(content) * share)])
    assert not is_whole(cut)


def test_a_text_is_none(tmp_path: Path) -> None:
    text = tmp_path / "text.so"
    text.write_text("not a library\n" * 100)
    assert not is_whole(text)

from pathlib import Path

import pytest

from pawl_models.files import replacing, write_atomically


def test_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    write_atomically(path, b"old")
    with pytest.raises(RuntimeError), replacing(path) as partial:
        partial.write_bytes(b"ne")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_written_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    write_atomically(tmp_path / "made", b"")
    (tmp_path / "plain").touch()
    assert (tmp_path / "made").stat().st_mode == (tmp_path / "plain").stat().st_mode

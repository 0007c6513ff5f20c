import errno
import json
from pathlib import Path

import pytest

from pawl_models import builds
from pawl_models.command_line import main


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_list_names_every_model_and_its_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path), "list"]) == 0
    name, state, _ = capsys.readouterr().out.splitlines()[0].split("\t")
    assert (name, state) == ("filetype", "not built")


def test_unknown_model_is_an_error_that_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "filetipe"]) == 1
    assert (
        capsys.readouterr().err
        == "error: unknown model 'filetipe'\n  hint: known: digits, filetype, ocr, sentiment, stack, voice\n"
    )


def test_verify_fails_on_what_is_not_built_and_says_what_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path), "verify"]) == 1
    assert "run: python -m pawl_models build filetype" in capsys.readouterr().err


def test_a_full_disk_is_told_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def build_on_a_full_disk(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere/fp32.onnx")

    monkeypatch.setattr(builds, "build", build_on_a_full_disk)
    assert main(["build", "filetype"]) == 1
    assert "error: [Errno 28] No space left on device: '/somewhere/fp32.onnx'\n" in capsys.readouterr().err


def test_wrong_usage_exits_with_2() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["frobnicate"])
    assert caught.value.code == 2


def test_no_address_of_a_package_index_is_written_down() -> None:
    tools = Path(__file__).resolve().parents[1]
    tracked = [*(tools / "pawl_models").rglob("*"), *tools.glob("*.*"), tools.parent / "scripts" / "bootstrap"]
    texts = [path.read_text(encoding="utf-8") for path in tracked if path.suffix not in (".pyc",) and path.is_file()]
    assert not [text for text in texts if "https://" in text or "http://" in text]
    assert json.loads((tools / "pawl_models/recipes/filetype/sources.lock.json").read_text())["artifacts"]

import base64
import hashlib
from pathlib import Path

import pytest

from supervisor import CallFailedError, Worker

DATA = bytes(range(256)) * 40
DIGEST = hashlib.sha256(DATA).hexdigest()


def entry(**changes: object) -> dict[str, object]:
    return {"sha256": DIGEST, "bytes": len(DATA), "suffix": ".onnx", **changes}


def ask(worker: Worker, **changes: object) -> dict[str, object]:
    return worker.call("files", files=[entry(**changes)])["files"][0]


def put(worker: Worker, piece: bytes, offset: int = 0, **changes: object) -> int:
    arguments = {"sha256": DIGEST, "bytes": len(DATA), "offset": offset, "data": base64.b64encode(piece).decode()}
    return worker.call("put", **{**arguments, **changes})["received"]


def test_a_file_is_sent_once(worker: Worker) -> None:
    worker.hello()
    first = ask(worker)
    assert first["isPresent"] is False
    assert put(worker, DATA[:5000]) == 5000
    assert ask(worker)["isPresent"] is False
    assert put(worker, DATA[5000:], 5000) == len(DATA)
    reply = ask(worker)
    assert reply["isPresent"] is True
    assert reply["path"] == first["path"]
    assert Path(reply["path"]).read_bytes() == DATA
    assert Path(reply["path"]).parent.stat().st_mode & 0o077 == 0
    assert not Path(reply["incoming"]).exists()


def test_a_file_that_was_copied_to_incoming_is_taken_in(worker: Worker) -> None:
    worker.hello()
    Path(ask(worker)["incoming"]).write_bytes(DATA)
    assert ask(worker)["isPresent"] is True


def test_files_of_a_model_have_their_names_in_one_folder(worker: Worker) -> None:
    assert "model-folders" in worker.hello()["capabilities"]
    places = []
    for name in ("m.param", "deep/m.bin"):
        folder = {"model": "c" * 64, "name": name}
        assert ask(worker, folder=folder)["path"].endswith("/" + name)
        put(worker, DATA)
        reply = ask(worker, folder=folder)
        assert reply["isPresent"] is True
        assert Path(reply["path"]).read_bytes() == DATA
        places.append(reply["path"].removesuffix(name))
    assert places[0] == places[1]


@pytest.mark.parametrize("name", ["", "/m", "../m", "a/../../m", "a//m", ".", "a\nb", "a/" * 16 + "m"])
def test_a_name_that_leads_out_of_the_model_s_folder_is_refused(worker: Worker, name: str) -> None:
    worker.hello()
    with pytest.raises(CallFailedError):
        ask(worker, folder={"model": "c" * 64, "name": name})


def test_a_wrong_digest_is_removed(worker: Worker) -> None:
    worker.hello()
    incoming = Path(ask(worker)["incoming"])
    put(worker, bytes(len(DATA)))
    reply = ask(worker)
    assert reply["isPresent"] is False
    assert not incoming.exists()
    assert not Path(reply["path"]).exists()


def test_a_damaged_file_is_sent_again(worker: Worker) -> None:
    worker.hello()
    put(worker, DATA)
    path = Path(ask(worker)["path"])
    path.write_bytes(bytes(len(DATA)))
    assert ask(worker)["isPresent"] is False
    put(worker, DATA)
    assert ask(worker)["isPresent"] is True


def test_a_link_at_incoming_is_not_followed(worker: Worker, tmp_path: Path) -> None:
    worker.hello()
    victim = tmp_path / "victim"
    victim.write_bytes(DATA)
    incoming = Path(ask(worker)["incoming"])
    incoming.symlink_to(victim)
    with pytest.raises(CallFailedError):
        put(worker, b"x")
    assert ask(worker)["isPresent"] is False
    assert victim.read_bytes() == DATA


@pytest.mark.parametrize(
    "changes",
    [
        {"suffix": "/../../x"},
        {"suffix": ".."},
        {"suffix": "../x"},
        {"suffix": "a/b"},
        {"suffix": ".onnx\n"},
        {"suffix": "x" * 17},
        {"suffix": "\0"},
        {"suffix": "é"},
        {"suffix": None},
        {"sha256": DIGEST.upper()},
        {"sha256": DIGEST[:-1]},
        {"sha256": "../" + DIGEST[3:]},
        {"sha256": DIGEST + "\n"},
        {"bytes": -1},
        {"bytes": "1"},
    ],
)
def test_names_and_sizes_that_are_none_are_refused(worker: Worker, changes: dict[str, object]) -> None:
    worker.hello()
    with pytest.raises(CallFailedError):
        ask(worker, **changes)


@pytest.mark.parametrize(
    ("data", "changes"),
    [
        (b"x", {"offset": 7}),
        (b"x", {"offset": len(DATA)}),
        (b"x", {"offset": -1}),
        (bytes(len(DATA) + 1), {}),
        (bytes((4 << 20) + 1), {"bytes": 8 << 20}),
        (b"x", {"data": "no base64!"}),
        (b"x", {"sha256": "../../etc/passwd"}),
    ],
)
def test_pieces_that_do_not_fit_are_refused(worker: Worker, data: bytes, changes: dict[str, object]) -> None:
    worker.hello()
    with pytest.raises(CallFailedError):
        put(worker, data, **changes)
    assert ask(worker)["isPresent"] is False

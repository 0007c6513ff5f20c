import base64
import hashlib
import json
import struct
import time
from pathlib import Path

import numpy as np
import pytest

from conftest import MODELS
from conversation import CallError, Conversation, stored


def test_the_handshake_says_what_the_worker_is(silent, tmp_path):
    (tmp_path / "shared").write_text("shared by both")
    reply = silent.call("hello", protocolVersion=2, sharedFile=str(tmp_path / "shared"))
    assert reply["protocolVersion"] == 2
    assert reply["runtimes"][0]["name"] == "executorch"
    assert set(reply["capabilities"]) == {"files", "inspect", "profile", "state", "pin"}
    assert reply["sharedText"] == "shared by both"
    assert "Linux" in reply["device"]


def test_a_file_that_it_does_not_see_is_not_shared(silent, tmp_path):
    assert "sharedText" not in silent.call("hello", protocolVersion=2, sharedFile=str(tmp_path / "missing"))


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ({"call": "hello", "arguments": {"protocolVersion": 1}}, "worker.protocol-version"),
        ({"call": "hello", "arguments": {"protocolVersion": -1}}, "worker.protocol-version"),
        ({"call": "load", "arguments": {}}, "worker.too-early"),
        ({"call": "nonsense"}, "worker.too-early"),
        ({"call": 7}, "worker.unreadable-call"),
        ({"call": "hello", "arguments": []}, "worker.unreadable-call"),
        ({"call": "hello", "arguments": {"protocolVersion": "2"}}, "worker.unreadable-call"),
        ({"call": "hello", "arguments": {"protocolVersion": 2**70}}, "worker.unreadable-call"),
        ([], "worker.unreadable-call"),
    ],
)
def test_a_call_that_cannot_be_done_is_answered_and_the_worker_lives_on(silent, call, code):
    with pytest.raises(CallError) as error:
        silent.answer_to(json.dumps(call).encode())
    assert error.value.code == code
    assert silent.hello()["protocolVersion"] == 2


@pytest.mark.parametrize("payload", [b"", b"{", b"\xff\xfe", b"null", b"[" * 100_000, b'{"call": "hello"} {}'])
def test_garbage_is_answered_and_the_worker_lives_on(silent, payload):
    with pytest.raises(CallError) as error:
        silent.answer_to(payload)
    assert error.value.code == "worker.unreadable-call"
    assert silent.hello()["protocolVersion"] == 2


@pytest.mark.parametrize("name", ["warm-up", "block", "evaluate", "profile", "memory"])
def test_calls_that_need_a_model_are_refused_without_one(conversation, name):
    with pytest.raises(CallError) as error:
        conversation.call(name, capNanoseconds=1, values=1, inferencesPerValue=1, firstSample=0)
    assert error.value.code == "worker.too-early"


def test_a_frame_over_the_limit_ends_the_conversation(silent):
    silent.process.stdin.write(struct.pack("<I", (64 << 20) + 1))
    silent.process.stdin.flush()
    assert silent.process.wait(timeout=30) == 2
    assert silent.process.stdout.read() == b""


def test_shutdown_ends_with_0(conversation):
    assert conversation.call("shutdown") == {}
    assert conversation.process.wait(timeout=30) == 0


def test_the_worker_ends_with_its_input(conversation):
    conversation.process.stdin.close()
    assert conversation.process.wait(timeout=30) == 3


def test_the_worker_ends_with_its_input_in_the_middle_of_an_inference(conversation, tmp_path):
    samples = {"count": 1, "inputs": {"input_0": stored(tmp_path / "x", np.zeros((1, 512, 512), np.float32))}}
    conversation.load(MODELS / "long.pte", samples)
    call = {"call": "block", "arguments": {"values": 1, "inferencesPerValue": 1_000_000_000, "firstSample": 0}}
    conversation.send(json.dumps(call).encode())
    # That the block began, not how long it takes: it would take years.
    time.sleep(0.2)
    conversation.process.stdin.close()
    assert conversation.process.wait(timeout=30) == 3


def test_a_file_is_received_in_parts_and_kept_by_its_digest(worker, tmp_path):
    content = bytes(range(256)) * 10
    digest = hashlib.sha256(content).hexdigest()
    wanted = {"sha256": digest, "bytes": len(content), "suffix": ".pte"}
    with Conversation(worker, XDG_CACHE_HOME=str(tmp_path)) as conversation:
        conversation.hello()
        file = conversation.call("files", files=[wanted])["files"][0]
        assert not file["isPresent"]
        for start, end in ((0, 1000), (1000, len(content))):
            assert put(conversation, digest, content, start, end) == end
        with pytest.raises(CallError):
            put(conversation, digest, content + content, len(content), len(content) + 1)
        file = conversation.call("files", files=[wanted])["files"][0]
        assert file["isPresent"]
        assert Path(file["path"]).read_bytes() == content
        assert file["path"].endswith(".pte")


def test_a_file_of_another_digest_is_thrown_away(worker, tmp_path):
    digest = hashlib.sha256(b"right").hexdigest()
    with Conversation(worker, XDG_CACHE_HOME=str(tmp_path)) as conversation:
        conversation.hello()
        assert put(conversation, digest, b"wrong", 0, 5) == 5
        for _ in range(2):
            file = conversation.call("files", files=[{"sha256": digest, "bytes": 5, "suffix": ""}])["files"][0]
            assert not file["isPresent"]
            assert not Path(file["incoming"]).exists()


@pytest.mark.parametrize(
    ("digest", "suffix"), [("0" * 63, ""), ("G" * 64, ""), ("../" + "0" * 61, ""), ("0" * 64, "/x"), ("0" * 64, "..")]
)
def test_no_name_leads_out_of_the_folder(worker, tmp_path, digest, suffix):
    with Conversation(worker, XDG_CACHE_HOME=str(tmp_path)) as conversation:
        conversation.hello()
        with pytest.raises(CallError) as error:
            conversation.call("files", files=[{"sha256": digest, "bytes": 5, "suffix": suffix}])
        assert error.value.code == "worker.out-of-range"


def put(conversation: Conversation, digest: str, content: bytes, start: int, end: int) -> int:
    """Sends a part, and returns how much has arrived."""
    data = base64.b64encode(content[start:end]).decode()
    size = 5 if content == b"wrong" else 2560
    return conversation.call("put", sha256=digest, bytes=size, offset=start, data=data)["received"]

import json
import os
import time
from pathlib import Path

import pytest

from conftest import processes_of
from samples import floats, load_arguments
from supervisor import CallFailedError, Worker


def test_hello_says_what_the_worker_is(worker: Worker, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.write_text("the same files")
    reply = worker.hello(shared)
    assert reply["protocolVersion"] == 2
    assert reply["runtimes"] == [{"name": "mine"}]
    assert reply["sharedText"] == "the same files"
    assert {"files", "inspect", "state"} <= set(reply["capabilities"])
    assert "profile" not in reply["capabilities"]


@pytest.mark.parametrize("path", ["/nowhere", "/dev/zero", "/"])
def test_a_shared_file_that_is_no_small_file_is_left_alone(worker: Worker, path: str) -> None:
    assert "sharedText" not in worker.hello(Path(path))


@pytest.mark.parametrize("version", [1, 3, "2", None, -1])
def test_another_version_is_refused(worker: Worker, version: object) -> None:
    with pytest.raises(CallFailedError):
        worker.call("hello", protocolVersion=version)
    assert worker.hello()["protocolVersion"] == 2


@pytest.mark.parametrize("call", ["files", "put", "load", "inspect", "warm-up", "block", "evaluate", "memory"])
def test_calls_before_hello_are_errors(worker: Worker, call: str) -> None:
    with pytest.raises(CallFailedError, match="too-early"):
        worker.call(call)


@pytest.mark.parametrize("call", ["warm-up", "block", "evaluate", "memory"])
def test_calls_that_need_a_model_say_so(worker: Worker, call: str) -> None:
    worker.hello()
    with pytest.raises(CallFailedError, match="too-early"):
        worker.call(call)


def test_a_call_that_the_worker_does_not_have_is_an_error(worker: Worker) -> None:
    worker.hello()
    for call in ("profile", "evaluate-to-files", "dance"):
        with pytest.raises(CallFailedError, match="unknown-call"):
            worker.call(call)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"17",
        b'{"call": 3}',
        b'{"call": "hello", "arguments": 3}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"call": "hello", "arguments": {"protocolVersion": ' + b"9" * 10_000 + b"}}",
    ],
)
def test_a_payload_that_is_no_call_is_answered_with_an_error_and_the_worker_lives_on(
    worker: Worker, payload: bytes
) -> None:
    worker.send(payload)
    assert "error" in worker.receive()
    assert worker.hello()["protocolVersion"] == 2


def test_members_that_are_not_known_are_ignored(worker: Worker) -> None:
    worker.send(json.dumps({"call": "hello", "since": 3, "arguments": {"protocolVersion": 2, "mood": None}}).encode())
    assert "reply" in worker.receive()


@pytest.mark.parametrize("length", [(64 << 20) + 1, 2**32 - 1])
def test_a_frame_beyond_the_limit_ends_the_conversation(worker: Worker, length: int) -> None:
    worker.send(b"", length=length)
    assert worker.process.wait(60) not in (0, None)
    assert worker.process.stdout.read() == b""


def test_a_frame_that_ends_early_ends_the_conversation(worker: Worker) -> None:
    worker.send(b"{", length=100)
    worker.process.stdin.close()
    assert worker.process.wait(60) != 0


def test_shutdown_ends_with_code_0(worker: Worker) -> None:
    worker.hello()
    assert worker.call("shutdown") == {}
    assert worker.process.wait(60) == 0


def test_the_worker_ends_when_standard_input_does(worker: Worker) -> None:
    worker.hello()
    worker.process.stdin.close()
    assert worker.process.wait(60) == 0
    assert worker.process.stdout.read() == b""


@pytest.mark.parametrize("kind", ["sleeper", "holder"])
def test_the_worker_ends_with_standard_input_in_the_middle_of_an_inference(
    worker: Worker, workplace: Path, kind: str
) -> None:
    worker.hello()
    inputs = {"x": floats(workplace / "x", [[1.0]])}
    worker.send(json.dumps({"call": "load", "arguments": load_arguments(workplace / kind, 1, inputs)}).encode())
    # Once it sleeps it can be told by nobody; waiting for less would prove nothing, waiting longer nothing more.
    while not _sleeps(worker.process.pid):
        time.sleep(0.01)
    worker.process.stdin.close()
    assert worker.process.wait(60) != 0


def _sleeps(process: int) -> bool:
    return "nanosleep" in Path(f"/proc/{process}/wchan").read_text() or _in_sleep_call(process)


def _in_sleep_call(process: int) -> bool:
    try:
        number = Path(f"/proc/{process}/syscall").read_text().split()[0]
    except OSError:
        return False
    # clock_nanosleep of x86_64 and of aarch64.
    return number in ("230", "115")


def test_nothing_is_left_when_the_worker_is_killed(worker: Worker) -> None:
    worker.hello()
    processes = processes_of(worker.process.pid)
    assert len(processes) == 2, "the worker and its watcher"
    worker.process.kill()
    worker.process.wait(60)
    # The watcher holds no end of the replies' pipe: their end is seen at once.
    assert worker.process.stdout.read() == b""
    watcher = next(each for each in processes if each != worker.process.pid)
    deadline = time.monotonic() + 60
    while Path(f"/proc/{watcher}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{watcher}").exists()


def test_what_a_runtime_prints_does_not_reach_the_supervisor(worker: Worker, workplace: Path) -> None:
    worker.hello()
    inputs = {"x": floats(workplace / "x", [[1.0]])}
    reply = worker.call("load", **load_arguments(workplace / "plain", 1, inputs))
    assert reply["rotationCount"] == 1


def test_it_says_what_is_wrong_with_its_command_line(workplace: Path) -> None:
    for arguments in (["--runtime", "nothing"], ["--callable", "models"], []):
        with Worker(arguments, [str(workplace)]) as worker:
            assert worker.process.wait(60) == os.EX_OK + 2

"""The other end of a conversation, for tests: starts a worker and calls it."""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

PACKAGE = Path(__file__).resolve().parents[1] / "pawl_worker"


class CallFailedError(Exception):
    """A call that was answered with an error."""

    def __init__(self, error: dict[str, str]) -> None:
        super().__init__(f"{error['code']}: {error['message']} ({error.get('cause')})")
        self.code = error["code"]
        self.message = error["message"]
        self.hint = error.get("hint", "")


class Worker:
    """A worker process, with pipes to its standard input and output."""

    def __init__(self, arguments: Sequence[str], path: Sequence[str] = (), home: Path | None = None) -> None:
        environment = {**os.environ, "PYTHONPATH": ":".join(path)}
        if home is not None:
            environment["XDG_CACHE_HOME"] = str(home)
        self.process = subprocess.Popen(
            [sys.executable, str(PACKAGE), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, traceback: TracebackType | None) -> None:
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()

    def send(self, payload: bytes, *, length: int | None = None) -> None:
        """Write a frame, or one that lies about its length."""
        self.process.stdin.write(struct.pack("<I", len(payload) if length is None else length) + payload)
        self.process.stdin.flush()

    def receive(self) -> dict[str, object]:
        """Read a reply."""
        header = self.process.stdout.read(4)
        assert len(header) == 4, "the worker ended the conversation"
        (length,) = struct.unpack("<I", header)
        return json.loads(self.process.stdout.read(length))

    def call(self, name: str, **arguments: object) -> dict[str, object]:
        """Call and return the reply."""
        self.send(json.dumps({"call": name, "arguments": arguments}).encode())
        message = self.receive()
        if "error" in message:
            raise CallFailedError(message["error"])
        return message["reply"]

    def hello(self, shared_file: Path | None = None) -> dict[str, object]:
        """Begin the conversation."""
        return self.call("hello", protocolVersion=2, sharedFile=str(shared_file or "/nowhere"))

"""Speaks the worker protocol to a worker that it starts."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import struct
import subprocess
from pathlib import Path

import numpy as np


class CallError(Exception):
    """The worker answered with an error."""

    def __init__(self, error: dict) -> None:
        super().__init__(error["message"])
        self.code = error["code"]
        self.message = error["message"]
        self.cause = error.get("cause", "")


class Conversation:
    """A worker and the pipes to it; ends it when it is left."""

    def __init__(self, worker: Path, **environment: str) -> None:
        self.process = subprocess.Popen(
            [worker],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
        )

    def __enter__(self) -> Conversation:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(BrokenPipeError):
                stream.close()

    def send(self, payload: bytes) -> None:
        """Writes one frame."""
        self.process.stdin.write(struct.pack("<I", len(payload)) + payload)
        self.process.stdin.flush()

    def receive(self) -> dict:
        """Reads one frame."""
        header = self.process.stdout.read(4)
        assert len(header) == 4, f"the worker ended: {self.process.stderr.read().decode()}"
        return json.loads(self.process.stdout.read(struct.unpack("<I", header)[0]))

    def answer_to(self, payload: bytes) -> dict:
        """Returns the reply to a payload, or raises what it says is wrong."""
        self.send(payload)
        message = self.receive()
        if "error" in message:
            raise CallError(message["error"])
        return message["reply"]

    def call(self, name: str, **arguments: object) -> dict:
        """Makes a call."""
        return self.answer_to(json.dumps({"call": name, "arguments": arguments}).encode())

    def hello(self) -> dict:
        """Shakes hands."""
        return self.call("hello", protocolVersion=2)

    def load(
        self, model: Path, samples: dict, rotation: int = 8, runtime: dict | None = None, **options: object
    ) -> dict:
        """Loads a model with samples."""
        return self.call(
            "load",
            runtime=runtime or {"name": "executorch"},
            modelPath=str(model),
            options={"threads": 1, "provider": "cpu", "precision": "f32", "configuration": {}, **options},
            samples=samples,
            rotationLimit=rotation,
        )

    def evaluate(self, first: int, count: int, outputs: list[str], limit: int = 1 << 20) -> dict:
        """Returns the arrays of each output, a list by name."""
        reply = self.call("evaluate", first=first, count=count, outputs=outputs, byteLimit=limit)
        return {name: arrays(output) for name, output in reply["outputs"].items()}


def arrays(output: dict) -> list[np.ndarray]:
    """Returns the rows of an output in the reply to `evaluate`."""
    values = np.frombuffer(base64.b64decode(output["data"], validate=True), output["elementType"])
    found, place = [], 0
    for shape in output["shapes"]:
        size = int(np.prod(shape))
        found.append(values[place : place + size].reshape(shape))
        place += size
    assert place == len(values)
    return found


def stored(path: Path, values: np.ndarray) -> dict:
    """Writes samples to a file behind 16 other bytes, and returns how `load` is told of them."""
    path.write_bytes(b"\xff" * 16 + values.tobytes())
    return {"path": str(path), "offset": 16, "elementType": str(values.dtype), "shape": list(values.shape[1:])}

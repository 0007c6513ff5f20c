"""Frames on a pair of descriptors: a length of 4 bytes, then that many bytes of JSON."""

import json
import os
import struct
from collections.abc import Mapping

from .errors import WorkerError

LIMIT = 64 << 20
_LENGTH = struct.Struct("<I")


class BrokenConversationError(Exception):
    """The other side does not speak the protocol; there is no way to go on."""


class Frames:
    """The worker's end of the conversation."""

    def __init__(self, source: int, sink: int) -> None:
        """Read calls from the descriptor `source`, write replies to `sink`."""
        self._source = source
        self._sink = sink

    def read(self) -> bytes | None:
        """Return the next payload, or None when the conversation has ended between two frames.

        Raises:
            BrokenConversationError: the frame is longer than the limit, or ends too early.
        """
        header = self._read_exactly(_LENGTH.size)
        if header is None:
            return None
        (length,) = _LENGTH.unpack(header)
        if length > LIMIT:
            raise BrokenConversationError(f"a frame of {length} bytes was announced, the limit is {LIMIT}")
        payload = self._read_exactly(length)
        if payload is None:
            raise BrokenConversationError("the conversation ended in the middle of a frame")
        return payload

    def _read_exactly(self, count: int) -> bytes | None:
        """Read `count` bytes; None when there are none at all."""
        received = bytearray()
        while len(received) < count:
            # In pieces: an announced length alone reserves no memory.
            piece = os.read(self._source, min(count - len(received), 1 << 20))
            if not piece:
                if received:
                    raise BrokenConversationError("the conversation ended in the middle of a frame")
                return None
            received += piece
        return bytes(received)

    def write(self, reply: Mapping[str, object]) -> None:
        """Write one reply.

        Raises:
            WorkerError: it is longer than the limit; nothing was written.
        """
        payload = json.dumps(reply, separators=(",", ":"), allow_nan=False).encode()
        if len(payload) > LIMIT:
            raise WorkerError("worker.too-large", f"the reply has {len(payload)} bytes, the limit is {LIMIT}")
        rest = memoryview(_LENGTH.pack(len(payload)) + payload)
        while rest:
            rest = rest[os.write(self._sink, rest) :]

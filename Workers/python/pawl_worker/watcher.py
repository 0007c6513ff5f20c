"""Ends the worker when its supervisor is gone, also in the middle of an inference.

A thread of this process could not: most runtimes hold the interpreter's lock for as long as an inference takes. So a
small process of its own waits for the other end of standard input to close.
"""

import mmap
import os
import select
import signal

_LOOK_AGAIN_MILLISECONDS = 20


class Watcher:
    """Knows whether a call is under way: between two calls the worker sees the end itself, and exits in order."""

    def __init__(self, source: int) -> None:
        """Start watching. Do it before threads exist and before anything large is in memory.

        Args:
            source: the descriptor whose other end is the supervisor.
        """
        # Memory that both processes see.
        self._busy = mmap.mmap(-1, mmap.PAGESIZE)
        # The writing end stays open until this process ends, however it does.
        life, _ = os.pipe()
        worker = os.getpid()
        if os.fork() != 0:
            os.close(life)
            return
        try:
            _close_all_but(source, life)
            self._wait(source, life, worker)
        finally:
            os._exit(0)

    def begin_call(self) -> None:
        """Say that a call is under way."""
        self._busy[0] = 1

    def end_call(self) -> None:
        """Say that it is answered."""
        self._busy[0] = 0

    def _wait(self, source: int, life: int, worker: int) -> None:
        """Return when the worker has ended, or end it when its supervisor has."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        poll = select.poll()
        # Without asking for input, a poll wakes for nothing but the end.
        poll.register(source, getattr(select, "POLLRDHUP", 0))
        poll.register(life, 0)
        while source not in (ended := {descriptor for descriptor, _ in poll.poll()}):
            if life in ended:
                return
        poll.unregister(source)
        while not poll.poll(_LOOK_AGAIN_MILLISECONDS):
            if self._busy[0] and os.getppid() == worker:
                os.kill(worker, signal.SIGKILL)
                return


def _close_all_but(*kept: int) -> None:
    """Close everything else: a reply's end of file must not wait for the watcher."""
    last = min(os.sysconf("SC_OPEN_MAX"), 1 << 20)
    before = 0
    for descriptor in [*sorted(kept), last]:
        # An empty range would be taken for an endless one.
        if before < descriptor:
            os.closerange(before, descriptor)
        before = descriptor + 1

"""Ends the worker when its supervisor is gone, also in the middle of an inference.

A thread of this process could not: most runtimes hold the interpreter's lock for as long as an inference takes. So a
small process of its own waits for the other end of standard input to close.
"""

import os
import select
import signal

GRACE_MILLISECONDS = 200
"""A worker that is between two calls sees the end itself, and exits with code 0."""


def watch(source: int) -> None:
    """Start the watcher. Call it before threads exist and before anything large is in memory.

    Args:
        source: the descriptor whose other end is the supervisor.
    """
    # The writing end stays open until this process ends, however it does.
    life, _ = os.pipe()
    worker = os.getpid()
    if os.fork() != 0:
        os.close(life)
        return
    try:
        _close_all_but(source, life)
        _wait(source, life, worker)
    finally:
        os._exit(0)


def _close_all_but(*kept: int) -> None:
    """Close everything else: an answer's end of file must not wait for the watcher."""
    before = 0
    for descriptor in sorted(kept):
        os.closerange(before, descriptor)
        before = descriptor + 1
    os.closerange(before, min(os.sysconf("SC_OPEN_MAX"), 1 << 20))


def _wait(source: int, life: int, worker: int) -> None:
    """Return when the worker has ended, or end it when its supervisor has."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    poll = select.poll()
    # Without asking for input, a poll wakes for nothing but the end.
    poll.register(source, getattr(select, "POLLRDHUP", 0))
    poll.register(life, 0)
    while True:
        ended = {descriptor for descriptor, _ in poll.poll()}
        if life in ended:
            return
        if source in ended:
            break
    poll.unregister(source)
    if not poll.poll(GRACE_MILLISECONDS) and os.getppid() == worker:
        os.kill(worker, signal.SIGKILL)

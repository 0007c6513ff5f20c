"""The worker under test: `PAWL_EXECUTORCH_WORKER`, else the one that `pawl runtime install executorch==...` built."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conversation import Conversation

REPOSITORY = Path(__file__).resolve().parents[3]
MODELS = Path(__file__).with_name("models")


def find_worker() -> Path | None:
    """Returns the worker's path, or nothing."""
    if named := os.environ.get("PAWL_EXECUTORCH_WORKER"):
        return Path(named)
    home = Path(os.environ.get("PAWL_HOME", REPOSITORY / ".pawl"))
    return max(home.glob("runtimes/executorch/*/worker/pawl-executorch-worker"), default=None)


@pytest.fixture
def worker() -> Path:
    """The program, or a skipped test."""
    path = find_worker()
    if path is None:
        pytest.skip("executorch is not installed: run pawl runtime install executorch==1.5.1")
    return path


@pytest.fixture
def silent(worker: Path):
    """A conversation in which nothing was said yet."""
    with Conversation(worker) as conversation:
        yield conversation


@pytest.fixture
def conversation(silent: Conversation) -> Conversation:
    """A conversation after the handshake."""
    silent.hello()
    return silent

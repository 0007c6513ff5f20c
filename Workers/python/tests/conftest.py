"""What several tests need: a folder of samples, and a worker that serves models of plain Python."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor import Worker

MODELS = '''
import array
import time

import pawl_worker.interface as interface
from pawl_worker.tensors import Tensor

__version__ = "2.1"


class Doubler:
    """Doubles float32 values of any length, and sums them up over a sequence where it has the input `total`."""

    def __init__(self, recurrent):
        self.inputs = [("x", "float32", (1, "length"))]
        self.outputs = [("y", "float32", (1, "length"))]
        self.recurrent = recurrent
        if recurrent:
            self.inputs.append(("total", "float32", (1, 1)))
            self.outputs.append(("sum", "float32", (1, 1)))

    def run(self, inputs):
        values = memoryview(inputs["x"].data).cast("B").cast("f")
        doubled = array.array("f", [2 * value for value in values])
        results = {"y": Tensor("float32", (1, len(doubled)), doubled.tobytes())}
        if self.recurrent:
            total = memoryview(inputs["total"].data).cast("B").cast("f")[0] + sum(values)
            results["sum"] = memoryview(array.array("f", [total])).cast("B").cast("f", (1, 1))
        return results


class Sleeper(Doubler):
    """Takes an hour; holds the interpreter's lock meanwhile where it is told to."""

    def __init__(self, holds_lock):
        super().__init__(False)
        self.holds_lock = holds_lock

    def run(self, inputs):
        print("asleep", flush=True)
        if self.holds_lock:
            import ctypes
            ctypes.PyDLL(None).sleep(3600)
        time.sleep(3600)


def open_model(path, options: interface.Options):
    kind = open(path).read().strip()
    print("chatter that must not reach the supervisor", flush=True)
    if kind == "sleeper":
        return Sleeper(False)
    if kind == "holder":
        return Sleeper(True)
    if kind == "broken":
        raise RuntimeError("no such thing")
    if kind == "exits":
        raise SystemExit(7)
    return Doubler(kind == "recurrent")
'''


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with the module `models` and a model file of each kind."""
    (tmp_path / "models.py").write_text(MODELS)
    for kind in ("plain", "recurrent", "sleeper", "holder", "broken"):
        (tmp_path / kind).write_text(kind)
    return tmp_path


@pytest.fixture
def worker(workplace: Path) -> Iterator[Worker]:
    """A worker that serves the module `models`, before `hello`."""
    package = Path(__file__).resolve().parents[1]
    with Worker(
        ["--callable", "models:open_model", "--runtime", "mine"],
        [str(workplace), str(package)],
        home=workplace / "cache",
    ) as started:
        yield started


def processes_of(session: int) -> list[int]:
    """Return the processes whose parent is `session`, or that process itself."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if fields[0] != "Z" and (int(fields[1]) == session or int(entry.name) == session):
                found.append(int(entry.name))
    return found


REQUIRED = bool(os.environ.get("PAWL_REQUIRE_RUNTIMES"))

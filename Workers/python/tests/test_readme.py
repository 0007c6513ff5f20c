import base64
import re
import struct
from pathlib import Path

import pytest

from samples import floats, load_arguments
from supervisor import Worker

README = Path(__file__).resolve().parents[1] / "README.md"
ROOT_README = Path(__file__).resolve().parents[3] / "README.md"


def test_the_example_of_a_callable_runs_as_it_is_written(tmp_path: Path) -> None:
    code = re.search(r"```python\n(# nearest\.py.*?)```", README.read_text(), re.DOTALL).group(1)
    (tmp_path / "nearest.py").write_text(code)
    (tmp_path / "centroids").write_text("0 0\n3 4\n")
    inputs = {"x": floats(tmp_path / "x", [[0.0, 0.0], [3.0, 3.0]])}
    with Worker(["--callable", "nearest:open_model", "--runtime", "nearest"], [str(tmp_path)]) as worker:
        worker.hello()
        runtime = {"name": "nearest", "version": "1.0"}
        worker.call("load", **load_arguments(tmp_path / "centroids", 2, inputs, runtime=runtime))
        reply = worker.call("evaluate", first=0, count=2, outputs=["scores"], byteLimit=1000)
        data = base64.b64decode(reply["outputs"]["scores"]["data"])
        assert struct.unpack("<4f", data) == (0, -25, -18, -1)


def test_the_example_of_the_first_page_runs_as_it_is_written(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    text = ROOT_README.read_text()
    (tmp_path / "mine.py").write_text(re.search(r"```python\n(# mine\.py.*?)```", text, re.DOTALL).group(1))
    numpy.save(tmp_path / "weights.npy", numpy.arange(12, dtype=numpy.float32).reshape(4, 3))
    words = re.search(r"worker: \[(.*--callable.*)\]", text).group(1).replace('"', "").split(", ")
    assert words[:4] == ["env", "PYTHONPATH=.", "python3", "Workers/python/pawl_worker"]
    inputs = {"x": floats(tmp_path / "x", [[1.0, 0.0, 0.0, 2.0], [0.0, 1.0, 0.0, 0.0]])}
    with Worker(words[4:], [str(tmp_path)]) as worker:
        worker.hello()
        runtime = {"name": "mine", "version": "1"}
        worker.call("load", **load_arguments(tmp_path / "weights.npy", 2, inputs, runtime=runtime))
        reply = worker.call("evaluate", first=0, count=2, outputs=["scores"], byteLimit=1000)
        # Rows 0 and twice 3 of the weights, then row 1.
        data = base64.b64decode(reply["outputs"]["scores"]["data"])
        assert struct.unpack("<6f", data) == (18, 21, 24, 3, 4, 5)

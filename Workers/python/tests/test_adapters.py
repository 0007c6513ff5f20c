"""Against the real runtimes, where `pawl runtime install` put them."""

import base64
import os
import struct
import zipfile
from pathlib import Path

import pytest

from samples import floats, load_arguments
from supervisor import CallFailedError, Worker

ROOT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("PAWL_HOME") or ROOT / ".pawl")
DIGITS = HOME / "models" / "digits"
VERSIONS = {"tvm": "0.27.0", "mnn": "3.6.1", "ncnn": "1.0.20261020"}
MODELS = {"tvm": "fp32.tvm.so", "mnn": "fp32.mnn", "ncnn": "fp32.ncnn.zip"}
PROFILING = ("tvm", "mnn")
DOUBLING = "7767517\n2 2\nInput x 0 1 x 0=3 1=2\nBinaryOp twice 1 1 x y 0=2 1=1 2=2.0\n"


def installed(name: str) -> Path:
    """Return the folder of a runtime, or skip the test."""
    folder = HOME / "runtimes" / name / VERSIONS[name]
    if not folder.is_dir():
        pytest.skip(f"{name} is not installed: pawl runtime install {name}=={VERSIONS[name]}")
    return folder


def digits(name: str) -> Path:
    """Return the digits model for a runtime, or skip the test."""
    path = DIGITS / MODELS[name]
    if not path.is_file():
        pytest.skip(f"{path.name} is not built: see docs/models.md")
    return path


def worker_of(name: str) -> Worker:
    return Worker(["--runtime", name, "--version", VERSIONS[name]], [str(installed(name))])


def start(worker: Worker, name: str, model: Path, inputs: dict[str, object], **changes: object) -> dict[str, object]:
    worker.hello()
    changes.setdefault("runtime", {"name": name, "version": VERSIONS[name]})
    return worker.call("load", **load_arguments(model, 3, inputs, **changes))


def images(folder: Path) -> dict[str, object]:
    rows = [[((index * 7 + row * 31) % 255) / 255 for index in range(784)] for row in range(3)]
    return {"image": {**floats(folder / "images", rows), "shape": [1, 28, 28]}}


def scores(worker: Worker, name: str = "logits") -> list[float]:
    reply = worker.call("evaluate", first=0, count=3, outputs=[name], byteLimit=1 << 20)
    data = base64.b64decode(reply["outputs"][name]["data"])
    return list(struct.unpack(f"<{len(data) // 4}f", data))


@pytest.mark.parametrize("name", VERSIONS)
def test_a_model_is_measured(name: str, tmp_path: Path) -> None:
    with worker_of(name) as worker:
        reply = start(worker, name, digits(name), images(tmp_path))
        assert reply["runtime"]["version"] == VERSIONS[name]
        assert Path(reply["runtime"]["libraryPath"]).is_file()
        assert reply["inputs"] == [{"name": "image", "elementType": "float32", "shape": [1, 1, 28, 28]}]
        assert reply["outputs"] == [{"name": "logits", "elementType": "float32", "shape": [1, 10]}]
        assert worker.call("warm-up", capNanoseconds=50_000_000)["inferences"] > 0
        assert len(worker.call("block", values=5, inferencesPerValue=2, firstSample=1)["valuesNanoseconds"]) == 5
        assert worker.call("memory")["peakMemoryBytes"] > reply["floorMemoryBytes"]


def test_all_runtimes_agree(tmp_path: Path) -> None:
    outputs = {}
    for name in VERSIONS:
        with worker_of(name) as worker:
            start(worker, name, digits(name), images(tmp_path), rotationLimit=0)
            outputs[name] = scores(worker)
    for values in outputs.values():
        assert len(values) == 30
        assert values == pytest.approx(outputs["mnn"], abs=1e-4)


@pytest.mark.parametrize("name", VERSIONS)
def test_bindings_do_not_disturb_each_other(name: str, tmp_path: Path) -> None:
    with worker_of(name) as worker:
        start(worker, name, digits(name), images(tmp_path))
        before = scores(worker)
        worker.call("block", values=5, inferencesPerValue=3, firstSample=2)
        assert scores(worker) == before
        assert len(set(before[::10])) == 3


@pytest.mark.parametrize("name", PROFILING)
def test_operators_are_timed(name: str, tmp_path: Path) -> None:
    with worker_of(name) as worker:
        assert "profile" in worker.hello()["capabilities"]
        start(worker, name, digits(name), images(tmp_path), profilesOperators=True)
        profile = worker.call("profile", inferences=4)
        assert profile["inferences"] == 5
        assert profile["operators"]
        for operator in profile["operators"]:
            assert operator["calls"] % 5 == 0
            assert operator["nanoseconds"] > 0


@pytest.mark.parametrize("name", VERSIONS)
@pytest.mark.parametrize(
    "change",
    [
        {"provider": "cuda"},
        {"precision": "f16"},
        {"configuration": {"nonsense": "1"}},
        {"runtime": {"name": "other"}},
        {"runtime": {"name": "", "version": "0.1"}},
    ],
)
def test_what_cannot_be_followed_is_refused(name: str, change: dict[str, object], tmp_path: Path) -> None:
    if change.get("precision") and os.uname().machine != "x86_64":
        pytest.skip("only x86_64 is sure not to compute in float16")
    with worker_of(name) as worker, pytest.raises(CallFailedError):
        start(worker, name, digits(name), images(tmp_path), **change)


@pytest.mark.parametrize("name", VERSIONS)
@pytest.mark.parametrize("content", [b"", b"no model", bytes(5000), b"\x7fELF" + bytes(100), b"PK\x03\x04" + bytes(50)])
def test_a_file_that_is_no_model_is_an_error(name: str, content: bytes, tmp_path: Path) -> None:
    model = tmp_path / f"model{Path(MODELS[name]).suffix}"
    model.write_bytes(content)
    with worker_of(name) as worker:
        worker.hello()
        with pytest.raises(CallFailedError):
            worker.call("inspect", runtime={"name": name}, modelPath=str(model))
        reply = worker.call("inspect", runtime={"name": name}, modelPath=str(digits(name)))
        assert [each["name"] for each in reply["inputs"]] == ["image"]


def test_ncnn_takes_a_graph_with_its_weights_beside_it(tmp_path: Path) -> None:
    (tmp_path / "double.param").write_text(DOUBLING)
    inputs = {"x": {**floats(tmp_path / "x", [[1, 2, 3, 4, 5, 6]] * 3), "shape": [2, 3]}}
    with worker_of("ncnn") as worker:
        with pytest.raises(CallFailedError, match="beside"):
            start(worker, "ncnn", tmp_path / "double.param", inputs)
        (tmp_path / "double.bin").write_bytes(b"")
        reply = worker.call(
            "load", **load_arguments(tmp_path / "double.param", 3, inputs, runtime={"name": "ncnn"}, rotationLimit=0)
        )
        # The graph has no hint of its output's shape: it was run once to find out.
        assert reply["outputs"] == [{"name": "y", "elementType": "float32", "shape": [1, 2, 3]}]
        assert scores(worker, "y") == [2, 4, 6, 8, 10, 12] * 3


def test_ncnn_needs_the_sizes_of_its_inputs(tmp_path: Path) -> None:
    (tmp_path / "double.param").write_text(DOUBLING.replace(" 0=3 1=2", ""))
    (tmp_path / "double.bin").write_bytes(b"")
    with worker_of("ncnn") as worker:
        worker.hello()
        with pytest.raises(CallFailedError) as raised:
            worker.call("inspect", runtime={"name": "ncnn"}, modelPath=str(tmp_path / "double.param"))
        assert "0=WIDTH" in raised.value.hint


@pytest.mark.parametrize("length", [0, 1000])
def test_ncnn_refuses_weights_that_are_too_short(length: int, tmp_path: Path) -> None:
    short = tmp_path / "short.zip"
    with zipfile.ZipFile(digits("ncnn")) as whole, zipfile.ZipFile(short, "w") as archive:
        archive.writestr("model.param", whole.read("model.param"))
        archive.writestr("model.bin", whole.read("model.bin")[:length])
    with worker_of("ncnn") as worker:
        worker.hello()
        with pytest.raises(CallFailedError, match="does not fit"):
            worker.call("inspect", runtime={"name": "ncnn"}, modelPath=str(short))


def test_ncnn_computes_in_bfloat16_only_when_it_is_told_to(tmp_path: Path) -> None:
    outputs = {}
    for precision in ("f32", "bf16"):
        with worker_of("ncnn") as worker:
            start(worker, "ncnn", digits("ncnn"), images(tmp_path), precision=precision)
            outputs[precision] = scores(worker)
    assert outputs["f32"] != outputs["bf16"]
    assert outputs["f32"] == pytest.approx(outputs["bf16"], abs=0.1)

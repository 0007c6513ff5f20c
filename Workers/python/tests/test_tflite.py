"""LiteRT's interpreter and TensorFlow Lite Micro, on models of a few hundred bytes whose outputs a loop can compute.

`models/lstm.tflite`: an LSTM of two inputs and two cells over three steps, its states variables of the model.
`models/full_integer.tflite`: a dense layer, int8 in (scale 0.5, zero point -3) and out (scale 1, zero point 7), weights
of scale 0.25 that are multiples of 8: what it computes is exact. `models/float.tflite`: its float32 original.
`models/open.tflite`: y = x as [5, 4], x float32 of an open first dimension: it can be planned for 5 only.
"""

import base64
import math
import struct
from pathlib import Path

import pytest
from test_adapters import HOME

from pawl_worker.errors import WorkerError
from pawl_worker.tensors import Quantization
from pawl_worker.tflite_file import read
from samples import floats, load_arguments
from supervisor import CallFailedError, Worker

MODELS = Path(__file__).parent / "models"
VERSIONS = {"litert-interpreter": "2.3.0", "tflite-micro": "0.dev20261023182759"}
CODES = [[1, 2, 3, 4], [-128, 127, 0, 5], [-3, -3, -3, -3]]


def weight(gate: int, row: int, column: int, shift: int) -> float:
    return ((3 * gate + 5 * row + 7 * column + shift) % 8 - 4) / 8


def lstm(steps: list[list[float]]) -> list[float]:
    """Run the model's LSTM, as Hochreiter & Schmidhuber (1997) with forget gates have it, from a state of zeros."""
    hidden, cell, outputs = [0.0, 0.0], [0.0, 0.0], []
    for x in steps:
        gates = [
            [
                sum(weight(gate, row, k, 0) * x[k] + weight(gate, row, k, 3) * hidden[k] for k in range(2))
                + (gate / 8 if row == 0 else -gate / 8)
                for row in range(2)
            ]
            for gate in range(4)
        ]
        into, forget, update, out = gates
        cell = [sigmoid(forget[r]) * cell[r] + sigmoid(into[r]) * math.tanh(update[r]) for r in range(2)]
        hidden = [sigmoid(out[r]) * math.tanh(cell[r]) for r in range(2)]
        outputs += hidden
    return outputs


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def full_integer(codes: list[int]) -> list[int]:
    """Run the model's dense layer: sums of int32, times 0.5 * 0.25 / 1, which is exact."""
    outputs = []
    for row, bias in enumerate([64, -128, 8]):
        total = sum((code + 3) * 8 * ((3 * row + 5 * k) % 11 - 5) for k, code in enumerate(codes)) + bias
        assert total % 8 == 0
        outputs.append(max(-128, min(127, total // 8 + 7)))
    return outputs


def start(name: str, model: str, inputs: dict[str, object]) -> tuple[Worker, dict[str, object]]:
    folder = HOME / "runtimes" / name / VERSIONS[name]
    if not folder.is_dir():
        pytest.skip(f"{name} is not installed: pawl runtime install {name}=={VERSIONS[name]}")
    worker = Worker(["--runtime", name, "--version", VERSIONS[name]], [str(folder)])
    worker.hello()
    runtime = {"name": name, "version": VERSIONS[name]}
    return worker, load_arguments(MODELS / model, 3, inputs, runtime=runtime)


def outputs(worker: Worker, count: int, form: str, first: int = 0) -> list[float]:
    reply = worker.call("evaluate", first=first, count=count, outputs=["y"], byteLimit=1 << 20)
    data = base64.b64decode(reply["outputs"]["y"]["data"])
    return list(struct.unpack(f"<{len(data) // struct.calcsize(form)}{form}", data))


def integers(folder: Path) -> dict[str, object]:
    path = folder / "codes"
    path.write_bytes(struct.pack("<12b", *(code for row in CODES for code in row)))
    return {"x": {"path": str(path), "offset": 0, "elementType": "int8", "shape": [4]}}


def test_a_file_says_names_types_sizes_and_quantisation() -> None:
    file = read(MODELS / "full_integer.tflite")
    assert [str(port.description) for port in file.inputs] == ["x: int8[1, 4]"]
    assert file.inputs[0].description.quantization == Quantization((0.5,), (-3,))
    assert file.outputs[0].description.quantization == Quantization((1.0,), (7,))
    assert not file.keeps_state
    assert read(MODELS / "lstm.tflite").keeps_state


@pytest.mark.parametrize("name", ["lstm", "full_integer"])
def test_a_file_that_is_cut_off_anywhere_is_an_error_or_says_the_same(name: str, tmp_path: Path) -> None:
    whole = (MODELS / f"{name}.tflite").read_bytes()
    path = tmp_path / "cut.tflite"
    refused = 0
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        try:
            read(path)
        except WorkerError as error:
            refused += 1
            assert error.reply()["code"] == "model.invalid"
    assert refused > 100


@pytest.mark.parametrize("name", VERSIONS)
def test_variables_begin_anew_with_every_sample(name: str, tmp_path: Path) -> None:
    samples = [[[0.5, -1.0], [2.0, 0.25], [-0.5, 1.0]], [[1.0, 1.0], [0.0, 0.0], [-2.0, 0.5]]]
    rows = [[value for step in sample for value in step] for sample in [*samples, samples[0]]]
    inputs = {"x": {**floats(tmp_path / "x", rows), "shape": [3, 2]}}
    worker, arguments = start(name, "lstm.tflite", inputs)
    with worker:
        worker.call("load", **arguments)
        found = outputs(worker, 3, "f")
        assert found[:6] == found[12:]
        assert found == pytest.approx([*lstm(samples[0]), *lstm(samples[1]), *lstm(samples[0])], abs=1e-6)
        # Nor does a block of latencies leave anything behind.
        worker.call("block", values=2, inferencesPerValue=3, firstSample=0)
        assert outputs(worker, 1, "f", first=1) == found[6:12]


def test_sizes_that_are_open_are_planned_for_the_sample(tmp_path: Path) -> None:
    rows = [[float(20 * row + k) for k in range(20)] for row in range(3)]
    inputs = {"x": {**floats(tmp_path / "x", rows), "shape": [5, 4]}}
    worker, arguments = start("litert-interpreter", "open.tflite", inputs)
    with worker:
        reply = worker.call("load", **arguments)
        assert reply["inputs"][0]["shape"] == [None, 4]
        assert outputs(worker, 3, "f") == [value for row in rows for value in row]


@pytest.mark.parametrize("name", VERSIONS)
def test_a_full_integer_model_answers_bit_by_bit(name: str, tmp_path: Path) -> None:
    worker, arguments = start(name, "full_integer.tflite", integers(tmp_path))
    with worker:
        reply = worker.call("load", **arguments)
        assert reply["inputs"][0]["quantization"] == {"scales": [0.5], "zeroPoints": [-3]}
        assert reply["outputs"][0]["quantization"] == {"scales": [1.0], "zeroPoints": [7]}
        assert outputs(worker, 3, "b") == [code for row in CODES for code in full_integer(row)]
        memory = worker.call("memory")
        assert ("plannedArenaBytes" in memory) == (name == "tflite-micro")
        # Two tensors of a few bytes each, and what the interpreter writes down of them.
        assert 100 < memory.get("plannedArenaBytes", 1000) < 10_000


def test_a_model_must_fit_the_arena_that_a_suite_states(tmp_path: Path) -> None:
    for stated, fits in [("8192", True), ("64", False), ("none", False), ("0", False)]:
        worker, arguments = start("tflite-micro", "full_integer.tflite", integers(tmp_path))
        arguments["options"]["configuration"] = {"arena_bytes": stated}
        with worker:
            if fits:
                worker.call("load", **arguments)
                continue
            with pytest.raises(CallFailedError, match="arena"):
                worker.call("load", **arguments)

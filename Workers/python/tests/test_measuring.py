import base64
import struct
from pathlib import Path

import pytest

from samples import floats, load_arguments
from supervisor import CallFailedError, Worker

ROWS = [[1.0, 2.0], [3.0], [], [4.0, 5.0, 6.0]]


def values(reply: dict[str, object], name: str) -> tuple[list[list[int]], tuple[float, ...]]:
    output = reply["outputs"][name]
    data = base64.b64decode(output["data"])
    return output["shapes"], struct.unpack(f"<{len(data) // 4}f", data)


def load(worker: Worker, workplace: Path, rows: list[list[float]], **changes: object) -> dict[str, object]:
    worker.hello()
    model = changes.pop("model", "plain")
    inputs = {"x": floats(workplace / "x", rows, offset=128)}
    return worker.call("load", **load_arguments(workplace / str(model), len(rows), inputs, **changes))


def test_load_describes_the_model_and_what_it_took(worker: Worker, workplace: Path) -> None:
    reply = load(worker, workplace, [[1.0, 2.0]])
    assert reply["runtime"]["name"] == "mine"
    assert reply["runtime"]["version"] == "2.1"
    assert reply["inputs"] == [{"name": "x", "elementType": "float32", "shape": [1, "length"]}]
    assert reply["loadNanoseconds"] > 0
    assert reply["firstInferenceNanoseconds"] > 0
    assert reply["floorMemoryBytes"] > 1 << 20
    assert worker.call("memory")["peakMemoryBytes"] >= reply["floorMemoryBytes"]


def test_inspect_needs_no_load(worker: Worker, workplace: Path) -> None:
    worker.hello()
    reply = worker.call("inspect", runtime={"name": "mine"}, modelPath=str(workplace / "plain"))
    assert [each["name"] for each in reply["outputs"]] == ["y"]


def test_ragged_samples_are_evaluated_each_in_its_shape(worker: Worker, workplace: Path) -> None:
    load(worker, workplace, ROWS)
    reply = worker.call("evaluate", first=0, count=4, outputs=["y"], byteLimit=1 << 20)
    assert reply["rows"] == 4
    assert values(reply, "y") == ([[1, 2], [1, 1], [1, 0], [1, 3]], (2, 4, 6, 8, 10, 12))


def test_evaluation_stops_early_at_the_limit_but_never_without_a_sample(worker: Worker, workplace: Path) -> None:
    load(worker, workplace, [[float(row)] * 3 for row in range(5)], rotationLimit=0)
    first, seen = 0, []
    while first < 5:
        reply = worker.call("evaluate", first=first, count=5 - first, outputs=["y"], byteLimit=40)
        assert 1 <= reply["rows"] <= 2
        seen += values(reply, "y")[1]
        first += reply["rows"]
    assert seen == [2.0 * row for row in range(5) for _ in range(3)]
    assert worker.call("evaluate", first=0, count=2, outputs=["y"], byteLimit=1)["rows"] == 1


def test_state_goes_on_through_a_sequence_and_through_calls(worker: Worker, workplace: Path) -> None:
    rows = [[1.0], [2.0], [3.0], [10.0], [20.0]]
    load(worker, workplace, rows, model="recurrent", state={"total": "sum"}, sequenceStarts=[0, 3])
    whole = worker.call("evaluate", first=0, count=5, outputs=["sum"], byteLimit=1 << 20)
    assert values(whole, "sum")[1] == (1, 3, 6, 10, 30)
    pieces = []
    for first, count in ((0, 2), (2, 2), (4, 1)):
        reply = worker.call("evaluate", first=first, count=count, outputs=["sum"], byteLimit=1 << 20)
        pieces += values(reply, "sum")[1]
    assert pieces == [1, 3, 6, 10, 30]
    with pytest.raises(CallFailedError, match="out-of-range"):
        worker.call("evaluate", first=1, count=1, outputs=["sum"], byteLimit=1 << 20)


def test_state_survives_a_call_that_stopped_early(worker: Worker, workplace: Path) -> None:
    load(worker, workplace, [[1.0], [2.0], [4.0]], model="recurrent", state={"total": "sum"}, sequenceStarts=[0])
    sums = []
    for first in range(3):
        reply = worker.call("evaluate", first=first, count=3 - first, outputs=["sum"], byteLimit=1)
        assert reply["rows"] == 1
        sums += values(reply, "sum")[1]
    assert sums == [1, 3, 7]


def test_a_block_has_one_number_a_value(worker: Worker, workplace: Path) -> None:
    load(worker, workplace, ROWS)
    warm = worker.call("warm-up", capNanoseconds=100_000_000)
    assert warm["inferences"] >= 5
    assert warm["typicalNanoseconds"] > 0
    assert warm["stampNanoseconds"] >= 0
    for per_value in (1, 7):
        reply = worker.call("block", values=11, inferencesPerValue=per_value, firstSample=6)
        assert len(reply["valuesNanoseconds"]) == 11
        assert sum(reply["valuesNanoseconds"]) == reply["wallNanoseconds"]
        assert reply["cpuNanoseconds"] >= 0


@pytest.mark.parametrize(
    "arguments",
    [
        {"values": 0, "inferencesPerValue": 1, "firstSample": 0},
        {"values": 1_000_001, "inferencesPerValue": 1, "firstSample": 0},
        {"values": 1, "inferencesPerValue": 0, "firstSample": 0},
        {"values": 1, "inferencesPerValue": 1_000_000_001, "firstSample": 0},
        {"values": 1, "inferencesPerValue": 1, "firstSample": -1},
        {"values": 1.5, "inferencesPerValue": 1, "firstSample": 0},
        {"values": True, "inferencesPerValue": 1, "firstSample": 0},
        {},
    ],
)
def test_a_block_beyond_bounds_is_refused(worker: Worker, workplace: Path, arguments: dict[str, object]) -> None:
    load(worker, workplace, [[1.0]])
    with pytest.raises(CallFailedError):
        worker.call("block", **arguments)
    assert worker.call("block", values=1, inferencesPerValue=1, firstSample=0)["wallNanoseconds"] > 0


def test_the_rotation_is_limited_by_number_and_by_bytes(worker: Worker, workplace: Path) -> None:
    assert load(worker, workplace, ROWS, rotationLimit=2)["rotationCount"] == 2
    large = [[0.0] * (6 << 20)] * 3
    inputs = {"x": floats(workplace / "large", large)}
    reply = worker.call("load", **load_arguments(workplace / "plain", 3, inputs))
    assert reply["rotationCount"] == 1


def test_without_a_rotation_nothing_is_measured(worker: Worker, workplace: Path) -> None:
    reply = load(worker, workplace, ROWS, rotationLimit=0)
    assert reply["rotationCount"] == 0
    assert reply["firstInferenceNanoseconds"] == 0
    with pytest.raises(CallFailedError, match="too-early"):
        worker.call("block", values=1, inferencesPerValue=1, firstSample=0)


def test_pinning_is_answered_when_it_worked(worker: Worker, workplace: Path) -> None:
    import os

    core = min(os.sched_getaffinity(0))
    assert load(worker, workplace, [[1.0]], pinToCore=core)["pinnedCore"] == core
    inputs = {"x": floats(workplace / "x", [[1.0]])}
    assert "pinnedCore" not in worker.call("load", **load_arguments(workplace / "plain", 1, inputs, pinToCore=10**6))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"elementType": "int32"}, "type"),
        ({"elementType": "text"}, "type"),
        ({"shape": [1, 1, 1]}, "shape"),
        ({"shape": [10**9]}, "file"),
        ({"shape": [-1]}, "unreadable-call|out-of-range|file"),
        ({"shape": [2**40, 2**40]}, "file"),
        ({"shape": "wide"}, "unreadable-call|out-of-range|file"),
        ({"offset": 10**15}, "file"),
        ({"offset": -4}, "unreadable-call|out-of-range|file"),
        ({"path": "/nowhere"}, "file"),
        ({"path": "/"}, "unreadable-call|out-of-range|file"),
        ({"path": "a\0b"}, "unreadable-call|out-of-range|file"),
        ({"shapes": [[1]]}, "shape"),
    ],
)
def test_samples_that_are_not_what_is_said_of_them_are_refused(
    worker: Worker, workplace: Path, change: dict[str, object], what: str
) -> None:
    worker.hello()
    inputs = {"x": {**floats(workplace / "x", [[1.0], [2.0]]), **change}}
    with pytest.raises(CallFailedError, match=what):
        worker.call("load", **load_arguments(workplace / "plain", 2, inputs))
    assert load(worker, workplace, [[1.0]])["rotationCount"] == 1


@pytest.mark.parametrize(("names", "what"), [([], "missing-input"), (["x", "z"], "extra-input")])
def test_the_golden_set_must_have_exactly_the_models_inputs(
    worker: Worker, workplace: Path, names: list[str], what: str
) -> None:
    worker.hello()
    inputs = {name: floats(workplace / name, [[1.0]]) for name in names}
    with pytest.raises(CallFailedError, match=what):
        worker.call("load", **load_arguments(workplace / "plain", 1, inputs))


def test_an_output_that_is_not_there_is_named(worker: Worker, workplace: Path) -> None:
    load(worker, workplace, [[1.0]])
    with pytest.raises(CallFailedError, match="missing-output"):
        worker.call("evaluate", first=0, count=1, outputs=["z"], byteLimit=100)


def test_a_model_that_fails_is_an_error_in_its_own_words(worker: Worker, workplace: Path) -> None:
    with pytest.raises(CallFailedError, match="no such thing"):
        load(worker, workplace, [[1.0]], model="broken")
    assert load(worker, workplace, [[1.0]])["rotationCount"] == 1


@pytest.mark.parametrize("runtime", [{"name": "other"}, {"name": "mine", "version": "3.0"}, {}])
def test_another_runtime_or_version_is_refused(worker: Worker, workplace: Path, runtime: dict[str, str]) -> None:
    with pytest.raises(CallFailedError):
        load(worker, workplace, [[1.0]], runtime=runtime)


@pytest.mark.parametrize("change", [{"threads": 0}, {"precision": "f8"}, {"configuration": {"a": 1}}])
def test_options_that_are_none_are_refused(worker: Worker, workplace: Path, change: dict[str, object]) -> None:
    with pytest.raises(CallFailedError):
        load(worker, workplace, [[1.0]], **change)


@pytest.mark.parametrize("starts", [[], [1], [0, 0], [0, 2, 1], [-1], [0, 3], [0, "1"]])
def test_starts_of_sequences_rise_from_zero(worker: Worker, workplace: Path, starts: list[object]) -> None:
    with pytest.raises(CallFailedError, match="sequenceStarts"):
        load(worker, workplace, [[1.0], [2.0], [4.0]], sequenceStarts=starts)
    # The worker lives on.
    assert load_again(worker, workplace)["rotationCount"] == 1


def load_again(worker: Worker, workplace: Path) -> dict[str, object]:
    inputs = {"x": floats(workplace / "x", [[1.0]], offset=128)}
    return worker.call("load", **load_arguments(workplace / "plain", 1, inputs))


def test_a_limit_that_no_reply_could_keep_is_refused(worker: Worker, workplace: Path) -> None:
    load(worker, workplace, ROWS)
    with pytest.raises(CallFailedError, match="byteLimit"):
        worker.call("evaluate", first=0, count=1, outputs=["y"], byteLimit=(32 << 20) + 1)

import os
from pathlib import Path

import numpy as np
import pytest

from conftest import MODELS
from conversation import CallError, stored

FOUR = np.arange(40, dtype=np.float32).reshape(10, 4)


def golden(tmp_path, name: str, values: np.ndarray = FOUR, **more: object) -> dict:
    return {"count": len(values), "inputs": {name: stored(tmp_path / "samples", values)}, **more}


def test_a_model_without_names_counts_its_inputs(conversation, tmp_path):
    reply = conversation.load(MODELS / "unnamed.pte", golden(tmp_path, "input_0"))
    assert reply["inputs"] == [{"name": "input_0", "elementType": "float32", "shape": [1, 4]}]
    assert [output["name"] for output in reply["outputs"]] == ["output_0", "output_1"]
    assert reply["rotationCount"] == 8
    assert reply["loadNanoseconds"] > 0
    assert reply["firstInferenceNanoseconds"] > 0
    assert reply["floorMemoryBytes"] > 0
    assert reply["runtime"]["name"] == "executorch"
    assert reply["runtime"]["libraryPath"].endswith("libexecutorch.so")
    assert reply["runtime"]["availableProviders"] == ["XnnpackBackend"]


def test_evaluation_answers_every_sample_in_order(conversation, tmp_path):
    conversation.load(MODELS / "unnamed.pte", golden(tmp_path, "input_0"), rotation=0)
    outputs = conversation.evaluate(3, 5, ["output_1", "output_0"])
    np.testing.assert_array_equal(outputs["output_0"], FOUR[3:8, None] * 2 + 1)
    np.testing.assert_array_equal(outputs["output_1"], (FOUR[3:8, None] * 2 + 1).sum(-1))


def test_a_delegated_model_answers(conversation, tmp_path):
    reply = conversation.load(MODELS / "delegated.pte", golden(tmp_path, "x"))
    assert reply["metadata"]["custom"]["backends"] == "XnnpackBackend"
    outputs = conversation.evaluate(0, 10, ["y"])
    np.testing.assert_allclose(np.concatenate(outputs["y"]), FOUR @ np.arange(12.0).reshape(3, 4).T, rtol=1e-6)


def test_integers_are_fed(conversation, tmp_path):
    values = np.arange(8).reshape(2, 4)
    conversation.load(MODELS / "integers.pte", golden(tmp_path, "input_0", values))
    np.testing.assert_array_equal(conversation.evaluate(0, 2, ["output_0"])["output_0"], values[:, None] * 2 + 1)


def test_samples_that_are_not_aligned_are_fed(conversation, tmp_path):
    samples = golden(tmp_path, "input_0")
    (tmp_path / "samples").write_bytes(b"\xff" * 17 + FOUR.tobytes())
    samples["inputs"]["input_0"]["offset"] = 17
    conversation.load(MODELS / "unnamed.pte", samples)
    np.testing.assert_array_equal(conversation.evaluate(0, 10, ["output_0"])["output_0"], FOUR[:, None] * 2 + 1)


def test_shapes_may_differ_where_the_model_lets_them(conversation, tmp_path):
    samples = golden(tmp_path, "x")
    samples |= {"count": 3}
    samples["inputs"]["x"] |= {"shape": None, "shapes": [[1, 4], [8, 4], [1, 4]]}
    reply = conversation.load(MODELS / "rows.pte", samples)
    assert reply["inputs"][0]["shape"] == [None, None]
    rows = conversation.evaluate(0, 3, ["output_0"])["output_0"]
    assert [row.shape for row in rows] == [(1, 3), (8, 3), (1, 3)]
    np.testing.assert_allclose(rows[1], FOUR[1:9] @ np.arange(12.0).reshape(3, 4).T, rtol=1e-6)


def test_shapes_beyond_the_bounds_are_refused(conversation, tmp_path):
    samples = {"count": 1, "inputs": {"x": stored(tmp_path / "samples", np.zeros((1, 9, 4), np.float32))}}
    with pytest.raises(CallError, match=r"'x'.*along axis 0 the model takes at most 8"):
        conversation.load(MODELS / "rows.pte", samples)


def test_state_is_carried_within_sequences_and_over_calls(conversation, tmp_path):
    samples = golden(tmp_path, "x", state={"total": "next"}, sequenceStarts=[0, 6])
    conversation.load(MODELS / "running.pte", samples)
    expected = np.concatenate([FOUR[:6].cumsum(0), FOUR[6:].cumsum(0)]) * 10
    found = []
    for first, count in ((0, 4), (4, 3), (7, 3)):
        found += conversation.evaluate(first, count, ["tenfold"])["tenfold"]
    np.testing.assert_array_equal(np.concatenate(found), expected)
    with pytest.raises(CallError, match="middle of a sequence"):
        conversation.evaluate(4, 1, ["tenfold"])
    np.testing.assert_array_equal(conversation.evaluate(6, 1, ["tenfold"])["tenfold"][0][0], expected[6])


def test_a_limit_splits_an_evaluation_and_state_goes_on(conversation, tmp_path):
    conversation.load(MODELS / "running.pte", golden(tmp_path, "x", state={"total": "next"}))
    found = []
    while len(found) < 10:
        rows = conversation.evaluate(len(found), 10 - len(found), ["tenfold"], limit=50)["tenfold"]
        assert 1 <= len(rows) <= 3
        found += rows
    np.testing.assert_array_equal(np.concatenate(found), FOUR.cumsum(0) * 10)


def test_a_row_over_the_limit_comes_alone(conversation, tmp_path):
    conversation.load(MODELS / "unnamed.pte", golden(tmp_path, "input_0"))
    assert len(conversation.evaluate(0, 10, ["output_0"], limit=1)["output_0"]) == 1


def test_blocks_warm_up_and_memory_are_measured(conversation, tmp_path):
    conversation.load(MODELS / "delegated.pte", golden(tmp_path, "x"), rotation=3)
    warm_up = conversation.call("warm-up", capNanoseconds=200_000_000)
    assert warm_up["inferences"] >= 5
    assert warm_up["typicalNanoseconds"] > 0
    block = conversation.call("block", values=20, inferencesPerValue=5, firstSample=7)
    assert len(block["valuesNanoseconds"]) == 20
    assert sum(block["valuesNanoseconds"]) == block["wallNanoseconds"]
    assert block["cpuNanoseconds"] > 0
    memory = conversation.call("memory")
    assert memory["peakMemoryBytes"] > 1 << 20
    assert memory["plannedArenaBytes"] > 0


@pytest.mark.parametrize(
    ("model", "name", "provider"), [("delegated", "x", "XnnpackBackend"), ("unnamed", "input_0", "kernels")]
)
def test_a_profile_lists_operators_and_ends(conversation, tmp_path, model, name, provider):
    conversation.load(MODELS / f"{model}.pte", golden(tmp_path, name), profilesOperators=True)
    reply = conversation.call("profile", inferences=9)
    assert reply["inferences"] == 10
    assert reply["operators"]
    assert {operator["provider"] for operator in reply["operators"]} == {provider}
    assert all(operator["calls"] == 10 for operator in reply["operators"])
    with pytest.raises(CallError, match="ended"):
        conversation.call("profile", inferences=1)


def test_a_profile_that_was_not_asked_for_is_refused(conversation, tmp_path):
    conversation.load(MODELS / "delegated.pte", golden(tmp_path, "x"))
    with pytest.raises(CallError, match="profiled"):
        conversation.call("profile", inferences=1)


def test_inspect_needs_no_samples(conversation):
    reply = conversation.call("inspect", runtime={"name": "executorch"}, modelPath=str(MODELS / "running.pte"))
    assert [tensor["name"] for tensor in reply["inputs"]] == ["x", "total"]
    assert [tensor["name"] for tensor in reply["outputs"]] == ["tenfold", "next"]


@pytest.mark.parametrize("mode", ["file", "mmap"])
def test_the_file_is_read_either_way(conversation, tmp_path, mode):
    conversation.load(MODELS / "unnamed.pte", golden(tmp_path, "input_0"), configuration={"load_mode": mode})


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"configuration": {"load_mode": "other"}}, "load_mode"),
        ({"configuration": {"arena": "false"}}, "no option 'arena'"),
        ({"provider": "cuda"}, "provider 'cuda'"),
        ({"precision": "bf16"}, "precision 'bf16'"),
        ({"threads": 0}, "threads is 0"),
    ],
)
def test_what_it_cannot_follow_is_refused(conversation, tmp_path, options, text):
    with pytest.raises(CallError, match=text):
        conversation.load(MODELS / "unnamed.pte", golden(tmp_path, "input_0"), **options)


@pytest.mark.parametrize(
    ("runtime", "code"),
    [
        ({"name": "onnxruntime"}, "worker.unknown-runtime"),
        ({"name": "executorch", "version": "0.1"}, "runtime.version"),
    ],
)
def test_another_runtime_is_refused(conversation, tmp_path, runtime, code):
    with pytest.raises(CallError) as error:
        conversation.load(MODELS / "unnamed.pte", golden(tmp_path, "input_0"), runtime=runtime)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"elementType": "float64", "shape": [2]}, "'input_0' is float32 in the model and float64"),
        ({"elementType": "text"}, "elementType"),
        ({"shape": [2, 2]}, r"'input_0' cannot be of shape \[2, 2\]"),
        ({"shape": [5]}, "reach beyond the end"),
        ({"shape": [-1]}, "integers from 0"),
        ({"shape": [2**31 - 1] * 9}, "reach beyond the end"),
        ({"offset": 1 << 62}, "reach beyond the end"),
        ({"path": "/dev/zero"}, "cannot read /dev/zero"),
        ({"path": "/nowhere"}, "cannot read /nowhere"),
    ],
)
def test_a_golden_set_that_does_not_fit_is_refused_and_the_worker_lives_on(conversation, tmp_path, change, text):
    samples = golden(tmp_path, "input_0")
    samples["inputs"]["input_0"] |= change
    with pytest.raises(CallError, match=text):
        conversation.load(MODELS / "unnamed.pte", samples)
    conversation.load(MODELS / "unnamed.pte", golden(tmp_path, "input_0"))


@pytest.mark.parametrize(
    ("samples", "text"),
    [
        ({"count": 1, "inputs": {}}, "nothing for the model's input 'input_0'"),
        ({"count": 0, "inputs": {}}, "no samples"),
    ],
)
def test_an_empty_golden_set_is_refused(conversation, samples, text):
    with pytest.raises(CallError, match=text):
        conversation.load(MODELS / "unnamed.pte", samples)


def test_an_input_that_the_model_lacks_is_refused(conversation, tmp_path):
    with pytest.raises(CallError, match="no input 'image'"):
        conversation.load(MODELS / "unnamed.pte", golden(tmp_path, "image"))


def test_an_unknown_output_is_refused(conversation, tmp_path):
    conversation.load(MODELS / "unnamed.pte", golden(tmp_path, "input_0"))
    with pytest.raises(CallError) as error:
        conversation.evaluate(0, 1, ["scores"])
    assert error.value.code == "model.missing-output"


def test_names_that_do_not_fit_are_refused(conversation, tmp_path):
    with pytest.raises(CallError, match="'input_names' whose names do not fit"):
        conversation.load(MODELS / "misnamed.pte", golden(tmp_path, "x"))


@pytest.mark.parametrize("part", [0, 1, 40, 63, 64, 200, 0.2, 0.5, 0.8, 0.99])
@pytest.mark.parametrize("model", ["unnamed", "delegated"])
@pytest.mark.parametrize("mode", ["file", "mmap"])
def test_a_model_that_ends_too_early_is_refused_and_the_worker_lives_on(conversation, tmp_path, part, model, mode):
    whole = (MODELS / f"{model}.pte").read_bytes()
    (tmp_path / "cut.pte").write_bytes(whole[: part if isinstance(part, int) else int(part * len(whole))])
    samples = golden(tmp_path, "input_0" if model == "unnamed" else "x")
    with pytest.raises(CallError) as error:
        conversation.load(tmp_path / "cut.pte", samples, configuration={"load_mode": mode})
    assert error.value.code == "model.invalid"
    conversation.load(MODELS / f"{model}.pte", samples)


def test_a_model_that_is_not_there_is_an_error(conversation, tmp_path):
    with pytest.raises(CallError) as error:
        conversation.load(tmp_path / "missing.pte", golden(tmp_path, "input_0"))
    assert error.value.code == "model.unreadable"


def test_pinning_is_told(conversation, tmp_path):
    core = min(os.sched_getaffinity(0))
    arguments = {"runtime": {"name": "executorch"}, "modelPath": str(MODELS / "unnamed.pte"), "options": {"threads": 1}}
    samples = golden(tmp_path, "input_0")
    reply = conversation.call("load", **arguments, samples=samples, rotationLimit=1, pinToCore=core)
    assert reply["pinnedCore"] == core
    assert "pinnedCore" not in conversation.call("load", **arguments, samples=samples, rotationLimit=1, pinToCore=99999)


def test_threads_are_those_that_were_asked_for(conversation, tmp_path):
    def count(threads: int) -> int:
        conversation.load(MODELS / "delegated.pte", golden(tmp_path, "x"), threads=threads)
        return len(list(Path(f"/proc/{conversation.process.pid}/task").iterdir()))

    alone = count(1)
    assert count(3) == alone + 2
    assert count(1) == alone


@pytest.mark.parametrize("starts", [[], [1], [0, 0], [0, 10], [0, -1], [0, 3.5]])
def test_starts_of_sequences_rise_from_0_and_stay_below_the_count(conversation, tmp_path, starts):
    samples = golden(tmp_path, "x", state={"total": "next"}, sequenceStarts=starts)
    with pytest.raises(CallError, match="sequenceStarts"):
        conversation.load(MODELS / "running.pte", samples)

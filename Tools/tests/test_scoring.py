from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pawl_models import golden_set
from pawl_models.errors import ToolError
from pawl_models.evaluation import cosine_similarity, evaluate, run_all
from pawl_models.feeds import Ragged, Rows
from pawl_models.golden_manifest import Description, write_manifest
from pawl_models.golden_set import GoldenData
from pawl_models.golden_tasks import Binary, Classification, Fidelity, TextSequence
from pawl_models.scoring import Labels, Texts, edit_distance


def written(folder: Path, data: GoldenData) -> dict:
    write_manifest(folder, Description("tiny", 1, "Tiny", "here", "none", "by hand", "all"), data)
    golden_set.write_locked(folder, data)
    return golden_set.read_manifest(folder)


def data_of(task: Classification | Binary | TextSequence | Fidelity, **more: object) -> GoldenData:
    inputs = {"x": Rows(np.arange(4, dtype=np.float32).reshape(4, 1))}
    return GoldenData(**({"inputs": inputs, "sample_names": list("abcd"), "task": task} | more))


def test_classification_takes_the_highest_score(tmp_path: Path) -> None:
    manifest = written(tmp_path, data_of(Classification(np.array([0, 1, 1, 0]), ["a", "b"], "y", "logits")))
    scorer = Labels(tmp_path, manifest)
    predictions = [scorer.predict({"y": np.array([scores])}) for scores in ([2, 1], [0, 1], [5, 4], [1, -1])]
    assert predictions == [0, 1, 0, 0]
    assert scorer.quality(predictions) == {"accuracy": 0.75}


@pytest.mark.parametrize(("kind", "scores"), [("probabilities", [0.4, 0.6, 0.5]), ("logits", [-0.1, 2.0, 0.0])])
def test_one_score_is_held_against_the_threshold(tmp_path: Path, kind: str, scores: list[float]) -> None:
    task = Binary(np.array([0, 1, 1, 0]), ("no", "yes"), "y", kind)
    scorer = Labels(tmp_path, written(tmp_path, data_of(task)))
    assert [scorer.predict({"y": np.array([score])}) for score in scores] == [0, 1, 1]


def test_texts_are_decoded_and_compared(tmp_path: Path) -> None:
    task = TextSequence(["ab", "a b", "", "bb"], ["<blank>", "a", "b", " "], "y", ignore_spaces=True)
    scorer = Texts(tmp_path, written(tmp_path, data_of(task)))
    steps = ([1, 1, 0, 2], [1, 2, 2, 0], [0, 0], [2, 0, 2, 1])
    predictions = [scorer.predict({"y": np.eye(4)[None, list(indices)]}) for indices in steps]
    assert predictions == ["ab", "ab", "", "bba"]
    assert scorer.quality(predictions) == {"exact match": 0.75, "CER": 1 / 6}


def test_indices_end_at_the_first_blank(tmp_path: Path) -> None:
    task = TextSequence(["aa"] * 4, ["<blank>", "a", "b"], "y", decoding="indices")
    scorer = Texts(tmp_path, written(tmp_path, data_of(task)))
    assert [scorer.predict({"y": np.array([row])}) for row in ([1, 1, 0, 2], [2, 1, 1], [0])] == ["aa", "baa", ""]


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("kitten", "sitting", 3), ("abc", "", 3), ("", "ab", 2), ("flaw", "lawn", 2)],
)
def test_edit_distance(one: str, other: str, edits: int) -> None:
    assert edit_distance(one, other) == edits == edit_distance(other, one)


def test_cosine_is_the_mean_over_samples() -> None:
    assert cosine_similarity(np.array([[1.0, 0], [0, 2]]), np.array([[3.0, 0], [1, 0]])) == 0.5


def sum_with_state(path: Path) -> None:
    """A model that says the sum of all inputs so far, as it is told the sum before."""
    nodes = [
        helper.make_node("ReduceSum", ["x", "axes"], ["now"], keepdims=0),
        helper.make_node("Add", ["now", "before"], ["total"]),
        helper.make_node("Sub", ["total", "half"], ["y"]),
    ]
    weights = {"axes": np.array([1]), "half": np.array([2.5], dtype=np.float32)}
    graph = helper.make_graph(
        nodes,
        "sum",
        [
            helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", "length"]),
            helper.make_tensor_value_info("before", TensorProto.FLOAT, ["n"]),
        ],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n"]) for name in ("total", "y")],
        [numpy_helper.from_array(array, name) for name, array in weights.items()],
    )
    path.parent.mkdir(exist_ok=True)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)


def test_state_is_carried_within_a_sequence_and_ragged_samples_keep_their_shape(tmp_path: Path) -> None:
    data = data_of(
        Binary(np.array([0, 1, 0, 1]), ("no", "yes"), "y", "logits"),
        inputs={"x": Ragged.of([np.array(row, dtype=np.float32) for row in ([1], [1, 2], [2], [0, 1, 0])])},
        sequences=np.array([0, 0, 1, 1]),
        state={"before": "total"},
        fidelity_output="total",
    )
    manifest = written(tmp_path / "golden", data)
    sum_with_state(tmp_path / "models" / "fp32.onnx")
    run = run_all(tmp_path / "models" / "fp32.onnx", tmp_path / "golden", manifest)
    assert [outputs["total"].tolist() for outputs in run.outputs] == [[1], [4], [2], [3]]
    table = evaluate(tmp_path / "models", tmp_path / "golden").splitlines()
    assert table[0].split()[:8] == ["variant", "bytes", "accuracy", "%", "agreement", "%", "cosine", "%"]
    assert table[1].split()[2:5] == ["100.00", "100.00", "100.00"]


def test_task_without_metrics_here_is_refused(tmp_path: Path) -> None:
    written(tmp_path, data_of(Fidelity("y")))
    with pytest.raises(ToolError, match="task 'fidelity'"):
        evaluate(tmp_path, tmp_path)

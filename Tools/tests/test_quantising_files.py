import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pawl_models import variants
from pawl_models.command_line import main
from pawl_models.errors import ToolError
from pawl_models.feeds import Ragged, read_calibration
from pawl_models.methods import METHODS, Plan, make

GENERATOR = np.random.default_rng(11)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A convolution, a product by a constant, a product of two activations, and a Gemm; one node has no name."""
    weights = {
        "kernel": GENERATOR.normal(size=(8, 1, 3, 3)),
        "first": GENERATOR.normal(size=(128, 64)),
        "second": GENERATOR.normal(size=(64, 32)),
        "third": GENERATOR.normal(size=(32, 8)),
        # As additions have it that were fused with a product.
        "bias": GENERATOR.normal(size=(1, 8)),
    }
    nodes = [
        helper.make_node("Conv", ["x", "kernel"], ["a"], "conv", kernel_shape=[3, 3], pads=[1] * 4),
        helper.make_node("Flatten", ["a"], ["b"], "flatten"),
        helper.make_node("MatMul", ["b", "first"], ["c"], "product"),
        helper.make_node("Relu", ["c"], ["d"], "relu"),
        helper.make_node("MatMul", ["d", "second"], ["e"]),
        helper.make_node("Transpose", ["e"], ["f"], "transpose"),
        helper.make_node("MatMul", ["e", "f"], ["g"], "activations"),
        helper.make_node("MatMul", ["g", "e"], ["h"], "mixture"),
        helper.make_node("Gemm", ["h", "third", "bias"], ["y"], "gemm"),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 4, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 8])],
        [numpy_helper.from_array(array.astype(np.float32), name) for name, array in weights.items()],
    )
    path = tmp_path / "small.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return path


def feeds(count: int = 4) -> list[dict[str, np.ndarray]]:
    return [{"x": GENERATOR.normal(size=(1, 1, 4, 4)).astype(np.float32)} for _ in range(count)]


def nodes(model: Path, method: str, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, dict]:
    assert main(["nodes", str(model), "--method", method, *more]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {node["name"]: node for node in found}


def make_variant(model: Path, method: str, *exclude: str, operators: tuple[str, ...] = ()) -> onnx.ModelProto:
    target = model.with_name("variant.onnx")
    make(Plan("variant", method, exclude, operators), model, target, feeds() if method == "int8-qdq" else None)
    return onnx.load(target)


def float_weights(model: onnx.ModelProto) -> set[str]:
    """Names of the matrices and kernels that are still in single precision."""
    return {
        t.name for t in model.graph.initializer if t.data_type == TensorProto.FLOAT and t.name in WEIGHT_OF.values()
    }


WEIGHT_OF = {"conv": "kernel", "product": "first", "MatMul_4": "second", "gemm": "third"}
LISTED = {
    "fp16": {"conv", "product", "MatMul_4", "gemm"},
    "int8-dynamic": {"conv", "product", "MatMul_4", "gemm"},
    "int8-qdq": {"conv", "product", "MatMul_4", "activations", "mixture", "gemm"},
    "int4": {"product", "MatMul_4"},
}


@pytest.mark.parametrize("method", METHODS)
def test_nodes_lists_what_the_method_quantises(model: Path, method: str, capsys: pytest.CaptureFixture[str]) -> None:
    listed = nodes(model, method, capsys)
    assert set(listed) == LISTED[method]
    assert listed["product"] == {"name": "product", "operator": "MatMul", "weight_bytes": 128 * 64 * 4}


@pytest.mark.parametrize("method", METHODS)
def test_every_listed_node_loses_its_float_weights_and_no_other_does(model: Path, method: str) -> None:
    expected = {weight for node, weight in WEIGHT_OF.items() if node not in LISTED[method]}
    assert float_weights(make_variant(model, method)) == expected


@pytest.mark.parametrize(("method", "node"), [(m, n) for m in METHODS for n in WEIGHT_OF if n in LISTED[m]])
def test_excluded_node_keeps_its_float_weights_and_the_others_do_not(model: Path, method: str, node: str) -> None:
    before = float_weights(make_variant(model, method))
    assert float_weights(make_variant(model, method, node)) == before | {WEIGHT_OF[node]}


@pytest.mark.parametrize("method", METHODS)
def test_unknown_node_is_refused_by_name(model: Path, method: str) -> None:
    with pytest.raises(ToolError, match="no node named 'conf'") as caught:
        make_variant(model, method, "conv", "conf")
    assert "pawl_models nodes" in (caught.value.hint or "")


@pytest.mark.parametrize("method", METHODS)
def test_excluding_all_nodes_is_refused_as_unchanged(model: Path, method: str) -> None:
    everything = {node.name for node in onnx.load(model).graph.node} - {""} | LISTED[method]
    with pytest.raises(ToolError, match="unchanged"):
        make_variant(model, method, *everything)
    assert not model.with_name("variant.onnx").exists()


@pytest.mark.parametrize("method", ["int8-dynamic", "int8-qdq"])
def test_operators_narrow_what_is_quantised(model: Path, method: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(nodes(model, method, capsys, "--operators", "Conv")) == {"conv"}
    assert float_weights(make_variant(model, method, operators=("Conv",))) == set(WEIGHT_OF.values()) - {"kernel"}


def test_int4_weights_are_close_to_the_source_and_the_same_bytes_every_time(model: Path, tmp_path: Path) -> None:
    variants.make_int4_weights(model, tmp_path / "one.onnx")
    variants.make_int4_weights(model, tmp_path / "two.onnx")
    assert (tmp_path / "one.onnx").read_bytes() == (tmp_path / "two.onnx").read_bytes()
    assert [node.op_type for node in onnx.load(tmp_path / "one.onnx").graph.node].count("MatMulNBits") == 2
    assert (tmp_path / "one.onnx").stat().st_size < model.stat().st_size / 2


def test_quantise_writes_a_variant_calibrated_on_a_folder(model: Path, tmp_path: Path) -> None:
    for index, feed in enumerate(feeds()):
        (tmp_path / "npz").mkdir(exist_ok=True)
        np.savez(tmp_path / "npz" / f"{index}.npz", **feed)
    arguments = ["quantise", str(model), "--method", "int8-qdq", "--exclude", "conv", "--exclude", "gemm"]
    target = tmp_path / "out" / "mixed.onnx"
    assert main([*arguments, "--calibration", str(tmp_path / "npz"), "--output", str(target)]) == 0
    assert float_weights(onnx.load(target)) == {"kernel", "third"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--method", "int8-qdq"], "int8-qdq needs calibration samples"),
        (["--method", "int4", "--calibration", "."], "int4 takes no calibration samples"),
        (["--method", "fp16", "--operators", "Conv"], "fp16 takes no operators"),
    ],
)
def test_what_does_not_fit_the_method_is_refused(
    model: Path, tmp_path: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quantise", str(model), *arguments, "--output", str(tmp_path / "v.onnx")]) == 1
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"no model"])
def test_file_that_is_no_model_is_an_error_in_words(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "model.onnx"
    if content is not None:
        path.write_bytes(content)
    assert main(["nodes", str(path), "--method", "int4"]) == 1
    assert str(path) in capsys.readouterr().err


def test_calibration_folder_may_hold_golden_inputs_with_rows_or_ragged(tmp_path: Path) -> None:
    texts = [np.arange(length, dtype=np.int64) for length in (3, 1, 2)]
    ragged = Ragged.of(texts)
    np.save(tmp_path / "ids.npy", ragged.elements)
    np.save(tmp_path / "ids.shapes.npy", ragged.shapes)
    np.save(tmp_path / "level.npy", np.array([[0.5], [1.5], [2.5]]))
    found = list(read_calibration(tmp_path, {"ids": 2, "level": 1}))
    assert [feed["ids"].tolist() for feed in found] == [[[0, 1, 2]], [[0]], [[0, 1]]]
    assert [feed["level"].tolist() for feed in found] == [[0.5], [1.5], [2.5]]


def test_calibration_inputs_of_different_lengths_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.zeros((3, 1)))
    np.save(tmp_path / "b.npy", np.zeros((2, 1)))
    with pytest.raises(ToolError, match="different numbers of samples"):
        list(read_calibration(tmp_path, {"a": 2, "b": 2}))


@pytest.mark.parametrize(
    ("ranks", "message"), [({"b": 2}, "no input a"), ({"a": 4}, "2 dimensions, the model wants 4")]
)
def test_calibration_that_does_not_fit_the_model_is_refused(
    tmp_path: Path, ranks: dict[str, int], message: str
) -> None:
    np.save(tmp_path / "a.npy", np.zeros((3, 1, 1)))
    with pytest.raises(ToolError, match=message):
        list(read_calibration(tmp_path, ranks))


def test_calibration_folder_without_samples_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="needs either"):
        list(read_calibration(tmp_path, {}))

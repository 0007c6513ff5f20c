from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pawl_models import variants
from pawl_models.errors import ToolError

GENERATOR = np.random.default_rng(7)
# Quantised to full range, neighbours are small enough for the 16 bits in which ONNX Runtime adds two products,
# saturating, on processors without VNNI: one lone large weight sets the scale.
WEIGHTS = GENERATOR.uniform(-1, 1, size=(64, 32)).astype(np.float32)
WEIGHTS[0] = 2
WEIGHTS[1] = 0


def save(path: Path, nodes: list, weights: dict[str, np.ndarray], inputs: list, outputs: list) -> Path:
    tensors = [numpy_helper.from_array(array, name) for name, array in weights.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8, producer_name="a test")
    onnx.save(model, path)
    return path


@pytest.fixture
def integer_model(tmp_path: Path) -> Path:
    """Like Magika's: integers in, cast to float by a node of the model's own, then a matrix product."""
    return save(
        tmp_path / "fp32.onnx",
        [
            helper.make_node("Cast", ["x"], ["f"], name="own_cast", to=TensorProto.FLOAT),
            helper.make_node("MatMul", ["f", "w"], ["y"], name="product"),
        ],
        {"w": WEIGHTS},
        [helper.make_tensor_value_info("x", TensorProto.INT32, ["n", 64])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 32])],
    )


@pytest.fixture
def model_without_products(tmp_path: Path) -> Path:
    return save(
        tmp_path / "fp32.onnx",
        [helper.make_node("Cast", ["x"], ["f"], to=TensorProto.FLOAT), helper.make_node("Relu", ["f"], ["y"])],
        {},
        [helper.make_tensor_value_info("x", TensorProto.INT32, ["n", 64])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 64])],
    )


def feeds(count: int = 8) -> Iterator[dict[str, np.ndarray]]:
    generator = np.random.default_rng(3)
    for _ in range(count):
        yield {"x": generator.integers(0, 5, size=(1, 64), dtype=np.int32)}


def outputs(path: Path) -> np.ndarray:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(None, feed)[0] for feed in feeds()])


def weight_types(path: Path) -> set[int]:
    return {tensor.data_type for tensor in onnx.load(path).graph.initializer}


def make(kind: str, source: Path, target: Path) -> None:
    match kind:
        case "half":
            variants.make_half_precision(source, target)
        case "dynamic":
            variants.make_dynamic_int8(source, target)
        case "static":
            variants.make_static_int8(source, target, feeds(), operators=("MatMul",))


@pytest.mark.parametrize(
    ("kind", "stored", "tolerance"),
    [("half", TensorProto.FLOAT16, 0.01), ("dynamic", TensorProto.INT8, 0.05), ("static", TensorProto.INT8, 0.05)],
)
def test_variant_stores_what_it_should_and_computes_nearly_the_same(
    integer_model: Path, tmp_path: Path, kind: str, stored: int, tolerance: float
) -> None:
    target = tmp_path / f"{kind}.onnx"
    make(kind, integer_model, target)
    assert stored in weight_types(target)
    expected = outputs(integer_model)
    assert np.abs(outputs(target) - expected).max() < tolerance * np.abs(expected).max()


@pytest.mark.parametrize("kind", ["half", "dynamic", "static"])
def test_variants_are_the_same_bytes_every_time_and_name_no_producer(
    integer_model: Path, tmp_path: Path, kind: str
) -> None:
    make(kind, integer_model, tmp_path / "first.onnx")
    make(kind, integer_model, tmp_path / "second.onnx")
    assert (tmp_path / "first.onnx").read_bytes() == (tmp_path / "second.onnx").read_bytes()
    model = onnx.load(tmp_path / "first.onnx")
    assert (model.producer_name, model.producer_version, list(model.metadata_props)) == ("", "", [])


@pytest.mark.parametrize("kind", ["dynamic", "static"])
def test_variant_identical_to_its_source_is_refused(model_without_products: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"{kind}.onnx"
    with pytest.raises(ToolError, match="unchanged"):
        make(kind, model_without_products, target)
    assert not target.exists()


def test_half_precision_keeps_the_types_of_inputs_and_outputs(integer_model: Path, tmp_path: Path) -> None:
    variants.make_half_precision(integer_model, tmp_path / "half.onnx")
    graph = onnx.load(tmp_path / "half.onnx").graph
    assert [value.type.tensor_type.elem_type for value in graph.input] == [TensorProto.INT32]
    assert [value.type.tensor_type.elem_type for value in graph.output] == [TensorProto.FLOAT]


def test_renaming_does_not_count_as_a_change(integer_model: Path) -> None:
    original, renamed = onnx.load(integer_model), onnx.load(integer_model)
    renamed.graph.node[0].name = "other"
    renamed.producer_name = "somebody"
    assert variants.types_of_weights(renamed) == variants.types_of_weights(original)

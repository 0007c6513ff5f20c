"""What can be tested of the conversion without its converter."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from pawl_models.conversion import building
from pawl_models.conversion.__main__ import main
from pawl_models.conversion.plans import PLANS, REASONS
from pawl_models.conversion.preparation import drop_idle_slices, prepare
from pawl_models.errors import ToolError
from pawl_models.files import sha256_of_file
from pawl_models.locations import Locations
from pawl_models.recipes import REGISTRY


def sliced_model(steps: int) -> onnx.ModelProto:
    """Returns x -> slice of all of x (or backwards) -> slice of the first half -> y."""

    def constant(name: str, value: int) -> onnx.TensorProto:
        return numpy_helper.from_array(np.array([value], np.int64), name)

    nodes = [
        helper.make_node("Slice", ["x", "start", "end", "axis", "steps"], ["whole"]),
        helper.make_node("Slice", ["whole", "zero", "half", "axis"], ["part"]),
        helper.make_node("Relu", ["part"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "sliced",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 2])],
        [
            constant("start", 0 if steps > 0 else 3),
            constant("end", 99 if steps > 0 else -99),
            constant("axis", 1),
            constant("steps", steps),
            constant("zero", 0),
            constant("half", 2),
        ],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def inferred(model: onnx.ModelProto) -> onnx.GraphProto:
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1
    return onnx.shape_inference.infer_shapes(model).graph


def test_only_slices_that_change_nothing_are_dropped() -> None:
    graph = inferred(sliced_model(1))
    assert drop_idle_slices(graph) == 1
    assert [(node.op_type, node.input[0]) for node in graph.node] == [("Slice", "x"), ("Relu", "part")]
    # Backwards, the shape stays and the values do not.
    assert drop_idle_slices(inferred(sliced_model(-1))) == 0


def test_a_prepared_model_has_fixed_sizes_and_the_same_answers(tmp_path: Path) -> None:
    source = tmp_path / "source.onnx"
    onnx.save(sliced_model(1), source)
    prepared = prepare(source, {"x": (1, 4)}, tmp_path)
    x = np.array([[-1, 2, 3, 4]], np.float32)
    answers = [
        onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]
        for path in (source, prepared)
    ]
    assert np.array_equal(*answers)
    shape = onnx.load(prepared).graph.input[0].type.tensor_type.shape
    assert [dimension.dim_value for dimension in shape.dim] == [1, 4]


def test_every_model_is_converted_or_has_a_reason_why_not() -> None:
    assert set(PLANS) | set(REASONS) == set(REGISTRY)
    assert not set(PLANS) & set(REASONS)
    for name, plan in PLANS.items():
        assert plan.golden_set == REGISTRY[name].golden_set
        assert set(plan.transpositions) | set(plan.state) <= set(plan.shapes)


def converted(locations: Locations) -> Path:
    """Makes what a conversion leaves."""
    folder = locations.model("digits")
    folder.mkdir(parents=True)
    (folder / "fp32.onnx").write_bytes(b"model")
    (folder / "fp32.tflite").write_bytes(b"converted")
    record = {
        "recipe_sha256": building.recipe_digest("digits", locations),
        "outputs": {"fp32.tflite": sha256_of_file(folder / "fp32.tflite")},
    }
    (folder / building.RECORD).write_text(json.dumps(record))
    return folder


def test_a_conversion_is_current_until_model_or_file_change(tmp_path: Path) -> None:
    locations = Locations(root=tmp_path, cache=tmp_path / "cache")
    assert building.faults("digits", locations) == ["digits is not converted"]
    folder = converted(locations)
    assert building.faults("digits", locations) == []
    (folder / "fp32.tflite").write_bytes(b"spoilt")
    assert building.faults("digits", locations) == [f"{folder / 'fp32.tflite'} is not what was converted"]
    (folder / "fp32.tflite").unlink()
    assert building.faults("digits", locations) == [f"{folder / 'fp32.tflite'} is missing"]
    (folder / "fp32.onnx").write_bytes(b"another model")
    assert "another model" in building.faults("digits", locations)[0]
    (folder / building.RECORD).write_text("{")
    assert "damaged" in building.faults("digits", locations)[0]


def test_a_model_that_cannot_be_converted_says_why() -> None:
    with pytest.raises(ToolError, match="differ in length") as raised:
        building.plan_of("sentiment")
    assert raised.value.hint == "convertible: digits, filetype, voice"
    with pytest.raises(ToolError, match="unknown model 'digit'"):
        building.plan_of("digit")


def test_the_command_line_ends_with_1_where_something_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path), "build", "voice"]) == 1
    assert "fp32.onnx is missing" in capsys.readouterr().err
    assert main(["--root", str(tmp_path), "verify", "voice"]) == 1
    assert "voice is not converted" in capsys.readouterr().err

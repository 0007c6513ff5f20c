import io
import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pawl_models.requests import answer_requests


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Two products by constants, one after the other."""
    generator = np.random.default_rng(3)
    weights = {"first": generator.normal(size=(64, 64)), "second": generator.normal(size=(64, 32))}
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "first"], ["a"], "one"),
            helper.make_node("MatMul", ["a", "second"], ["y"], "two"),
        ],
        "products",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 64])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 32])],
        [numpy_helper.from_array(array.astype(np.float32), name) for name, array in weights.items()],
    )
    path = tmp_path / "products.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return path


def replies(model: Path, *requests: object, method: str = "int8-dynamic") -> list[dict]:
    written = io.StringIO()
    lines = [request if isinstance(request, str) else json.dumps(request) for request in requests]
    answer_requests(model, method, (), None, lines, written)
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_answers_one_request_after_the_other(model: Path, tmp_path: Path) -> None:
    one, all_of_it = tmp_path / "one.onnx", tmp_path / "all.onnx"
    found = replies(
        model,
        {"exclude": ["two"], "output": str(one)},
        {"exclude": [], "output": str(all_of_it)},
        {"exclude": ["one", "two"], "output": str(tmp_path / "none.onnx")},
    )
    assert [node["name"] for node in found[0]["nodes"]] == ["one", "two"]
    assert found[1:] == [{"made": True}, {"made": True}, {"made": False}]
    assert all_of_it.stat().st_size < one.stat().st_size < model.stat().st_size
    assert not (tmp_path / "none.onnx").exists()


def test_goes_on_after_an_error(model: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "variant.onnx")
    found = replies(model, "no JSON", {"exclude": ["three"], "output": target}, {"exclude": [], "output": target})
    assert "a request is" in found[1]["error"]
    assert "'three'" in found[2]["error"] and found[2]["hint"]
    assert found[3] == {"made": True}


def test_tells_first_of_all_when_the_model_is_of_no_use(tmp_path: Path) -> None:
    (found,) = replies(tmp_path / "missing.onnx", {"exclude": [], "output": "never.onnx"})
    assert "missing.onnx" in found["error"]

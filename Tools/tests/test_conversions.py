import json
import zipfile
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from pawl_models import conversions
from pawl_models.conversions import convert, signature_of, with_names_and_sizes
from pawl_models.errors import ToolError
from pawl_models.locations import TOOLS, Locations

GRAPH = """7767517
3 3
Input in0 0 1 in0
Convolution conv 1 1 in0 mid 0=4 1=3
InnerProduct fc 1 1 mid out0 0=10 1=1
"""

installed = pytest.mark.skipif(
    not (TOOLS.parent / ".pawl" / "converters").is_dir(), reason="the converters are not in .pawl/converters"
)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """x: float32[n, 1, 4, 4] through a convolution to y."""
    weights = helper.make_tensor("w", TensorProto.FLOAT, [2, 1, 3, 3], [0.5] * 18)
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "w"], ["y"], kernel_shape=[3, 3])],
        "tiny",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 1, 4, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 2, 2, 2])],
        [weights],
    )
    path = tmp_path / "tiny.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def test_open_sizes_become_1(model: Path) -> None:
    assert signature_of(model) == {
        "inputs": [{"name": "x", "elementType": "float32", "shape": [1, 1, 4, 4]}],
        "outputs": [{"name": "y", "elementType": "float32", "shape": [1, 2, 2, 2]}],
    }


def test_a_graph_for_ncnn_gets_the_models_names_and_sizes() -> None:
    stated = with_names_and_sizes(
        GRAPH, [{"name": "image", "shape": [1, 3, 8, 6]}], [{"name": "logits", "shape": [1, 10]}]
    )
    assert stated.splitlines()[2:] == [
        "Input in0 0 1 image 0=6 1=8 2=3",
        "Convolution conv 1 1 image mid 0=4 1=3",
        "InnerProduct fc 1 1 mid logits 0=10 1=1 -23330=4,1,10,0,0",
    ]


@pytest.mark.parametrize("kind", conversions.FORMATS)
def test_missing_converters_say_how_to_get_them(model: Path, tmp_path: Path, kind: str) -> None:
    with pytest.raises(ToolError) as raised:
        convert(model, kind, tmp_path / "out", Locations(tmp_path, tmp_path))
    assert "pip install" in raised.value.hint
    assert not (tmp_path / "out").exists()


@installed
@pytest.mark.parametrize("kind", conversions.FORMATS)
def test_models_are_converted(model: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out"
    convert(model, kind, target, Locations.default())
    content = target.read_bytes()
    match kind:
        case "tvm":
            assert content[:4] == b"\x7fELF"
            assert json.dumps(signature_of(model)).encode() in content
        case "mnn":
            assert len(content) > 100
        case _:
            with zipfile.ZipFile(target) as archive:
                assert archive.namelist() == ["model.param", "model.bin"]
                assert "Input in0 0 1 x 0=4 1=4 2=1" in archive.read("model.param").decode()
            convert(model, kind, tmp_path / "again", Locations.default())
            assert (tmp_path / "again").read_bytes() == content

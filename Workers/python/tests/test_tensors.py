import pytest

from pawl_worker.tensors import Quantization, TensorDescription


def test_a_quantisation_is_told_with_its_tensor() -> None:
    described = TensorDescription("x", "int8", ("n", 64), Quantization((0.5,), (-3,)))
    assert described.reply() == {
        "name": "x",
        "elementType": "int8",
        "shape": ["n", 64],
        "quantization": {"scales": [0.5], "zeroPoints": [-3]},
    }
    assert "quantization" not in TensorDescription("x", "int8", (1,)).reply()


def test_channels_have_an_axis() -> None:
    described = TensorDescription("x", "uint8", (1, 2), Quantization((0.5, 1.0), (0, 255), axis=1))
    assert described.reply()["quantization"] == {"scales": [0.5, 1.0], "zeroPoints": [0, 255], "axis": 1}


@pytest.mark.parametrize(
    ("element_type", "quantization"),
    [
        ("float32", Quantization((0.5,), (0,))),
        ("int8", Quantization((0.5,), (-129,))),
        ("uint8", Quantization((0.0,), (0,))),
        ("uint8", Quantization((float("nan"),), (0,))),
        ("uint8", Quantization((), ())),
        ("uint8", Quantization((0.5,), (0, 0))),
        ("uint8", Quantization((0.5, 0.5), (0, 0))),
        ("uint8", Quantization((0.5, 0.5), (0, 0), axis=0)),
        ("uint8", Quantization((0.5, 0.5), (0, 0), axis=7)),
    ],
)
def test_one_that_does_not_fit_is_refused(element_type: str, quantization: Quantization) -> None:
    with pytest.raises(ValueError, match="no quantisation"):
        TensorDescription("x", element_type, (1, 2), quantization)

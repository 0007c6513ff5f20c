from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from conftest import REPOSITORY
from pawl_models import golden_set
from pawl_models.recipes.stack import recipe
from pawl_models.recipes.stack.network import INPUT, network, weights


@pytest.mark.parametrize("layers", [100, 103])
def test_stack_has_as_many_convolutions_as_its_name_says(layers: int) -> None:
    model = network(layers)
    onnx.checker.check_model(model, full_check=True)
    assert sum(node.op_type == "Conv" for node in model.graph.node) == layers


def test_longer_stack_begins_with_the_weights_of_the_shorter() -> None:
    for short, long in zip(weights(3), weights(5), strict=False):
        assert np.array_equal(short, long)


def test_model_is_the_same_bytes_every_time() -> None:
    first, second = (network(5).SerializeToString(deterministic=True) for _ in range(2))
    assert first == second


def test_no_activation_overflows_or_becomes_subnormal_which_would_change_the_time() -> None:
    model = network(220)
    model.graph.output.append(onnx.helper.make_empty_tensor_value_info("means"))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    for sample in recipe.golden_data().inputs[INPUT].array:
        (means,) = session.run(["means"], {INPUT: sample[np.newaxis]})
        assert np.isfinite(means).all()
        assert 1e-20 < means.max() < 1e20


def test_tracked_manifest_locks_what_the_recipe_makes(tmp_path: Path) -> None:
    tracked = REPOSITORY / "GoldenSets" / "stack" / golden_set.MANIFEST
    (tmp_path / golden_set.MANIFEST).write_bytes(tracked.read_bytes())
    golden_set.write_locked(tmp_path, recipe.golden_data())
    assert golden_set.faults(tmp_path) == []

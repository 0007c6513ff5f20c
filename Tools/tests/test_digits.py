import numpy as np
import onnx
import onnxruntime
import pytest

from pawl_models.recipes.digits import recipe, training
from pawl_models.recipes.digits.layers import from_patches, patches, pool, unpool
from pawl_models.recipes.digits.network import network

GENERATOR = np.random.default_rng(3)


def some(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Images of ten kinds that are easy to tell apart: a bright column each."""
    labels = np.arange(count) % 10
    images = GENERATOR.random((count, 28, 28)) * 0.2
    for image, label in zip(images, labels, strict=True):
        image[4:24, 4 + 2 * label] = 1
    return images, labels


def test_patches_are_the_neighbourhoods_with_zeros_beyond_the_edge() -> None:
    images = np.arange(2 * 4 * 6 * 3, dtype=float).reshape(2, 4, 6, 3)
    found = patches(images).reshape(2, 4, 6, 3, 3, 3)
    assert (found[:, :, :, 1, 1] == images).all()
    assert (found[:, 1:, :, 0, 1] == images[:, :-1]).all()
    assert (found[:, 0, :, 0] == 0).all()


def test_gradient_of_patches_is_their_transpose() -> None:
    images, gradient = GENERATOR.random((2, 4, 6, 3)), GENERATOR.random((2 * 4 * 6, 27))
    assert np.isclose((patches(images) * gradient).sum(), (images * from_patches(gradient, images.shape)).sum())


def test_pooling_takes_the_largest_and_gives_its_gradient_back_there() -> None:
    images = GENERATOR.random((2, 4, 6, 3))
    largest, chosen = pool(images)
    assert largest[0, 0, 0, 0] == images[0, :2, :2, 0].max()
    spread = unpool(largest, chosen)
    assert (spread[spread != 0] == images[spread != 0]).all()
    assert np.count_nonzero(spread) == largest.size


@pytest.mark.parametrize(
    "name", ["kernel_0", "kernel_0_bias", "kernel_1", "kernel_1_bias", "hidden", "last", "last_bias"]
)
def test_gradient_is_the_slope_of_the_loss(name: str) -> None:
    images, labels = some(6)
    weights = training.initial(np.random.default_rng(1))
    kept = np.ones((6, training.HIDDEN))
    batch = images[..., None]
    _, gradient = training.step(weights, batch, labels, kept)
    place = np.unravel_index(np.abs(gradient[name]).argmax(), gradient[name].shape)
    losses = []
    for change in (1e-5, -1e-5):
        moved = {key: array.copy() for key, array in weights.items()}
        moved[name][place] += change
        losses.append(training.step(moved, batch, labels, kept)[0])
    assert np.isclose((losses[0] - losses[1]) / 2e-5, gradient[name][place], rtol=1e-3)


@pytest.fixture(scope="module")
def trained() -> training.Weights:
    return training.train(*some(256), epochs=4)


def test_training_learns_is_the_same_every_time_and_lies_on_the_grid(trained: training.Weights) -> None:
    images, labels = some(50)
    session = onnxruntime.InferenceSession(network(trained).SerializeToString(), providers=["CPUExecutionProvider"])
    (logits,) = session.run(None, {"image": images[:, None].astype(np.float32)})
    assert (logits.argmax(axis=1) == labels).mean() > 0.3
    for array in trained.values():
        assert (array * training.GRID == np.rint(array * training.GRID)).all()


def test_training_is_the_same_every_time() -> None:
    images, labels = some(128)
    first, second = (training.train(images, labels, epochs=1) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_model_computes_what_was_trained(trained: training.Weights) -> None:
    model = network(trained)
    onnx.checker.check_model(model, full_check=True)
    images, labels = some(5)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (logits,) = session.run(None, {"image": images[:, None].astype(np.float32)})
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    loss = -np.mean(np.log(shifted[np.arange(5), labels] / shifted.sum(axis=1)))
    expected, _ = training.step(trained, images[..., None], labels, np.ones((5, training.HIDDEN)))
    assert np.isclose(loss, expected, rtol=1e-4)


def test_images_are_moved_each_by_its_own() -> None:
    images = np.zeros((2, 5, 5))
    images[:, 2, 2] = 1
    moved = training.moved_by(images, np.array([[1, 0], [-1, 2]]))
    assert [np.argwhere(image).tolist() for image in moved] == [[[3, 2]], [[1, 4]]]


def test_table_is_split_without_overlap() -> None:
    lines = [",".join(["0"] * 783 + ["255", str(index % 10)]) for index in range(30)]
    digits = recipe.parse("\n".join(lines).encode())
    assert sorted(digits.rows.tolist()) == list(range(30))
    assert (digits.labels == digits.rows % 10).all()
    assert (digits.images[:, 27, 27] == 1).all()
    assert not set(digits.part(0, 10).rows) & set(digits.part(10).rows)

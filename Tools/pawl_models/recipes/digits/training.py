"""Trains the network: two convolutions with pooling, a hidden layer with dropout, cross entropy, Adam.

Sources: LeCun et al., "Gradient-based learning applied to document recognition", Proc. IEEE 86 (1998), for the shape
of the network; He et al., "Delving deep into rectifiers", ICCV 2015, for how weights begin; Kingma & Ba, "Adam", ICLR
2015.
"""

from __future__ import annotations

import numpy as np

from pawl_models.recipes.digits.layers import from_patches, patches, pool, softmax, unpool

SIDE = 28
CLASSES = 10
CHANNELS = (16, 32)
HIDDEN = 128
EPOCHS = 15
BATCH = 64
LEARNING_RATE = 1.5e-3
"""At the start; it falls in a straight line to nothing at the end."""
DECAYS = (0.9, 0.999)
"""Of Adam's means of the gradient and of its square."""
KEPT = 0.6
"""The share of hidden units that a step of the training uses (dropout)."""
FARTHEST_SHIFT = 2
"""Training images are moved by up to so many pixels each way."""
SEED = 7
GRID = 1 << 12
"""Trained weights are rounded to multiples of 1/4096, so that processors that sum in another order agree on them."""

Weights = dict[str, np.ndarray]


def initial(generator: np.random.Generator) -> Weights:
    """Returns random weights whose layers keep the size of what goes through them, and biases of zero."""
    flat = (SIDE // 4) ** 2 * CHANNELS[1]
    shapes = {
        "kernel_0": (9, CHANNELS[0]),
        "kernel_1": (9 * CHANNELS[0], CHANNELS[1]),
        "hidden": (flat, HIDDEN),
        "last": (HIDDEN, CLASSES),
    }
    weights: Weights = {}
    for name, shape in shapes.items():
        # Uniform, not normal: it needs no logarithm, in which machines differ.
        reach = np.sqrt(6 / shape[0])
        weights[name] = (2 * generator.random(shape) - 1) * reach
        weights[f"{name}_bias"] = np.zeros(shape[1])
    return weights


def step(weights: Weights, images: np.ndarray, labels: np.ndarray, kept: np.ndarray) -> tuple[float, Weights]:
    """Returns the loss of a batch and its gradient.

    Args:
        weights: of all layers.
        images: float64 [batch, side, side, 1].
        labels: int [batch].
        kept: what dropout multiplies the hidden units by: [batch, HIDDEN].
    """
    batch = len(images)
    columns, chosen, pooled = [], [], [images]
    for layer in range(2):
        columns.append(patches(pooled[-1]))
        sums = columns[-1] @ weights[f"kernel_{layer}"] + weights[f"kernel_{layer}_bias"]
        largest, places = pool(sums.reshape(*pooled[-1].shape[:3], -1))
        chosen.append(places)
        # The largest of rectified values is the rectified largest.
        pooled.append(np.maximum(largest, 0))
    flat = pooled[2].reshape(batch, -1)
    hidden = np.maximum(flat @ weights["hidden"] + weights["hidden_bias"], 0) * kept
    probabilities = softmax(hidden @ weights["last"] + weights["last_bias"])
    loss = -float(np.mean(np.log(probabilities[np.arange(batch), labels])))

    gradient: Weights = {}
    back = (probabilities - np.eye(CLASSES)[labels]) / batch
    gradient |= {"last": hidden.T @ back, "last_bias": back.sum(axis=0)}
    back = (back @ weights["last"].T) * kept * (hidden > 0)
    gradient |= {"hidden": flat.T @ back, "hidden_bias": back.sum(axis=0)}
    back = (back @ weights["hidden"].T).reshape(pooled[2].shape)
    for layer in (1, 0):
        back = unpool(back * (pooled[layer + 1] > 0), chosen[layer]).reshape(len(columns[layer]), -1)
        gradient |= {f"kernel_{layer}": columns[layer].T @ back, f"kernel_{layer}_bias": back.sum(axis=0)}
        if layer:
            back = from_patches(back @ weights["kernel_1"].T, pooled[1].shape)
    return loss, gradient


def moved_by(images: np.ndarray, shifts: np.ndarray) -> np.ndarray:
    """Returns each image moved by so many rows and columns.

    Digits have empty margins, so nothing is moved in from the other side.
    """
    return np.stack([np.roll(image, shift, axis=(0, 1)) for image, shift in zip(images, shifts, strict=True)])


def train(images: np.ndarray, labels: np.ndarray, epochs: int = EPOCHS) -> Weights:
    """Returns trained weights, the same for the same images.

    Args:
        images: float [images, side, side], in 0...1.
        labels: int [images].
        epochs: how often each image is seen.
    """
    generator = np.random.default_rng(SEED)
    weights = initial(generator)
    means = {name: np.zeros_like(array) for name, array in weights.items()}
    squares = {name: np.zeros_like(array) for name, array in weights.items()}
    steps, all_steps = 0, epochs * (len(images) // BATCH)
    for _ in range(epochs):
        order = generator.permutation(len(images))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            shifts = generator.integers(-FARTHEST_SHIFT, FARTHEST_SHIFT, size=(BATCH, 2), endpoint=True)
            moved = moved_by(images[chosen], shifts)[..., None].astype(np.float64)
            kept = (generator.random((BATCH, HIDDEN)) < KEPT) / KEPT
            _, gradient = step(weights, moved, labels[chosen], kept)
            rate = LEARNING_RATE * (1 - steps / all_steps)
            steps += 1
            for name, slope in gradient.items():
                means[name] += (1 - DECAYS[0]) * (slope - means[name])
                squares[name] += (1 - DECAYS[1]) * (slope**2 - squares[name])
                mean = means[name] / (1 - DECAYS[0] ** steps)
                square = squares[name] / (1 - DECAYS[1] ** steps)
                weights[name] -= rate * mean / (np.sqrt(square) + 1e-8)
    return {name: np.rint(array * GRID) / GRID for name, array in weights.items()}

"""The layers of a small convolutional network, forwards and backwards, in plain NumPy.

Images are [images, height, width, channels]. Everything is float64: how a processor orders sums then changes the last
bits only, far below the grid to which the trained weights are rounded.
"""

from __future__ import annotations

import numpy as np

KERNEL = 3


def patches(images: np.ndarray) -> np.ndarray:
    """Returns the 3 by 3 neighbourhood of every pixel, zeros beyond the edge.

    Returns:
        float64 [images * height * width, 9 * channels]
    """
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KERNEL, KERNEL), axis=(1, 2))
    return windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, KERNEL * KERNEL * images.shape[3])


def from_patches(gradient: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Returns the gradient of the images, from the gradient of their patches: each pixel adds up where it was used."""
    count, height, width, channels = shape
    parts = gradient.reshape(count, height, width, KERNEL, KERNEL, channels)
    padded = np.zeros((count, height + 2, width + 2, channels))
    for row in range(KERNEL):
        for column in range(KERNEL):
            padded[:, row : row + height, column : column + width] += parts[:, :, :, row, column]
    return padded[:, 1:-1, 1:-1]


def pool(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the largest of every 2 by 2 pixels, and which of the four it was (the first among equals)."""
    count, height, width, channels = images.shape
    blocks = images.reshape(count, height // 2, 2, width // 2, 2, channels).transpose(0, 1, 3, 5, 2, 4)
    fours = blocks.reshape(count, height // 2, width // 2, channels, 4)
    chosen = fours.argmax(axis=-1)
    return np.take_along_axis(fours, chosen[..., None], axis=-1)[..., 0], chosen


def unpool(gradient: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Returns the gradient of the images before `pool`: all of it goes to the pixel that was largest."""
    count, height, width, channels = gradient.shape
    fours = np.zeros((*gradient.shape, 4))
    np.put_along_axis(fours, chosen[..., None], gradient[..., None], axis=-1)
    blocks = fours.reshape(count, height, width, channels, 2, 2).transpose(0, 1, 4, 2, 5, 3)
    return blocks.reshape(count, 2 * height, 2 * width, channels)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Returns the probabilities of each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

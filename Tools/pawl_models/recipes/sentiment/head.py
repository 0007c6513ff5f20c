"""The logistic head: trained on embeddings, solved exactly, and rounded so that machines agree on it."""

from __future__ import annotations

import numpy as np

STRENGTH = 10.0
"""How much the samples count against the pull of the weights to zero."""
STEPS = 50
SMALLEST_STEP = 1e-12
GRID = 16
"""The weights are rounded to multiples of 1/16. Embeddings differ between kinds of processors in the last bits, which
moves the solution by about a millionth; the rounding moves a score by about 0.02."""


def fit(embeddings: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Returns weights and offset of a logistic regression with squared penalty, by Newton's method in float64.

    Args:
        embeddings: float [samples, width].
        labels: 0 or 1: int [samples].

    Raises:
        ValueError: the method did not settle.
    """
    samples = np.hstack([embeddings.astype(np.float64), np.ones((len(embeddings), 1))])
    # The offset is free.
    penalty = np.append(np.ones(embeddings.shape[1]), 0.0)
    weights = np.zeros(samples.shape[1])
    for _ in range(STEPS):
        probabilities = 1 / (1 + np.exp(-(samples @ weights)))
        slope = STRENGTH * samples.T @ (probabilities - labels) + penalty * weights
        certainty = probabilities * (1 - probabilities)
        curvature = STRENGTH * (samples.T * certainty) @ samples + np.diag(penalty)
        change = np.linalg.solve(curvature, slope)
        weights -= change
        if np.abs(change).max() < SMALLEST_STEP * max(1.0, float(np.abs(weights).max())):
            return weights[:-1], float(weights[-1])
    raise ValueError("the logistic regression did not settle")


def as_matrix(weights: np.ndarray, offset: float) -> tuple[np.ndarray, np.ndarray]:
    """Returns the head as a matrix [width, 2] and bias [2], rounded.

    Half of it speaks against the first class, half for the second, so that softmax gives the logistic function.
    """
    rounded, shift = np.rint(weights * GRID) / GRID, np.rint(offset * GRID) / GRID
    return np.stack([-rounded, rounded], axis=1) / 2, np.array([-shift, shift]) / 2

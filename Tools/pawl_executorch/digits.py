"""The digits model in PyTorch, with the weights of the ONNX file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

INPUT, OUTPUT = "image", "logits"


class Digits(torch.nn.Module):
    """Two convolutions with pooling, a hidden layer, ten scores."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        """Takes the weights by the names that they have in the ONNX file."""
        super().__init__()
        kernels = [weights[f"kernel_{layer}"] for layer in range(2)]
        self.convolutions = torch.nn.ModuleList(
            torch.nn.Conv2d(kernel.shape[1], kernel.shape[0], kernel.shape[2:], padding=1) for kernel in kernels
        )
        # A matrix product has its weights as [inputs, outputs], a linear layer the other way round.
        products = [weights[name] for name in ("hidden", "last")]
        self.layers = torch.nn.ModuleList(torch.nn.Linear(*product.shape) for product in products)
        for layer, convolution in enumerate(self.convolutions):
            fill(convolution, kernels[layer], weights[f"kernel_{layer}_bias"])
        for layer, name, product in zip(self.layers, ("hidden", "last"), products, strict=True):
            fill(layer, product.T, weights[f"{name}_bias"])

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Takes float32 [1, 1, 28, 28] in 0...1; returns float32 [1, 10]."""
        for convolution in self.convolutions:
            image = torch.nn.functional.max_pool2d(torch.relu(convolution(image)), 2)
        hidden, last = self.layers
        return last(torch.relu(hidden(torch.flatten(image, 1))))


def fill(layer: torch.nn.Module, weight: np.ndarray, bias: np.ndarray) -> None:
    """Sets a layer's weights."""
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(np.ascontiguousarray(weight)))
        layer.bias.copy_(torch.from_numpy(np.ascontiguousarray(bias)))


def read_digits(path: Path) -> Digits:
    """Returns the model of an ONNX file that the recipe of digits made."""
    graph = onnx.load(path).graph
    weights = {array.name: numpy_helper.to_array(array) for array in graph.initializer}
    return Digits({name: array.astype(np.float32) for name, array in weights.items()}).eval()

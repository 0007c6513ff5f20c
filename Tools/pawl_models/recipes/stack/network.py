"""The network: so many equal convolutions, one after the other, and a small head."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper

INPUT, OUTPUT = "image", "scores"
CHANNELS = 16
SIDE = 28
SEED = 1
LARGEST_WEIGHT = 8
WEIGHT_UNIT = 1 / 40
"""Makes the weights' standard deviation 0.1225, a little above the 0.118 that keeps activations behind a rectifier
at one size (He et al. 2015), because the zeros around the image take some away: neither overflow nor subnormal
numbers, which would be slow, in a hundred layers or two."""
OPSET, IR_VERSION = 15, 8


def weights(layers: int) -> Iterator[np.ndarray]:
    """Yields the layers' weights; a longer stack begins with the weights of a shorter one."""
    generator = np.random.default_rng(SEED)
    for _ in range(layers):
        whole = generator.integers(-LARGEST_WEIGHT, LARGEST_WEIGHT, size=(CHANNELS, CHANNELS, 3, 3), endpoint=True)
        yield (whole * WEIGHT_UNIT).astype(np.float32)


def network(layers: int) -> ModelProto:
    """Returns a stack of 3 by 3 convolutions, each with a rectifier, that keep the shape; then a mean and a softmax."""
    nodes, initialisers = [], []
    last = INPUT
    for index, values in enumerate(weights(layers)):
        initialisers.append(numpy_helper.from_array(values, f"weights_{index}"))
        nodes.append(
            helper.make_node(
                "Conv", [last, f"weights_{index}"], [f"sum_{index}"], f"conv_{index}", kernel_shape=[3, 3], pads=[1] * 4
            )
        )
        last = f"layer_{index}"
        nodes.append(helper.make_node("Relu", [f"sum_{index}"], [last], f"relu_{index}"))
    nodes += [
        helper.make_node("GlobalAveragePool", [last], ["means"], "mean"),
        helper.make_node("Flatten", ["means"], ["row"], "flatten"),
        helper.make_node("Softmax", ["row"], [OUTPUT], "softmax"),
    ]
    graph = helper.make_graph(
        nodes,
        f"stack of {layers}",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["n", CHANNELS, SIDE, SIDE])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n", CHANNELS])],
        initialisers,
    )
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="pawl_models"
    )

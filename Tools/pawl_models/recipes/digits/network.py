"""The trained network as an ONNX model."""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper

from pawl_models.recipes.digits.layers import KERNEL
from pawl_models.recipes.digits.training import CHANNELS, CLASSES, SIDE, Weights

INPUT, OUTPUT = "image", "logits"
OPSET, IR_VERSION = 17, 9


def network(weights: Weights) -> ModelProto:
    """Returns the model: float32 [n, 1, 28, 28] in 0...1 to float32 [n, 10]."""
    nodes, last = [], INPUT
    for layer in range(2):
        names = [last, f"kernel_{layer}", f"kernel_{layer}_bias"]
        nodes += [
            helper.make_node("Conv", names, [f"sum_{layer}"], f"conv_{layer}", kernel_shape=[3, 3], pads=[1] * 4),
            helper.make_node("Relu", [f"sum_{layer}"], [f"map_{layer}"], f"relu_{layer}"),
            helper.make_node(
                "MaxPool", [f"map_{layer}"], [f"pooled_{layer}"], f"pool_{layer}", kernel_shape=[2, 2], strides=[2, 2]
            ),
        ]
        last = f"pooled_{layer}"
    nodes += [
        helper.make_node("Flatten", [last], ["flat"], "flatten"),
        helper.make_node("MatMul", ["flat", "hidden"], ["hidden_product"], "hidden_product"),
        helper.make_node("Add", ["hidden_product", "hidden_bias"], ["hidden_sum"], "hidden_sum"),
        helper.make_node("Relu", ["hidden_sum"], ["units"], "hidden_relu"),
        helper.make_node("MatMul", ["units", "last"], ["last_product"], "last_product"),
        helper.make_node("Add", ["last_product", "last_bias"], [OUTPUT], "last_sum"),
    ]
    graph = helper.make_graph(
        nodes,
        "digits",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["n", 1, SIDE, SIDE])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n", CLASSES])],
        [numpy_helper.from_array(array.astype(np.float32), name) for name, array in channels_first(weights).items()],
    )
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="pawl_models"
    )


def channels_first(weights: Weights) -> Weights:
    """Returns the weights in ONNX's order, which puts channels before height and width."""
    found = dict(weights)
    for layer, outputs in enumerate(CHANNELS):
        kernel = weights[f"kernel_{layer}"].reshape(KERNEL, KERNEL, -1, outputs)
        found[f"kernel_{layer}"] = kernel.transpose(3, 2, 0, 1)
    hidden = weights["hidden"].reshape(SIDE // 4, SIDE // 4, CHANNELS[1], -1)
    found["hidden"] = hidden.transpose(2, 0, 1, 3).reshape(weights["hidden"].shape)
    return found

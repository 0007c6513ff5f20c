"""Which nodes of a model a method would quantise: what a search for the one that does harm goes through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pawl_models.methods import METHODS
from pawl_models.preprocessing import preprocessed

if TYPE_CHECKING:
    import onnx


@dataclass(frozen=True)
class QuantisableNode:
    """One node that a method would change."""

    name: str
    operator: str
    weight_bytes: int
    """Size of its constant inputs in single precision; 0 where it multiplies activations only."""


def quantisable_nodes(source: Path, method: str, operators: Sequence[str] | None = None) -> list[QuantisableNode]:
    """Returns the nodes that a method would quantise, in the order in which they run.

    Nodes inside the branches of If and the bodies of Loop are not looked at: the int8 methods leave them alone.

    Args:
        source: the model in single precision.
        method: a name out of `methods.METHODS`.
        operators: the operator types that the method is told to quantise; None for the method's own.

    Raises:
        ToolError: the source cannot be read.
    """
    import onnx

    kind = METHODS[method]
    wanted = set(operators or kind.operators())
    if method == "int8-dynamic" and "MatMul" in wanted:
        # A Gemm is made a product and an addition before.
        wanted.add("Gemm")
    with preprocessed(source, fuse_additions=kind.fuses_additions) as path:
        graph = onnx.load(path).graph
    constants = {tensor.name: tensor for tensor in graph.initializer if tensor.data_type == onnx.TensorProto.FLOAT}
    found = []
    for node in graph.node:
        weights = [constants[name] for name in node.input if name in constants]
        if node.op_type in wanted and (not kind.needs_weights or has_weights(node, constants)):
            found.append(QuantisableNode(node.name, node.op_type, sum(4 * _elements(tensor) for tensor in weights)))
    return found


WEIGHT_INPUTS = {"Gather": (0,), "EmbedLayerNormalization": (2, 3, 4), "LSTM": (1, 2)}
"""Where an operator's weights stand among its inputs, if not second."""


def has_weights(node: onnx.NodeProto, constants: dict[str, onnx.TensorProto]) -> bool:
    """Says whether a node's weights are constants in single precision, of which a quantiser can make integers."""
    places = WEIGHT_INPUTS.get(node.op_type, (1,))
    return all(len(node.input) > place and node.input[place] in constants for place in places)


def _elements(tensor: onnx.TensorProto) -> int:
    count = 1
    for extent in tensor.dims:
        count *= extent
    return count

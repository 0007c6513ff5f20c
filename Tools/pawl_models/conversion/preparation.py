"""Brings a graph into the form that the converter reads rightly: fixed sizes, nothing to compute that is known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import onnx
import onnxruntime
from onnxruntime.tools.onnx_model_utils import make_input_shape_fixed


def prepare(source: Path, shapes: Mapping[str, tuple[int, ...]], folder: Path) -> Path:
    """Writes the prepared graph of a model and returns its path.

    Args:
        source: the model, as ONNX.
        shapes: of every input.
        folder: where files of passage may lie.
    """
    model = onnx.load(source)
    for name, shape in shapes.items():
        make_input_shape_fixed(model.graph, name, list(shape))
    fixed, folded, prepared = (folder / f"{step}.onnx" for step in ("fixed", "folded", "prepared"))
    onnx.save(model, fixed)
    fold(fixed, folded)
    model = onnx.shape_inference.infer_shapes(onnx.load(folded))
    drop_idle_slices(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, prepared)
    return prepared


def fold(source: Path, target: Path) -> None:
    """Lets ONNX Runtime compute what no longer depends on the inputs."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])


def drop_idle_slices(graph: onnx.GraphProto) -> int:
    """Removes slices that take the whole of their input, and returns how many there were.

    onnx2tf 1.29.24 takes their axes for others once it has turned a tensor, and cuts off all but one channel.

    Args:
        graph: with the shapes of its values; steps of slices must be known to be 1 where the shape stays.
    """
    shapes = {
        value.name: [dimension.dim_value for dimension in value.type.tensor_type.shape.dim]
        for value in [*graph.value_info, *graph.input, *graph.output]
    }
    constants = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    outputs = {value.name for value in graph.output}
    sources: dict[str, str] = {}
    kept = []
    for node in graph.node:
        node.input[:] = [sources.get(name, name) for name in node.input]
        if is_idle_slice(node, shapes, constants) and node.output[0] not in outputs:
            sources[node.output[0]] = node.input[0]
        else:
            kept.append(node)
    del graph.node[:]
    graph.node.extend(kept)
    return len(sources)


def is_idle_slice(node: onnx.NodeProto, shapes: Mapping[str, list[int]], constants: Mapping[str, object]) -> bool:
    """Returns whether a node is a slice that changes nothing: same shape, forwards, step by step."""
    if node.op_type != "Slice":
        return False
    before, after = shapes.get(node.input[0]), shapes.get(node.output[0])
    if not before or before != after or 0 in before:
        return False
    if len(node.input) < 5 or not node.input[4]:
        return True
    steps = constants.get(node.input[4])
    return steps is not None and bool((steps == 1).all())

"""Makes a model ready for the tools that change its precision: constants folded, nodes named, biases flat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pawl_models.errors import ToolError

if TYPE_CHECKING:
    import onnx


@contextmanager
def preprocessed(source: Path, *, fuse_additions: bool = True) -> Iterator[Path]:
    """Yields the source with shapes inferred, constants folded and all nodes named.

    Args:
        source: the model in single precision.
        fuse_additions: whether a product and the addition after it may become one Gemm node. Static int8 and half
            precision run faster so; dynamic int8 and int4 know products only.

    Raises:
        ToolError: the source is missing, or no model that onnxruntime can load.
    """
    import onnx

    if not source.is_file():
        raise ToolError(f"{source} is missing", "name an ONNX file, or build the model")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "preprocessed.onnx"
        try:
            if fuse_additions:
                _prepare(source, path)
            else:
                _fold_constants(source, path)
        except Exception as cause:
            # The tools fail with whatever they stumble over; none of it is of a kind of its own.
            raise ToolError(f"{source} cannot be prepared: {cause}", "check that onnxruntime loads it") from cause
        model = onnx.load(path)
        name_all_nodes(model.graph)
        flatten_biases(model.graph)
        onnx.save(model, path)
        yield path


def _prepare(source: Path, target: Path) -> None:
    from onnxruntime.quantization import quant_pre_process

    # Symbolic shape inference fails on graphs that compute their shapes, and neither quantiser needs it.
    quant_pre_process(str(source), str(target), skip_symbolic_shape=True)


def _fold_constants(source: Path, target: Path) -> None:
    import onnx
    import onnxruntime
    from onnxruntime.quantization.quant_utils import add_pre_process_metadata

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.optimized_model_filepath = str(target)
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    onnxruntime.InferenceSession(
        str(source), options, providers=["CPUExecutionProvider"], disabled_optimizers=["MatMulAddFusion"]
    )
    model = onnx.load(target)
    # Else the tools advise what was just done.
    add_pre_process_metadata(model)
    onnx.save(model, target)


def name_all_nodes(graph: onnx.GraphProto) -> None:
    """Gives nodes without a name, or with one used before, a name made of their operator and place."""
    used = {node.name for node in graph.node}
    seen: set[str] = set()
    for place, node in enumerate(graph.node):
        if not node.name or node.name in seen:
            name = f"{node.op_type}_{place}"
            while name in used:
                name += "_"
            node.name = name
            used.add(name)
        seen.add(node.name)


def flatten_biases(graph: onnx.GraphProto) -> None:
    """Gives Gemm nodes biases of one dimension instead of [1, n], for which onnxruntime's static int8 fails.

    A product and an addition that were fused bring their biases as the addition had them. Both broadcast alike.
    """
    constants = {tensor.name: tensor for tensor in graph.initializer}
    replaced: set[str] = set()
    for node in graph.node:
        bias = constants.get(node.input[2]) if node.op_type == "Gemm" and len(node.input) > 2 else None
        if bias is not None and len(bias.dims) == 2 and bias.dims[0] == 1:
            # Others may use the bias too, so it keeps its own shape.
            flat = graph.initializer.add()
            flat.CopyFrom(bias)
            replaced.add(bias.name)
            flat.name = f"{bias.name}/of/{node.name}"
            del flat.dims[0]
            node.input[2] = flat.name
    used = set(names_read(graph))
    for tensor in [tensor for tensor in graph.initializer if tensor.name in replaced - used]:
        graph.initializer.remove(tensor)


def names_read(graph: onnx.GraphProto) -> Iterator[str]:
    """Yields the names of all values that a graph reads or gives back, those of its inner graphs too."""
    yield from (value.name for value in graph.output)
    for node in graph.node:
        yield from node.input
        for attribute in node.attribute:
            for inner in [attribute.g, *attribute.graphs]:
                yield from names_read(inner)

"""Makes variants of an ONNX model: half precision, two ways of int8, and int4 weights.

onnx and onnxruntime are imported inside the functions, because loading them takes longer than finding out that a
build has nothing to do.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pawl_models.errors import ToolError
from pawl_models.feeds import Feed
from pawl_models.files import write_atomically
from pawl_models.preprocessing import name_all_nodes, preprocessed

if TYPE_CHECKING:
    import onnx

FIRST_OPSET_WITH_SCALES_PER_CHANNEL = 13
"""Models of older opsets get one scale a tensor in QDQ form, which is coarser."""
INT4_BLOCK = 32
"""How many weights of a column share a scale."""


class UnchangedError(ToolError):
    """A method found nothing to change in a model."""


def make_half_precision(source: Path, target: Path, exclude: Sequence[str] = ()) -> None:
    """Writes a variant that stores and computes in float16, with the source's own inputs and outputs.

    Args:
        source: the model in single precision.
        target: where the variant goes.
        exclude: names of nodes to keep in single precision, as `python -m pawl_models nodes` shows them.
    """
    import onnx

    # Not the converter of the package onnxconverter-common, which leaves a model's own casts to float32 as they were.
    from onnxruntime.transformers.float16 import convert_float_to_float16

    with preprocessed(source) as path:
        check_names(onnx.load(path), exclude)
        variant = convert_float_to_float16(onnx.load(path), keep_io_types=True, node_block_list=list(exclude))
        _finish(variant, onnx.load(path), target)


def make_dynamic_int8(
    source: Path, target: Path, exclude: Sequence[str] = (), operators: Sequence[str] | None = None
) -> None:
    """Writes a variant with int8 weights, whose activations are quantised anew in every run.

    Args:
        source: the model in single precision.
        target: where the variant goes.
        exclude: names of nodes to keep in single precision, as `python -m pawl_models nodes` shows them.
        operators: the operator types to quantise; None for all that onnxruntime has a dynamic form of.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with preprocessed(source, fuse_additions=False) as path, tempfile.TemporaryDirectory() as folder:
        check_names(onnx.load(path), exclude)
        quantised = Path(folder) / "quantised.onnx"
        quantize_dynamic(
            path,
            quantised,
            weight_type=QuantType.QInt8,
            per_channel=True,
            # A Gemm is made a product and an addition first, and the product gets a name of its own.
            nodes_to_exclude=[*exclude, *(f"{name}_MatMul" for name in exclude)],
            op_types_to_quantize=list(operators) if operators else None,
        )
        _finish(onnx.load(quantised), onnx.load(path), target)


def make_static_int8(
    source: Path, target: Path, calibration: Iterable[Feed], operators: Sequence[str], exclude: Sequence[str] = ()
) -> None:
    """Writes a variant with int8 weights and activation ranges fixed beforehand (QDQ form).

    Args:
        source: the model in single precision.
        target: where the variant goes.
        calibration: feeds whose activations set the ranges (smallest and largest value seen).
        operators: the operator types to quantise. Quantising all that can be, the tool's default, wraps every
            element-wise node in conversions and makes some models slower.
        exclude: names of nodes to keep in single precision, as `python -m pawl_models nodes` shows them.
    """
    import onnx
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static

    with preprocessed(source) as path, tempfile.TemporaryDirectory() as folder:
        check_names(onnx.load(path), exclude)
        quantised = Path(folder) / "quantised.onnx"
        quantize_static(
            path,
            quantised,
            _reader(calibration),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=opset(onnx.load(path)) >= FIRST_OPSET_WITH_SCALES_PER_CHANNEL,
            calibrate_method=CalibrationMethod.MinMax,
            op_types_to_quantize=list(operators),
            nodes_to_exclude=list(exclude),
        )
        _finish(onnx.load(quantised), onnx.load(path), target)


def make_int4_weights(source: Path, target: Path, exclude: Sequence[str] = ()) -> None:
    """Writes a variant whose matrix products (MatMul by a constant) have weights of four bits.

    The weights are rounded to the nearest of 16 symmetric steps, a scale for every block of 32 in a column
    (onnxruntime's operator MatMulNBits); activations and all other nodes stay in single precision.

    Args:
        source: the model in single precision.
        target: where the variant goes.
        exclude: names of nodes to keep in single precision, as `python -m pawl_models nodes` shows them.
    """
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    with preprocessed(source, fuse_additions=False) as path:
        check_names(onnx.load(path), exclude)
        quantiser = MatMulNBitsQuantizer(
            onnx.load(path),
            bits=4,
            block_size=INT4_BLOCK,
            is_symmetric=True,
            # Products are computed in int8, which is what makes small models faster.
            accuracy_level=4,
            nodes_to_exclude=list(exclude),
            op_types_to_quantize=("MatMul",),
        )
        quantiser.process()
        _finish(quantiser.model.model, onnx.load(path), target)


def check_names(model: onnx.ModelProto, names: Sequence[str]) -> None:
    """Refuses names of nodes that a model does not have, since the tools would pass over them in silence."""
    unknown = sorted(set(names) - {node.name for node in model.graph.node})
    if unknown:
        raise ToolError(
            f"the model has no node named {', '.join(repr(name) for name in unknown)}",
            "`python -m pawl_models nodes MODEL --method METHOD` lists the names",
        )


def opset(model: onnx.ModelProto) -> int:
    """Returns the version of ONNX's own operators that a model uses."""
    return max(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx"))


def _reader(feeds: Iterable[Feed]) -> object:
    from onnxruntime.quantization import CalibrationDataReader

    class Feeds(CalibrationDataReader):
        def __init__(self) -> None:
            self._remaining = iter(feeds)

        def get_next(self) -> Feed | None:
            return next(self._remaining, None)

    return Feeds()


def types_of_weights(model: onnx.ModelProto) -> Counter:
    """Returns how many weights have each element type, which is what any real change of precision changes.

    Operators are no sign: tools turn a Gemm into a product and an addition, or add casts, where they change nothing.
    """
    return Counter(tensor.data_type for tensor in model.graph.initializer)


def _finish(variant: onnx.ModelProto, source: onnx.ModelProto, target: Path) -> None:
    """Refuses a variant that is the source in disguise or does not load; else writes it."""
    # Some quantisers leave a model without the nodes they look for as it was, and report success.
    if types_of_weights(variant) == types_of_weights(source):
        raise UnchangedError(f"{target.name} would be the model it was made from, unchanged", "drop this variant")
    # The half-precision converter gives casts of one value to several excluded nodes the same name.
    name_all_nodes(variant.graph)
    # Tools write their names, versions and notes here; none of it belongs to the model.
    for noise in ("producer_name", "producer_version", "doc_string"):
        variant.ClearField(noise)
    del variant.metadata_props[:]
    data = variant.SerializeToString(deterministic=True)
    _check_that_it_loads(data, target.name)
    write_atomically(target, data)


def _check_that_it_loads(data: bytes, name: str) -> None:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    try:
        onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as cause:
        raise ToolError(f"onnxruntime cannot load {name}: {cause}", "correct the recipe") from cause

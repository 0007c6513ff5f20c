"""Makes variants of an ONNX model: half precision, and two ways of eight-bit quantisation.

onnx and onnxruntime are imported inside the functions, because loading them takes longer than finding out that a
build has nothing to do.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pawl_models.errors import ToolError
from pawl_models.files import write_atomically

if TYPE_CHECKING:
    import onnx

Feed = Mapping[str, np.ndarray]


@contextmanager
def preprocessed(source: Path) -> Iterator[Path]:
    """Yields the source with shapes inferred and constants folded, as onnxruntime's quantisers want it."""
    from onnxruntime.quantization import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "preprocessed.onnx"
        # Symbolic shape inference fails on graphs that compute their shapes, and neither quantiser needs it.
        quant_pre_process(str(source), str(path), skip_symbolic_shape=True)
        yield path


def make_half_precision(source: Path, target: Path) -> None:
    """Writes a variant that stores and computes in float16, with the source's own inputs and outputs."""
    import onnx

    # Not the converter of the package onnxconverter-common, which leaves a model's own casts to float32 as they were.
    from onnxruntime.transformers.float16 import convert_float_to_float16

    with preprocessed(source) as path:
        _finish(convert_float_to_float16(onnx.load(path), keep_io_types=True), onnx.load(path), target)


def make_dynamic_int8(source: Path, target: Path) -> None:
    """Writes a variant with int8 weights, whose activations are quantised anew in every run."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with preprocessed(source) as path, tempfile.TemporaryDirectory() as folder:
        quantised = Path(folder) / "quantised.onnx"
        quantize_dynamic(path, quantised, weight_type=QuantType.QInt8, per_channel=True)
        _finish(onnx.load(quantised), onnx.load(path), target)


def make_static_int8(source: Path, target: Path, calibration: Iterable[Feed], operators: Sequence[str]) -> None:
    """Writes a variant with int8 weights and activation ranges fixed beforehand (QDQ form).

    Args:
        source: the model in single precision.
        target: where the variant goes.
        calibration: feeds whose activations set the ranges (smallest and largest value seen).
        operators: the operator types to quantise. Quantising all that can be, the tool's default, wraps every
            element-wise node in conversions and makes some models slower.
    """
    import onnx
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static

    with preprocessed(source) as path, tempfile.TemporaryDirectory() as folder:
        quantised = Path(folder) / "quantised.onnx"
        quantize_static(
            path,
            quantised,
            _reader(calibration),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            calibrate_method=CalibrationMethod.MinMax,
            op_types_to_quantize=list(operators),
        )
        _finish(onnx.load(quantised), onnx.load(path), target)


def _reader(feeds: Iterable[Feed]) -> object:
    from onnxruntime.quantization import CalibrationDataReader

    class Feeds(CalibrationDataReader):
        def __init__(self) -> None:
            self._remaining = iter(feeds)

        def get_next(self) -> Feed | None:
            return next(self._remaining, None)

    return Feeds()


def shape_of_graph(model: onnx.ModelProto) -> tuple[Counter, Counter]:
    """Returns what any real change of precision changes: the operators, and the element types of the weights."""
    operators = Counter((node.domain, node.op_type) for node in model.graph.node)
    weights = Counter(tensor.data_type for tensor in model.graph.initializer)
    return operators, weights


def _finish(variant: onnx.ModelProto, source: onnx.ModelProto, target: Path) -> None:
    """Refuses a variant that is the source in disguise or does not load; else writes it."""
    # Some quantisers leave a model without the nodes they look for as it was, and report success.
    if shape_of_graph(variant) == shape_of_graph(source):
        raise ToolError(f"{target.name} would be the model it was made from, unchanged", "drop this variant")
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

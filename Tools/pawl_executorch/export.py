"""From a PyTorch model to `.pte` files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
from executorch.backends.xnnpack.quantizer.xnnpack_quantizer import (
    XNNPACKQuantizer,
    get_symmetric_quantization_config,
)
from executorch.exir import to_edge_transform_and_lower
from torchao.quantization.pt2e.quantize_pt2e import convert_pt2e, prepare_pt2e

from pawl_executorch.digits import INPUT, OUTPUT, read_digits


def export_digits(folder: Path) -> list[Path]:
    """Writes the variants of the digits model beside its ONNX file and returns their paths.

    `executorch-xnnpack` runs on XNNPACK, `executorch-kernels` on the library's own kernels, `executorch-int8` on
    XNNPACK with weights and activations of 8 bits, whose ranges the calibration samples set.
    """
    model = read_digits(folder / "fp32.onnx")
    samples = torch.from_numpy(np.load(folder / "calibration" / f"{INPUT}.npy")).reshape(-1, 1, 1, 28, 28)
    example = (samples[0],)
    names = {"input_names": [INPUT], "output_names": [OUTPUT]}
    variants = {
        "executorch-xnnpack": program(model, example, names, delegates=True),
        "executorch-kernels": program(model, example, names, delegates=False),
        "executorch-int8": program(quantised(model, example, samples), example, names, delegates=True),
    }
    paths = []
    for name, content in variants.items():
        path = folder / f"{name}.pte"
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(content)
        unfinished.replace(path)
        paths.append(path)
    return paths


def program(
    model: torch.nn.Module, example: Sequence[torch.Tensor], names: dict[str, list[str]], *, delegates: bool
) -> bytes:
    """Returns a program whose methods `input_names` and `output_names` say what its inputs and outputs are called.

    Args:
        model: in evaluation mode.
        example: inputs; the program takes these shapes.
        names: the answers of those methods.
        delegates: whether XNNPACK gets what it can run.
    """
    partitioners = [XnnpackPartitioner()] if delegates else []
    exported = torch.export.export(model, tuple(example))
    edge = to_edge_transform_and_lower(exported, partitioner=partitioners, constant_methods=names)
    return edge.to_executorch().buffer


def quantised(
    model: torch.nn.Module, example: Sequence[torch.Tensor], samples: Iterable[torch.Tensor]
) -> torch.nn.Module:
    """Returns the model with weights and activations of 8 bits, symmetric, weights by channel."""
    quantizer = XNNPACKQuantizer().set_global(get_symmetric_quantization_config(is_per_channel=True))
    prepared = prepare_pt2e(torch.export.export(model, tuple(example)).module(), quantizer)
    for sample in samples:
        prepared(sample)
    return convert_pt2e(prepared)

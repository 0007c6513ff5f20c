"""Makes the small programs that the tests of the worker run.

    python make_models.py FOLDER

Needs the packages of Tools/requirements-executorch.lock. The programs are kept beside the tests, which must not need a
gigabyte of packages.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
from executorch.exir import to_edge_transform_and_lower


class Scaled(torch.nn.Module):
    """Twice x plus one, and its sum over the last axis."""

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Takes float32 [1, n]."""
        y = x * 2 + 1
        return y, y.sum(-1)


class Running(torch.nn.Module):
    """The sum of everything since the beginning of a sequence."""

    def forward(self, x: torch.Tensor, total: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Takes float32 [1, 4] twice."""
        total = total + x
        return total * 10, total


class Layer(torch.nn.Module):
    """A linear layer whose weights are 0, 1, 2 and so on."""

    def __init__(self) -> None:
        """Sets the weights."""
        super().__init__()
        self.linear = torch.nn.Linear(4, 3, bias=False)
        self.linear.weight = torch.nn.Parameter(torch.arange(12.0).reshape(3, 4), requires_grad=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Takes float32 [n, 4]."""
        return torch.relu(self.linear(x))


class Long(torch.nn.Module):
    """Many products of matrices: an inference that takes a while."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Takes float32 [512, 512]."""
        for _ in range(200):
            x = torch.tanh(x @ x)
        return x


def program(model: torch.nn.Module, example: tuple, names: dict | None = None, **options: object) -> bytes:
    """Returns a `.pte` file."""
    delegate = options.pop("delegate", False)
    exported = torch.export.export(model.eval(), example, **options)
    partitioner = [XnnpackPartitioner()] if delegate else []
    return to_edge_transform_and_lower(exported, partitioner=partitioner, constant_methods=names).to_executorch().buffer


def main(folder: Path) -> None:
    """Writes all programs."""
    # One tensor in two places would become one input.
    four = torch.ones(1, 4)
    rows = torch.export.Dim("rows", min=1, max=8)
    made = {
        "unnamed": program(Scaled(), (four,)),
        "integers": program(Scaled(), (torch.ones(1, 4, dtype=torch.int64),)),
        "running": program(
            Running(), (four, torch.zeros(1, 4)), {"input_names": ["x", "total"], "output_names": ["tenfold", "next"]}
        ),
        "delegated": program(Layer(), (four,), {"input_names": ["x"], "output_names": ["y"]}, delegate=True),
        "rows": program(Layer(), (torch.ones(2, 4),), {"input_names": ["x"]}, dynamic_shapes=({0: rows},)),
        "misnamed": program(Scaled(), (four,), {"input_names": ["x", "y"]}),
        "long": program(Long(), (torch.ones(512, 512),)),
    }
    for name, content in made.items():
        (folder / f"{name}.pte").write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

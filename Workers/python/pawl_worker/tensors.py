"""Tensors and what models say of them."""

import math
from dataclasses import dataclass

ELEMENT_BYTES = {
    "float32": 4,
    "float16": 2,
    "bfloat16": 2,
    "float64": 8,
    "int8": 1,
    "int16": 2,
    "int32": 4,
    "int64": 8,
    "uint8": 1,
    "uint16": 2,
    "uint32": 4,
    "uint64": 8,
    "bool": 1,
}
"""Bytes of one element, by the protocol's names of types."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """Values with a shape.

    Attributes:
        element_type: a key of `ELEMENT_BYTES`.
        shape: sizes of all dimensions; empty for a scalar.
        data: all elements, row-major and little-endian; one byte an item.
    """

    element_type: str
    shape: tuple[int, ...]
    data: memoryview | bytes


@dataclass(frozen=True, slots=True)
class TensorDescription:
    """What a model says of an input or output.

    Attributes:
        name: as the golden set calls it.
        element_type: a key of `ELEMENT_BYTES`.
        shape: for each dimension its size; a name or None where it is not fixed.
    """

    name: str
    element_type: str
    shape: tuple[int | str | None, ...]

    def accepts(self, shape: tuple[int, ...]) -> bool:
        """Whether a tensor of this shape fits: the same rank, and the same size wherever one is fixed."""
        return len(shape) == len(self.shape) and all(
            not isinstance(fixed, int) or fixed == size for fixed, size in zip(self.shape, shape, strict=True)
        )

    def reply(self) -> dict[str, object]:
        """Return the protocol's object."""
        return {"name": self.name, "elementType": self.element_type, "shape": list(self.shape)}

    def __str__(self) -> str:
        """Word it as errors do: `image: float32[n, 1, 28, 28]`."""
        sizes = ", ".join("?" if size is None else str(size) for size in self.shape)
        return f"{self.name}: {self.element_type}[{sizes}]"


def byte_count(element_type: str, shape: tuple[int, ...]) -> int:
    """Return the bytes that a tensor takes up."""
    return ELEMENT_BYTES[element_type] * math.prod(shape)

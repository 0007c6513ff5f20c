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


_INTEGERS = {
    "int8": (-(1 << 7), (1 << 7) - 1),
    "uint8": (0, (1 << 8) - 1),
    "int16": (-(1 << 15), (1 << 15) - 1),
    "uint16": (0, (1 << 16) - 1),
    "int32": (-(1 << 31), (1 << 31) - 1),
}
"""What the integers of quantised tensors hold."""


@dataclass(frozen=True, slots=True)
class Quantization:
    """What integers stand for: x = (q - zero point) * scale, for the whole tensor or for each channel.

    Attributes:
        scales: one, or one for each channel; above 0.
        zero_points: as many.
        axis: of the channels; None where one scale is everything's.
    """

    scales: tuple[float, ...]
    zero_points: tuple[int, ...]
    axis: int | None = None

    def fits(self, element_type: str, shape: tuple[int | str | None, ...]) -> bool:
        """Whether it can be that of a tensor of this type and shape."""
        lowest, highest = _INTEGERS.get(element_type, (1, 0))
        if not (
            self.scales
            and len(self.zero_points) == len(self.scales)
            and all(math.isfinite(scale) and scale > 0 for scale in self.scales)
            and all(lowest <= zero_point <= highest for zero_point in self.zero_points)
        ):
            return False
        if self.axis is None:
            return len(self.scales) == 1
        size = shape[self.axis] if 0 <= self.axis < len(shape) else 0
        return not isinstance(size, int) or size == len(self.scales)

    def reply(self) -> dict[str, object]:
        """Return the protocol's object."""
        reply: dict[str, object] = {"scales": list(self.scales), "zeroPoints": list(self.zero_points)}
        return reply if self.axis is None else reply | {"axis": self.axis}


@dataclass(frozen=True, slots=True)
class TensorDescription:
    """What a model says of an input or output.

    Attributes:
        name: as the golden set calls it.
        element_type: a key of `ELEMENT_BYTES`.
        shape: for each dimension its size; a name or None where it is not fixed.
        quantization: what integers stand for; None where the model does not say.
    """

    name: str
    element_type: str
    shape: tuple[int | str | None, ...]
    quantization: Quantization | None = None

    def __post_init__(self) -> None:
        """Hold the quantisation against type and shape.

        Raises:
            ValueError: it is none of such a tensor.
        """
        if self.quantization is not None and not self.quantization.fits(self.element_type, self.shape):
            raise ValueError(f"{self.quantization} is no quantisation of {self}")

    def accepts(self, shape: tuple[int, ...]) -> bool:
        """Whether a tensor of this shape fits: the same rank, and the same size wherever one is fixed."""
        return len(shape) == len(self.shape) and all(
            not isinstance(fixed, int) or fixed == size for fixed, size in zip(self.shape, shape, strict=True)
        )

    def reply(self) -> dict[str, object]:
        """Return the protocol's object."""
        reply: dict[str, object] = {
            "name": self.name,
            "elementType": self.element_type,
            "shape": list(self.shape),
        }
        return reply if self.quantization is None else reply | {"quantization": self.quantization.reply()}

    def __str__(self) -> str:
        """Word it as errors do: `image: float32[n, 1, 28, 28]`."""
        sizes = ", ".join("?" if size is None else str(size) for size in self.shape)
        return f"{self.name}: {self.element_type}[{sizes}]"


def byte_count(element_type: str, shape: tuple[int, ...]) -> int:
    """Return the bytes that a tensor takes up."""
    return ELEMENT_BYTES[element_type] * math.prod(shape)

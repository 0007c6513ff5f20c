"""What a `.tflite` file says of itself, read without the packages that parse it.

Layout: flatbuffers.dev, "FlatBuffers Internals"; fields by their number in TensorFlow Lite's schema, version 3.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .settings import invalid
from .tensors import Quantization, TensorDescription

_IDENTIFIER = b"TFL3"
_TYPES = {
    0: "float32",
    1: "float16",
    2: "int32",
    3: "uint8",
    4: "int64",
    6: "bool",
    7: "int16",
    9: "int8",
    10: "float64",
    12: "uint64",
    15: "uint32",
    16: "uint16",
    18: "bfloat16",
}
_VARIABLE_HANDLE = 142
_LIMIT = 1 << 16
"""More tensors, operators or dimensions than any graph that is measured has."""


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output: where it stands among the graph's tensors, and what the file says of it."""

    index: int
    description: TensorDescription


@dataclass(frozen=True, slots=True)
class TFLiteFile:
    """The first graph of a model.

    Attributes:
        content: the whole file.
        inputs: in the graph's order.
        outputs: in the graph's order.
        keeps_state: whether a tensor keeps its value from one inference to the next.
        variable_handles: operators that make such a tensor.
    """

    content: bytes
    inputs: Sequence[Port]
    outputs: Sequence[Port]
    keeps_state: bool
    variable_handles: int


def read(path: Path) -> TFLiteFile:
    """Read a model.

    Raises:
        WorkerError: it is no such file, is cut off, or has several signatures or a tensor of another kind.
    """
    content = path.read_bytes()
    if content[4:8] != _IDENTIFIER:
        raise invalid(str(path), "'TFL3' does not stand where it should")
    try:
        return _model(str(path), content)
    except struct.error:
        raise invalid(str(path), f"it is cut off or damaged: it speaks of more than its {len(content)} bytes") from None


class _Table:
    """A table of the file; whatever lies outside it raises `struct.error`."""

    def __init__(self, content: bytes, place: int) -> None:
        self._content = content
        self._place = place
        self._fields = place - self._unpack("<i", place)

    def _unpack(self, form: str, place: int) -> int:
        if place < 0:
            raise struct.error
        return struct.unpack_from(form, self._content, place)[0]

    def _field(self, number: int) -> int | None:
        if 4 + 2 * number + 2 > self._unpack("<H", self._fields):
            return None
        offset = self._unpack("<H", self._fields + 4 + 2 * number)
        return self._place + offset if offset else None

    def number(self, field: int, form: str) -> int:
        place = self._field(field)
        return 0 if place is None else self._unpack(form, place)

    def _vector(self, field: int) -> tuple[int, int]:
        place = self._field(field)
        if place is None:
            return 0, 0
        start = place + self._unpack("<I", place)
        count = self._unpack("<I", start)
        if start + 4 + count > len(self._content):
            raise struct.error
        return start + 4, count

    def has(self, field: int) -> bool:
        return self._field(field) is not None

    def text(self, field: int) -> str:
        start, count = self._vector(field)
        return self._content[start : start + count].decode(errors="replace")

    def numbers(self, field: int, kind: str) -> list[float]:
        start, count = self._vector(field)
        if count > _LIMIT * 16:
            raise struct.error
        return list(struct.unpack_from(f"<{count}{kind}", self._content, start)) if count else []

    def tables(self, field: int) -> list["_Table"]:
        start, count = self._vector(field)
        if count > _LIMIT:
            raise struct.error
        places = [start + 4 * index for index in range(count)]
        return [_Table(self._content, place + self._unpack("<I", place)) for place in places]

    def table(self, field: int) -> "_Table | None":
        place = self._field(field)
        return None if place is None else _Table(self._content, place + self._unpack("<I", place))


def _model(path: str, content: bytes) -> TFLiteFile:
    root = _Table(content, struct.unpack_from("<I", content)[0])
    graphs = root.tables(2)
    if not graphs:
        raise invalid(path, "it has no graph")
    signatures = root.tables(7)
    if len(signatures) > 1:
        raise invalid(path, f"it has {len(signatures)} signatures; export the one to be measured alone")
    tensors = graphs[0].tables(0)
    names: list[dict[int, str]] = [{}, {}]
    for signature in signatures:
        for found, field in zip(names, (0, 1), strict=True):
            found.update({entry.number(1, "<I"): entry.text(0) for entry in signature.tables(field)})

    def ports(field: int, known: dict[int, str]) -> list[Port]:
        return [_port(path, tensors, int(index), known) for index in graphs[0].numbers(field, "i")]

    handles = [max(code.number(0, "<b"), code.number(3, "<i")) == _VARIABLE_HANDLE for code in root.tables(1)]
    codes = [operator.number(0, "<I") for graph in graphs for operator in graph.tables(3)]
    variable_handles = sum(code < len(handles) and handles[code] for code in codes)
    variables = any(tensor.number(5, "<B") for graph in graphs for tensor in graph.tables(0))
    return TFLiteFile(
        content, ports(1, names[0]), ports(2, names[1]), variables or variable_handles > 0, variable_handles
    )


def _port(path: str, tensors: Sequence[_Table], index: int, names: dict[int, str]) -> Port:
    if not 0 <= index < len(tensors):
        raise struct.error
    tensor = tensors[index]
    name = names.get(index) or tensor.text(3)
    element_type = _TYPES.get(tensor.number(1, "<b"))
    if element_type is None:
        raise invalid(path, f"'{name}' has a type that Pawl does not pass, such as texts")
    sizes = [int(size) for size in tensor.numbers(0, "i")]
    signature = [int(size) for size in tensor.numbers(7, "i")]
    if len(signature) == len(sizes):
        sizes = [-1 if fixed < 0 else size for fixed, size in zip(signature, sizes, strict=True)]
    shape = tuple(size if size > 0 else None for size in sizes)
    quantization = _quantization(tensor.table(4))
    if quantization is not None and not quantization.fits(element_type, shape):
        quantization = None
    return Port(index, TensorDescription(name, element_type, shape, quantization))


def _quantization(table: "_Table | None") -> Quantization | None:
    if table is None:
        return None
    scales = table.numbers(2, "f")
    zeros = [int(value) for value in table.numbers(3, "q")]
    zero_points = zeros if len(zeros) == len(scales) else [zeros[0] if zeros else 0] * len(scales)
    return Quantization(tuple(scales), tuple(zero_points), table.number(6, "<i") if len(scales) > 1 else None)

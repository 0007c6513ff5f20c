"""The samples of a golden set: mapped files, and the tensors that each sample feeds to a model."""

import math
import mmap
import os
import stat
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from .errors import WorkerError, out_of_range
from .reading import Members, shape
from .tensors import ELEMENT_BYTES, Tensor, TensorDescription, byte_count

_STATE_BYTE_LIMIT = 1 << 30
"""A recurrent state larger than this is a mistake in the model."""


class SampleArray:
    """What one input is fed: samples one after another in a mapped file."""

    def __init__(self, name: str, members: Members, count: int) -> None:
        """Map the file and check that it holds `count` samples.

        Raises:
            WorkerError: the file cannot be read, or does not hold what is said of it.
        """
        self.name = name
        self.element_type = members.text("elementType")
        if self.element_type not in ELEMENT_BYTES:
            raise WorkerError("golden-set.type", f"input '{name}' has the unknown type '{self.element_type}'")
        self._fixed = None if members.get("shape") is None else members.sizes("shape")
        self._shapes = [shape(each, f"the shapes of '{name}'") for each in members.list("shapes")]
        if (self._fixed is None) == (not self._shapes) or (self._shapes and len(self._shapes) != count):
            raise WorkerError("golden-set.shape", f"input '{name}' needs one shape, or one for each of {count} samples")
        offset = members.integer("offset")
        lengths = [byte_count(self.element_type, self.shape(index)) for index in range(count if self._shapes else 1)]
        self._starts = list(accumulate(lengths, initial=offset)) if self._shapes else []
        self._first, self._length = offset, lengths[0] if lengths else 0
        end = self._starts[-1] if self._shapes else offset + self._length * count
        self._bytes, self._mapping = _mapped(members.text("path"), name, end)

    def shape(self, index: int) -> tuple[int, ...]:
        """Return the shape of one sample."""
        return self._shapes[index] if self._fixed is None else self._fixed

    def data(self, index: int) -> memoryview:
        """Return the bytes of one sample where they lie in the file."""
        start = self._starts[index] if self._starts else self._first + index * self._length
        return self._bytes[start : start + byte_count(self.element_type, self.shape(index))]

    def give_back(self) -> None:
        """Give mapped memory back to the system; it is read again when it is touched again."""
        if self._mapping is not None and hasattr(self._mapping, "madvise"):
            self._mapping.madvise(mmap.MADV_DONTNEED)


class SampleSet:
    """All samples, by number from 0."""

    def __init__(self, members: Members) -> None:
        """Map the files of `samples` of a `load` call."""
        self.count = members.integer("count", highest=2**31)
        inputs = members.object("inputs")
        self._arrays = {name: SampleArray(name, inputs.object(name), self.count) for name in inputs.names()}
        self.state = members.texts("state")
        self._starts = {0} if members.get("sequenceStarts") is None else self._read_starts(members)
        overlapping = self.state.keys() & self._arrays.keys()
        if overlapping:
            raise WorkerError("golden-set.input", f"'{min(overlapping)}' is both an input and recurrent state")

    def _read_starts(self, members: Members) -> set[int]:
        """Return the first samples of sequences, which rise from 0 and stay below the number of samples."""
        starts = [value for value in members.list("sequenceStarts") if isinstance(value, int)]
        rising = all(before < after for before, after in pairwise(starts))
        are_numbers = len(starts) == len(members.list("sequenceStarts"))
        if not are_numbers or not rising or starts[:1] != [0] or starts[-1] >= self.count:
            raise out_of_range("sequenceStarts", starts[:8], f"rising from 0, below {self.count}")
        return set(starts)

    def begins_sequence(self, index: int) -> bool:
        """Whether recurrent state is zeros at this sample; without state every sample stands for itself."""
        return not self.state or index in self._starts

    def touch(self, index: int) -> int:
        """Read a byte of every page of a sample, so that no later fault is counted; return its bytes."""
        size = 0
        for array in self._arrays.values():
            data = array.data(index)
            sum(data[:: mmap.PAGESIZE])
            size += len(data)
        return size

    def give_back(self) -> None:
        """Give mapped memory back to the system."""
        for array in self._arrays.values():
            array.give_back()

    def inputs(self, index: int, wanted: Sequence[TensorDescription], state: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Return the tensors that one sample feeds to a model.

        Args:
            index: the sample, from 0.
            wanted: what the model says of its inputs; they must be exactly those of the golden set.
            state: what recurrent inputs take over, by input; those that are missing are zeros.

        Raises:
            WorkerError: an input is missing, left over, or of another type or shape.
        """
        tensors: dict[str, Tensor] = {}
        for description in wanted:
            name = description.name
            if name in self.state:
                tensors[name] = state.get(name) or _zeros(description)
            elif name in self._arrays:
                tensors[name] = self._tensor(self._arrays[name], index, description)
            else:
                found = ", ".join(sorted(self._arrays)) or "nothing"
                raise WorkerError("golden-set.missing-input", f"the model takes {description}", hint=f"fed is {found}")
        for name in [*self._arrays, *self.state]:
            if name not in tensors:
                takes = "; ".join(map(str, wanted))
                raise WorkerError(
                    "golden-set.extra-input", f"the golden set feeds '{name}', which the model lacks", hint=takes
                )
        return tensors

    @staticmethod
    def _tensor(array: SampleArray, index: int, description: TensorDescription) -> Tensor:
        sizes = array.shape(index)
        if len(description.shape) == len(sizes) + 1:
            sizes = (1, *sizes)
        if array.element_type != description.element_type:
            raise WorkerError(
                "golden-set.input-type", f"the model takes {description}, the golden set has {array.element_type}"
            )
        if not description.accepts(sizes):
            raise WorkerError(
                "golden-set.input-shape", f"the model takes {description}, sample {index} has {list(sizes)}"
            )
        return Tensor(array.element_type, sizes, array.data(index))

    def next_state(self, outputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Return what recurrent inputs take over from a sample's outputs, copied."""
        state = {}
        for name, output in self.state.items():
            tensor = outputs.get(output)
            if tensor is None:
                raise WorkerError(
                    "golden-set.missing-state",
                    f"the model has no output '{output}', which '{name}' takes over",
                    hint="it has " + ", ".join(sorted(outputs)),
                )
            state[name] = Tensor(tensor.element_type, tensor.shape, bytes(tensor.data))
        return state


def _zeros(description: TensorDescription) -> Tensor:
    sizes = tuple(size if isinstance(size, int) else 1 for size in description.shape)
    if math.prod(sizes) > _STATE_BYTE_LIMIT // ELEMENT_BYTES[description.element_type]:
        raise WorkerError("golden-set.input-shape", f"{description} is recurrent state of more than 1 GiB")
    return Tensor(description.element_type, sizes, bytes(byte_count(description.element_type, sizes)))


def _mapped(path: str, name: str, end: int) -> tuple[memoryview, mmap.mmap | None]:
    """Map a file that must have at least `end` bytes; an empty one gives no bytes."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise WorkerError("golden-set.file", f"cannot read {path}, the samples of '{name}'", cause=str(error)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise WorkerError("golden-set.file", f"{path}, the samples of '{name}', is no plain file")
        size = status.st_size
        if end > size:
            message = f"{path} has {size} bytes, the samples of '{name}' need {end}"
            raise WorkerError("golden-set.file", message)
        if size == 0:
            return memoryview(b""), None
        mapping = mmap.mmap(descriptor, size, access=mmap.ACCESS_READ)
        return memoryview(mapping), mapping
    finally:
        os.close(descriptor)

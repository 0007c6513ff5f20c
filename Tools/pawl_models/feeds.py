"""Samples on disk, and the feeds that a model takes made of them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pawl_models.errors import ToolError
from pawl_models.files import write_atomically

Feed = Mapping[str, np.ndarray]
SHAPES = ".shapes.npy"


@dataclass(frozen=True)
class Rows:
    """Samples of one shape: a row of one array each."""

    array: np.ndarray

    def __len__(self) -> int:
        """Returns how many samples there are."""
        return len(self.array)

    def sample(self, index: int) -> np.ndarray:
        """Returns one sample, without batch dimension."""
        return self.array[index]


@dataclass(frozen=True)
class Ragged:
    """Samples of various shapes: all elements one after another, and the shape of each sample."""

    elements: np.ndarray
    shapes: np.ndarray
    """int64 [samples, rank]"""

    @classmethod
    def of(cls, samples: Sequence[np.ndarray]) -> Ragged:
        """Packs samples of one rank and element type."""
        shapes = np.array([sample.shape for sample in samples], dtype=np.int64)
        return cls(np.concatenate([sample.ravel() for sample in samples]), shapes)

    def __len__(self) -> int:
        """Returns how many samples there are."""
        return len(self.shapes)

    def sample(self, index: int) -> np.ndarray:
        """Returns one sample, without batch dimension."""
        sizes = self.shapes.prod(axis=1)
        start = int(sizes[:index].sum())
        return self.elements[start : start + int(sizes[index])].reshape(self.shapes[index])


Samples = Rows | Ragged


def feeds(inputs: Mapping[str, Samples], ranks: Mapping[str, int]) -> Iterator[dict[str, np.ndarray]]:
    """Yields one feed a sample.

    Args:
        inputs: the samples of each input.
        ranks: how many dimensions the model gives each input; one more than the sample has means a batch of one.

    Raises:
        ToolError: the samples do not fit the model, or each other.
    """
    counts = {len(samples) for samples in inputs.values()}
    if len(counts) != 1:
        raise ToolError("the inputs have different numbers of samples", "give every input one row a sample")
    if inputs.keys() - ranks.keys():
        strange = ", ".join(sorted(inputs.keys() - ranks.keys()))
        raise ToolError(f"the model has no input {strange}", f"its inputs: {', '.join(ranks)}")
    for index in range(counts.pop()):
        yield {name: batched(name, samples.sample(index), ranks[name]) for name, samples in inputs.items()}


def batched(name: str, sample: np.ndarray, rank: int) -> np.ndarray:
    """Returns a sample with the batch dimension that a model's input needs, if it needs one."""
    if np.ndim(sample) not in (rank, rank - 1):
        raise ToolError(
            f"the samples of input {name} have {np.ndim(sample)} dimensions, the model wants {rank}",
            "samples may lack the batch dimension, and no other",
        )
    return np.asarray(sample) if np.ndim(sample) == rank else sample[np.newaxis]


def input_ranks(model: Path) -> dict[str, int]:
    """Returns how many dimensions each input of a model has, weights that are listed as inputs left out."""
    import onnx

    graph = onnx.load(model, load_external_data=False).graph
    weights = {tensor.name for tensor in graph.initializer}
    return {value.name: len(value.type.tensor_type.shape.dim) for value in graph.input if value.name not in weights}


def read_calibration(folder: Path, ranks: Mapping[str, int]) -> Iterator[dict[str, np.ndarray]]:
    """Yields the feeds in a folder.

    Either NPZ files, each a feed with an array for every input of the model, taken by name; or an INPUT.npy for every
    input, with a row a sample or, where samples differ in shape, all elements one after another beside an
    INPUT.shapes.npy (int64 [samples, rank]).

    Args:
        folder: where they lie.
        ranks: how many dimensions the model gives each input.

    Raises:
        ToolError: the folder holds neither, or arrays that do not fit each other.
    """
    if not folder.is_dir():
        raise ToolError(f"{folder} is no folder", "name a folder of .npz feeds, or of .npy inputs")
    archives = sorted(folder.glob("*.npz"))
    arrays = sorted(path for path in folder.glob("*.npy") if not path.name.endswith(SHAPES))
    if bool(archives) == bool(arrays):
        raise ToolError(f"{folder} needs either .npz feeds or .npy inputs", "see `Tools/README.md`, calibration")
    if archives:
        for path in archives:
            with np.load(path, allow_pickle=False) as archive:
                yield dict(archive)
        return
    yield from feeds({path.name.removesuffix(".npy"): _read_samples(path) for path in arrays}, ranks)


def _read_samples(path: Path) -> Samples:
    shapes = path.with_name(path.name.removesuffix(".npy") + SHAPES)
    array = np.load(path, allow_pickle=False)
    if not shapes.is_file():
        return Rows(array)
    return Ragged(array, np.load(shapes, allow_pickle=False))


def write_calibration(folder: Path, inputs: Mapping[str, Samples]) -> list[Path]:
    """Writes samples as `read_calibration` takes them; returns the paths."""
    contents = {}
    for name, samples in inputs.items():
        if isinstance(samples, Ragged):
            contents[f"{name}.npy"] = samples.elements
            contents[f"{name}{SHAPES}"] = samples.shapes
        else:
            contents[f"{name}.npy"] = samples.array
    for name, array in contents.items():
        write_atomically(folder / name, npy_bytes(array))
    return [folder / name for name in contents]


def npy_bytes(array: np.ndarray) -> bytes:
    """Returns an array as an NPY file, format version 1.0, in C order, little-endian."""
    little_endian = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, little_endian, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()

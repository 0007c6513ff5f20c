"""Golden sets: the data files a suite evaluates variants on, checked against the manifest that locks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import yaml

from pawl_models.errors import ToolError
from pawl_models.feeds import Ragged, Samples, npy_bytes
from pawl_models.files import sha256_of, sha256_of_file, write_atomically
from pawl_models.golden_tasks import File, Task, Value, array_file, lines

MANIFEST = "golden.yaml"
SAMPLE_NAMES = "samples.txt"
SEQUENCES = "sequences.npy"


@dataclass(frozen=True)
class GoldenData:
    """The samples of a golden set, and what its task says of them."""

    inputs: Mapping[str, Samples]
    sample_names: Sequence[str]
    task: Task
    sequences: np.ndarray | None = None
    """Which sequence each sample belongs to, in the order of time: int [samples], never falling."""
    state: Mapping[str, str] = field(default_factory=dict)
    """{input: output}: what a recurrent model is told of what it said of the sample before."""
    fidelity_output: str | None = None

    def entries(self) -> dict[str, Value | Mapping[str, Value]]:
        """Returns the manifest's keys from `task` on, in order; the same for the same data on every machine."""
        samples = len(self.sample_names)
        if len(set(self.sample_names)) != samples:
            raise ValueError("sample names must be unique")
        if any(len(array) != samples for array in self.inputs.values()):
            raise ValueError("every input needs one row a sample")
        if self.state and self.sequences is None:
            raise ValueError("state needs sequences")
        entries: dict[str, Value | Mapping[str, Value]] = {
            "samples": samples,
            "inputs": {name: input_entry(name, array) for name, array in self.inputs.items()},
        }
        if self.state:
            entries["state"] = dict(self.state)
        if self.sequences is not None:
            if (np.diff(self.sequences) < 0).any():
                raise ValueError("sequences must never fall")
            entries["sequences"] = array_file(SEQUENCES, self.sequences, np.int32, (samples,))
        of_task = self.task.entries(samples)
        if "labels" in of_task:
            entries["labels"] = of_task.pop("labels")
        entries["sample_names"] = File(SAMPLE_NAMES, lines(self.sample_names))
        entries |= of_task
        if self.fidelity_output is not None:
            entries["fidelity_output"] = self.fidelity_output
        return entries

    def files(self) -> dict[str, bytes]:
        """Returns {relative path: content}, the same bytes for the same data on every machine."""
        return {file.path: file.content for file in _files_in(self.entries())}


def input_entry(name: str, samples: Samples) -> Value:
    """Returns an input as the manifest names it: a row a sample, or ragged with the shape of each."""
    if not name or set(name) & {"/", "\\", "\0"} or name.startswith("."):
        raise ValueError(f"an input named {name!r} cannot be a file's name")
    if not isinstance(samples, Ragged):
        return File(f"inputs/{name}.npy", npy_bytes(samples.array))
    shapes = array_file(f"inputs/{name}.shapes.npy", samples.shapes, np.int64, (None, None))
    return {"": File(f"inputs/{name}.npy", npy_bytes(samples.elements)), "shapes": shapes}


def _files_in(value: object) -> Iterator[File]:
    if isinstance(value, File):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _files_in(inner)


def read_manifest(folder: Path) -> dict:
    """Returns the manifest of a golden set as plain data."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ToolError(f"{path} is missing", "restore it from version control")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def locked_files(folder: Path) -> dict[str, str]:
    """Returns {relative path: sha256} of every data file that the manifest names."""

    def walk(value: object) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            if {"file", "sha256"} <= value.keys():
                yield value["file"], value["sha256"]
            for inner in value.values():
                yield from walk(inner)

    return dict(walk(read_manifest(folder)))


def write_locked(folder: Path, data: GoldenData) -> list[Path]:
    """Writes the data files, but only if every one is byte for byte what the manifest locks; returns their paths."""
    contents = data.files()
    locked = locked_files(folder)
    if contents.keys() != locked.keys():
        raise ToolError(f"{folder / MANIFEST} names other files than the recipe makes", "run select, or restore it")
    for path, content in contents.items():
        if sha256_of(content) != locked[path]:
            raise ToolError(
                f"{folder / path} would not be what {MANIFEST} locks it to",
                "the recipe or the selection changed: restore them, or run select to lock a new version",
            )
    for path, content in contents.items():
        write_atomically(folder / path, content)
    return [folder / path for path in contents]


def faults(folder: Path) -> list[str]:
    """Compares the data files on disk with the manifest; returns one sentence for each that differs."""
    found = []
    for path, digest in locked_files(folder).items():
        file = folder / path
        if not file.is_file():
            found.append(f"{file} is missing")
        elif sha256_of_file(file) != digest:
            found.append(f"{file} is not what {MANIFEST} locks it to")
    return found

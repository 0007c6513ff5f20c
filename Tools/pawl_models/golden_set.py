"""Golden sets: the data files a suite evaluates variants on, and the manifest that describes and locks them."""

from __future__ import annotations

import io
import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from pawl_models.errors import ToolError
from pawl_models.files import sha256_of, sha256_of_file, write_atomically

MANIFEST = "golden.yaml"
LABELS = "labels.npy"
SAMPLE_NAMES = "samples.txt"
CLASSES = "classes.txt"
WIDTH = 116


@dataclass(frozen=True)
class Description:
    """What a person should know about a golden set; goes into its manifest word for word."""

    identifier: str
    version: int
    title: str
    task: str
    source: str
    licence: str
    labelled: str
    limits: str
    output: str
    scores: str


@dataclass(frozen=True)
class ClassificationData:
    """A classification set: one row of each input, one class index and one name a sample."""

    inputs: Mapping[str, np.ndarray]
    labels: np.ndarray
    sample_names: Sequence[str]
    classes: Sequence[str]

    def files(self) -> dict[str, bytes]:
        """Returns {relative path: content}, the same bytes for the same data on every machine."""
        count = len(self.sample_names)
        if len(set(self.sample_names)) != count:
            raise ValueError("sample names must be unique")
        if self.labels.shape != (count,) or any(len(array) != count for array in self.inputs.values()):
            raise ValueError("every input and the labels need one row a sample")
        return {
            **{f"inputs/{name}.npy": npy_bytes(array) for name, array in self.inputs.items()},
            LABELS: npy_bytes(self.labels.astype(np.int32)),
            SAMPLE_NAMES: lines(self.sample_names),
            CLASSES: lines(self.classes),
        }


def npy_bytes(array: np.ndarray) -> bytes:
    """Returns an array as an NPY file, format version 1.0, in C order, little-endian."""
    little_endian = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, little_endian, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def lines(names: Sequence[str]) -> bytes:
    """Returns names as a UTF-8 text, one a line."""
    for name in names:
        if not name or name.splitlines() != [name]:
            raise ValueError(f"a name must be one line of text: {name!r}")
    return ("\n".join(names) + "\n").encode()


def manifest_text(description: Description, data: ClassificationData) -> str:
    """Returns the manifest of a golden set, in the form that Pawl's manifest reader takes."""
    digests = {path: sha256_of(content) for path, content in data.files().items()}

    def entry(path: str) -> str:
        return f"{{ file: {path}, sha256: {digests[path]} }}"

    def prose(key: str, text: str) -> str:
        wrapped = textwrap.wrap(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
        return f"{key}: >-\n" + textwrap.indent("\n".join(wrapped), "  ")

    return "\n".join(
        [
            "# Written by `python -m pawl_models select`: the digests lock the data, the text describes it.",
            "golden: 1",
            f"id: {description.identifier}",
            f"version: {description.version}",
            f"title: {json.dumps(description.title, ensure_ascii=False)}",
            f"task: {description.task}",
            prose("source", description.source),
            prose("licence", description.licence),
            prose("labelled", description.labelled),
            prose("limits", description.limits),
            f"samples: {len(data.sample_names)}",
            "inputs:",
            *(f"  {name}: {entry(f'inputs/{name}.npy')}" for name in data.inputs),
            f"labels: {entry(LABELS)}",
            f"sample_names: {entry(SAMPLE_NAMES)}",
            f"classes: {entry(CLASSES)}",
            f"output: {{ name: {description.output}, scores: {description.scores} }}",
            "",
        ]
    )


def read_manifest(folder: Path) -> dict:
    """Returns the manifest of a golden set as plain data."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ToolError(f"{path} is missing", "restore it from version control")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def locked_files(folder: Path) -> dict[str, str]:
    """Returns {relative path: sha256} of every data file that the manifest names."""
    manifest = read_manifest(folder)
    entries = [*manifest["inputs"].values(), manifest["labels"], manifest["sample_names"], manifest["classes"]]
    return {entry["file"]: entry["sha256"] for entry in entries}


def write_locked(folder: Path, data: ClassificationData) -> None:
    """Writes the data files, but only if every one is byte for byte what the manifest locks."""
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

"""Writes a golden set's manifest, in the form that Pawl's manifest reader takes."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pawl_models.files import sha256_of, write_atomically
from pawl_models.golden_set import MANIFEST, GoldenData
from pawl_models.golden_tasks import File

WIDTH = 116
PLAIN = re.compile(r"[A-Za-z_/][\w./-]*")
WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


@dataclass(frozen=True)
class Description:
    """What a person should know about a golden set; goes into its manifest word for word."""

    identifier: str
    version: int
    title: str
    source: str
    licence: str
    labelled: str
    limits: str


def manifest_text(description: Description, data: GoldenData) -> str:
    """Returns the manifest of a golden set."""
    entries = data.entries()
    return "\n".join(
        [
            "# Written by `python -m pawl_models select`: the digests lock the data, the text describes it.",
            "golden: 1",
            f"id: {description.identifier}",
            f"version: {description.version}",
            f"title: {json.dumps(description.title, ensure_ascii=False)}",
            f"task: {data.task.name}",
            _prose("source", description.source),
            _prose("licence", description.licence),
            _prose("labelled", description.labelled),
            _prose("limits", description.limits),
            *(line for key, value in entries.items() for line in _entry(key, value)),
            "",
        ]
    )


def write_manifest(folder: Path, description: Description, data: GoldenData) -> None:
    """Writes the manifest that locks a golden set to what its data is now."""
    write_atomically(folder / MANIFEST, manifest_text(description, data).encode())


def _prose(key: str, text: str) -> str:
    wrapped = textwrap.wrap(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
    return f"{key}: >-\n" + textwrap.indent("\n".join(wrapped), "  ")


def _entry(key: str, value: object) -> Iterator[str]:
    if key == "inputs" and isinstance(value, Mapping):
        yield "inputs:"
        for name, samples in value.items():
            yield f"  {_scalar(name)}: {_inline(samples)}"
    else:
        yield f"{key}: {_inline(value)}"


def _inline(value: object) -> str:
    if isinstance(value, File):
        return f"{{ {_file(value)} }}"
    if isinstance(value, Mapping):
        # The file that an entry with more keys is about has no key of its own.
        parts = [_file(inner) if key == "" else f"{_scalar(key)}: {_inline(inner)}" for key, inner in value.items()]
        return f"{{ {', '.join(parts)} }}"
    return _scalar(value)


def _file(file: File) -> str:
    return f"file: {_scalar(file.path)}, sha256: {sha256_of(file.content)}"


def _scalar(value: object) -> str:
    if isinstance(value, str) and PLAIN.fullmatch(value) and value.lower() not in WORDS_OF_YAML:
        return value
    return json.dumps(value, ensure_ascii=False)

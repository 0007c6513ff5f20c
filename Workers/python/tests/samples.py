"""Samples for tests, as a `load` call describes them."""

from array import array
from collections.abc import Sequence
from pathlib import Path


def floats(path: Path, rows: Sequence[Sequence[float]], *, offset: int = 0) -> dict[str, object]:
    """Write rows of float32 values behind `offset` bytes; return how `samples.inputs` describes them."""
    data = b"".join(array("f", row).tobytes() for row in rows)
    path.write_bytes(bytes(offset) + data)
    described: dict[str, object] = {"path": str(path), "offset": offset, "elementType": "float32"}
    lengths = {len(row) for row in rows}
    if len(lengths) == 1:
        described["shape"] = [lengths.pop()]
    else:
        described["shapes"] = [[len(row)] for row in rows]
    return described


def load_arguments(model: Path, count: int, inputs: dict[str, object], **changes: object) -> dict[str, object]:
    """Return the arguments of a `load` call; `changes` replace members, those of `samples` and `options` as well."""
    samples: dict[str, object] = {"count": count, "inputs": inputs, "state": {}, "sequenceStarts": None}
    options: dict[str, object] = {
        "threads": 1,
        "provider": "cpu",
        "precision": "f32",
        "configuration": {},
        "profilesOperators": False,
    }
    arguments: dict[str, object] = {
        "runtime": {"name": "mine"},
        "modelPath": str(model),
        "rotationLimit": count,
    }
    for name, value in changes.items():
        for members in (samples, options):
            if name in members:
                members[name] = value
                break
        else:
            arguments[name] = value
    return {**arguments, "samples": samples, "options": options}

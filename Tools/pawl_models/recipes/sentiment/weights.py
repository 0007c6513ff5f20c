"""Reads safetensors: a length of eight bytes, a JSON header, then all tensors one after another."""

from __future__ import annotations

import json

import numpy as np


def read_safetensors(content: bytes) -> dict[str, np.ndarray]:
    """Returns the float32 tensors of a file by name; others are left out.

    Raises:
        ValueError: the header says other lengths than the file has.
    """
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    data = content[8 + length :]
    found = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, stop = entry["data_offsets"]
        count = int(np.prod(entry["shape"], dtype=np.int64))
        if not 0 <= start <= stop <= len(data) or stop - start != 4 * count:
            raise ValueError(f"tensor {name} does not fit the file")
        found[name] = np.frombuffer(data, dtype="<f4", count=count, offset=start).reshape(entry["shape"])
    return found

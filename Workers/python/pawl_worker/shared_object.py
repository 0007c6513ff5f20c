"""Looks at a shared object before the dynamic loader does: one that ends too early would kill the process."""

import struct
from pathlib import Path

_IDENTIFICATION = b"\x7fELF\x02\x01"
_HEADER = struct.Struct("<16xHHIQQQIHHHHHH")
_SEGMENT = struct.Struct("<IIQQQQQQ")


def is_whole(path: Path) -> bool:
    """Whether a file is a 64-bit little-endian shared object whose headers and segments all lie within it.

    Source: the System V Application Binary Interface, "Object Files", for 64-bit processors.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size or not header.startswith(_IDENTIFICATION):
            return False
        fields = _HEADER.unpack(header)
        segments, sections = fields[4], fields[5]
        segment_size, segment_count, section_size, section_count = fields[8:12]
        if segment_size != _SEGMENT.size or segments + segment_size * segment_count > size:
            return False
        if sections + section_size * section_count > size:
            return False
        file.seek(segments)
        table = file.read(segment_size * segment_count)
    return all(offset + in_file <= size for _, _, offset, _, _, in_file, _, _ in _SEGMENT.iter_unpack(table))

"""Looks inside a candidate file and says whether it is what its name or folder claims.

Three kinds of checks: a signature for binary formats, a parser where there is one at hand, and for the other text
formats something that every file of the kind holds. What has none of these must at least be text. A file that fails
is left out of the selection, so a strict check costs samples, never correctness.
"""

from __future__ import annotations

import ast
import configparser
import csv
import io
import json
import re
import tomllib
import warnings
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import yaml

SIGNATURES: dict[str, tuple[int, tuple[bytes, ...]]] = {
    "ace": (7, (b"**ACE**",)),
    "bmp": (0, (b"BM",)),
    "bzip": (0, (b"BZh",)),
    "cab": (0, (b"MSCF",)),
    "chm": (0, (b"ITSF",)),
    "deb": (0, (b"!<arch>\ndebian-binary",)),
    "dicom": (128, (b"DICM",)),
    "elf": (0, (b"\x7fELF",)),
    "emf": (40, (b" EMF",)),
    "flac": (0, (b"fLaC",)),
    "flv": (0, (b"FLV",)),
    "gif": (0, (b"GIF87a", b"GIF89a")),
    "gzip": (0, (b"\x1f\x8b",)),
    "h5": (0, (b"\x89HDF\r\n\x1a\n",)),
    "icns": (0, (b"icns",)),
    "ico": (0, (b"\0\0\1\0",)),
    "iso": (0x8001, (b"CD001",)),
    "jp2": (0, (b"\0\0\0\x0cjP  ",)),
    "jpeg": (0, (b"\xff\xd8\xff",)),
    "lha": (2, (b"-lh",)),
    "macho": (0, (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")),
    "midi": (0, (b"MThd",)),
    "mp3": (0, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")),
    "mp4": (4, (b"ftyp",)),
    "npy": (0, (b"\x93NUMPY",)),
    "ogg": (0, (b"OggS",)),
    "otf": (0, (b"OTTO",)),
    "parquet": (0, (b"PAR1",)),
    "pcap": (0, (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4")),
    "pdf": (0, (b"%PDF-",)),
    "pebin": (0, (b"MZ",)),
    "png": (0, (b"\x89PNG\r\n\x1a\n",)),
    "postscript": (0, (b"%!PS",)),
    "psd": (0, (b"8BPS",)),
    "pythonbytecode": (2, (b"\r\n",)),
    "rar": (0, (b"Rar!\x1a\x07",)),
    "rpm": (0, (b"\xed\xab\xee\xdb",)),
    "rtf": (0, (b"{\\rtf",)),
    "sevenzip": (0, (b"7z\xbc\xaf\x27\x1c",)),
    "sqlite": (0, (b"SQLite format 3\0",)),
    "swf": (0, (b"FWS", b"CWS", b"ZWS")),
    "tar": (257, (b"ustar",)),
    "tiff": (0, (b"II*\0", b"MM\0*")),
    "torrent": (0, (b"d8:announce", b"d4:info", b"d13:announce-list")),
    "ttf": (0, (b"\0\1\0\0", b"true")),
    "wav": (8, (b"WAVE",)),
    "webp": (8, (b"WEBP",)),
    "wmf": (0, (b"\xd7\xcd\xc6\x9a", b"\1\0\x09\0")),
    "woff": (0, (b"wOFF",)),
    "woff2": (0, (b"wOF2",)),
    "xz": (0, (b"\xfd7zXZ\0",)),
}

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS_OF_OLE_FILES: dict[str, tuple[str, ...]] = {
    "doc": ("WordDocument",),
    "ppt": ("PowerPoint Document",),
    "xls": ("Workbook", "Book"),
}
"""The stream that tells what kind of document an OLE compound file is."""

MEMBERS_OF_ZIPS: dict[str, str] = {
    "docx": "word/document.xml",
    "jar": "META-INF/MANIFEST.MF",
    "pptx": "ppt/presentation.xml",
    "xlsb": "xl/workbook.bin",
    "xlsx": "xl/workbook.xml",
}
"""The member that tells what kind of document a zip archive is."""

MIMETYPES_OF_ZIPS = {
    "epub": b"application/epub+zip",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}

C = r"#\s*(include|define|ifdef|ifndef|if|pragma)\b|\bmain\s*\("
CPP = r"\b(class|namespace|template|typename|virtual|constexpr|nullptr)\b|\b\w+::\w+|#include <[a-z_]+>"

MARKS: dict[str, str] = {
    "cmake": r"(?mi)^\s*(project|set|if|foreach|function|macro|include|list|(find|add|target|cmake)_\w+)\s*\(",
    "cpp": CPP,
    "diff": r"(?m)^(@@ |\d+(,\d+)?[acd]\d+(,\d+)?$|\*\*\* |--- )",
    "dockerfile": r"(?mi)^FROM\s",
    "eml": r"(?mi)^(From|Received|Return-Path):",
    "html": r"(?i)<(html|!doctype html)",
    "ics": r"BEGIN:VCALENDAR",
    "latex": r"\\(documentclass|begin|section|usepackage)\b",
    "markdown": r"(?m)^(#{1,6} |[-*+] |```|={3,}$|-{3,}$)|\]\(",
    "makefile": r"(?m)^[^\s#][^=\n]*:[^=]|^\t",
    "php": r"<\?php",
    "po": r"(?m)^msgid ",
    "proto": r"\b(message|syntax|package|service)\b",
    "rst": r"(?m)^(\.\. |[=\-~^*#]{4,}\s*$)|::\s*$",
    "srt": r"\d\d:\d\d:\d\d[,.]\d{1,3} --> ",
    "vtt": r"^\ufeff?WEBVTT",
    "winregistry": r"^\ufeff?(Windows Registry Editor|REGEDIT4)",
}
"""For text formats without a parser here: what every file of the kind holds, as a regular expression."""


def is_what_it_claims(label: str, content: bytes) -> bool:
    """Says whether a file's content bears out its label."""
    if label in SIGNATURES:
        offset, signatures = SIGNATURES[label]
        return any(content.startswith(signature, offset) for signature in signatures)
    try:
        if label in PARSERS:
            return PARSERS[label](content)
        if label in MARKS:
            return re.search(MARKS[label], content.decode()) is not None
        return bool(content.decode().strip())
    # Parsers fail on foreign content in ways of their own; whatever the way, the file is not confirmed.
    except Exception:
        return False


def _c(content: bytes) -> bool:
    text = content.decode()
    # Headers of C++ projects have the extension of C headers.
    return re.search(C, text) is not None and re.search(CPP, text) is None


def _java_class(content: bytes) -> bool:
    # The same four bytes open a Mach-O file for several processors, where a small count follows.
    major_version = int.from_bytes(content[6:8], "big")
    return content.startswith(b"\xca\xfe\xba\xbe") and 45 <= major_version <= 100


def _matroska(kind: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(b"\x1aE\xdf\xa3") and kind in content[:64]


def _ole(streams: tuple[str, ...]) -> Callable[[bytes], bool]:
    names = [name.encode("utf-16-le") + b"\0\0" for name in streams]
    return lambda content: content.startswith(OLE) and any(name in content for name in names)


def _onnx(content: bytes) -> bool:
    import onnx

    return bool(onnx.load_model_from_string(content).graph.node)


def _tga(content: bytes) -> bool:
    colour_map, kind, depth = content[1], content[2], content[16]
    return colour_map in (0, 1) and kind in (1, 2, 3, 9, 10, 11) and depth in (8, 15, 16, 24, 32)


def _python(content: bytes) -> bool:
    with warnings.catch_warnings(action="ignore"):
        return bool(ast.parse(content).body)


def _notebook(content: bytes) -> bool:
    data = json.loads(content)
    return isinstance(data, dict) and "nbformat" in data and ("cells" in data or "worksheets" in data)


def _json(content: bytes) -> bool:
    return not _notebook(content)


def _root_tag(content: bytes) -> str:
    return ElementTree.fromstring(content).tag.rpartition("}")[2]


def _xml(content: bytes) -> bool:
    return _root_tag(content) not in ("svg", "plist", "html")


def _toml(content: bytes) -> bool:
    return bool(tomllib.loads(content.decode()))


def _yaml(content: bytes) -> bool:
    return any(isinstance(document, dict | list) for document in yaml.safe_load_all(content))


def _ini(content: bytes) -> bool:
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    parser.read_string(content.decode())
    return bool(parser.sections())


def _csv(content: bytes) -> bool:
    rows = [row for row in csv.reader(io.StringIO(content.decode())) if row]
    return len(rows) > 1 and min(map(len, rows)) > 1 and len({len(row) for row in rows}) == 1


def _zip_with(member: str) -> Callable[[bytes], bool]:
    return lambda content: member in zipfile.ZipFile(io.BytesIO(content)).namelist()


def _zip_of_type(mimetype: bytes) -> Callable[[bytes], bool]:
    return lambda content: zipfile.ZipFile(io.BytesIO(content)).read("mimetype").strip() == mimetype


def _plain_zip(content: bytes) -> bool:
    names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    return not names & {"[Content_Types].xml", "mimetype", "AndroidManifest.xml", *MEMBERS_OF_ZIPS.values()}


def _npz(content: bytes) -> bool:
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    return bool(names) and all(name.endswith(".npy") for name in names)


PARSERS: dict[str, Callable[[bytes], bool]] = {
    "appleplist": lambda content: _root_tag(content) == "plist",
    "c": _c,
    "csv": _csv,
    "ini": _ini,
    "ipynb": _notebook,
    "javabytecode": _java_class,
    "json": _json,
    "mkv": _matroska(b"matroska"),
    "npz": _npz,
    "onnx": _onnx,
    "python": _python,
    "svg": lambda content: _root_tag(content) == "svg",
    "tga": _tga,
    "toml": _toml,
    "webm": _matroska(b"webm"),
    "xml": _xml,
    "yaml": _yaml,
    "zip": _plain_zip,
    **{label: _ole(streams) for label, streams in STREAMS_OF_OLE_FILES.items()},
    **{label: _zip_with(member) for label, member in MEMBERS_OF_ZIPS.items()},
    **{label: _zip_of_type(mimetype) for label, mimetype in MIMETYPES_OF_ZIPS.items()},
}

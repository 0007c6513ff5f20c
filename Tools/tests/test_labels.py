import io
import json
import zipfile

import pytest

from pawl_models.recipes.filetype.confirmation import is_what_it_claims
from pawl_models.recipes.filetype.labelling import label_of


@pytest.mark.parametrize(
    ("member", "label"),
    [
        ("pygments-2.0/tests/examplefiles/awk/test.awk", "awk"),
        ("pygments-2.0/tests/examplefiles/awk/test.awk.output", None),
        ("pygments-2.0/tests/examplefiles/nosuchlexer/test", None),
        ("pygments-2.0/tests/examplefiles/conftest.py", None),
        # The folder says Groovy, the extension says Gradle.
        ("pygments-2.0/tests/examplefiles/groovy/test.gradle", None),
        ("pkg-1.0/src/module.PY", "python"),
        ("pkg-1.0/Makefile", "makefile"),
        ("pkg-1.0/doc/README", None),
        ("jupytext-1.0/tests/data/notebooks/outputs/script/a.py", None),
        ("jupytext-1.0/tests/data/notebooks/inputs/a.py", "python"),
    ],
)
def test_label_comes_from_folder_or_name(member: str, label: str | None) -> None:
    assert label_of(member) == label


def zip_of(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


NOTEBOOK = json.dumps({"nbformat": 4, "cells": []}).encode()
ODS = zip_of(mimetype="application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("label", "content", "confirmed"),
    [
        ("png", b"\x89PNG\r\n\x1a\n....", True),
        ("png", b"<html>not found</html>", False),
        ("python", b"def f(): return 1\n", True),
        ("python", b"print 'old'\n", False),
        ("json", b"[1, 2]", True),
        ("json", NOTEBOOK, False),
        ("ipynb", NOTEBOOK, True),
        ("xml", b"<note/>", True),
        ("xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", False),
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", True),
        ("c", b"#include <stdio.h>\nint main(void) { return 0; }\n", True),
        ("c", b"#include <vector>\nnamespace a { std::vector<int> b; }\n", False),
        ("csv", b"a,b\n1,2\n", True),
        ("csv", b"a,b\n1,2,3\n", False),
        ("ods", ODS, True),
        ("odt", ODS, False),
        ("zip", ODS, False),
        ("zip", zip_of(a="1"), True),
        ("docx", zip_of(word__document="").replace(b"word/document", b"word/documenu"), False),
        ("javabytecode", b"\xca\xfe\xba\xbe\x00\x03\x00\x2d....", True),
        # A Mach-O file for two processors begins with the same four bytes.
        ("javabytecode", b"\xca\xfe\xba\xbe\x00\x00\x00\x02....", False),
        ("tar", b"\0" * 257 + b"ustar", True),
        ("onnx", b"no graph in here", False),
        ("awk", b"BEGIN { print }", True),
        ("awk", b"\xff\xfe\x00", False),
    ],
)
def test_content_bears_out_the_label(label: str, content: bytes, confirmed: bool) -> None:
    assert is_what_it_claims(label, content) is confirmed

"""Looks up files in the package index that pip is configured to use.

pip itself cannot be asked for a source archive without building it (`pip download` runs the package's own set-up
code), so the tools read the index's simple listing (PEP 503) and fetch the file themselves. Only the address of the
index and the certificates come from pip; neither is written down here.
"""

from __future__ import annotations

import base64
import os
import re
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from http.client import HTTPException
from urllib.parse import unquote, urldefrag, urljoin, urlsplit, urlunsplit

from pawl_models.errors import ToolError

TIMEOUT_SECONDS = 60
PAUSES_SECONDS = (1, 3, 9)
"""How long to wait before each further attempt after one that failed."""


@dataclass(frozen=True)
class IndexedFile:
    """One file in the index's listing of a project."""

    name: str
    url: str
    sha256: str | None


def pip_setting(name: str) -> str | None:
    """Returns one of pip's settings, from the environment or its configuration files."""
    from_environment = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    if from_environment:
        return from_environment
    listing = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    matches = re.findall(rf"^[\w:]+\.{re.escape(name)}='(.*)'$", listing, flags=re.MULTILINE)
    return matches[-1] if matches else None


def default_index() -> str:
    """Returns the index that pip uses where nothing is configured."""
    try:
        from pip._internal.models.index import PyPI
    except ImportError as cause:
        raise ToolError("this Python's pip does not say which index it uses", "set PIP_INDEX_URL") from cause
    return PyPI.simple_url


class _Anchors(HTMLParser):
    """Collects (text, address) of every link of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._address: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._address = dict(attrs).get("href")

    def handle_data(self, data: str) -> None:
        if self._address is not None and data.strip():
            self.found.append((data.strip(), self._address))
            self._address = None


def parse_listing(page: str, base: str) -> list[IndexedFile]:
    """Reads the simple listing of one project."""
    anchors = _Anchors()
    anchors.feed(page)
    files = []
    for name, address in anchors.found:
        url, fragment = urldefrag(urljoin(base, address))
        kind, _, digest = fragment.partition("=")
        files.append(IndexedFile(name, url, digest if kind == "sha256" else None))
    return files


@dataclass
class PackageIndex:
    """The package index, with its listings kept for the length of one run."""

    pauses: tuple[float, ...] = PAUSES_SECONDS
    _listings: dict[str, list[IndexedFile]] = field(default_factory=dict)

    @cached_property
    def address(self) -> str:
        """The index's root, without a slash at the end."""
        return (pip_setting("index-url") or default_index()).rstrip("/")

    def files(self, project: str) -> list[IndexedFile]:
        """Returns all files of a project, in the index's order."""
        normalised = re.sub(r"[-_.]+", "-", project).lower()
        if normalised not in self._listings:
            page = f"{self.address}/{normalised}/"
            self._listings[normalised] = parse_listing(self.get(page).decode(), page)
        return self._listings[normalised]

    def find(self, project: str, name: str) -> IndexedFile:
        """Returns one file of a project by its exact name."""
        for file in self.files(project):
            if file.name == name:
                return file
        raise ToolError(f"the package index has no file {name} of {project}", "point PIP_INDEX_URL at a full mirror")

    def get(self, url: str) -> bytes:
        """Fetches a page or file, trying again after failures that may pass."""
        for pause in (*self.pauses, None):
            try:
                return self._attempt(url)
            except urllib.error.HTTPError as error:
                problem: Exception = error
                if error.code < 500 and error.code not in (408, 429):
                    break
            except (OSError, HTTPException) as error:
                problem = error
            if pause is not None:
                time.sleep(pause)
        shown = urlsplit(url)
        raise ToolError(
            f"could not fetch {shown.hostname}{shown.path}: {problem}",
            "check the network, or the proxy and index that pip is configured with; then run the command again",
        ) from problem

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=pip_setting("cert"))

    def _attempt(self, url: str) -> bytes:
        parts = urlsplit(url)
        address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        request = urllib.request.Request(address, headers={"Accept": "text/html, */*"})
        # urllib does not understand name:password@host, which pip's settings may hold.
        if parts.username:
            secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            request.add_header("Authorization", "Basic " + base64.b64encode(secret).decode())
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=self._certificates) as response:
            return response.read()

"""Shared fixtures: a package index on this machine, and a place to work in."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pawl_models.downloads import Artifact, Downloads
from pawl_models.locations import Locations
from pawl_models.package_index import PackageIndex
from pawl_models.recipe import Workplace

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass
class FakeIndex:
    """A package index that serves what a test puts in, and remembers what was asked of it."""

    address: str = ""
    packages: dict[str, dict[str, bytes]] = field(default_factory=dict)
    failures: list[int] = field(default_factory=list)
    """Status codes to answer the next requests with, before answering properly."""
    requests: list[str] = field(default_factory=list)
    authorisations: list[str | None] = field(default_factory=list)

    def offer(self, project: str, name: str, content: bytes) -> Artifact:
        """Puts a file into the index and returns it as a lock names it."""
        self.packages.setdefault(project, {})[name] = content
        return Artifact(project, name, hashlib.sha256(content).hexdigest(), len(content))

    def answer(self, path: str) -> bytes | None:
        """Returns the body of a page or file."""
        kind, project, *rest = path.strip("/").split("/")
        files = self.packages.get(project)
        if files is None:
            return None
        if kind == "simple":
            digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
            links = [
                f'<a href="/files/{project}/{name}#sha256={digest}">{name}</a>' for name, digest in digests.items()
            ]
            return f"<!DOCTYPE html><html><body>{'<br/>'.join(links)}</body></html>".encode()
        return files.get(rest[0])


@pytest.fixture
def fake_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIndex]:
    """Serves an index, and points pip's setting at it."""
    index = FakeIndex()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            index.requests.append(self.path)
            index.authorisations.append(self.headers.get("Authorization"))
            body = index.answer(self.path)
            status = index.failures.pop(0) if index.failures else 200 if body is not None else 404
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body if status == 200 else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    index.address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("PIP_INDEX_URL", index.address + "/simple")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield index
    server.shutdown()
    server.server_close()


@pytest.fixture
def downloads(tmp_path: Path) -> Downloads:
    """Downloads with an empty cache, that do not wait between attempts."""
    return Downloads(tmp_path / "cache", PackageIndex(pauses=(0, 0)))


@pytest.fixture
def workplace(tmp_path: Path, downloads: Downloads) -> Workplace:
    """An empty repository to work in."""
    return Workplace(Locations(root=tmp_path / "repository", cache=tmp_path / "cache"), downloads)

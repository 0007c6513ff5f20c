import base64
from pathlib import Path

import pytest

from conftest import FakeIndex
from pawl_models.downloads import Artifact, Downloads, read_lock, write_lock
from pawl_models.errors import ToolError


def test_fetched_file_is_cached_under_its_digest(fake_index: FakeIndex, downloads: Downloads, tmp_path: Path) -> None:
    artifact = fake_index.offer("parcel", "parcel-1.0.tar.gz", b"content")
    path = downloads.fetch(artifact)
    assert path == tmp_path / "cache" / artifact.sha256
    assert path.read_bytes() == b"content"


def test_cached_file_needs_no_network(fake_index: FakeIndex, downloads: Downloads) -> None:
    artifact = fake_index.offer("parcel", "parcel-1.0.tar.gz", b"content")
    downloads.fetch(artifact)
    fake_index.requests.clear()
    assert downloads.fetch(artifact).read_bytes() == b"content"
    assert fake_index.requests == []


def test_tampered_file_is_refused_and_not_kept(fake_index: FakeIndex, downloads: Downloads, tmp_path: Path) -> None:
    artifact = fake_index.offer("parcel", "parcel-1.0.tar.gz", b"content")
    fake_index.offer("parcel", "parcel-1.0.tar.gz", b"contenT")
    with pytest.raises(ToolError, match="the lock says " + artifact.sha256):
        downloads.fetch(artifact)
    assert list(tmp_path.rglob("*")) == []


def test_damaged_copy_in_the_cache_is_fetched_again(fake_index: FakeIndex, downloads: Downloads) -> None:
    artifact = fake_index.offer("parcel", "parcel-1.0.tar.gz", b"content")
    downloads.fetch(artifact).write_bytes(b"half")
    assert downloads.fetch(artifact).read_bytes() == b"content"


def test_passing_failures_are_tried_again(fake_index: FakeIndex, downloads: Downloads) -> None:
    artifact = fake_index.offer("parcel", "parcel-1.0.tar.gz", b"content")
    fake_index.failures = [503, 429]
    assert downloads.fetch(artifact).read_bytes() == b"content"
    assert len(fake_index.requests) == 4


def test_lasting_failure_says_what_to_do(fake_index: FakeIndex, downloads: Downloads) -> None:
    artifact = fake_index.offer("parcel", "parcel-1.0.tar.gz", b"content")
    fake_index.failures = [503] * 10
    with pytest.raises(ToolError, match="could not fetch") as caught:
        downloads.fetch(artifact)
    assert "check the network" in (caught.value.hint or "")
    assert len(fake_index.requests) == 3


def test_refusal_is_not_tried_again(fake_index: FakeIndex, downloads: Downloads) -> None:
    with pytest.raises(ToolError, match="404"):
        downloads.fetch(Artifact("absent", "absent-1.0.tar.gz", "0" * 64, 1))
    assert len(fake_index.requests) == 1


def test_file_that_the_index_lacks_is_named(fake_index: FakeIndex, downloads: Downloads) -> None:
    fake_index.offer("parcel", "parcel-1.0.tar.gz", b"content")
    with pytest.raises(ToolError, match=r"no file parcel-2\.0\.tar\.gz of parcel"):
        downloads.fetch(Artifact("parcel", "parcel-2.0.tar.gz", "0" * 64, 1))


def test_project_names_are_normalised(fake_index: FakeIndex, downloads: Downloads) -> None:
    offered = fake_index.offer("some-parcel", "Some_Parcel-1.0.zip", b"content")
    downloads.fetch(Artifact("Some_.Parcel", offered.file, offered.sha256, offered.size_bytes))
    assert fake_index.requests[0] == "/simple/some-parcel/"


def test_credentials_of_the_index_are_sent_but_never_shown(
    fake_index: FakeIndex, downloads: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", fake_index.address.replace("://", "://me:secr%40t@") + "/simple")
    with pytest.raises(ToolError) as caught:
        downloads.fetch(Artifact("absent", "absent-1.0.tar.gz", "0" * 64, 1))
    assert fake_index.authorisations == ["Basic " + base64.b64encode(b"me:secr@t").decode()]
    assert "secr" not in caught.value.message


def test_lock_survives_writing_and_reading(tmp_path: Path) -> None:
    artifacts = [Artifact("parcel", "parcel-1.0.tar.gz", "0" * 64, 7)]
    write_lock(tmp_path / "lock.json", artifacts)
    assert read_lock(tmp_path / "lock.json") == artifacts


def test_locking_records_what_the_index_offers(fake_index: FakeIndex, downloads: Downloads) -> None:
    artifact = fake_index.offer("parcel", "parcel-1.0.tar.gz", b"content")
    assert downloads.lock("parcel", downloads.index.find("parcel", artifact.file)) == artifact

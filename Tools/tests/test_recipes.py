"""What must hold for every recipe as it stands in the repository."""

import re

import pytest

from conftest import REPOSITORY
from pawl_models import golden_set
from pawl_models.downloads import read_lock
from pawl_models.locations import TOOLS
from pawl_models.recipes import REGISTRY, Entry

ENTRIES = pytest.mark.parametrize("entry", REGISTRY.values(), ids=list(REGISTRY))
BUDGET_BYTES = 100e6
"""Of downloads a model."""


def locks(entry: Entry) -> list:
    return sorted((TOOLS / "pawl_models" / "recipes" / entry.name).glob("*.lock.json"))


@ENTRIES
def test_manifest_is_tracked_and_complete(entry: Entry) -> None:
    folder = REPOSITORY / "GoldenSets" / entry.golden_set
    manifest = golden_set.read_manifest(folder)
    assert manifest["id"] == entry.golden_set
    for key in ("title", "source", "licence", "labelled", "limits"):
        assert len(manifest[key]) > 10
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in golden_set.locked_files(folder).values())
    assert (folder / "README.md").is_file()


@ENTRIES
def test_every_data_file_is_ignored_by_git(entry: Entry) -> None:
    folder = REPOSITORY / "GoldenSets" / entry.golden_set
    ignored = (folder / ".gitignore").read_text().splitlines()
    for path in golden_set.locked_files(folder):
        first, _, rest = path.partition("/")
        assert f"/{first}/" in ignored if rest else f"/{first}" in ignored


@ENTRIES
def test_downloads_are_locked_and_small(entry: Entry) -> None:
    assert entry.download_bytes() < BUDGET_BYTES
    for artifact in (artifact for lock in locks(entry) for artifact in read_lock(lock)):
        assert re.fullmatch("[0-9a-f]{64}", artifact.sha256)
        assert "/" not in artifact.file


@ENTRIES
def test_reference_comes_first_and_names_are_distinct(entry: Entry) -> None:
    variants = list(entry.load().variants)
    assert variants[0] == ("k100" if entry.name == "stack" else "fp32")
    assert len(set(variants)) == len(variants)
    assert entry.licence


@ENTRIES
def test_built_data_is_what_the_manifest_locks(entry: Entry) -> None:
    folder = REPOSITORY / "GoldenSets" / entry.golden_set
    if not all((folder / path).is_file() for path in golden_set.locked_files(folder)):
        pytest.skip(f"the golden set is not built: run python -m pawl_models build {entry.name}")
    assert golden_set.faults(folder) == []

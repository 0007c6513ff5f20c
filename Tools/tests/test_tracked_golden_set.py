"""The tracked selection, lock and manifest of the file type set, as they stand in the repository."""

import os
from collections import Counter

import numpy as np
import pytest

from conftest import REPOSITORY
from pawl_models import golden_set
from pawl_models.downloads import read_lock
from pawl_models.recipes.filetype.recipe import LOCK
from pawl_models.recipes.filetype.selection import CALIBRATION, GOLDEN, read_selection

FOLDER = REPOSITORY / "GoldenSets" / "filetypes"
MANIFEST = golden_set.read_manifest(FOLDER)
SELECTION = read_selection(FOLDER / "selection.csv")
GOLDEN_CHOICES = [choice for choice in SELECTION if choice.split == GOLDEN]
CALIBRATION_CHOICES = [choice for choice in SELECTION if choice.split == CALIBRATION]

needs_the_data = pytest.mark.skipif(
    not (FOLDER / "labels.npy").is_file() and not os.environ.get("PAWL_REQUIRE_MODELS"),
    reason="the golden set is not built: run scripts/bootstrap",
)


def test_selection_has_only_the_two_splits_and_as_many_samples_as_the_manifest_says() -> None:
    assert len(GOLDEN_CHOICES) + len(CALIBRATION_CHOICES) == len(SELECTION)
    assert len(GOLDEN_CHOICES) == MANIFEST["samples"]


def test_set_is_large_and_varied_enough_to_gate_on() -> None:
    labels = Counter(choice.label for choice in GOLDEN_CHOICES)
    assert len(GOLDEN_CHOICES) >= 600
    assert len(labels) >= 80
    assert max(labels.values()) <= 20


def test_no_file_is_chosen_twice_so_calibration_shares_nothing_with_the_golden_samples() -> None:
    assert len({choice.sha256 for choice in SELECTION}) == len(SELECTION)


def test_lock_names_exactly_the_archives_that_the_selection_uses_and_they_are_small() -> None:
    artifacts = read_lock(LOCK)
    assert {artifact.file for artifact in artifacts} == {choice.archive for choice in SELECTION}
    assert sum(artifact.size_bytes for artifact in artifacts) < 60e6


@needs_the_data
def test_built_data_is_what_the_manifest_locks() -> None:
    assert golden_set.faults(FOLDER) == []


@needs_the_data
def test_built_data_follows_the_selection() -> None:
    names = (FOLDER / "samples.txt").read_text(encoding="utf-8").splitlines()
    classes = (FOLDER / "classes.txt").read_text(encoding="utf-8").splitlines()
    labels = np.load(FOLDER / "labels.npy")
    tokens = np.load(FOLDER / "inputs" / "bytes.npy")
    chosen = {choice.member: choice.label for choice in GOLDEN_CHOICES}
    assert {name: classes[label] for name, label in zip(names, labels, strict=True)} == chosen
    assert tokens.shape == (len(names), 2048)
    assert tokens.dtype == np.int32
    assert (tokens.min(), tokens.max()) == (0, 256)

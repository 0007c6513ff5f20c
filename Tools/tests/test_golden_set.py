from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from pawl_models import golden_set
from pawl_models.errors import ToolError
from pawl_models.golden_set import ClassificationData, Description

DATA = ClassificationData(
    inputs={"bytes": np.arange(12, dtype=np.int32).reshape(3, 4)},
    labels=np.array([1, 0, 1], dtype=np.int32),
    sample_names=["pkg/one", "pkg/zwölf", "pkg/a, b"],
    classes=["no", "yes"],
)
DESCRIPTION = Description(
    identifier="tiny",
    version=3,
    title='A set: of "three"',
    task="classification",
    source="Here: # and there,\n    'quoted' & {braced}.",
    licence="None",
    labelled="By hand",
    limits="word " * 100,
    output="scores",
    scores="logits",
)


def lock(folder: Path, data: ClassificationData = DATA) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "golden.yaml").write_text(golden_set.manifest_text(DESCRIPTION, data), encoding="utf-8")


def test_manifest_says_what_the_description_and_the_data_say() -> None:
    manifest = yaml.safe_load(golden_set.manifest_text(DESCRIPTION, DATA))
    assert " ".join(manifest) == (
        "golden id version title task source licence labelled limits samples inputs labels sample_names classes output"
    )
    assert manifest["golden"] == 1
    assert manifest["id"] == "tiny"
    assert manifest["version"] == 3
    assert manifest["title"] == 'A set: of "three"'
    assert manifest["source"] == "Here: # and there, 'quoted' & {braced}."
    assert manifest["limits"] == ("word " * 100).strip()
    assert manifest["samples"] == 3
    assert manifest["inputs"]["bytes"]["file"] == "inputs/bytes.npy"
    assert manifest["output"] == {"name": "scores", "scores": "logits"}


def test_written_data_matches_the_manifest_and_reads_back(tmp_path: Path) -> None:
    lock(tmp_path)
    golden_set.write_locked(tmp_path, DATA)
    assert golden_set.faults(tmp_path) == []
    assert np.load(tmp_path / "inputs/bytes.npy").tolist() == DATA.inputs["bytes"].tolist()
    assert (tmp_path / "samples.txt").read_text(encoding="utf-8").splitlines() == DATA.sample_names
    assert (tmp_path / "classes.txt").read_bytes() == b"no\nyes\n"


def test_arrays_are_npy_1_0_in_c_order_whatever_their_layout() -> None:
    rows = np.arange(6, dtype=np.int32).reshape(2, 3)
    plain = golden_set.npy_bytes(rows)
    assert plain[:8] == b"\x93NUMPY\x01\x00"
    assert b"'descr': '<i4', 'fortran_order': False, 'shape': (2, 3)" in plain
    assert golden_set.npy_bytes(np.asfortranarray(rows)) == plain
    assert golden_set.npy_bytes(rows.astype(">i4")) == plain


def test_data_that_differs_from_the_manifest_is_refused_and_nothing_written(tmp_path: Path) -> None:
    lock(tmp_path)
    changed = replace(DATA, labels=np.array([1, 1, 1], dtype=np.int32))
    with pytest.raises(ToolError, match=r"labels\.npy would not be what golden\.yaml locks"):
        golden_set.write_locked(tmp_path, changed)
    assert [path.name for path in tmp_path.iterdir()] == ["golden.yaml"]


def test_faults_name_missing_and_changed_files(tmp_path: Path) -> None:
    lock(tmp_path)
    golden_set.write_locked(tmp_path, DATA)
    (tmp_path / "labels.npy").unlink()
    (tmp_path / "classes.txt").write_text("yes\nno\n")
    faults = golden_set.faults(tmp_path)
    assert faults == [
        f"{tmp_path / 'labels.npy'} is missing",
        f"{tmp_path / 'classes.txt'} is not what golden.yaml locks it to",
    ]


@pytest.mark.parametrize("name", ["", "two\nlines", "form\ffeed", "end\n"])
def test_names_must_be_one_line(name: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        replace(DATA, sample_names=["a", "b", name]).files()


def test_names_must_be_unique() -> None:
    with pytest.raises(ValueError, match="unique"):
        replace(DATA, sample_names=["a", "b", "a"]).files()


def test_rows_must_match() -> None:
    with pytest.raises(ValueError, match="one row a sample"):
        replace(DATA, labels=np.array([1], dtype=np.int32)).files()

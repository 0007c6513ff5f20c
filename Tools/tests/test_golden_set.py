from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from pawl_models import golden_set
from pawl_models.errors import ToolError
from pawl_models.feeds import Ragged, Rows, npy_bytes
from pawl_models.golden_manifest import Description, manifest_text
from pawl_models.golden_set import GoldenData
from pawl_models.golden_tasks import (
    Anomaly,
    Binary,
    Classification,
    Detection,
    Embedding,
    Fidelity,
    Regression,
    Segmentation,
    Task,
    TextSequence,
)

TASK = Classification(labels=np.array([1, 0, 1]), classes=["no", "yes"], output="scores", scores="logits")
DATA = GoldenData(
    inputs={"bytes": Rows(np.arange(12, dtype=np.int32).reshape(3, 4))},
    sample_names=["pkg/one", "pkg/zwölf", "pkg/a, b"],
    task=TASK,
)
DESCRIPTION = Description(
    identifier="tiny",
    version=3,
    title='A set: of "three"',
    source="Here: # and there,\n    'quoted' & {braced}.",
    licence="None",
    labelled="By hand",
    limits="word " * 100,
)


def lock(folder: Path, data: GoldenData = DATA) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "golden.yaml").write_text(manifest_text(DESCRIPTION, data), encoding="utf-8")


def test_manifest_says_what_the_description_and_the_data_say() -> None:
    manifest = yaml.safe_load(manifest_text(DESCRIPTION, DATA))
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
    assert np.load(tmp_path / "inputs/bytes.npy").tolist() == DATA.inputs["bytes"].array.tolist()
    assert (tmp_path / "samples.txt").read_text(encoding="utf-8").splitlines() == DATA.sample_names
    assert (tmp_path / "classes.txt").read_bytes() == b"no\nyes\n"


def test_arrays_are_npy_1_0_in_c_order_whatever_their_layout() -> None:
    rows = np.arange(6, dtype=np.int32).reshape(2, 3)
    plain = npy_bytes(rows)
    assert plain[:8] == b"\x93NUMPY\x01\x00"
    assert b"'descr': '<i4', 'fortran_order': False, 'shape': (2, 3)" in plain
    assert npy_bytes(np.asfortranarray(rows)) == plain
    assert npy_bytes(rows.astype(">i4")) == plain


def test_data_that_differs_from_the_manifest_is_refused_and_nothing_written(tmp_path: Path) -> None:
    lock(tmp_path)
    changed = replace(DATA, task=replace(TASK, labels=np.array([1, 1, 1])))
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
        replace(DATA, inputs={"bytes": Rows(np.zeros((2, 4)))}).files()
    with pytest.raises(ValueError, match=r"labels\.npy has the shape \(1,\)"):
        replace(DATA, task=replace(TASK, labels=np.array([1]))).files()


def manifest_of(data: GoldenData) -> dict:
    return yaml.safe_load(manifest_text(DESCRIPTION, data))


ONE_HOT = np.array([1, 0, 1])
TASKS: dict[str, tuple[Task, str, dict]] = {
    "binary": (
        Binary(ONE_HOT, ("no", "yes"), "p", "probabilities"),
        "labels sample_names classes output",
        {"name": "p", "scores": "probabilities", "threshold": 0.5},
    ),
    "sequence": (
        TextSequence(["a b", "", "c"], ["<blank>", "a", " "], "softmax_11.tmp_0", ignore_spaces=True),
        "labels sample_names alphabet output ignore_spaces",
        {"name": "softmax_11.tmp_0", "decoding": "ctc", "blank": 0},
    ),
    "embedding": (
        Embedding("e", ONE_HOT, 2, np.array([[0, 1]]), np.array([0.5])),
        "labels sample_names top_k pairs similarities output",
        {"name": "e"},
    ),
    "regression": (
        Regression(np.array([0.5, 1, 2]), "t", unit="°C"),
        "labels sample_names output unit",
        {"name": "t"},
    ),
    "detection": (
        Detection(
            np.ones((2, 4)),
            "xywh",
            np.array([0, 1]),
            np.array([0, 2]),
            ["cat", "dog"],
            {"boxes": "b", "scores": "s", "labels": "l", "format": "xyxy"},
            crowd=np.array([False, True]),
        ),
        "sample_names boxes box_format box_classes box_samples crowd classes output",
        {"boxes": "b", "scores": "s", "labels": "l", "format": "xyxy"},
    ),
    "segmentation": (
        Segmentation(np.zeros((3, 2, 2)), ["sky", "sea"], "m", "channels_first", ignore=255),
        "sample_names masks ignore classes output",
        {"name": "m", "layout": "channels_first"},
    ),
    "anomaly": (
        Anomaly(ONE_HOT, "copy", reconstructs="bytes"),
        "labels sample_names output max_fpr",
        {"name": "copy", "score": "reconstruction_error", "of": "bytes"},
    ),
    "fidelity": (Fidelity("any"), "sample_names output", {"name": "any"}),
}


@pytest.mark.parametrize("name", TASKS)
def test_every_task_writes_the_keys_that_are_its_own(name: str, tmp_path: Path) -> None:
    task, keys, output = TASKS[name]
    data = replace(DATA, task=task)
    manifest = manifest_of(data)
    head = "golden id version title task source licence labelled limits samples inputs "
    assert " ".join(manifest) == head + keys
    assert manifest["task"] == name
    assert manifest["output"] == output
    lock(tmp_path, data)
    golden_set.write_locked(tmp_path, data)
    assert set(golden_set.locked_files(tmp_path)) == set(data.files())


def test_ragged_inputs_name_their_shapes_and_read_back(tmp_path: Path) -> None:
    samples = [np.arange(6).reshape(2, 3), np.arange(2).reshape(1, 2), np.zeros((0, 2), dtype=np.int64)]
    data = replace(DATA, inputs={"x": Ragged.of(samples)})
    assert manifest_of(data)["inputs"]["x"].keys() == {"file", "sha256", "shapes"}
    lock(tmp_path, data)
    golden_set.write_locked(tmp_path, data)
    assert np.load(tmp_path / "inputs/x.npy").shape == (8,)
    assert np.load(tmp_path / "inputs/x.shapes.npy").tolist() == [[2, 3], [1, 2], [0, 2]]
    assert [data.inputs["x"].sample(i).tolist() for i in range(3)] == [sample.tolist() for sample in samples]


def test_state_names_its_inputs_and_needs_sequences() -> None:
    data = replace(DATA, state={"h": "hn", "c": "cn"}, sequences=np.array([0, 0, 1]), fidelity_output="hn")
    manifest = manifest_of(data)
    assert manifest["state"] == {"h": "hn", "c": "cn"}
    assert manifest["sequences"]["file"] == "sequences.npy"
    assert manifest["fidelity_output"] == "hn"
    with pytest.raises(ValueError, match="state needs sequences"):
        replace(data, sequences=None).files()
    with pytest.raises(ValueError, match="never fall"):
        replace(data, sequences=np.array([0, 1, 0])).files()


def test_words_that_yaml_takes_for_others_are_quoted() -> None:
    data = replace(DATA, inputs={"on": DATA.inputs["bytes"], "a: b": DATA.inputs["bytes"]})
    assert list(manifest_of(data)["inputs"]) == ["on", "a: b"]


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden"])
def test_input_that_would_leave_the_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a file's name"):
        replace(DATA, inputs={name: DATA.inputs["bytes"]}).files()


def test_labels_of_yes_or_no_are_0_or_1() -> None:
    with pytest.raises(ValueError, match="0 or 1"):
        replace(DATA, task=Binary(np.array([0, 1, 2]), ("no", "yes"), "p", "logits")).files()

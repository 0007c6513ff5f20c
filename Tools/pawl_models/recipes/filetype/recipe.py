"""The recipe for file type detection: Magika's model (Apache-2.0) from its wheel, its variants, the golden set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from pawl_models.archives import read_member
from pawl_models.assembly import Parts, assemble
from pawl_models.downloads import locked, read_lock
from pawl_models.feeds import Rows
from pawl_models.golden_set import GoldenData
from pawl_models.golden_tasks import Classification
from pawl_models.methods import Plan
from pawl_models.progress import say
from pawl_models.recipe import Recipe, Workplace
from pawl_models.recipes.filetype.features import features
from pawl_models.recipes.filetype.selection import CALIBRATION, GOLDEN, Choice, contents, read_selection

NAME = "filetype"
GOLDEN_SET = "filetypes"
SELECTION = "selection.csv"
LOCK = Path(__file__).with_name("sources.lock.json")
INPUT = "bytes"
PLANS = (
    Plan("fp16", "fp16"),
    Plan("int8-dynamic", "int8-dynamic"),
    Plan("int8-qdq", "int8-qdq", operators=("Conv", "MatMul")),
    Plan("int4", "int4"),
)

WHEEL_LOCK = Path(__file__).with_name("model.lock.json")
"""Any platform's wheel would do: only the model is read, nothing of it is installed or run."""
MODEL_FOLDER = "magika/models/standard_v3_3"
MODEL_SHA256 = "fe2d2eb49c5f88a9e0a6c048e15d6ffdf86235519c2afc535044de433169ec8c"


def build(workplace: Workplace) -> list[Path]:
    """Makes the golden set's data, the calibration data and the variants; returns their paths."""
    model, classes = read_wheel(workplace)
    say("  golden set: reading the chosen files")
    choices = read_selection(workplace.locations.golden_set(GOLDEN_SET) / SELECTION)
    files = contents(choices, read_lock(LOCK), workplace.downloads)
    parts = Parts(model, golden_data(files, classes), {INPUT: samples(files, CALIBRATION)}, PLANS)
    return assemble(workplace, NAME, GOLDEN_SET, parts)


def read_wheel(workplace: Workplace) -> tuple[bytes, list[str]]:
    """Returns the published model and its class names, in the order of its output."""
    wheel = workplace.downloads.fetch(locked(WHEEL_LOCK, "magika"))
    config = read_member(wheel, f"{MODEL_FOLDER}/config.min.json")
    return read_member(wheel, f"{MODEL_FOLDER}/model.onnx", MODEL_SHA256), json.loads(config)["target_labels_space"]


def golden_data(files: Mapping[Choice, bytes], classes: list[str]) -> GoldenData:
    """Returns the golden samples, ordered by digest so that any stretch of them is a mixture of types."""
    choices = in_digest_order(files, GOLDEN)
    index = {name: position for position, name in enumerate(classes)}
    return GoldenData(
        inputs={INPUT: samples(files, GOLDEN)},
        sample_names=[choice.member for choice in choices],
        task=Classification(
            labels=np.array([index[choice.label] for choice in choices]),
            classes=classes,
            output="target_label",
            scores="probabilities",
        ),
    )


def samples(files: Mapping[Choice, bytes], split: str) -> Rows:
    """Returns the features of the files of one split."""
    return Rows(np.stack([features(files[choice]) for choice in in_digest_order(files, split)]))


def in_digest_order(files: Mapping[Choice, bytes], split: str) -> list[Choice]:
    """Returns the choices of one split, by the digest of their content."""
    return sorted((choice for choice in files if choice.split == split), key=lambda choice: choice.sha256)


def select(workplace: Workplace) -> None:
    """Maintainers only: see `choosing`, which needs parsers that `build` does not."""
    from pawl_models.recipes.filetype import choosing

    choosing.select(workplace)


RECIPE = Recipe(build=build, select=select)

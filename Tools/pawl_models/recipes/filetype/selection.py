"""The locked selection: which file of which source archive is a golden or a calibration sample, and its label."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from pawl_models.archives import read_members
from pawl_models.downloads import Artifact, Downloads
from pawl_models.errors import ToolError
from pawl_models.files import sha256_of, write_atomically

GOLDEN = "golden"
CALIBRATION = "calibration"


@dataclass(frozen=True, order=True)
class Choice:
    """One chosen file."""

    split: str
    label: str
    archive: str
    member: str
    sha256: str


HEADER = [field.name for field in fields(Choice)]


def read_selection(path: Path) -> list[Choice]:
    """Reads selection.csv."""
    if not path.is_file():
        raise ToolError(f"{path} is missing", "restore it from version control")
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != HEADER:
            raise ToolError(f"{path} does not have the columns {', '.join(HEADER)}", "restore it from version control")
        return [Choice(**row) for row in reader]


def write_selection(path: Path, choices: Iterable[Choice]) -> None:
    """Writes selection.csv, sorted, so that a change of the selection is a small difference."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(astuple(choice) for choice in sorted(choices))
    write_atomically(path, text.getvalue().encode())


def contents(choices: Sequence[Choice], artifacts: Iterable[Artifact], downloads: Downloads) -> dict[Choice, bytes]:
    """Returns the content of every chosen file, each checked against its locked digest."""
    by_name = {artifact.file: artifact for artifact in artifacts}
    wanted: dict[str, set[str]] = defaultdict(set)
    for choice in choices:
        wanted[choice.archive].add(choice.member)
    found: dict[tuple[str, str], bytes] = {}
    for archive in sorted(wanted):
        if archive not in by_name:
            raise ToolError(
                f"{archive} is in the selection, but not in the recipe's lock", "run select, or restore them"
            )
        members = read_members(downloads.fetch(by_name[archive]), wanted[archive])
        found.update(((archive, member), data) for member, data in members.items())
    for choice in choices:
        data = found.get((choice.archive, choice.member))
        if data is None or sha256_of(data) != choice.sha256:
            state = "is missing from" if data is None else "has another digest in"
            raise ToolError(f"{choice.member} {state} {choice.archive}", "restore the selection from version control")
    return {choice: found[choice.archive, choice.member] for choice in choices}

"""Builds a model at most once: a record of what was built, from what, with which digests."""

from __future__ import annotations

import json
from pathlib import Path

from pawl_models import files
from pawl_models.errors import ToolError
from pawl_models.ingredients import recipe_digest
from pawl_models.locations import Locations
from pawl_models.progress import say
from pawl_models.recipe import Workplace
from pawl_models.recipes import Entry

RECORD = "built.json"


def build(entry: Entry, workplace: Workplace) -> None:
    """Builds a model, unless all of it stands as an earlier build with the same recipe left it."""
    locations = workplace.locations
    if not faults(entry, locations):
        say(f"{entry.name}: already built")
        return
    say(f"{entry.name}: building")
    recipe = recipe_digest(entry.name, entry.golden_set, locations)
    outputs = entry.load().build(workplace)
    record = {
        "recipe_sha256": recipe,
        "outputs": {relative(path, locations): files.sha256_of_file(path) for path in sorted(outputs)},
    }
    files.write_atomically(record_path(entry, locations), (json.dumps(record, indent=2) + "\n").encode())
    say(f"{entry.name}: built in {locations.model(entry.name)}")


def faults(entry: Entry, locations: Locations) -> list[str]:
    """Returns what stands between a model and being built as its recipe says, one sentence each."""
    path = record_path(entry, locations)
    try:
        record = json.loads(path.read_text())
        recipe, outputs = record["recipe_sha256"], record["outputs"]
    except FileNotFoundError:
        return [f"{entry.name} is not built"]
    except (ValueError, KeyError, TypeError):
        return [f"{path} is damaged"]
    if recipe != recipe_digest(entry.name, entry.golden_set, locations):
        return [f"{entry.name} was built by another version of its recipe"]
    found = []
    for name, digest in outputs.items():
        output = locations.root / name
        if not output.is_file():
            found.append(f"{output} is missing")
        elif files.sha256_of_file(output) != digest:
            found.append(f"{output} is not what was built")
    return found


def verify(entry: Entry, locations: Locations) -> None:
    """Raises an error that names every fault of a built model."""
    found = faults(entry, locations)
    if found:
        raise ToolError("; ".join(found), f"run: python -m pawl_models build {entry.name}")
    say(f"{entry.name}: as built")


def record_path(entry: Entry, locations: Locations) -> Path:
    """Returns where the record of a model's build lies."""
    return locations.model(entry.name) / RECORD


def relative(path: Path, locations: Locations) -> str:
    """Returns a path as the record names it, so that a moved repository stays built."""
    return path.relative_to(locations.root).as_posix()

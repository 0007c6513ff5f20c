"""Which files decide what a build makes.

A recipe's own folder, and every module of this package that its modules import, directly or through others: what is
imported may matter, what is not cannot. A needless rebuild costs minutes; a variant that no longer matches its recipe
would mislead for weeks.
"""

from __future__ import annotations

import ast
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from pawl_models.files import sha256_of, sha256_of_file
from pawl_models.locations import TOOLS, Locations

PACKAGE = "pawl_models"


def recipe_digest(name: str, golden_set: str, locations: Locations) -> str:
    """Returns a digest of all that decides what a build makes.

    Args:
        name: the model's name, which is that of its recipe's folder.
        golden_set: the identifier of its golden set.
        locations: where the golden set lies.
    """
    parts = [f"{sys.version_info.major}.{sys.version_info.minor} {platform.machine()}"]
    parts += [f"{file} {sha256_of_file(path)}" for file, path in sorted(ingredients(name, golden_set, locations))]
    return sha256_of("\n".join(parts).encode())


def ingredients(name: str, golden_set: str, locations: Locations) -> Iterator[tuple[str, Path]]:
    """Yields (name, path) of every file that decides what a build makes."""
    for path in sources(TOOLS, TOOLS / PACKAGE / "recipes" / name):
        yield str(path.relative_to(TOOLS)), path
    yield "requirements.lock", TOOLS / "requirements.lock"
    golden = locations.golden_set(golden_set)
    for file in ("golden.yaml", "selection.csv"):
        if (golden / file).is_file():
            yield f"{golden_set}/{file}", golden / file


def sources(tools: Path, folder: Path) -> set[Path]:
    """Returns a recipe's own files and every module that they import, directly or through others."""
    found = {path for path in folder.rglob("*") if path.suffix in (".py", ".json")}
    waiting = [path for path in found if path.suffix == ".py"]
    while waiting:
        for path in imported(tools, waiting.pop()) - found:
            found.add(path)
            waiting.append(path)
    return found


def imported(tools: Path, path: Path) -> set[Path]:
    """Returns the modules of this package that one module imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            # A name that is imported may be a module of its own.
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name == PACKAGE or name.startswith(PACKAGE + "."):
                place = tools.joinpath(*name.split("."))
                found |= {file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()}
    return found

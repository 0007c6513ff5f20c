"""Resolves requirements*.in and writes requirements*.lock: exact versions, and the digest of every wheel accepted.

A maintainer runs this after changing a requirements*.in file:  python Tools/lock_requirements.py

pip resolves each file once for this machine's Python, which settles the versions. Then it resolves those versions
again for every interpreter and architecture, which settles the wheels. Source packages are never accepted,
because building one runs its code at install time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
PYTHONS = ("3.11", "3.12", "3.13")
ARCHITECTURES = ("x86_64", "aarch64")
TARGETS = tuple(product(PYTHONS, ARCHITECTURES))
# Not all of what the converter brings has wheels for others.
CONVERTER_TARGETS = (("3.11", "x86_64"),)
# Wheel platforms that Debian 12 (glibc 2.36) can load. pip expands none of them into its older equivalents.
PLATFORMS = ("manylinux2014", "manylinux_2_17", "manylinux_2_27", "manylinux_2_28", "manylinux_2_31", "manylinux_2_34")

HEADER = """\
# Written by Tools/lock_requirements.py from {source}: do not edit.
# Wheels for CPython {pythons} on Linux {architectures}.
"""


def resolve(
    requirements: Iterable[str], target: tuple[str, str] | None = None, options: Sequence[str] = ()
) -> dict[str, tuple[str, str]]:
    """Returns {package: (version, sha256 of its wheel)} as pip would install it, for this Python or for a target."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
    command += ["--only-binary", ":all:", *options]
    if target is not None:
        python, architecture = target
        command += ["--python-version", python, "--implementation", "cp", "--target", "unused-by-a-dry-run"]
        for platform in PLATFORMS:
            command += ["--platform", f"{platform}_{architecture}"]
    report = json.loads(subprocess.run([*command, *requirements], check=True, capture_output=True, text=True).stdout)
    return {
        item["metadata"]["name"].lower().replace("_", "-"): (
            item["metadata"]["version"],
            item["download_info"]["archive_info"]["hashes"]["sha256"],
        )
        for item in report["install"]
    }


def lock(
    source: Path,
    held: Mapping[str, str],
    targets: Sequence[tuple[str, str]] = TARGETS,
    options: Sequence[str] = (),
) -> tuple[str, dict[str, str]]:
    """Locks one requirements file.

    Args:
        source: the requirements file.
        held: {package: version} of another lock that goes into the same environment.
        targets: the versions of Python and the architectures that it is for.
        options: of pip, beside its own.

    Returns:
        The text of the lock, and {package: version} of what it names.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraints:
        constraints.writelines(f"{name}=={version}\n" for name, version in held.items())
        constraints.flush()
        resolved = resolve(["--requirement", str(source), "--constraint", constraints.name], options=options)
    versions = {name: version for name, (version, _) in resolved.items()}
    pinned = [f"{name}=={version}" for name, version in versions.items()]
    wheels: dict[str, set[str]] = {name: set() for name in versions}
    for target in targets:
        print(f"{source.name}: CPython {target[0]}, {target[1]}", file=sys.stderr)
        for name, (version, digest) in resolve(pinned, target, options).items():
            if versions.get(name) != version:
                raise SystemExit(f"{source.name}: CPython {target[0]} needs {name} {version}, this Python does not")
            wheels[name].add(digest)
    pythons, architectures = (list(dict.fromkeys(values)) for values in zip(*targets, strict=True))
    lines = [HEADER.format(source=source.name, pythons=", ".join(pythons), architectures=" and ".join(architectures))]
    for name in sorted(wheels):
        hashes = [f"    --hash=sha256:{digest}" for digest in sorted(wheels[name])]
        lines.append(" \\\n".join([f"{name}=={versions[name]}", *hashes]) + "\n")
    return "".join(lines), versions


def main() -> None:
    """Writes the locks; the converter's is of an environment of its own, and libraries come without the rest."""
    versions: dict[str, str] = {}
    for name in ("requirements", "requirements-dev"):
        text, added = lock(TOOLS / f"{name}.in", held=versions)
        (TOOLS / f"{name}.lock").write_text(text)
        versions |= added
    text, _ = lock(TOOLS / "requirements-converter.in", held={}, targets=CONVERTER_TARGETS)
    (TOOLS / "requirements-converter.lock").write_text(text)
    text, _ = lock(TOOLS / "requirements-libraries.in", held={}, options=["--no-deps"])
    (TOOLS / "requirements-libraries.lock").write_text(text)


if __name__ == "__main__":
    main()

"""Runs the converter's command line: ``python -m pawl_models.conversion``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pawl_models.conversion.building import build, verify
from pawl_models.conversion.plans import PLANS
from pawl_models.errors import ToolError
from pawl_models.locations import Locations


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns the exit status: 0 done, 1 failed, 2 wrong usage."""
    top = argparse.ArgumentParser(
        prog="python -m pawl_models.conversion", description="Turns built models into .tflite files."
    )
    top.add_argument("--root", type=Path, help="the repository to work in (default: the one these tools stand in)")
    commands = top.add_subparsers(dest="command", required=True)
    for name, what in (("build", "convert models, unless they are"), ("verify", "check that conversions are current")):
        command = commands.add_parser(name, help=what)
        command.add_argument("models", nargs="+", metavar="model", help=f"{', '.join(PLANS)}, or all")
    parsed = top.parse_args(arguments)
    locations = Locations.default(parsed.root)
    try:
        for name in PLANS if parsed.models == ["all"] else parsed.models:
            (build if parsed.command == "build" else verify)(name, locations)
    except ToolError as error:
        print(f"error: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  hint: {error.hint}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

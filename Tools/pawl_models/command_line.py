"""The command line: build, list, verify, evaluate and select; quantise, convert and more for any model file."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pawl_models import builds
from pawl_models.conversions import FORMATS, convert
from pawl_models.downloads import Downloads
from pawl_models.errors import ToolError
from pawl_models.feeds import input_ranks, read_calibration
from pawl_models.locations import Locations
from pawl_models.methods import METHODS, Plan, make
from pawl_models.recipe import Workplace
from pawl_models.recipes import REGISTRY, Entry, entries_named, entry_named


def parser() -> argparse.ArgumentParser:
    """Returns the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="python -m pawl_models", description="Prepares models, model variants and golden sets for Pawl."
    )
    top.add_argument("--root", type=Path, help="the repository to work in (default: the one these tools stand in)")
    commands = top.add_subparsers(dest="command", required=True)
    names = {"metavar": "model", "help": "a name that `list` shows"}
    build = commands.add_parser("build", help="make a model's variants and golden set, unless they stand already")
    build.add_argument("models", nargs="+", metavar="model", help="names that `list` shows, or all")
    commands.add_parser("list", help="list the models, and which are built")
    verify = commands.add_parser("verify", help="check that what was built is unchanged and current")
    verify.add_argument("models", nargs="*", metavar="model", help="names that `list` shows (default: what is built)")
    evaluate = commands.add_parser("evaluate", help="measure a built model's variants with onnxruntime")
    evaluate.add_argument("model", **names)
    select = commands.add_parser("select", help="maintainers: choose a golden set's samples anew and lock them")
    select.add_argument("model", **names)
    add_commands_for_files(commands)
    return top


def add_commands_for_files(commands: argparse._SubParsersAction) -> None:
    """Adds the commands that work on any ONNX file."""
    quantise = commands.add_parser("quantise", help="make a variant of any ONNX model in single precision")
    nodes = commands.add_parser("nodes", help="list the nodes that a method would quantise, one JSON object a line")
    each = commands.add_parser(
        "quantise-each", help="for programs: make many variants, asked for by JSON lines on standard input"
    )
    for command in (quantise, nodes, each):
        command.add_argument("model", type=Path, metavar="model.onnx", help="the model in single precision")
        command.add_argument("--method", required=True, choices=METHODS, help="how to make the variant")
        command.add_argument(
            "--operators",
            type=lambda text: tuple(text.split(",")),
            metavar="Conv,MatMul",
            default=(),
            help="the operator types to quantise (int8 only; default: the method's own)",
        )
    quantise.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="node",
        help="keep the node of this name in single precision; may be given more than once",
    )
    for command in (quantise, each):
        command.add_argument(
            "--calibration",
            type=Path,
            metavar="folder",
            help="for int8-qdq: .npz files, each a feed, or an INPUT.npy for every input with a row a sample",
        )
    quantise.add_argument("--output", type=Path, required=True, metavar="file", help="where the variant goes")
    convert = commands.add_parser("convert", help="convert any ONNX model for TVM, MNN or ncnn")
    convert.add_argument("model", type=Path, metavar="model.onnx", help="the model; sizes that it leaves open become 1")
    convert.add_argument("--to", required=True, choices=FORMATS, help="the runtime to convert it for")
    convert.add_argument("--output", type=Path, required=True, metavar="file", help="where the result goes")


def run(arguments: argparse.Namespace, locations: Locations) -> None:
    """Runs one command."""
    workplace = Workplace(locations, Downloads(locations.downloads))
    match arguments.command:
        case "build":
            for entry in entries_named(arguments.models):
                builds.build(entry, workplace)
        case "list":
            print(listing(locations))
        case "verify":
            for entry in entries_named(arguments.models) or built(locations):
                builds.verify(entry, locations)
        case "evaluate":
            entry = entry_named(arguments.model)
            builds.verify(entry, locations)
            from pawl_models.evaluation import evaluate

            print(evaluate(locations.model(entry.name), locations.golden_set(entry.golden_set)))
        case "select":
            entry_named(arguments.model).load().select(workplace)
        case "quantise":
            plan = Plan(arguments.output.stem, arguments.method, tuple(arguments.exclude), arguments.operators)
            calibration = None
            if arguments.calibration:
                calibration = read_calibration(arguments.calibration, input_ranks(arguments.model))
            make(plan, arguments.model, arguments.output, calibration)
        case "convert":
            convert(arguments.model, arguments.to, arguments.output, locations)
        case "quantise-each":
            from pawl_models.requests import answer_requests

            # Libraries print where they like; only replies may reach whoever asks.
            replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            answer_requests(
                arguments.model,
                arguments.method,
                arguments.operators,
                arguments.calibration,
                sys.stdin,
                replies,
            )
        case "nodes":
            from pawl_models.quantisable import quantisable_nodes

            for node in quantisable_nodes(arguments.model, arguments.method, arguments.operators):
                print(json.dumps(asdict(node)))


def built(locations: Locations) -> list[Entry]:
    """Returns the models that are built, rightly or not."""
    found = [entry for entry in REGISTRY.values() if builds.record_path(entry, locations).exists()]
    if not found:
        raise ToolError("no model is built", "run: python -m pawl_models build filetype")
    return found


def listing(locations: Locations) -> str:
    """Returns a table of the models, with what is needed to choose one."""
    rows = [("name", "state", "golden set", "downloads", "licence", "variants", "what it does")]
    for entry in REGISTRY.values():
        size = f"{entry.download_bytes() / 1e6:.1f} MB"
        variants = ", ".join(entry.load().variants)
        rows.append(
            (entry.name, state(entry, locations), entry.golden_set, size, entry.licence, variants, entry.summary)
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    return "\n".join("  ".join(row).rstrip() for row in padded)


def state(entry: Entry, locations: Locations) -> str:
    """Returns one word on whether a model is built."""
    return "not built" if builds.faults(entry, locations) else "built"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns the exit status: 0 done, 1 failed, 2 wrong usage."""
    parsed = parser().parse_args(arguments)
    try:
        run(parsed, Locations.default(parsed.root))
    except ToolError as error:
        print(f"error: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  hint: {error.hint}", file=sys.stderr)
        return 1
    except OSError as error:
        # A full disk, or a folder that this user may not write to.
        print(f"error: {error}", file=sys.stderr)
        print("  hint: downloads are kept in $XDG_CACHE_HOME/pawl, by default ~/.cache/pawl", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0

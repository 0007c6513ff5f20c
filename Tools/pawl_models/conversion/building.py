"""Converts a built model at most once, and keeps a conversion only when it answers as its source does."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from pawl_models import files
from pawl_models.conversion.plans import PLANS, REASONS, ConversionPlan
from pawl_models.errors import ToolError
from pawl_models.ingredients import sources
from pawl_models.locations import TOOLS, Locations
from pawl_models.progress import say

RECORD = "converted.json"
LEAST_DECIBELS = {"fp32": 100.0, "fp16": 40.0}
"""SQNR that the worst output must reach: rounding alone leaves more."""


def plan_of(name: str) -> ConversionPlan:
    """Returns how a model is converted."""
    if name in REASONS:
        raise ToolError(f"{name} is not converted: {REASONS[name]}", f"convertible: {', '.join(sorted(PLANS))}")
    if name not in PLANS:
        raise ToolError(f"unknown model '{name}'", f"convertible: {', '.join(sorted(PLANS))}")
    return PLANS[name]


def build(name: str, locations: Locations) -> None:
    """Converts a model, unless all of it stands as an earlier conversion left it."""
    plan = plan_of(name)
    if not faults(name, locations):
        say(f"{name}: already converted")
        return
    source = locations.model(name) / "fp32.onnx"
    if not source.is_file():
        raise ToolError(f"{source} is missing", f"run: .pawl/python/bin/python -m pawl_models build {name}")
    say(f"{name}: converting")
    # Heavy, and only here: `verify` needs none of it.
    from pawl_models.conversion.converter import convert
    from pawl_models.conversion.fidelity import worst_output

    outputs, nearness = {}, {}
    with tempfile.TemporaryDirectory(prefix="pawl-convert-") as passage:
        for precision, converted in convert(source, plan, Path(passage)).items():
            output, reached = worst_output(source, converted, plan, locations.golden_set(plan.golden_set))
            if reached < LEAST_DECIBELS[precision]:
                raise ToolError(
                    f"{name} {precision}: output '{output}' has an SQNR of {reached:.1f} dB with ONNX Runtime's, "
                    f"{LEAST_DECIBELS[precision]:.0f} dB are needed",
                    "the conversion changed the model; it was not kept",
                )
            say(f"  {precision}: SQNR {reached:.1f} dB ('{output}')")
            target = locations.model(name) / f"{precision}.tflite"
            files.write_atomically(target, converted.read_bytes())
            outputs[target.name] = files.sha256_of_file(target)
            nearness[target.name] = round(reached, 1)
    record = {"recipe_sha256": recipe_digest(name, locations), "outputs": outputs, "worst_sqnr_db": nearness}
    files.write_atomically(locations.model(name) / RECORD, (json.dumps(record, indent=2) + "\n").encode())
    say(f"{name}: converted in {locations.model(name)}")


def faults(name: str, locations: Locations) -> list[str]:
    """Returns what stands between a model and being converted as its plan says, one sentence each."""
    path = locations.model(name) / RECORD
    try:
        record = json.loads(path.read_text())
        recipe, outputs = record["recipe_sha256"], dict(record["outputs"])
    except FileNotFoundError:
        return [f"{name} is not converted"]
    except (ValueError, KeyError, TypeError):
        return [f"{path} is damaged"]
    if recipe != recipe_digest(name, locations):
        return [f"{name} was converted from another model, or by another version of the tools"]
    found = []
    for file, digest in outputs.items():
        output = locations.model(name) / file
        if not output.is_file():
            found.append(f"{output} is missing")
        elif files.sha256_of_file(output) != digest:
            found.append(f"{output} is not what was converted")
    return found


def verify(name: str, locations: Locations) -> None:
    """Raises an error that names every fault of a conversion."""
    plan_of(name)
    found = faults(name, locations)
    if found:
        raise ToolError(
            "; ".join(found), f"run: .pawl/python-converter/bin/python -m pawl_models.conversion build {name}"
        )
    say(f"{name}: as converted")


def recipe_digest(name: str, locations: Locations) -> str:
    """Returns a digest of what decides what a conversion makes: the model, these modules and the locked packages."""
    ingredients = sorted(sources(TOOLS, TOOLS / "pawl_models" / "conversion"))
    ingredients.append(TOOLS / "requirements-converter.lock")
    parts = [f"{path.relative_to(TOOLS)} {files.sha256_of_file(path)}" for path in ingredients]
    source = locations.model(name) / "fp32.onnx"
    parts.append(files.sha256_of_file(source) if source.is_file() else "no model")
    return files.sha256_of("\n".join(parts).encode())

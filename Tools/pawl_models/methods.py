"""The ways to make a variant by name, for recipes and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pawl_models import variants
from pawl_models.errors import ToolError
from pawl_models.feeds import Feed
from pawl_models.progress import say

STATIC_OPERATORS = ("Conv", "MatMul", "Gemm")
"""Where the time goes; see `variants.make_static_int8` on quantising all the rest."""
INT4_OPERATORS = ("MatMul",)


def dynamic_operators() -> tuple[str, ...]:
    """Returns the operator types whose weights onnxruntime's dynamic int8 quantises."""
    from onnxruntime.quantization.registry import IntegerOpsRegistry

    # A transposition has no weights; it only passes on what is quantised already.
    return tuple(sorted(set(IntegerOpsRegistry) - {"Transpose"}))


def float_operators() -> tuple[str, ...]:
    """Returns the operator types with weights that half precision stores in two bytes."""
    return (*dynamic_operators(), "Gemm", "ConvTranspose")


@dataclass(frozen=True)
class Method:
    """What is particular to one method."""

    title: str
    operators: Callable[[], Sequence[str]]
    """The operator types it quantises unless told others."""
    needs_weights: bool
    """Whether it leaves a node without constant weights alone."""
    fuses_additions: bool
    """Whether it is given the graph with products and additions fused."""


METHODS = {
    "fp16": Method("half precision", float_operators, needs_weights=True, fuses_additions=True),
    "int8-dynamic": Method("dynamic int8", dynamic_operators, needs_weights=True, fuses_additions=False),
    "int8-qdq": Method("static int8", lambda: STATIC_OPERATORS, needs_weights=False, fuses_additions=True),
    "int4": Method("int4 weights", lambda: INT4_OPERATORS, needs_weights=True, fuses_additions=False),
}


@dataclass(frozen=True)
class Plan:
    """One variant of a recipe."""

    name: str
    method: str
    exclude: Sequence[str] = ()
    """Names of nodes to keep in single precision: mixed precision."""
    operators: Sequence[str] = ()
    """The operator types to quantise; none for the method's own."""


def make(plan: Plan, source: Path, target: Path, calibration: Iterable[Feed] | None = None) -> None:
    """Makes a variant.

    Args:
        plan: what to make.
        source: the model in single precision.
        target: where the variant goes.
        calibration: feeds that set the ranges of activations; for static int8 only, which needs them.

    Raises:
        ToolError: the plan does not fit the method or the model, or the variant would be the source unchanged.
    """
    if plan.method not in METHODS:
        raise ToolError(f"unknown method '{plan.method}'", f"known: {', '.join(METHODS)}")
    if plan.operators and plan.method not in ("int8-dynamic", "int8-qdq"):
        raise ToolError(f"{plan.method} takes no operators", "leave them out; exclude nodes by name instead")
    if (calibration is None) == (plan.method == "int8-qdq"):
        need = "needs" if calibration is None else "takes no"
        raise ToolError(f"{plan.method} {need} calibration samples", "only int8-qdq is calibrated")
    match plan.method:
        case "fp16":
            variants.make_half_precision(source, target, plan.exclude)
        case "int8-dynamic":
            variants.make_dynamic_int8(source, target, plan.exclude, plan.operators or None)
        case "int8-qdq":
            variants.make_static_int8(
                source, target, calibration or (), plan.operators or STATIC_OPERATORS, plan.exclude
            )
        case "int4":
            variants.make_int4_weights(source, target, plan.exclude)


def make_all(
    plans: Iterable[Plan], source: Path, folder: Path, calibration: Callable[[], Iterable[Feed]]
) -> list[Path]:
    """Makes a recipe's variants beside each other; returns their paths.

    Args:
        plans: the variants to make.
        source: the model in single precision.
        folder: where NAME.onnx goes.
        calibration: gives the calibration feeds anew each time.
    """
    paths = []
    for plan in plans:
        without = f", without {', '.join(plan.exclude)}" if plan.exclude else ""
        only = f", {' and '.join(plan.operators)} only" if plan.operators else ""
        say(f"  variants: {METHODS[plan.method].title}{only}{without}")
        path = folder / f"{plan.name}.onnx"
        make(plan, source, path, calibration() if plan.method == "int8-qdq" else None)
        paths.append(path)
    return paths

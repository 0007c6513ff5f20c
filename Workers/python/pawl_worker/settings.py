"""What all adapters check of a suite's options alike."""

import platform
from collections.abc import Iterable
from pathlib import Path

from .errors import WorkerError
from .interface import Options


def require_processor(runtime: str, options: Options) -> None:
    """Refuse every provider but the processor."""
    if options.provider != "cpu":
        raise WorkerError("runtime.option", f"{runtime} has no provider '{options.provider}' here", hint="use cpu")


def require_known_keys(runtime: str, options: Options, known: Iterable[str]) -> None:
    """Refuse keys of the configuration that a runtime does not have."""
    allowed = sorted(known)
    for key in options.configuration:
        if key not in allowed:
            hint = f"it has {', '.join(allowed)}" if allowed else "it has none"
            raise WorkerError("runtime.option", f"{runtime} has no option '{key}'", hint=hint)


def require_precision(runtime: str, options: Options, followed: Iterable[str]) -> None:
    """Refuse a precision that would not be followed on this machine."""
    possible = list(followed)
    if options.precision not in possible:
        raise WorkerError(
            "runtime.option",
            f"{runtime} cannot compute in {options.precision} on this machine",
            hint=f"use {' or '.join(possible)}",
        )


def choice(runtime: str, key: str, value: str, allowed: Iterable[str]) -> str:
    """Return the value of an option that has a few."""
    possible = sorted(allowed)
    if value not in possible:
        raise WorkerError(
            "runtime.option", f"{runtime}'s option '{key}' is '{value}'", hint=f"use {' or '.join(possible)}"
        )
    return value


def has_half_precision_arithmetic() -> bool:
    """Whether this is an Arm processor that computes in float16 (`asimdhp` of the kernel's list)."""
    if platform.machine() != "aarch64":
        return False
    try:
        return "asimdhp" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


def readable(model_path: str) -> Path:
    """Return the path of a model file that is there."""
    path = Path(model_path)
    if not path.is_file():
        raise WorkerError("model.unreadable", f"cannot read the model {model_path}")
    return path


def invalid(model_path: str, why: str, hint: str | None = None) -> WorkerError:
    """Word a model that a runtime does not take."""
    return WorkerError("model.invalid", f"{model_path} is no model for this runtime: {why}", hint=hint)

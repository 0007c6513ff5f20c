"""What a runtime must offer to be served: implement these four, and the worker does the rest.

A runtime is loaded once; it opens a session for a model; the session binds the inputs of a sample; a binding runs.
All of it happens on one thread.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .tensors import Tensor, TensorDescription


@dataclass(frozen=True, slots=True)
class Options:
    """What a suite asks of a session. What cannot be followed is refused with a `WorkerError`, never ignored.

    Attributes:
        threads: at least 1.
        provider: `cpu` unless the suite says other.
        precision: `f32`, `bf16` or `f16`.
        configuration: the suite's free-form `options`; a key that is not known is an error.
        profiles_operators: whether `finish_profile` will be called.
    """

    threads: int = 1
    provider: str = "cpu"
    precision: str = "f32"
    configuration: Mapping[str, str] = field(default_factory=dict)
    profiles_operators: bool = False


@dataclass(frozen=True, slots=True)
class OperatorTime:
    """What one operator took in all profiled inferences together."""

    name: str
    type: str
    provider: str
    nanoseconds: int
    calls: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The operators of a session, and how many inferences their times are sums of."""

    inferences: int
    operators: Sequence[OperatorTime]


class Binding(Protocol):
    """The inputs of one sample, ready to run."""

    run: Callable[[], object]
    """Runs one inference. It is called in the timed loop: a bound method or closure that does nothing else."""

    def outputs(self) -> Mapping[str, Tensor]:
        """Return the outputs of the last run, by name; valid until the next run."""
        ...


class Session(Protocol):
    """A model that is loaded."""

    inputs: Sequence[TensorDescription]
    outputs: Sequence[TensorDescription]
    metadata: Mapping[str, object]
    """`producer`, `graphName`, `version` and `custom`, where the model has them."""

    def bind(self, inputs: Mapping[str, Tensor]) -> Binding:
        """Bind inputs that were checked against `self.inputs`; several bindings may live side by side."""
        ...

    def finish_profile(self) -> Profile:
        """End the profile and return it; only called where the runtime `profiles`."""
        ...

    def planned_arena_bytes(self) -> int | None:
        """Return the most that the runtime's own allocator had in use; None where it does not say."""
        ...


class Runtime(Protocol):
    """A runtime in this process."""

    name: str
    version: str
    library_path: str | None
    """The library that was loaded, where there is one."""
    profiles: bool
    """Whether it can time operators."""

    def open(self, model_path: str, options: Options) -> Session:
        """Open a model.

        Raises:
            WorkerError: the model or an option is refused.
        """
        ...

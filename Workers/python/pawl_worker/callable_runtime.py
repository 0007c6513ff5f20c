"""Serves whatever a function opens.

The function takes the path of a model and `Options`, and returns an object with

- `inputs` and `outputs`: a `TensorDescription` each, or a tuple of name, element type and shape (and `Quantization`);
- `run(inputs)`: takes a `Tensor` by name, and returns, by name, a `Tensor` or anything with a buffer (`array`,
  `memoryview`, an array of numpy).

An object that has `bind` instead of `run` is a `Session` as `interface.py` describes it. `version` of the function's
module, `__version__`, is what is recorded unless the command line says other.
"""

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence

from .errors import WorkerError
from .interface import Options, Profile, Session
from .service import Hosted
from .tensors import Tensor, TensorDescription

_FORMATS = {
    "f": "float32",
    "d": "float64",
    "e": "float16",
    "b": "int8",
    "h": "int16",
    "i": "int32",
    "q": "int64",
    "l": "int64",
    "B": "uint8",
    "H": "uint16",
    "I": "uint32",
    "Q": "uint64",
    "L": "uint64",
    "?": "bool",
}
"""Types of elements by the buffer protocol's codes, on machines whose long has 8 bytes."""

Opener = Callable[[str, Options], object]


def host_callable(reference: str, *, name: str | None, version: str | None) -> Hosted:
    """Host the function `MODULE:FUNCTION`.

    Raises:
        WorkerError: it is not written so.
    """
    module, separator, function = reference.partition(":")
    if not (module and separator and function):
        raise WorkerError("worker.callable", f"'{reference}' is not written MODULE:FUNCTION")
    called = name or module
    return Hosted(called, lambda: CallableRuntime(module, function, called, version), profiles=False, version=version)


class CallableRuntime:
    """A function that opens models."""

    profiles = False

    def __init__(self, module: str, function: str, name: str, version: str | None) -> None:
        """Import the module.

        Raises:
            WorkerError: it has no such function.
        """
        loaded = importlib.import_module(module)
        self._open = getattr(loaded, function, None)
        if not callable(self._open):
            raise WorkerError("worker.callable", f"{module} has no function '{function}'")
        self.name = name
        self.version = version or str(getattr(loaded, "__version__", "unknown"))
        self.library_path: str | None = getattr(sys.modules[module], "__file__", None)

    def open(self, model_path: str, options: Options) -> Session:
        """Open a model with the function."""
        opened = self._open(model_path, options)
        return opened if hasattr(opened, "bind") else CallableSession(opened)


class CallableSession:
    """An object with `inputs`, `outputs` and `run`."""

    def __init__(self, opened: object) -> None:
        """Check that it has them."""
        for member in ("inputs", "outputs", "run"):
            if not hasattr(opened, member):
                raise WorkerError("worker.callable", f"what the function returned has no '{member}'")
        self._run: Callable[[Mapping[str, Tensor]], Mapping[str, object]] = opened.run
        self.inputs = _described(opened.inputs)
        self.outputs = _described(opened.outputs)
        self.metadata: Mapping[str, object] = getattr(opened, "metadata", {})

    def bind(self, inputs: Mapping[str, Tensor]) -> "CallableBinding":
        """Keep the inputs for the call."""
        return CallableBinding(self._run, inputs)

    def finish_profile(self) -> Profile:
        """Return nothing: a function says nothing of operators."""
        return Profile(0, [])

    def planned_arena_bytes(self) -> int | None:
        """Return None: a function does not say what it allocates."""
        return None


class CallableBinding:
    """Inputs, and the outputs of the last call."""

    def __init__(
        self, run: Callable[[Mapping[str, Tensor]], Mapping[str, object]], inputs: Mapping[str, Tensor]
    ) -> None:
        """Bind inputs to the function."""
        self._run = run
        self._inputs = inputs
        self._results: Mapping[str, object] = {}

    def run(self) -> None:
        """Call the function."""
        self._results = self._run(self._inputs)

    def outputs(self) -> dict[str, Tensor]:
        """Return what the last call returned."""
        return {name: tensor_of(name, value) for name, value in self._results.items()}


def tensor_of(name: str, value: object) -> Tensor:
    """Take a tensor, or anything with a buffer.

    Raises:
        WorkerError: it is neither, or has elements that the protocol does not know.
    """
    if isinstance(value, Tensor):
        return value
    try:
        view = memoryview(value)
    except TypeError:
        kind = type(value).__name__
        raise WorkerError("worker.callable", f"output '{name}' is a {kind}, which has no buffer") from None
    element_type = _FORMATS.get(view.format.lstrip("<=@"))
    if element_type is None:
        raise WorkerError("worker.callable", f"output '{name}' has elements of the unknown format '{view.format}'")
    return Tensor(element_type, tuple(view.shape), view.tobytes())


def _described(values: Sequence[object]) -> list[TensorDescription]:
    return [value if isinstance(value, TensorDescription) else TensorDescription(*value) for value in values]

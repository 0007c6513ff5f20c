"""The adapter for TensorFlow Lite Micro on the host, through the extension module of the package `tflite-micro`.

Only the extension is used: the package around it imports tools that no inference needs. Kernels are the reference ones
in plain C++, so that what they answer is what a board answers that runs the same kernels; how long they take says
nothing of a board.
"""

import os
import re
import tempfile
from collections.abc import Callable, Mapping

import numpy as np
from tflite_micro.python.tflite_micro import _runtime as micro
from tflite_micro.python.tflite_micro import _version

from .errors import WorkerError
from .interface import Options, Profile
from .settings import invalid, readable, require_known_keys, require_precision, require_processor
from .tensors import Tensor, TensorDescription
from .tflite_file import Port, TFLiteFile, read

_FIRST_ARENA = 1 << 20
_LARGEST_ARENA = 1 << 30
_TOTAL = re.compile(r"Arena allocation total (\d+) bytes")


class TFLiteMicroRuntime:
    """TensorFlow Lite Micro in this process."""

    name = "tflite-micro"
    profiles = False

    def __init__(self) -> None:
        """Say what was loaded; the package's version goes on behind a hyphen with the commit it was built from."""
        self.version: str = _version.__version__.partition("-")[0]
        self.library_path: str | None = micro.__file__

    def open(self, model_path: str, options: Options) -> "TFLiteMicroSession":
        """Open a `.tflite` file."""
        path = readable(model_path)
        return TFLiteMicroSession(str(path), read(path), options)


class TFLiteMicroSession:
    """An interpreter and its arena, which all bindings take turns in."""

    def __init__(self, path: str, file: TFLiteFile, options: Options) -> None:
        """Plan an arena, of which `arena_bytes` may be used where the suite states it.

        Raises:
            WorkerError: the model, or an option, is refused.
        """
        require_processor("TensorFlow Lite Micro", options)
        require_known_keys("TensorFlow Lite Micro", options, ("arena_bytes",))
        require_precision("TensorFlow Lite Micro", options, ["f32"])
        if options.threads != 1:
            raise WorkerError("runtime.option", "TensorFlow Lite Micro has one thread", hint="write threads: 1")
        self._keeps_state = file.keeps_state
        self._interpreter = _planned(path, file)
        if "arena_bytes" in options.configuration:
            _require_room(path, self._interpreter, options.configuration["arena_bytes"])
        self.inputs = [
            _described(port, self._interpreter.GetInputTensorDetails(index)) for index, port in enumerate(file.inputs)
        ]
        self.outputs = [
            _described(port, self._interpreter.GetOutputTensorDetails(index)) for index, port in enumerate(file.outputs)
        ]
        self.metadata: Mapping[str, object] = {}

    def bind(self, inputs: Mapping[str, Tensor]) -> "TFLiteMicroBinding":
        """Keep the inputs as arrays, which each run copies into the arena. State begins anew with every binding."""
        if self._keeps_state:
            self._interpreter.Reset()
        arrays = [(_array(inputs[each.name]), index) for index, each in enumerate(self.inputs)]
        return TFLiteMicroBinding(self, self._interpreter, arrays)

    def read(self) -> dict[str, Tensor]:
        """Copy the outputs of the last run."""
        outputs = {}
        for index, each in enumerate(self.outputs):
            value = np.asarray(self._interpreter.GetOutputTensor(index))
            outputs[each.name] = Tensor(each.element_type, tuple(value.shape), value.tobytes())
        return outputs

    def finish_profile(self) -> Profile:
        """Return nothing: the package times no operators."""
        return Profile(0, [])

    def planned_arena_bytes(self) -> int | None:
        """Return what the recording allocator counted: head, tail and all that a board would have to hold."""
        return _arena_bytes(self._interpreter)


class TFLiteMicroBinding:
    """The arrays of one sample."""

    def __init__(
        self, session: TFLiteMicroSession, interpreter: "micro.InterpreterWrapper", arrays: list[tuple[np.ndarray, int]]
    ) -> None:
        """Bind arrays to an interpreter."""
        self._session = session
        self._set = interpreter.SetInputTensor
        self._invoke = interpreter.Invoke
        self._arrays = arrays

    def run(self) -> None:
        """Copy the inputs into the arena, and run."""
        for array, index in self._arrays:
            self._set(array, index)
        self._invoke()

    def outputs(self) -> dict[str, Tensor]:
        """Return the outputs of the session's last run."""
        return self._session.read()


def _described(port: Port, details: Mapping[str, object]) -> TensorDescription:
    """Take the shape from the interpreter, which plans for 1 where the file leaves a size open."""
    return TensorDescription(
        port.description.name,
        port.description.element_type,
        tuple(int(size) for size in details["shape"]),
        port.description.quantization,
    )


def _planned(path: str, file: TFLiteFile) -> "micro.InterpreterWrapper":
    """Make an interpreter with an arena that is too large rather than too small.

    Where the arena ends in the middle of an operator's preparation the library ends the process.
    """
    size = max(_FIRST_ARENA, 16 * len(file.content))
    while True:
        interpreter, words = _make(file, size)
        if interpreter is not None:
            return interpreter
        if size >= _LARGEST_ARENA or "Failed to resize buffer" not in words:
            raise invalid(path, words)
        size *= 4


def _require_room(path: str, interpreter: "micro.InterpreterWrapper", stated: str) -> None:
    """Hold what the model needs against the arena of a board."""
    room = int(stated) if stated.isdecimal() else 0
    if not 1 <= room <= _LARGEST_ARENA:
        hint = f"write a number of bytes from 1 to {_LARGEST_ARENA}"
        raise WorkerError("runtime.option", f"arena_bytes is '{stated}'", hint=hint)
    needed = _arena_bytes(interpreter)
    if needed is None or needed > room:
        told = "unknown size" if needed is None else f"{needed} bytes"
        raise WorkerError(
            "model.unsupported",
            f"{path} needs an arena of {told}, arena_bytes is {room}",
            hint="give it a larger arena, or a smaller model",
        )


def _make(file: TFLiteFile, size: int) -> tuple["micro.InterpreterWrapper | None", str]:
    """Make an interpreter; None and the library's words, which it writes to standard error, where it cannot."""
    made: list[micro.InterpreterWrapper] = []
    kind = micro.PythonInterpreterConfig.kAllocationRecording
    reason = ""

    def make() -> None:
        nonlocal reason
        try:
            made.append(micro.InterpreterWrapper(file.content, [], size, file.variable_handles, kind, 0))
        except Exception as error:
            reason = str(error)

    words = _errors_of(make)
    return (made[0] if made else None), " ".join(words.split()) or reason


def _arena_bytes(interpreter: "micro.InterpreterWrapper") -> int | None:
    found = _TOTAL.search(_errors_of(interpreter.PrintAllocations))
    return int(found[1]) if found else None


def _errors_of(call: Callable[[], object]) -> str:
    """Return what a call writes to standard error, past Python's own stream."""
    kept = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            call()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        file.seek(0)
        return file.read(1 << 16).decode(errors="replace")


def _array(tensor: Tensor) -> np.ndarray:
    return np.frombuffer(tensor.data, dtype=tensor.element_type).reshape(tensor.shape)

"""The adapter for LiteRT's interpreter, through the extension module of the package `ai-edge-litert`.

The interpreter takes what LiteRT's interface of compiled models refuses: tensors that keep state, and outputs whose
size only the data decide. The package has it nowhere but in this extension.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from ai_edge_litert import __version__
from ai_edge_litert import _pywrap_litert_interpreter_wrapper as litert

from .errors import WorkerError
from .interface import Options, Profile
from .settings import choice, invalid, readable, require_known_keys, require_precision, require_processor
from .tensors import Tensor, TensorDescription
from .tflite_file import Port, TFLiteFile, read

_WITH_XNNPACK = 1
_WITHOUT_XNNPACK = 3
"""Numbers of the library's sets of kernels: its optimised ones, with and without XNNPACK before them."""
_NO_OPERATORS: tuple[list[str], list[object]] = ([], [])
"""Operators that are registered by name and by function."""
_NO = False
"""For switches of the library that have no names."""


class LiteRTInterpreterRuntime:
    """LiteRT's interpreter in this process."""

    name = "litert-interpreter"
    profiles = False

    def __init__(self) -> None:
        """Say what was loaded."""
        self.version: str = __version__
        self.library_path: str | None = str(Path(litert.__file__).with_name("libpywrap_litert_common.so"))

    def open(self, model_path: str, options: Options) -> "LiteRTInterpreterSession":
        """Open a `.tflite` file."""
        path = readable(model_path)
        return LiteRTInterpreterSession(str(path), read(path), options)


class LiteRTInterpreterSession:
    """An interpreter, which all bindings take turns in."""

    def __init__(self, path: str, file: TFLiteFile, options: Options) -> None:
        """Read the model, and plan its memory.

        Raises:
            WorkerError: the model, or an option, is refused.
        """
        require_processor("LiteRT's interpreter", options)
        require_known_keys("LiteRT's interpreter", options, ("xnnpack",))
        require_precision("LiteRT's interpreter", options, ["f32"])
        accelerated = choice(
            "LiteRT's interpreter", "xnnpack", options.configuration.get("xnnpack", "true"), ("true", "false")
        )
        kernels = _WITH_XNNPACK if accelerated == "true" else _WITHOUT_XNNPACK
        self._file = file
        self._is_open = any(size is None for port in file.inputs for size in port.description.shape)
        try:
            self._interpreter = litert.CreateWrapperFromBuffer(
                file.content, kernels, *_NO_OPERATORS, *[_NO] * 2, options.threads, *[_NO] * 4
            )
            # Sizes that are open may be none that the graph can be planned for: those wait for the first sample.
            if not self._is_open:
                self._interpreter.AllocateTensors(-1)
        except Exception as error:
            raise invalid(path, str(error)) from None
        self._inputs = {port.description.name: port.index for port in file.inputs}
        self.inputs = [port.description for port in file.inputs]
        self.outputs = [self._settled(port) for port in file.outputs]
        self.metadata: Mapping[str, object] = {}
        planned = {} if self._is_open else {name: self._shape(index) for name, index in self._inputs.items()}
        self._planned: Mapping[str, tuple[int, ...]] = planned

    def _shape(self, index: int) -> tuple[int, ...]:
        return tuple(int(size) for size in self._interpreter.TensorSize(index, 0))

    def _settled(self, port: Port) -> TensorDescription:
        """Take the sizes that planning settled where no input leaves its own open."""
        said = port.description
        if self._is_open:
            return said
        shape = self._shape(port.index)
        if len(shape) == len(said.shape) or not said.shape:
            shape = tuple(size if size > 0 else None for size in shape)
            return TensorDescription(said.name, said.element_type, shape, said.quantization)
        return said

    def bind(self, inputs: Mapping[str, Tensor]) -> "LiteRTInterpreterBinding":
        """Keep the inputs as arrays, which each run copies in. State begins anew with every binding."""
        arrays = {name: _array(tensor) for name, tensor in inputs.items()}
        self.plan({name: array.shape for name, array in arrays.items()})
        if self._file.keeps_state:
            self._interpreter.ResetVariableTensors()
        return LiteRTInterpreterBinding(self, self._interpreter, [(self._inputs[n], a) for n, a in arrays.items()])

    def plan(self, shapes: Mapping[str, tuple[int, ...]]) -> None:
        """Plan memory for these shapes, if it is planned for others."""
        if shapes == self._planned:
            return
        for name, shape in shapes.items():
            self._interpreter.ResizeInputTensor(self._inputs[name], np.array(shape, dtype=np.int32), _NO, 0)
        self._interpreter.AllocateTensors(-1)
        self._planned = dict(shapes)

    def read(self) -> dict[str, Tensor]:
        """Copy the outputs of the last run."""
        outputs = {}
        for port in self._file.outputs:
            value = np.asarray(self._interpreter.GetTensor(port.index, 0))
            description = port.description
            outputs[description.name] = Tensor(description.element_type, tuple(value.shape), value.tobytes())
        return outputs

    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """Return what memory is planned for."""
        return self._planned

    def finish_profile(self) -> Profile:
        """Return nothing: the interpreter's interface times no operators."""
        return Profile(0, [])

    def planned_arena_bytes(self) -> int | None:
        """Return None: the interpreter does not tell."""
        return None


class LiteRTInterpreterBinding:
    """The arrays of one sample."""

    def __init__(
        self,
        session: LiteRTInterpreterSession,
        interpreter: "litert.InterpreterWrapper",
        arrays: list[tuple[int, np.ndarray]],
    ) -> None:
        """Bind arrays to an interpreter."""
        self._session = session
        self._shapes = dict(session.shapes())
        self._set = interpreter.SetTensor
        self._invoke = interpreter.Invoke
        self._arrays = arrays

    def run(self) -> None:
        """Copy the inputs in, and run."""
        self._session.plan(self._shapes)
        for index, array in self._arrays:
            self._set(index, array, 0)
        self._invoke()

    def outputs(self) -> dict[str, Tensor]:
        """Return the outputs of the session's last run."""
        return self._session.read()


def _array(tensor: Tensor) -> np.ndarray:
    if tensor.element_type == "bfloat16":
        raise WorkerError("model.unsupported", "numpy has no bfloat16, which LiteRT's interpreter is fed with")
    return np.frombuffer(tensor.data, dtype=tensor.element_type).reshape(tensor.shape)

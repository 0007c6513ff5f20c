"""The adapter for MNN, through the extension module of the package `MNN`.

Only the extension is used, not the package around it, which imports far more.
"""

import ctypes
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import _mnncengine as mnn

from .errors import WorkerError
from .interface import OperatorTime, Options, Profile
from .settings import (
    choice,
    has_half_precision_arithmetic,
    invalid,
    readable,
    require_known_keys,
    require_precision,
    require_processor,
)
from .tensors import Tensor, TensorDescription, byte_count
from .timing import now

# The extension looks its own classes up in a module of this name.
sys.modules.setdefault("MNN", mnn)

_address = ctypes.pythonapi.PyCapsule_GetPointer
_address.restype = ctypes.c_void_p
_address.argtypes = [ctypes.py_object, ctypes.c_char_p]

_TYPES = {
    _address(mnn.Halide_Type_Float, None): "float32",
    _address(mnn.Halide_Type_Double, None): "float64",
    _address(mnn.Halide_Type_Int, None): "int32",
    _address(mnn.Halide_Type_Int64, None): "int64",
    _address(mnn.Halide_Type_Uint8, None): "uint8",
}
_LEVELS = ("low", "normal", "high")
_SESSION_MEMORY = 0
_PRECISIONS = {"f32": "high", "f16": "low"}


class MNNRuntime:
    """MNN in this process."""

    name = "mnn"
    profiles = True

    def __init__(self) -> None:
        """Say what was loaded."""
        self.version: str = mnn.version()
        self.library_path: str | None = mnn.__file__

    def open(self, model_path: str, options: Options) -> "MNNSession":
        """Open a `.mnn` file."""
        return MNNSession(str(readable(model_path)), options)


@dataclass(slots=True)
class _Operator:
    type: str
    nanoseconds: int = 0
    calls: int = 0


class MNNSession:
    """An interpreter and its one session, which all bindings take turns in."""

    def __init__(self, path: str, options: Options) -> None:
        """Read the model and plan its session.

        Raises:
            WorkerError: an option, or the model, is refused.
        """
        require_processor("MNN", options)
        require_known_keys("MNN", options, ("memory", "power"))
        # Without hardware for float16, MNN computes in float32 whatever it is asked for.
        half = ["f16"] if has_half_precision_arithmetic() else []
        require_precision("MNN", options, ["f32", *half])
        settings = {"backend": "CPU", "numThread": options.threads, "precision": _PRECISIONS[options.precision]}
        for key, value in options.configuration.items():
            settings[key] = choice("MNN", key, value, _LEVELS)
        try:
            self._interpreter = mnn.Interpreter(path)
            self._session = self._interpreter.createSession(settings)
        except Exception as error:
            raise invalid(path, str(error)) from None
        self._inputs = self._interpreter.getSessionInputAll(self._session)
        self._outputs = self._interpreter.getSessionOutputAll(self._session)
        self.inputs = [_description(name, tensor) for name, tensor in sorted(self._inputs.items())]
        self.outputs = [_description(name, tensor) for name, tensor in sorted(self._outputs.items())]
        self.metadata: Mapping[str, object] = {}
        self._planned = {name: tuple(tensor.getShape()) for name, tensor in self._inputs.items()}
        self._operators: dict[str, _Operator] | None = {} if options.profiles_operators else None
        self._inferences = 0
        self._begun = 0

    def bind(self, inputs: Mapping[str, Tensor]) -> "MNNBinding":
        """Copy the inputs into host tensors."""
        self.plan({name: tensor.shape for name, tensor in inputs.items()})
        return MNNBinding(self, inputs, {name: _host(self._inputs[name], tensor) for name, tensor in inputs.items()})

    def plan(self, shapes: Mapping[str, tuple[int, ...]]) -> None:
        """Plan the session for these shapes, if it is planned for others."""
        if shapes == self._planned:
            return
        for name, shape in shapes.items():
            self._interpreter.resizeTensor(self._inputs[name], shape)
        self._interpreter.resizeSession(self._session)
        self._planned = dict(shapes)

    def infer(self, hosts: Mapping[str, object]) -> None:
        """Copy inputs in, and run."""
        for name, host in hosts.items():
            self._inputs[name].copyFromHostTensor(host)
        if self._operators is None:
            status = self._interpreter.runSession(self._session)
        else:
            self._inferences += 1
            status = self._interpreter.runSessionWithCallBackInfo(self._session, self._before, self._after)
            # With callbacks a success may be answered as true.
            status = 0 if status in (0, True) else status
        if status != 0:
            raise WorkerError("runtime.failed", "MNN could not run the model", cause=f"it answered {status}")

    def read(self) -> dict[str, Tensor]:
        """Copy the outputs of the last run."""
        return {each.name: _copied(each, self._outputs[each.name]) for each in self.outputs}

    def _before(self, _tensors: object, _operator: object) -> bool:
        self._begun = now()
        return True

    def _after(self, _tensors: object, operator: "mnn.OpInfo") -> bool:
        ended = now()
        entry = self._operators.setdefault(operator.getName(), _Operator(operator.getType()))
        entry.nanoseconds += ended - self._begun
        entry.calls += 1
        return True

    def finish_profile(self) -> Profile:
        """End the profile: the times between MNN's two callbacks around each operator."""
        operators, self._operators = self._operators or {}, None
        times = [OperatorTime(name, each.type, "cpu", each.nanoseconds, each.calls) for name, each in operators.items()]
        return Profile(self._inferences, times)

    def planned_arena_bytes(self) -> int | None:
        """Return the memory of the session, which MNN tells in MiB."""
        return round(self._interpreter.getSessionInfo(self._session, _SESSION_MEMORY) * (1 << 20))


class MNNBinding:
    """Host tensors of one sample."""

    def __init__(self, session: MNNSession, inputs: Mapping[str, Tensor], hosts: Mapping[str, object]) -> None:
        """Bind host tensors to a session."""
        self._session = session
        self._shapes = {name: tensor.shape for name, tensor in inputs.items()}
        self._hosts = hosts

    def run(self) -> None:
        """Run once; MNN has its inputs copied in before each run."""
        self._session.plan(self._shapes)
        self._session.infer(self._hosts)

    def outputs(self) -> dict[str, Tensor]:
        """Return the outputs of the session's last run."""
        return self._session.read()


def _description(name: str, tensor: "mnn.Tensor") -> TensorDescription:
    shape = tuple(size if size > 0 else None for size in tensor.getShape())
    return TensorDescription(name, _element_type(name, tensor), shape)


def _element_type(name: str, tensor: "mnn.Tensor") -> str:
    element_type = _TYPES.get(_address(tensor.getDataType(), None))
    if element_type is None:
        raise WorkerError("model.unsupported", f"'{name}' has a type that MNN's package does not name")
    return element_type


def _host(device: "mnn.Tensor", tensor: Tensor) -> "mnn.Tensor":
    host = mnn.Tensor(device, mnn.Tensor_DimensionType_Caffe)
    ctypes.memmove(_address(host.getHost(), None), bytes(tensor.data), len(tensor.data))
    return host


def _copied(description: TensorDescription, device: "mnn.Tensor") -> Tensor:
    shape = tuple(device.getShape())
    host = mnn.Tensor(device, mnn.Tensor_DimensionType_Caffe)
    if not device.copyToHostTensor(host):
        raise WorkerError("runtime.failed", f"MNN could not copy the output '{description.name}'")
    count = byte_count(description.element_type, shape)
    return Tensor(description.element_type, shape, ctypes.string_at(_address(host.getHost(), None), count))

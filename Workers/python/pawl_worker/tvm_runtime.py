"""The adapter for TVM: compiled Relax modules, run by the virtual machine of `libtvm_runtime.so`.

Of TVM only its runtime library and `tvm_ffi` are used, neither the compiler nor the package `tvm`. A module says what
it takes and gives by a function `pawl_signature` of its own, since TVM's virtual machine does not.
"""

import ctypes
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from .errors import WorkerError
from .interface import OperatorTime, Options, Profile
from .reading import Members, shape
from .settings import invalid, readable, require_known_keys, require_precision, require_processor
from .shared_object import is_whole
from .tensors import ELEMENT_BYTES, Tensor, TensorDescription, byte_count
from .timing import now

_SIGNATURE = "pawl_signature"
_ENTRY = "main"
_CPU = 1
_POOLED_ALLOCATOR = 2


class TVMRuntime:
    """TVM's runtime in this process."""

    name = "tvm"
    profiles = True

    def __init__(self) -> None:
        """Find the library; it is loaded with the first model, once the number of threads is known."""
        self.version = metadata.version("apache-tvm")
        self.library_path: str | None = str(_library())
        self._threads: int | None = None

    def open(self, model_path: str, options: Options) -> "TVMSession":
        """Open a compiled module, such as `digits.so`."""
        require_processor("TVM", options)
        require_known_keys("TVM", options, ())
        # A compiled module computes in the types that it was compiled in.
        require_precision("TVM", options, ["f32"])
        file = readable(model_path).resolve()
        if not is_whole(file):
            raise invalid(model_path, "it is no shared object, or ends too early")
        path = str(file)
        self._load(options.threads)
        return TVMSession(path, profiles=options.profiles_operators)

    def _load(self, threads: int) -> None:
        """Load the library with its pool of threads."""
        import tvm_ffi

        if self._threads is None:
            # TVM reads it when the pool is made.
            os.environ["TVM_NUM_THREADS"] = str(threads)
            ctypes.CDLL(self.library_path, ctypes.RTLD_GLOBAL)
            self._threads = threads
        elif threads != self._threads:
            tvm_ffi.get_global_func("runtime.config_threadpool")(1, threads)
            self._threads = threads
        actual = tvm_ffi.get_global_func("runtime.NumThreads")()
        if actual != threads:
            raise WorkerError(
                "runtime.option", f"TVM would use {actual} threads instead of {threads}", hint=f"use {actual} threads"
            )


@dataclass(slots=True)
class _Operator:
    nanoseconds: int = 0
    calls: int = 0


class TVMSession:
    """A module in a virtual machine."""

    def __init__(self, path: str, *, profiles: bool) -> None:
        """Load the module.

        Raises:
            WorkerError: it is no Relax module, or does not say what it takes.
        """
        import tvm_ffi

        self._ffi = tvm_ffi
        try:
            self._module = tvm_ffi.load_module(path)
            self._machine = self._module["vm_load_executable"]()
            self._machine["vm_initialization"](_CPU, 0, _POOLED_ALLOCATOR)
            self._entry = self._machine[_ENTRY]
        except Exception as error:
            raise invalid(path, str(error), hint="compile it with tvm.compile and export_library") from None
        self.inputs, self.outputs = self._signature(path)
        self.metadata: Mapping[str, object] = {}
        self._operators: dict[str, _Operator] | None = {} if profiles else None
        self._inferences = 0
        self._begun = 0
        if profiles:
            self._machine["set_instrument"](tvm_ffi.convert_func(self._observe))

    def _signature(self, path: str) -> tuple[list[TensorDescription], list[TensorDescription]]:
        """Ask the module what it takes and gives."""
        hint = "add a function pawl_signature before it is compiled: see Workers/python/README.md"
        try:
            text = str(self._machine[_SIGNATURE]())
        except Exception:
            raise invalid(path, "it has no function pawl_signature", hint=hint) from None
        try:
            members = Members(json.loads(text), _SIGNATURE)
            described = tuple([_description(each) for each in members.list(side)] for side in ("inputs", "outputs"))
        except (ValueError, RecursionError, WorkerError) as error:
            raise invalid(path, f"its pawl_signature cannot be read: {error}", hint=hint) from None
        if int(self._machine["get_function_arity"](_ENTRY)) != len(described[0]):
            raise invalid(path, "its pawl_signature has not the inputs of main", hint=hint)
        return described

    def bind(self, inputs: Mapping[str, Tensor]) -> "TVMBinding":
        """Copy the inputs into memory that is aligned as compiled code expects."""
        arguments = [self._tensor(inputs[each.name]) for each in self.inputs]
        entry = self._entry if self._operators is None else self._counted
        return TVMBinding(entry, arguments, self.outputs)

    def _counted(self, *arguments: object) -> object:
        self._inferences += 1
        return self._entry(*arguments)

    def _tensor(self, tensor: Tensor) -> object:
        ffi = self._ffi
        allocate = ffi.get_global_func("runtime.TVMTensorAllocWithScope")
        made = allocate(ffi.Shape(tensor.shape), ffi.dtype(tensor.element_type), ffi.device("cpu", 0), None)
        ctypes.memmove(made.data_ptr(), bytes(tensor.data), len(tensor.data))
        return made

    def _observe(self, _function: object, name: str, before: bool, _result: object, *_arguments: object) -> int:  # noqa: FBT001
        """Take the times around each call of the virtual machine."""
        stamp = now()
        if before:
            self._begun = now()
        elif self._operators is not None:
            entry = self._operators.setdefault(str(name), _Operator())
            entry.nanoseconds += stamp - self._begun
            entry.calls += 1
        return 0

    def finish_profile(self) -> Profile:
        """End the profile: the times of all functions that the virtual machine called, fused ones as they are."""
        operators, self._operators = self._operators or {}, None
        self._machine["set_instrument"](None)
        times = [
            OperatorTime(
                name, _kind(name), "vm" if name.startswith("vm.builtin.") else "llvm", each.nanoseconds, each.calls
            )
            for name, each in operators.items()
        ]
        return Profile(self._inferences, times)

    def planned_arena_bytes(self) -> int | None:
        """Return None: the pool of the virtual machine is not told."""
        return None


class TVMBinding:
    """The arguments of one sample."""

    def __init__(
        self, entry: Callable[..., object], arguments: list[object], described: list[TensorDescription]
    ) -> None:
        """Bind arguments to the module's function."""
        self._entry = entry
        self._arguments = arguments
        self._described = described
        self._result: object = None

    def run(self) -> None:
        """Call the function; the virtual machine gives its outputs in memory of its pool."""
        self._result = self._entry(*self._arguments)

    def outputs(self) -> dict[str, Tensor]:
        """Return what the last call returned."""
        single = hasattr(self._result, "data_ptr")
        results = [self._result] if single else list(self._result)
        if len(results) != len(self._described):
            message = f"main gave {len(results)} outputs, its pawl_signature has {len(self._described)}"
            raise WorkerError("model.invalid", message)
        return {each.name: _copied(each, result) for each, result in zip(self._described, results, strict=True)}


def _copied(description: TensorDescription, result: object) -> Tensor:
    sizes = tuple(int(size) for size in result.shape)
    element_type = str(result.dtype)
    if element_type != description.element_type:
        message = f"main gave {element_type} for '{description.name}', its pawl_signature says {description}"
        raise WorkerError("model.invalid", message)
    data = ctypes.string_at(result.data_ptr(), byte_count(element_type, sizes))
    return Tensor(element_type, sizes, data)


def _description(value: object) -> TensorDescription:
    members = Members(value, "a tensor")
    element_type = members.text("elementType")
    if element_type not in ELEMENT_BYTES:
        raise WorkerError("model.invalid", f"unknown type '{element_type}'")
    sizes = [
        size if isinstance(size, str) else None if size is None else shape([size], "a shape")[0]
        for size in members.list("shape")
    ]
    return TensorDescription(members.text("name"), element_type, tuple(sizes))


def _kind(name: str) -> str:
    """Return what a compiled function is called for: `fused_conv2d_add1_relu` without its number."""
    return name.removeprefix("vm.builtin.").rstrip("0123456789") or name


def _library() -> Path:
    for folder in sys.path:
        path = Path(folder or ".") / "tvm" / "lib" / "libtvm_runtime.so"
        if path.is_file():
            return path.resolve()
    raise WorkerError(
        "runtime.missing",
        "tvm/lib/libtvm_runtime.so of the package apache-tvm is not on Python's path",
        hint="run `pawl runtime install tvm==0.27.0`, or put the package on PYTHONPATH",
    )

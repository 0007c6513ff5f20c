"""The runtimes that the worker has an adapter for. Each is imported when it is first needed: loading it is timed."""

from collections.abc import Callable

from .interface import Runtime
from .service import Hosted


def _tvm() -> Runtime:
    from .tvm_runtime import TVMRuntime

    return TVMRuntime()


def _mnn() -> Runtime:
    from .mnn_runtime import MNNRuntime

    return MNNRuntime()


def _ncnn() -> Runtime:
    from .ncnn_runtime import NcnnRuntime

    return NcnnRuntime()


def _litert_interpreter() -> Runtime:
    from .litert_interpreter_runtime import LiteRTInterpreterRuntime

    return LiteRTInterpreterRuntime()


def _tflite_micro() -> Runtime:
    from .tflite_micro_runtime import TFLiteMicroRuntime

    return TFLiteMicroRuntime()


HOSTS: dict[str, Callable[[str | None], Hosted]] = {
    "tvm": lambda version: Hosted("tvm", _tvm, profiles=True, version=version),
    "mnn": lambda version: Hosted("mnn", _mnn, profiles=True, version=version),
    "ncnn": lambda version: Hosted("ncnn", _ncnn, profiles=False, version=version),
    "litert-interpreter": lambda version: Hosted(
        "litert-interpreter", _litert_interpreter, profiles=False, version=version
    ),
    "tflite-micro": lambda version: Hosted("tflite-micro", _tflite_micro, profiles=False, version=version),
}
"""By the name that suites use; each takes the version that the runtime must have, if any."""

"""The adapter for ncnn, through the package `ncnn`.

A model is a `.param` in text with its `.bin` beside it, or a zip archive of the two: one file, so that one digest
stands for graph and weights. ncnn knows no batch: every tensor gets a batch dimension of 1 in front here.
"""

import os
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import ncnn

from .errors import WorkerError
from .interface import Options, Profile
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

_MODEL_LIMIT = 2 << 30
_SWITCHES = (
    "lightmode",
    "use_winograd_convolution",
    "use_sgemm_convolution",
    "use_packing_layout",
    "use_int8_inference",
)
_HALF = ("use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic")
_BRAIN = ("use_bf16_packed", "use_bf16_storage")


class NcnnRuntime:
    """ncnn in this process."""

    name = "ncnn"
    profiles = False

    def __init__(self) -> None:
        """Say what was loaded."""
        self.version: str = ncnn.__version__
        self.library_path: str | None = ncnn.ncnn.__file__

    def open(self, model_path: str, options: Options) -> "NcnnSession":
        """Open a `.param` or an archive."""
        return NcnnSession(readable(model_path), options)


class NcnnSession:
    """A network."""

    def __init__(self, path: Path, options: Options) -> None:
        """Read the network and set every option explicitly.

        Raises:
            WorkerError: an option, or the model, is refused.
        """
        self._net = ncnn.Net()
        _configure(self._net.opt, options)
        graph = _load(self._net, path)
        blobs = self._net.blobs()
        sizes = _input_sizes(graph)
        self.inputs = [_description(name, sizes.get(name), path) for name in self._net.input_names()]
        stated = [_stated(blobs[index].shape) for index in self._net.output_indexes()]
        names = self._net.output_names()
        if not all(stated):
            stated = self._measured(names)
        self.outputs = [
            TensorDescription(name, "float32", shape) for name, shape in zip(names, stated, strict=True) if shape
        ]
        self.metadata: Mapping[str, object] = {}

    def _measured(self, names: list[str]) -> list[tuple[int, ...]]:
        """Run once on zeros: a graph without shape hints does not say what it gives."""
        zeros = {}
        for each in self.inputs:
            shape = tuple(size if isinstance(size, int) else 1 for size in each.shape)
            zeros[each.name] = _matrix(Tensor("float32", shape, bytes(byte_count("float32", shape))))
        binding = NcnnBinding(self._net, zeros, names)
        binding.run()
        outputs = binding.outputs()
        return [outputs[name].shape for name in names]

    def bind(self, inputs: Mapping[str, Tensor]) -> "NcnnBinding":
        """Copy the inputs into matrices of ncnn's own layout."""
        names = [each.name for each in self.outputs]
        return NcnnBinding(self._net, {name: _matrix(tensor) for name, tensor in inputs.items()}, names)

    def finish_profile(self) -> Profile:
        """Return nothing: the package is built without ncnn's timers."""
        return Profile(0, [])

    def planned_arena_bytes(self) -> int | None:
        """Return None: ncnn does not say what it allocates."""
        return None


class NcnnBinding:
    """Matrices, and the network that they go through."""

    def __init__(self, net: ncnn.Net, inputs: Mapping[str, ncnn.Mat], outputs: Sequence[str]) -> None:
        """Bind inputs to a network."""
        self._net = net
        self._inputs = list(inputs.items())
        self._outputs = list(outputs)
        self._results: list[tuple[int, ncnn.Mat]] = []

    def run(self) -> None:
        """Run the network. An extractor serves one inference: making it is part of one in ncnn."""
        extractor = self._net.create_extractor()
        for name, matrix in self._inputs:
            extractor.input(name, matrix)
        self._results = [extractor.extract(name) for name in self._outputs]

    def outputs(self) -> dict[str, Tensor]:
        """Return what was extracted last."""
        tensors = {}
        for name, (status, matrix) in zip(self._outputs, self._results, strict=True):
            if status != 0:
                raise WorkerError("runtime.failed", f"ncnn could not compute '{name}'", cause=f"it answered {status}")
            view = memoryview(matrix)
            if view.format != "f":
                raise WorkerError("model.output-type", f"ncnn's output '{name}' is not float32")
            tensors[name] = Tensor("float32", (1, *view.shape), view.tobytes())
        return tensors


def _configure(target: ncnn.Option, options: Options) -> None:
    """Set threads, precision and switches; ncnn would compute in float16 wherever the processor can."""
    require_processor("ncnn", options)
    require_known_keys("ncnn", options, _SWITCHES)
    half = ["f16"] if has_half_precision_arithmetic() else []
    require_precision("ncnn", options, ["f32", "bf16", *half])
    target.num_threads = options.threads
    target.use_vulkan_compute = False
    for name in _HALF:
        setattr(target, name, options.precision == "f16")
    for name in _BRAIN:
        setattr(target, name, options.precision == "bf16")
    for key, value in options.configuration.items():
        setattr(target, key, choice("ncnn", key, value, ("true", "false")) == "true")


def _load(net: ncnn.Net, path: Path) -> str:
    """Load graph and weights; return the graph."""
    if path.suffix == ".param":
        weights = path.with_suffix(".bin")
        if not weights.is_file():
            raise invalid(str(path), f"{weights.name} is not beside it", hint="keep the two together, or zip them")
        graph = path.read_bytes()
        return _read(net, path, graph, str(weights))
    try:
        with zipfile.ZipFile(path) as archive:
            graph = archive.read(_member(archive, ".param", path))
            # A file of its own, in memory: ncnn notices the end of a file, but not the end of memory.
            with os.fdopen(os.memfd_create("weights", os.MFD_CLOEXEC), "wb") as weights:
                with archive.open(_member(archive, ".bin", path)) as source:
                    shutil.copyfileobj(source, weights)
                weights.flush()
                return _read(net, path, graph, f"/proc/self/fd/{weights.fileno()}")
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise invalid(str(path), str(error), hint="give a .param, or a zip archive of .param and .bin") from None


def _read(net: ncnn.Net, path: Path, graph: bytes, weights: str) -> str:
    try:
        text = graph.decode()
    except ValueError:
        raise invalid(str(path), "its .param is no text") from None
    if net.load_param_mem(text) != 0:
        raise invalid(str(path), "ncnn cannot read its .param")
    if net.load_model(weights) != 0:
        raise invalid(str(path), "its .bin does not fit its .param")
    return text


def _member(archive: zipfile.ZipFile, suffix: str, path: Path) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if member.filename.endswith(suffix)]
    if len(members) != 1 or members[0].file_size > _MODEL_LIMIT:
        raise invalid(str(path), f"it has {len(members)} members {suffix}, or one of more than 2 GiB")
    return members[0]


def _input_sizes(graph: str) -> dict[str, tuple[int | None, ...]]:
    """Return what `Input` lines state, by name: 0 is the width, 1 the height, 11 the depth, 2 the channels.

    A size of 0 is not fixed.
    """
    sizes = {}
    for line in graph.splitlines():
        words = line.split()
        if len(words) < 5 or words[0] != "Input":
            continue
        values = dict(word.split("=", 1) for word in words[5:] if "=" in word)
        stated = [values[key] for key in ("2", "11", "1", "0") if key in values]
        if stated and all(value.isdecimal() for value in stated):
            sizes[words[4]] = tuple(int(value) or None for value in stated)
    return sizes


def _description(name: str, sizes: tuple[int | None, ...] | None, path: Path) -> TensorDescription:
    if sizes is None:
        raise invalid(
            str(path),
            f"it does not state the sizes of its input '{name}'",
            hint=f"add 0=WIDTH 1=HEIGHT 2=CHANNELS to the line of '{name}' in the .param; 0 where a size is not fixed",
        )
    return TensorDescription(name, "float32", (1, *sizes))


def _stated(hint: ncnn.Mat) -> tuple[int, ...]:
    """Return a shape hint with the batch dimension; empty where there is none."""
    match hint.dims:
        case 1:
            return (1, hint.w)
        case 2:
            return (1, hint.h, hint.w)
        case 3:
            return (1, hint.c, hint.h, hint.w)
        case 4:
            return (1, hint.c, hint.d, hint.h, hint.w)
    return ()


def _matrix(tensor: Tensor) -> ncnn.Mat:
    """Copy a tensor without its batch dimension; the copy is aligned as ncnn's kernels expect."""
    shape = tensor.shape[1:] or (1,)
    # A matrix of a buffer does not keep it alive, so a name has to until the copy is made.
    values = memoryview(bytes(tensor.data)).cast("f", shape)
    return ncnn.Mat(values).clone()

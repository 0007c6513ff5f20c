"""Converts ONNX models into the formats of runtimes that `Workers/python` serves: TVM, MNN and ncnn.

Their converters are large and belong to no other part of the tools, so they live in a folder of their own,
`.pawl/converters`, and run in a process of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pawl_models.errors import ToolError
from pawl_models.files import replacing
from pawl_models.locations import TOOLS, Locations

FORMATS = ("tvm", "mnn", "ncnn")
_TIME_LIMIT_SECONDS = 1800
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can name: the same parts give the same bytes."""

_TVM_PROGRAM = """
import json, platform, sys
import onnx, tvm
from tvm import relax
from tvm.relax.frontend.onnx import from_onnx

source, target, signature = sys.argv[1:]
shapes = {each["name"]: each["shape"] for each in json.loads(signature)["inputs"]}
module = from_onnx(onnx.load(source), shape_dict=shapes, keep_params_in_input=False)
builder = relax.BlockBuilder(module)
with builder.function("pawl_signature", params=[]):
    builder.emit_func_output(tvm.ir.StringImm(signature))
module = builder.get()
processor = {"kind": "llvm"}
if platform.machine() == "x86_64":
    processor["mcpu"] = "x86-64-v3"
machine = tvm.target.Target(processor)
with machine:
    module = relax.get_pipeline("zero")(module)
tvm.compile(module, target=machine).export_library(target)
"""

_MNN_PROGRAM = """
import sys
import _tools

source, target = sys.argv[1:]
_tools.mnnconvert(["mnnconvert", "-f", "ONNX", "--modelFile", source, "--MNNModel", target, "--bizCode", "pawl"])
"""

_ELEMENT_TYPES = {1: "float32", 2: "uint8", 3: "int8", 6: "int32", 7: "int64", 9: "bool", 10: "float16", 11: "float64"}
"""By the numbers of ONNX's TensorProto.DataType."""


def convert(source: Path, kind: str, target: Path, locations: Locations) -> None:
    """Converts a model; sizes that it leaves open become 1.

    Args:
        source: an ONNX file.
        kind: one of `FORMATS`.
        target: where the result goes: a compiled library, a `.mnn` file, or a zip archive of `.param` and `.bin`.
        locations: where the converters are.

    Raises:
        ToolError: the converters are not installed, or fail.
    """
    signature = signature_of(source)
    with tempfile.TemporaryDirectory(prefix="pawl-convert-") as folder:
        made = Path(folder) / "made"
        match kind:
            case "tvm":
                made = made.with_suffix(".so")
                _run(["-c", _TVM_PROGRAM, str(source.resolve()), str(made), json.dumps(signature)], locations)
            case "mnn":
                _run(["-c", _MNN_PROGRAM, str(source.resolve()), str(made)], locations)
            case _:
                _convert_for_ncnn(source, signature, Path(folder), made, locations)
        if not made.is_file():
            raise ToolError(f"{source} was not converted for {kind}", "read what its converter said above")
        with replacing(target) as partial:
            partial.write_bytes(made.read_bytes())


def signature_of(source: Path) -> dict[str, list[dict[str, object]]]:
    """Returns what a model takes and gives: names, types and shapes, with 1 for every size that is left open."""
    import onnx

    graph = onnx.load(source, load_external_data=False).graph
    constants = {each.name for each in graph.initializer}
    sides = {"inputs": [each for each in graph.input if each.name not in constants], "outputs": list(graph.output)}
    return {side: [_described(value) for value in values] for side, values in sides.items()}


def _described(value: object) -> dict[str, object]:
    tensor = value.type.tensor_type
    if tensor.elem_type not in _ELEMENT_TYPES:
        raise ToolError(f"'{value.name}' has a type that cannot be converted")
    shape = [size.dim_value if size.dim_value > 0 else 1 for size in tensor.shape.dim]
    return {"name": value.name, "elementType": _ELEMENT_TYPES[tensor.elem_type], "shape": shape}


def _convert_for_ncnn(
    source: Path,
    signature: Mapping[str, Sequence[Mapping[str, object]]],
    folder: Path,
    made: Path,
    locations: Locations,
) -> None:
    """Lets pnnx convert, and packs graph and weights into one file."""
    copy = folder / "model.onnx"
    copy.write_bytes(source.read_bytes())
    for each in [*signature["inputs"], *signature["outputs"]]:
        if each["elementType"] != "float32" or each["shape"][:1] != [1] or len(each["shape"]) > 4:
            raise ToolError(
                f"'{each['name']}' is not float32 with a batch dimension and up to three more, as ncnn needs"
            )
    shapes = ",".join(f"[{','.join(map(str, each['shape']))}]f32" for each in signature["inputs"])
    converter = converters(locations) / "pnnx" / "pnnx"
    if not converter.is_file():
        raise missing_converters()
    converter.chmod(0o755)
    _execute([str(converter), str(copy), f"inputshape={shapes}", "fp16=0"], folder, {})
    graph, weights = folder / "model.ncnn.param", folder / "model.ncnn.bin"
    if not (graph.is_file() and weights.is_file()):
        return
    stated = with_names_and_sizes(graph.read_text(), signature["inputs"], signature["outputs"])
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("model.param", _EPOCH), stated)
        archive.writestr(zipfile.ZipInfo("model.bin", _EPOCH), weights.read_bytes())


def with_names_and_sizes(
    graph: str, inputs: Sequence[Mapping[str, object]], outputs: Sequence[Mapping[str, object]]
) -> str:
    """Writes the model's own names and sizes into a graph of pnnx, which calls its ends in0 and out0.

    Sizes are written as ncnn reads them: of an input as width, height and channels, of an output as a shape hint.
    """
    names = {f"in{index}": str(each["name"]) for index, each in enumerate(inputs)}
    names |= {f"out{index}": str(each["name"]) for index, each in enumerate(outputs)}
    input_sizes = {str(each["name"]): list(each["shape"][1:]) for each in inputs}
    output_sizes = {str(each["name"]): list(each["shape"][1:]) for each in outputs}
    lines = graph.splitlines()
    for number, line in enumerate(lines[2:], start=2):
        words = line.split()
        blobs = 4 + int(words[2]) + int(words[3])
        words[4:blobs] = [names.get(word, word) for word in words[4:blobs]]
        produced = words[4 + int(words[2]) : blobs]
        if words[0] == "Input":
            sizes = reversed(input_sizes[produced[0]])
            words[blobs:] = [f"{key}={size}" for key, size in zip("012", sizes, strict=False)]
        elif len(produced) == 1 and produced[0] in output_sizes:
            sizes = output_sizes[produced[0]]
            padded = [len(sizes), *reversed(sizes), *[0] * (3 - len(sizes))]
            words.append(f"-23330={len(padded)},{','.join(map(str, padded))}")
        lines[number] = " ".join(words)
    return "\n".join(lines) + "\n"


def converters(locations: Locations) -> Path:
    """Returns the folder that the converters are installed in."""
    return locations.root / ".pawl" / "converters"


def missing_converters() -> ToolError:
    """Words that they are not there, and the command that installs them."""
    lock = (TOOLS / "requirements-converters.lock").name
    return ToolError(
        "the converters are not in .pawl/converters",
        "run: .pawl/python/bin/python -m pip install --no-deps --require-hashes --only-binary=:all: "
        f"--target .pawl/converters -r Tools/{lock}",
    )


def _run(arguments: Sequence[str], locations: Locations) -> None:
    folder = converters(locations)
    if not folder.is_dir():
        raise missing_converters()
    # Behind what these tools are tested with, such as onnx.
    _execute([sys.executable, *arguments], None, {"PYTHONPATH": str(folder)})


def _execute(command: Sequence[str], folder: Path | None, environment: Mapping[str, str]) -> None:
    try:
        subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            check=True,
            timeout=_TIME_LIMIT_SECONDS,
            stdout=sys.stderr,
        )
    except subprocess.CalledProcessError as error:
        raise ToolError(f"a converter failed with status {error.returncode}", "read what it said above") from None
    except subprocess.TimeoutExpired:
        raise ToolError(f"a converter took more than {_TIME_LIMIT_SECONDS} s") from None

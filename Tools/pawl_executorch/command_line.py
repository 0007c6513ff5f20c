"""The command line: exports the digits model's variants, unless they stand already."""

from __future__ import annotations

import argparse
from pathlib import Path

from pawl_executorch.export import export_digits

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Reads the arguments and exports."""
    parser = argparse.ArgumentParser(
        prog="python -m pawl_executorch", description="Exports the digits model to ExecuTorch's format, .pte."
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=ROOT / ".pawl" / "models" / "digits",
        help="where fp32.onnx and calibration/ lie, and the variants go (default: the model's own)",
    )
    folder = parser.parse_args().folder
    if not (folder / "fp32.onnx").is_file():
        parser.error(f"{folder} has no fp32.onnx; run: .pawl/python/bin/python -m pawl_models build digits")
    for path in export_digits(folder):
        print(f"{path}: {path.stat().st_size:,} bytes")

"""Many variants of one model, one after another, for a search that decides by each what to ask for next.

Loading onnx and onnxruntime takes longer than most of the work, so one process serves all requests.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from pawl_models.errors import ToolError
from pawl_models.feeds import input_ranks, read_calibration
from pawl_models.methods import Plan, make
from pawl_models.quantisable import quantisable_nodes
from pawl_models.variants import UnchangedError


def answer_requests(
    model: Path,
    method: str,
    operators: Sequence[str],
    calibration: Path | None,
    requests: Iterable[str],
    replies: TextIO,
) -> None:
    """Tells the nodes that a method would quantise, then makes a variant for each request; a reply is a line.

    The first reply is `{"nodes": [{"name", "operator", "weight_bytes"}, ...]}`. A request is
    `{"exclude": [NODE, ...], "output": FILE}`; its reply `{"made": true}` or, where a method finds nothing left to
    change, `{"made": false}`. What goes wrong is `{"error": TEXT, "hint": TEXT}`, also as the first reply.

    Args:
        model: the model in single precision.
        method: a name out of `methods.METHODS`.
        operators: the operator types to quantise; none for the method's own.
        calibration: a folder as `read_calibration` takes it.
        requests: lines, until they end.
        replies: where the replies go.
    """

    def reply(content: dict[str, Any]) -> None:
        print(json.dumps(content), file=replies, flush=True)

    try:
        reply({"nodes": [asdict(node) for node in quantisable_nodes(model, method, operators)]})
    except ToolError as error:
        reply(words(error))
        return
    for line in requests:
        try:
            request = json.loads(line)
            output, exclude = Path(request["output"]), tuple(request["exclude"])
        except (ValueError, KeyError, TypeError):
            reply({"error": 'a request is {"exclude": [NODE, ...], "output": FILE}', "hint": ""})
            continue
        try:
            # Feeds can be gone through once only.
            feeds = read_calibration(calibration, input_ranks(model)) if calibration else None
            make(Plan(output.stem, method, exclude, tuple(operators)), model, output, feeds)
            reply({"made": True})
        except UnchangedError:
            reply({"made": False})
        except ToolError as error:
            reply(words(error))


def words(error: ToolError) -> dict[str, str]:
    """Returns an error as a reply."""
    return {"error": error.message, "hint": error.hint or ""}

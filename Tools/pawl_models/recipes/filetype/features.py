"""Magika's features (model standard_v3_3): 1,024 tokens from each end of a file."""

from __future__ import annotations

import numpy as np

BLOCK_BYTES = 4096
"""How much of each end of a file the model's author reads before stripping white space."""
END_TOKENS = 1024
"""How many tokens of each end reach the model."""
PADDING = 256
"""The token where there is no byte."""
SMALLEST_BYTES = 8
"""Files shorter than this, before or after stripping, are never given to the model."""


def features(content: bytes) -> np.ndarray:
    """Returns the model's input for one file.

    The first half is the start of the file without leading white space, padded on the right; the second half is the
    end of the file without trailing white space, padded on the left. White space is 0x09-0x0D and 0x20, which is what
    `bytes.lstrip` and `bytes.rstrip` take by default. A short file appears in both halves.

    Args:
        content: the whole file; bytes beyond 4,096 from either end are not looked at.

    Returns:
        int32 [2048], each token in 0...256.
    """
    start = content[:BLOCK_BYTES].lstrip()[:END_TOKENS]
    end = content[-BLOCK_BYTES:].rstrip()[-END_TOKENS:]
    tokens = np.full(2 * END_TOKENS, PADDING, dtype=np.int32)
    tokens[: len(start)] = np.frombuffer(start, dtype=np.uint8)
    tokens[2 * END_TOKENS - len(end) :] = np.frombuffer(end, dtype=np.uint8)
    return tokens


def takes_the_model(content: bytes) -> bool:
    """Says whether Magika would ask the model about a file, rather than a rule for very short ones."""
    return len(content) >= SMALLEST_BYTES and features(content)[SMALLEST_BYTES - 1] != PADDING

"""Speech with noise, cut into the model's frames, and which frames are speech.

All arithmetic up to the samples is on whole numbers, or rounded to them, so that the frames are the same bytes on
every machine.
"""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Iterator

import numpy as np

RATE = 16_000
HOP = 512
"""Samples between frames: 32 ms."""
CONTEXT = 64
"""How much of the frame before it the model sees again."""
SILENCE = frozenset({"SIL", "<SIL>", "NSN", "+NSN+", "(NULL)"})
"""What the aligner calls stretches without speech."""
HISS = 3
"""Root mean square of the noise in clean recordings, in steps of 16 bits: digital silence is no real silence."""
NOISE_UNIT = 1 << 16
"""Root mean square of a sum of twelve 16-bit whole numbers."""


def read_wav(content: bytes) -> np.ndarray:
    """Returns the samples of a recording as int16; it must be mono, 16 bit, 16 kHz."""
    with wave.open(io.BytesIO(content)) as file:
        if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, RATE):
            raise ValueError("the recording must be mono, 16 bit, 16 kHz")
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")


def speech_mask(alignment: bytes, samples: int) -> np.ndarray:
    """Returns which samples lie in a phone that is not silence.

    Args:
        alignment: JSON of nested intervals (utterance, words, phones): `b` begin and `d` duration in seconds, `t`
            what it is, `w` the intervals inside. The innermost are the phones.
        samples: how many samples there are.
    """
    mask = np.zeros(samples, dtype=bool)
    for begin, duration, phone in phones(json.loads(alignment)):
        if phone.upper() not in SILENCE:
            mask[round(begin * RATE) : round((begin + duration) * RATE)] = True
    return mask


def phones(interval: dict) -> Iterator[tuple[float, float, str]]:
    """Yields (begin, duration, name) of the innermost intervals."""
    if "w" not in interval:
        yield interval["b"], interval["d"], interval["t"]
    for inner in interval.get("w", ()):
        yield from phones(inner)


def noise(samples: int, seed: int) -> np.ndarray:
    """Returns white noise, very nearly normal (Irwin-Hall with twelve terms): int64, root mean square `NOISE_UNIT`."""
    generator = np.random.default_rng(seed)
    return generator.integers(-(1 << 15), 1 << 15, size=(samples, 12)).sum(axis=1)


def with_noise(samples: np.ndarray, mask: np.ndarray, decibels: int | None, seed: int) -> np.ndarray:
    """Returns a recording with noise.

    Args:
        samples: int16.
        mask: which samples are speech; their mean power is what the noise is measured by.
        decibels: how far the speech is above the noise; None for a faint hiss.
        seed: of the noise.

    Returns:
        int16, cut off where it would overflow.
    """
    level = float(HISS)
    if decibels is not None:
        speech = samples[mask].astype(np.int64)
        power = int((speech * speech).sum()) / len(speech)
        level = (power / 10 ** (decibels / 10)) ** 0.5
    mixed = samples + np.rint(noise(len(samples), seed) * (level / NOISE_UNIT)).astype(np.int64)
    return mixed.clip(-(1 << 15), (1 << 15) - 1).astype(np.int16)


def frames(samples: np.ndarray) -> np.ndarray:
    """Returns the model's frames: each with the end of the one before it, silence before the first.

    Args:
        samples: int16; what does not fill a frame at the end is left out.

    Returns:
        float32 [frames, CONTEXT + HOP], in -1...1.
    """
    count = len(samples) // HOP
    padded = np.concatenate([np.zeros(CONTEXT, dtype=np.int16), samples])
    windows = np.lib.stride_tricks.sliding_window_view(padded, CONTEXT + HOP)[::HOP][:count]
    return windows.astype(np.float32) / np.float32(1 << 15)


def frame_labels(mask: np.ndarray) -> np.ndarray:
    """Returns 1 for every frame of which more than half is speech (its context left out), else 0: int [frames]."""
    count = len(mask) // HOP
    return (2 * mask[: count * HOP].reshape(count, HOP).sum(axis=1) > HOP).astype(np.int32)

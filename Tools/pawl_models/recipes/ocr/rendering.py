"""Renders text lines as a poor scan would show them: small, tilted, blurred, noisy.

All that is drawn by lot is drawn as whole numbers, and pixels are whole numbers; fonts and the renderer are locked.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HEIGHT = 48
"""What the model takes."""
MARGINS = (6, 4)
SMALLEST_FONT, LARGEST_FONT = 11, 26
PAPER = (180, 255)
INK = (0, 110)
FARTHEST_TILT = 15
"""In tenths of a degree."""
STRONGEST_BLUR = 11
"""In tenths of a pixel."""
STRONGEST_NOISE = 22
"""Root mean square, in steps of 256."""
NOISE_UNIT = 1 << 16
"""Root mean square of a sum of twelve 16-bit whole numbers."""


def render(text: str, fonts: Mapping[str, bytes], generator: np.random.Generator) -> np.ndarray:
    """Returns a text line as the model takes it: float32 [3, 48, width], in -1...1, all three colours alike."""

    def draw(smallest: int, largest: int) -> int:
        return int(generator.integers(smallest, largest, endpoint=True))

    name = sorted(fonts)[draw(0, len(fonts) - 1)]
    # The basic layout is part of Pillow itself; the other comes with the machine, if at all.
    font = ImageFont.truetype(
        io.BytesIO(fonts[name]), draw(SMALLEST_FONT, LARGEST_FONT), layout_engine=ImageFont.Layout.BASIC
    )
    _, _, right, bottom = font.getbbox(text)
    paper = draw(*PAPER)
    image = Image.new("L", (int(right) + 2 * MARGINS[0], int(bottom) + 2 * MARGINS[1]), paper)
    ImageDraw.Draw(image).text(MARGINS, text, font=font, fill=draw(*INK))
    image = image.rotate(draw(-FARTHEST_TILT, FARTHEST_TILT) / 10, fillcolor=paper)
    image = image.filter(ImageFilter.GaussianBlur(draw(0, STRONGEST_BLUR) / 10))
    noisy = with_noise(np.asarray(image), draw(0, STRONGEST_NOISE), generator)
    width = -(-HEIGHT * noisy.shape[1] // noisy.shape[0])
    scaled = Image.fromarray(noisy).resize((width, HEIGHT), Image.Resampling.BILINEAR)
    return pixels(np.asarray(scaled))


def with_noise(image: np.ndarray, level: int, generator: np.random.Generator) -> np.ndarray:
    """Returns an image with noise of a root mean square of `level`, very nearly normal: uint8."""
    noise = generator.integers(-(1 << 15), 1 << 15, size=(*image.shape, 12)).sum(axis=-1)
    return (image + np.rint(noise * (level / NOISE_UNIT))).clip(0, 255).astype(np.uint8)


def pixels(image: np.ndarray) -> np.ndarray:
    """Returns a grey image as the model takes it: float32 [3, height, width], in -1...1."""
    values = (image.astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)
    return np.repeat(values[np.newaxis], 3, axis=0)

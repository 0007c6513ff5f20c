import numpy as np
import onnx
import pytest
from onnx import helper
from PIL import ImageFont

from pawl_models.recipes.ocr import recipe
from pawl_models.recipes.ocr.rendering import HEIGHT, NOISE_UNIT, pixels, render, with_noise


def font() -> bytes:
    """Pillow carries one font of its own."""
    return ImageFont.load_default(size=12).font_bytes


FONTS = {"a": font()}


def test_line_is_as_high_as_the_model_wants_and_as_wide_as_its_text() -> None:
    short, long = (render(text, FONTS, np.random.default_rng(1)) for text in ("a b", "a much longer line"))
    for picture in (short, long):
        assert picture.shape[:2] == (3, HEIGHT)
        assert picture.dtype == np.float32
        assert -1 <= picture.min() < picture.max() <= 1
        assert (picture[0] == picture[1]).all()
        assert (picture[0] == picture[2]).all()
    assert long.shape[2] > 3 * short.shape[2]


def test_same_lot_draws_the_same_picture_and_another_does_not() -> None:
    first, second, other = (render("one two", FONTS, np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert np.array_equal(first, second)
    assert first.shape != other.shape or not np.array_equal(first, other)


def test_text_is_darker_than_its_paper() -> None:
    for seed in range(10):
        picture = render("mmmm", FONTS, np.random.default_rng(seed))[0]
        middle = picture[HEIGHT // 3 : -HEIGHT // 3]
        assert middle.min() < picture[:2].mean() - 0.2


def test_noise_has_its_level_and_stays_in_range() -> None:
    grey = np.full((100, 100), 128, dtype=np.uint8)
    noisy = with_noise(grey, 20, np.random.default_rng(1)).astype(float)
    assert abs(noisy.std() - 20) < 1
    white = with_noise(np.full((50, 50), 250, dtype=np.uint8), 20, np.random.default_rng(1))
    assert white.max() == 255
    assert white.min() > 128
    assert NOISE_UNIT == 65536


def test_pixels_go_from_minus_one_to_one() -> None:
    assert pixels(np.array([[0, 255]], dtype=np.uint8))[:, 0].tolist() == [[-1, 1]] * 3


def test_lines_are_the_first_words_of_each_message_once() -> None:
    messages = ["Yay. Another good phone", "anonymous It's &lt;3 ok-ay now", "too short", "Yay. Another good !"]
    table = "".join(f"{number}\t0.5\t{message}\n" for number, message in enumerate(messages))
    assert recipe.texts_of(table.encode()) == ["Yay. Another good", "It's 3 ok-ay"]


def test_alphabet_is_the_models_with_the_blank_first_and_the_space_last() -> None:
    model = onnx.ModelProto()
    helper.set_model_props(model, {"character": "a\nß\n\u3000"})
    assert recipe.alphabet(model.SerializeToString()) == ["<blank>", "a", "ß", "\u3000", " "]


def test_golden_data_is_ragged_and_ignores_spaces() -> None:
    generator = np.random.default_rng(2)
    lines = [recipe.Line(text, render(text, FONTS, generator)) for text in ("a b", "cd e")]
    data = recipe.golden_data(lines, ["<blank>", "a", " "])
    assert data.entries()["ignore_spaces"] is True
    assert data.files()["labels.txt"] == b"a b\ncd e\n"
    for index, line in enumerate(lines):
        assert np.array_equal(data.inputs["x"].sample(index), line.picture)


@pytest.mark.parametrize("text", ["two\nlines", ""])
def test_name_of_a_sample_is_one_line(text: str) -> None:
    data = recipe.golden_data([recipe.Line(text, np.zeros((3, HEIGHT, 4), dtype=np.float32))], ["<blank>"])
    if text:
        with pytest.raises(ValueError, match="one line"):
            data.files()
    else:
        assert data.files()["labels.txt"] == b"\n"

import io
import json
import wave

import numpy as np
import pytest

from pawl_models.recipes.voice import recipe
from pawl_models.recipes.voice.audio import (
    CONTEXT,
    HOP,
    NOISE_UNIT,
    frame_labels,
    frames,
    noise,
    read_wav,
    speech_mask,
    with_noise,
)


def wav(samples: np.ndarray, rate: int = 16_000, channels: int = 1) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return buffer.getvalue()


def alignment(*phones: tuple[float, float, str]) -> bytes:
    inner = [{"b": begin, "d": duration, "t": name} for begin, duration, name in phones]
    return json.dumps({"b": 0, "d": 9, "t": "all", "w": [{"b": 0, "d": 9, "t": "word", "w": inner}]}).encode()


RAMP = (np.arange(4 * HOP + 100) % 1000 - 500).astype(np.int16)


def test_recording_is_read_and_other_formats_are_refused() -> None:
    assert read_wav(wav(RAMP)).tolist() == RAMP.tolist()
    for other in (wav(RAMP, rate=8000), wav(RAMP, channels=2)):
        with pytest.raises(ValueError, match="16 kHz"):
            read_wav(other)


def test_only_phones_that_are_no_silence_are_speech() -> None:
    mask = speech_mask(alignment((0, 0.5, "SIL"), (0.5, 0.25, "AE"), (0.75, 0.25, "+NSN+"), (1.0, 0.01, "D")), 32_000)
    assert np.flatnonzero(mask).tolist() == [*range(8_000, 12_000), *range(16_000, 16_160)]


def test_frame_is_speech_when_more_than_half_of_it_is() -> None:
    mask = np.zeros(3 * HOP + 7, dtype=bool)
    mask[: HOP // 2] = True
    mask[HOP : HOP + HOP // 2 + 1] = True
    assert frame_labels(mask).tolist() == [0, 1, 0]


def test_frames_begin_with_the_end_of_the_one_before() -> None:
    found = frames(RAMP)
    assert found.shape == (4, CONTEXT + HOP)
    assert found.dtype == np.float32
    assert (found[0, :CONTEXT] == 0).all()
    assert (found[1:, :CONTEXT] == found[:-1, -CONTEXT:]).all()
    assert (found[:, CONTEXT:].ravel() * 32768 == RAMP[: 4 * HOP]).all()


def test_noise_has_the_level_it_says() -> None:
    values = noise(100_000, seed=1)
    assert abs(float(np.sqrt(np.mean(values.astype(float) ** 2))) / NOISE_UNIT - 1) < 0.02
    assert not np.array_equal(values, noise(100_000, seed=2))


@pytest.mark.parametrize("decibels", [0, 10])
def test_noise_is_so_far_below_the_speech(decibels: int) -> None:
    speech = (1000 * np.sin(np.arange(60_000) / 5)).astype(np.int16)
    mask = np.ones(len(speech), dtype=bool)
    added = with_noise(speech, mask, decibels, seed=3) - speech.astype(int)
    ratio = 10 * np.log10(np.mean(speech.astype(float) ** 2) / np.mean(added.astype(float) ** 2))
    assert abs(ratio - decibels) < 0.2


def test_loud_noise_is_cut_off_instead_of_wrapping_around() -> None:
    loud = np.full(10_000, 32_000, dtype=np.int16)
    assert with_noise(loud, np.ones(10_000, dtype=bool), 0, seed=1).max() == 32_767
    assert (with_noise(loud, np.ones(10_000, dtype=bool), 20, seed=1) > 0).all()


@pytest.fixture
def recordings() -> dict[str, bytes]:
    generator = np.random.default_rng(5)
    found = {
        name: (generator.integers(-900, 900, size=3000)).astype("<i2").tobytes() for name in recipe.CALIBRATION_RAWS
    }
    for name in recipe.CALIBRATION_WAVS:
        found[name] = wav(generator.integers(-900, 900, size=2000))
    for clip in recipe.CLIPS:
        recording, phones = recipe.members_of_clip(clip)
        found[recording] = wav(generator.integers(-900, 900, size=5000))
        found[phones] = alignment((0.0, 0.1, "SIL"), (0.1, 0.2, "AA"))
    return found


def test_golden_data_is_a_sequence_for_each_clip_and_condition(recordings: dict[str, bytes]) -> None:
    data = recipe.golden_data(recordings)
    assert data.sequences is not None
    assert data.sequences.max() + 1 == len(recipe.CLIPS) * len(recipe.CONDITIONS) == 15
    entries = data.entries()
    assert entries["samples"] == 15 * ((5000 + 16_000) // HOP)
    assert entries["state"] == {"h": "hn", "c": "cn"}
    assert data.files() == recipe.golden_data(recordings).files()


def test_calibration_holds_whole_recordings_with_their_state(recordings: dict[str, bytes]) -> None:
    found = recipe.calibration(recordings)
    assert set(found) == {"input", "h", "c"}
    assert {len(samples) for samples in found.values()} == {8}
    assert found["input"].sample(0).shape == (2000 // HOP, CONTEXT + HOP)
    assert found["h"].sample(0).shape == (1, 1, 128)

"""The recipe for voice activity: the Silero model (MIT) from its wheel, its variants, the golden set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pawl_models.archives import read_member, read_members
from pawl_models.assembly import Parts, assemble
from pawl_models.downloads import locked
from pawl_models.errors import ToolError
from pawl_models.feeds import Ragged, Rows, Samples
from pawl_models.golden_manifest import Description, write_manifest
from pawl_models.golden_set import GoldenData
from pawl_models.golden_tasks import Binary
from pawl_models.methods import Plan
from pawl_models.progress import say
from pawl_models.recipe import Recipe, Workplace
from pawl_models.recipes.voice.audio import RATE, frame_labels, frames, read_wav, speech_mask, with_noise

NAME = "voice"
GOLDEN_SET = "speech-frames"
LOCK = Path(__file__).with_name("sources.lock.json")
MODEL = "silero_vad/data/silero_vad_16k_sequence.onnx"
MODEL_SHA256 = "9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85"
INPUT, OUTPUT = "input", "speech_probs"
STATE = {"h": "hn", "c": "cn"}
STATE_SHAPE = (1, 1, 128)

DATA = "pocketsphinx-5.1.1/test/data"
CLIPS = ("0870", "0880", "0890", "0920", "0930")
CONDITIONS: Mapping[str, int | None] = {"clean": None, "10-dB": 10, "3-dB": 3}
TRAILING_SILENCE = RATE
"""One second after each clip, so that falling silent is tested too."""
CALIBRATION_WAVS = ("cards/001.wav", "cards/002.wav", "cards/003.wav", "cards/004.wav", "cards/005.wav")
CALIBRATION_RAWS = ("goforward.raw", "something.raw", "numbers.raw")

PLANS = (
    Plan("fp16", "fp16"),
    Plan("int8-dynamic", "int8-dynamic"),
    # This one convolution, with weights in int8, is what ruins the plain dynamic variant.
    Plan("int8-dynamic-mixed", "int8-dynamic", exclude=("/encoder.3/Conv",)),
    Plan("int8-qdq", "int8-qdq", operators=("Conv", "MatMul")),
)

DESCRIPTION = Description(
    identifier=GOLDEN_SET,
    version=1,
    title="Speech frames: five read sentences, clean and in two levels of noise, frame by frame",
    source="""Five clips of a LibriVox reading of Jane Austen's Sense and Sensibility (chapter 1, 64 kB/s recording,
        utterances 0870, 0880, 0890, 0920 and 0930) with phone alignments, as the tests of the speech recogniser in
        pocketsphinx-5.1.1.tar.gz use them. Each clip, with a second of silence after it, appears three times: with a
        faint hiss, and with white noise 10 and 3 dB below the speech. Samples are frames of 512 audio samples (32 ms
        at 16 kHz) with the 64 before them, as the model takes them, in the order of time; the state that the model
        gives back goes into its next frame. The recipe is Tools/pawl_models/recipes/voice.""",
    licence="""The recordings are in the public domain (LibriVox); alignments come with pocketsphinx under its BSD
        licence. Neither is distributed with Pawl.""",
    labelled="""By the aligner of pocketsphinx, from the known text, as its authors keep the alignments: a frame is
        speech when more than half of it lies in phones other than silence. Nobody listened to every frame.""",
    limits="""One voice, five sentences, white noise only: no sample of what a microphone hears. Frames of a clip
        depend on each other, so the fifteen sequences count, not the frames. Pauses inside words and breaths count as
        the aligner has them, which costs every variant alike. Static int8 is calibrated on other recordings in the
        same archive (playing cards, digits, short commands), never on these clips.""",
)


@dataclass(frozen=True)
class Clip:
    """One recording under one condition."""

    name: str
    frames: np.ndarray
    labels: np.ndarray


def build(workplace: Workplace) -> list[Path]:
    """Makes the golden set's data, the calibration data and the variants; returns their paths."""
    model = read_member(workplace.downloads.fetch(locked(LOCK, "silero-vad")), MODEL, MODEL_SHA256)
    say("  golden set: mixing speech and noise")
    recordings = read_recordings(workplace)
    parts = Parts(model, golden_data(recordings), calibration(recordings), PLANS)
    return assemble(workplace, NAME, GOLDEN_SET, parts)


def read_recordings(workplace: Workplace) -> dict[str, bytes]:
    """Returns {name: content} of the recordings and alignments."""
    names = {name for clip in CLIPS for name in members_of_clip(clip)} | {*CALIBRATION_WAVS, *CALIBRATION_RAWS}
    archive = workplace.downloads.fetch(locked(LOCK, "pocketsphinx"))
    found = read_members(archive, {f"{DATA}/{name}" for name in names})
    if len(found) != len(names):
        raise ToolError("the source archive of pocketsphinx lacks recordings", "restore the recipe")
    return {name.removeprefix(f"{DATA}/"): content for name, content in found.items()}


def members_of_clip(clip: str) -> tuple[str, str]:
    """Returns the names of a clip's recording and of its alignment."""
    stem = f"librivox/sense_and_sensibility_01_austen_64kb-{clip}"
    return f"{stem}.wav", f"{stem}.phone.json"


def clips(recordings: Mapping[str, bytes]) -> list[Clip]:
    """Returns each clip under each condition."""
    found = []
    for clip in CLIPS:
        wav, alignment = (recordings[name] for name in members_of_clip(clip))
        samples = np.concatenate([read_wav(wav), np.zeros(TRAILING_SILENCE, dtype=np.int16)])
        mask = speech_mask(alignment, len(samples))
        for condition, decibels in CONDITIONS.items():
            mixed = with_noise(samples, mask, decibels, seed=len(found))
            found.append(Clip(f"{clip}-{condition}", frames(mixed), frame_labels(mask)))
    return found


def golden_data(recordings: Mapping[str, bytes]) -> GoldenData:
    """Returns the golden samples: the frames of all clips, clip by clip."""
    found = clips(recordings)
    return GoldenData(
        inputs={INPUT: Rows(np.concatenate([clip.frames for clip in found]))},
        sample_names=[f"{clip.name}-{index:03}" for clip in found for index in range(len(clip.frames))],
        task=Binary(
            labels=np.concatenate([clip.labels for clip in found]),
            classes=("silence", "speech"),
            output=OUTPUT,
            scores="probabilities",
        ),
        sequences=np.repeat(np.arange(len(found)), [len(clip.frames) for clip in found]),
        state=STATE,
    )


def calibration(recordings: Mapping[str, bytes]) -> dict[str, Samples]:
    """Returns whole recordings as samples; the model runs through the frames of one in a single call."""
    samples = [read_wav(recordings[name]) for name in CALIBRATION_WAVS]
    samples += [np.frombuffer(recordings[name], dtype="<i2") for name in CALIBRATION_RAWS]
    everywhere = [np.ones(len(recording), dtype=bool) for recording in samples]
    # Every other recording is noisy, so that ranges cover noise too.
    noisy = [
        with_noise(recording, mask, 6 if index % 2 else None, seed=100 + index)
        for index, (recording, mask) in enumerate(zip(samples, everywhere, strict=True))
    ]
    zeros = Rows(np.zeros((len(samples), *STATE_SHAPE), dtype=np.float32))
    return {INPUT: Ragged.of([frames(recording) for recording in noisy]), **dict.fromkeys(STATE, zeros)}


def select(workplace: Workplace) -> None:
    """Maintainers only: locks the data that the recipe makes now."""
    write_manifest(workplace.locations.golden_set(GOLDEN_SET), DESCRIPTION, golden_data(read_recordings(workplace)))


RECIPE = Recipe(build=build, select=select)

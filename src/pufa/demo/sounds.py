"""Sounds of the sample city, made by code: no recording of anybody."""

import io
import math
import wave
from array import array
from collections.abc import Iterable
from random import Random
from typing import Final

RATE: Final = 8000  # samples a second
BEAT: Final = 2000  # samples


def tone(pitch: int) -> bytes:
    """Two seconds of a tone that fades, as wav; pitch in hertz."""
    length = 2 * RATE
    return _wav(int(9000 * math.sin(2 * math.pi * pitch * n / RATE) * (1 - n / length)) for n in range(length))


def clapper() -> bytes:
    """Eight bars of the clapper's beat (long, short, short) as wav: a rhythm to speak to."""
    noise = Random(7)  # noqa: S311  (a sound, no secret)
    samples = array("h", [0]) * (8 * 4 * BEAT)
    for bar in range(8):
        for at, strength in ((0, 12000), (2 * BEAT, 7000), (3 * BEAT, 7000)):
            start = bar * 4 * BEAT + at
            for step in range(400):
                samples[start + step] = int(noise.uniform(-1, 1) * strength * 0.985**step)
    return _wav(samples)


def _wav(samples: Iterable[int]) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(array("h", samples).tobytes())
    return file.getvalue()

"""Sound as bytes: a generated tone, the length of a WAV, and a cut to a length."""

import io
import math
import wave
from array import array

RATE = 8000  # samples a second, as telephones have


def tone(seconds: float, hertz: float = 440.0) -> bytes:
    """A WAV (mono, 16 bit, 8 kHz) with a steady tone, so that a recording can be told from silence."""
    count = round(RATE * seconds)
    samples = array("h", (round(8000 * math.sin(2 * math.pi * hertz * index / RATE)) for index in range(count)))
    return _wav(samples.tobytes(), channels=1, width=2, rate=RATE)


def seconds_of(data: bytes) -> float:
    """How long a WAV lasts; raises ValueError for anything that is no PCM WAV."""
    try:
        with wave.open(io.BytesIO(data)) as reader:
            return float(reader.getnframes() / (reader.getframerate() or RATE))
    except (wave.Error, EOFError) as wrong:
        raise ValueError(f"This is no PCM WAV: {wrong}") from wrong


def cut(data: bytes, most: float) -> bytes:
    """The first `most` seconds of a WAV."""
    with wave.open(io.BytesIO(data)) as reader:
        channels, width, rate = reader.getnchannels(), reader.getsampwidth(), reader.getframerate()
        return _wav(reader.readframes(int(most * rate)), channels=channels, width=width, rate=rate)


def joined(parts: list[bytes]) -> bytes:
    """Several WAVs of the same shape, one after the other."""
    if len(parts) == 1:
        return parts[0]
    frames, shape = b"", (1, 2, RATE)
    for part in parts:
        with wave.open(io.BytesIO(part)) as reader:
            frames += reader.readframes(reader.getnframes())
            shape = (reader.getnchannels(), reader.getsampwidth(), reader.getframerate())
    return _wav(frames, channels=shape[0], width=shape[1], rate=shape[2])


def _wav(frames: bytes, *, channels: int, width: int, rate: int) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(width)
        writer.setframerate(rate)
        writer.writeframes(frames)
    return target.getvalue()

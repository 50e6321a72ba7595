"""What is taken as a recording."""

import io
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import wav
from bot.errors import InputError


def sound(seconds: float, rate: int = 8000) -> bytes:
    """Silence of that length."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\0\0" * int(seconds * rate))
    return made.getvalue()


@pytest.mark.parametrize(("seconds", "told"), [(0.2, 1), (1, 1), (12.4, 12)])
def test_its_length_is_in_seconds_and_one_at_least(seconds: float, told: int) -> None:
    assert wav.seconds(sound(seconds)) == told


@pytest.mark.parametrize("audio", [b"", b"hello", b"ID3\x03mp3", sound(0), sound(3)[:40], sound(601, 100)])
def test_what_cannot_be_played_is_refused_with_a_sentence(audio: bytes) -> None:
    with pytest.raises(InputError, match="recording"):
        wav.seconds(audio)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(audio: bytes) -> None:
    for given_ in (audio, b"RIFF" + audio, sound(0.01)[:30] + audio):
        try:
            assert wav.seconds(given_) >= 1
        except InputError:
            continue

"""What is accepted as a recording: WAV with PCM samples, which every carrier plays (Twilio, `<Play>`)."""

import io
import wave

from bot.errors import InputError

LONGEST_SECONDS = 600
MOST_BYTES = 10_000_000
"""Ten minutes as the panel records them: 8 kHz, 16 bits, one channel."""
_EXAMPLE = "a WAV file of your voice"


def seconds(audio: bytes) -> int:
    """The length of a recording in seconds, 1 at least. Raises InputError for what is no WAV, empty, or too long."""
    if len(audio) > MOST_BYTES:
        raise InputError("That recording is too long: 10 minutes at most.", _EXAMPLE)
    try:
        with wave.open(io.BytesIO(audio)) as sound:
            length: float = sound.getnframes() / sound.getframerate()
            complete = len(sound.readframes(sound.getnframes())) > 0
    except (wave.Error, EOFError, ZeroDivisionError, ValueError, RuntimeError):
        raise InputError("That file is no recording that can be played in a call.", _EXAMPLE) from None
    if not complete:
        raise InputError("That recording is empty.", _EXAMPLE)
    if length > LONGEST_SECONDS:
        raise InputError("That recording is too long: 10 minutes at most.", _EXAMPLE)
    return max(1, round(length))

"""Where the carrier keeps recordings: a dictionary, and a carrier that can be out of reach."""

from bot.errors import NotTaken


class FakeRecordings:
    """Keeps audio by the recording's id; with `down` set it refuses like a carrier that does not answer."""

    def __init__(self, **kept: bytes) -> None:
        self.kept = dict(kept)
        self.down = False

    def fetch(self, recording_sid: str) -> tuple[bytes, str]:
        if recording_sid not in self.kept:
            raise NotTaken("the recording is not ready yet")
        return self.kept[recording_sid], "audio/wav"

    def discard(self, recording_sid: str) -> None:
        if self.down:
            raise NotTaken("the carrier cannot be reached")
        self.kept.pop(recording_sid, None)

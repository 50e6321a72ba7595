"""The values of a call: where it is, what happened, what is heard and what comes then."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

REPEATS = 2
"""How often choices are said again."""


class At(StrEnum):
    """Where a call is."""

    PIN = "pin"
    APPROVAL = "approval"
    """Whether what was asked for by text is to be done."""
    MENU = "menu"
    RECORDING = "recording"
    REVIEW = "review"
    LISTING = "listing"
    FORWARDING = "forwarding"
    MESSAGE = "message"
    OFFER = "offer"
    VISIT = "visit"
    """What to do about an appointment."""
    TIMES = "times"
    CHECK = "check"
    """Whether a time that was said is to be taken."""
    CANCELLING = "cancelling"
    OVER = "over"


@dataclass(frozen=True)
class State:
    """All that a call remembers; plain values. `recording` is a carrier's recording id, `shown` a prompt's position."""

    at: At
    business: str = ""
    number: str = ""
    tries: int = 0
    waits: int = 0
    recording: str = ""
    played: bool = False
    """Whether the new recording has been heard: silence after it is no wish to hear it again."""
    shown: int = 0
    asks: bool = False
    """Whether a delivery asks to be confirmed."""
    appointment: str = ""
    """The id of the appointment that it is about."""
    words: str = ""
    """What was said about it, to be said again."""
    offered: tuple[str, ...] = ()
    """Free times that were offered, local ISO 8601, in the order of their keys."""
    forward_to: str = ""
    calling_us: bool = False
    """Whether the customer called: then what is no answer goes on to the business."""
    language: str = "en"


@dataclass(frozen=True)
class Event:
    """What happened. `value`: digits, a prompt's number, a status; `recording`: what can be played."""

    kind: Literal[
        "owner", "caller", "closed", "offer", "voicemail", "pin_right", "pin_wrong", "digits", "silence", "recorded",
        "ready", "late", "kept", "prompts", "dialled", "speech_yes",
        "visit", "wish", "times", "check", "taken", "moved", "cancelled", "gone",
    ]  # fmt: skip
    value: str = ""
    recording: str = ""
    words: str = ""
    prompts: tuple[tuple[int, str], ...] = ()
    """Voice message ids and the recordings behind them."""
    times: tuple[str, ...] = ()
    """Free times, local ISO 8601; the one that it is about."""


@dataclass(frozen=True)
class Say:
    """Spoken."""

    words: str
    language: str = "en"


@dataclass(frozen=True)
class Play:
    """A recording, by the id that `bot.ivr.call` gave."""

    recording: str


Prompt = Say | Play


@dataclass(frozen=True)
class Listen:
    """Then wait for keys (and speech, where `speech`)."""

    digits: int | None = None
    speech: bool = False
    language: str = "en"


@dataclass(frozen=True)
class Record:
    """Then record until `#`, a hang-up, or as long as the carrier records."""


@dataclass(frozen=True)
class Dial:
    """Then connect to another phone."""

    to: str


@dataclass(frozen=True)
class Wait:
    """Then come back in a second."""


@dataclass(frozen=True)
class HangUp:
    """Then end the call."""


Then = Listen | Record | Dial | Wait | HangUp
Effect = Literal["keep_voicemail", "confirm", "opt_out", "delete_shown", "approve", "drop"]


@dataclass(frozen=True)
class Step:
    """What is heard, what comes then, and what is done."""

    state: State
    prompts: tuple[Prompt, ...] = ()
    then: Then = field(default_factory=HangUp)
    effects: tuple[Effect, ...] = ()

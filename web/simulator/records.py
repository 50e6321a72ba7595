"""What the carrier keeps: numbers, phones, messages, calls, recordings, emails."""

import secrets
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Answering = Literal["ring", "answer", "voicemail", "busy", "no-answer", "reject", "failed"]
ANSWERING: tuple[Answering, ...] = ("ring", "answer", "voicemail", "busy", "no-answer", "reject", "failed")


def new_sid(prefix: str) -> str:
    """An identifier in the carrier's shape: two letters and 32 hex digits."""
    return prefix + secrets.token_hex(16)


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


@dataclass
class Number:
    """A number that the account owns, with the URLs its texts and calls are posted to."""

    phone_number: str
    sid: str = field(default_factory=lambda: new_sid("PN"))
    friendly_name: str = ""
    urls: dict[str, str] = field(default_factory=dict)
    opt_out: bool = False  # the carrier's own STOP handling; off: the business answers itself
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)


@dataclass
class CallerId:
    """A phone that has been verified: calls may show it."""

    phone_number: str
    friendly_name: str
    sid: str = field(default_factory=lambda: new_sid("PN"))
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)


@dataclass
class Phone:
    """A simulated phone; `answers` is what it does when called, `shown` whether the page has it open."""

    number: str
    name: str = ""
    answers: Answering = "ring"
    shown: bool = False


@dataclass
class Message:
    """One text, in either direction."""

    from_: str
    to: str
    body: str
    direction: str
    status: str
    segments: int = 1
    sid: str = field(default_factory=lambda: new_sid("SM"))
    error_code: int | None = None
    error_message: str | None = None
    status_callback: str = ""
    reply_to: str = ""  # the sid of the inbound text that a TwiML reply answers
    media: list[str] = field(default_factory=list)
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)
    sent: datetime | None = None
    history: list[str] = field(default_factory=list)
    seq: int = 0


@dataclass
class Heard:
    """Something in a call that could be heard: said by us, played, or spoken, pressed or recorded by the phone."""

    kind: str  # say, play, pause, digits, speech, recording, beep, bridge
    text: str = ""
    url: str = ""
    sha256: str = ""
    seconds: float = 0.0
    seq: int = 0


@dataclass
class Call:
    """One leg between the number and a phone. `waiting` says what the interpreter listens for, if anything."""

    from_: str
    to: str
    direction: str
    phone: str
    status: str = "queued"
    sid: str = field(default_factory=lambda: new_sid("CA"))
    parent_sid: str | None = None
    answered_by: str | None = None
    voicemail: bool = False
    waiting: str = ""
    error: str = ""
    heard: list[Heard] = field(default_factory=list)
    callback: str = ""
    callback_events: list[str] = field(default_factory=lambda: ["completed"])
    callback_count: int = 0
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)
    started: datetime | None = None
    ended: datetime | None = None
    seq: int = 0

    @property
    def over(self) -> bool:
        """Whether this leg has reached a final status."""
        return self.status in FINAL_CALL

    @property
    def duration(self) -> int:
        """Whole seconds between answer and end; 0 for a call nobody answered."""
        return round((self.ended - self.started).total_seconds()) if self.ended and self.started else 0


FINAL_CALL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
FINAL_MESSAGE = frozenset({"delivered", "undelivered", "failed", "received", "canceled"})


@dataclass
class Recording:
    """What a phone recorded in a call; `wav` is empty until the file has caught up."""

    call_sid: str
    seconds: float
    sid: str = field(default_factory=lambda: new_sid("RE"))
    status: str = "processing"
    wav: bytes = b""
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)


@dataclass
class Email:
    """One email that the mailbox took."""

    sender: str
    recipients: list[str]
    subject: str
    from_header: str
    text: str
    html: str
    headers: dict[str, str]
    raw: str
    received: datetime = field(default_factory=now)
    seq: int = 0


def plain(record: Any) -> dict[str, Any]:
    """A record as JSON can carry it: moments as ISO 8601, bytes as their length, `from_` as `from`."""
    return {name.rstrip("_"): _plain(value) for name, value in asdict(record).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value

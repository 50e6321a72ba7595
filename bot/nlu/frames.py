"""The values that go into and come out of understanding a text.

They are plain and serialisable, so that the same boundary serves the product (a function call), the command line
(`python -m bot.nlu`, one JSON object a line) and a tracker's slots.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Role = Literal["owner", "customer"]
Awaiting = Literal["confirmation", "choice", "when", "detail", "anything_else"]
Grain = Literal["minute", "day", "part", "range"]
Slots = dict[str, Any]


@dataclass(frozen=True)
class When:
    """A moment, a day, a part of a day or a range, in the business's local wall time (naive)."""

    start: datetime
    grain: Grain
    end: datetime | None = None
    said: tuple[Literal["day", "time"], ...] = ()
    """What the text itself names; the rest was filled in."""

    def as_slot(self) -> Slots:
        """The JSON shape of the slot `when`: local ISO 8601 to the minute; `end` only where there is one."""
        slot: Slots = {"start": self.start.isoformat(timespec="minutes"), "grain": self.grain, "said": list(self.said)}
        if self.end is not None:
            slot["end"] = self.end.isoformat(timespec="minutes")
        return slot

    @classmethod
    def from_slot(cls, slot: Slots) -> "When":
        """The inverse of `as_slot`."""
        end = slot.get("end")
        return cls(
            start=datetime.fromisoformat(slot["start"]),
            grain=slot["grain"],
            end=datetime.fromisoformat(end) if end else None,
            said=tuple(slot.get("said", ())),
        )


@dataclass(frozen=True)
class Moment:
    """One expression of time found in a text: a `when`, a recurrence, or both (the first occurrence)."""

    when: When | None
    rrule: str | None = None
    """RFC 5545 recurrence rule without the prefix, e.g. `FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0`."""
    span: tuple[int, int] = (0, 0)
    """Where it stands in the text, as a half-open range of character offsets."""
    confidence: float = 1.0
    also: tuple[When, ...] = ()
    """Other likely readings, best first: what a short question would offer."""
    why: str = ""
    """The rule that read it, in a few words."""


@dataclass(frozen=True)
class Directory:
    """The names that a business knows, as it writes them."""

    customers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    """Ids of recordings, as strings of digits."""


@dataclass(frozen=True)
class Context:
    """What the number asked last of this phone."""

    awaiting: Awaiting | None = None
    offered: tuple[str, ...] = ()
    """Moments offered, local ISO 8601, in the order in which they were numbered."""
    last_text: str | None = None


@dataclass(frozen=True)
class Heard:
    """A text as it is to be understood: what, by whom, when, and after what."""

    text: str
    role: Role
    reference: datetime
    """Local wall time (naive) at which it was written."""
    timezone: str
    """IANA name."""
    directory: Directory = Directory()
    context: Context = Context()


@dataclass(frozen=True)
class Understanding:
    """The reading of one text: an intent, its slots, how sure, and why."""

    intent: str
    confidence: float = 1.0
    slots: Slots = field(default_factory=dict)
    why: tuple[str, ...] = ()
    """The rules and features that decided, in the order in which they did."""
    question: str | None = None
    """One short question with the likely readings, where guessing would be wrong."""
    language: str = "en"
    """In which language to answer."""
    automatic: bool = False
    """Written by a machine (an auto-reply, a bounce): kept, never answered."""

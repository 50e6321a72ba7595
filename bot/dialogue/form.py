"""The appointment form: what a customer has said of the time they want, between one text and the next.

It is a Rasa form (`bot.intents.appointment_form` has its validation and its questions). Here is the pure part: what the
form holds, and which of its slots a text fills, given what was asked.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Literal

from bot.nlu.customer.own_name import name_of
from bot.nlu.frames import Awaiting, Slots, Understanding, When

PATIENCE = timedelta(days=3)
"""A form survives a change of subject and a day of silence; after this it is forgotten."""

FORM = "appointment_form"
Asked = Literal["who", "service", "when", "slot", "name"]
SLOTS = ("calendar", "who", "service", "when", "slot", "name")
"""In the order in which they are asked for."""
Goal = Literal["book", "move"]


@dataclass(frozen=True)
class Offer:
    """A free time that was offered: local ISO 8601, and the calendar that has it."""

    start: str
    calendar_id: str

    @property
    def start_local(self) -> datetime:
        """The time as wall time."""
        return datetime.fromisoformat(self.start)


@dataclass(frozen=True)
class Form:
    """The slots of the form as plain values. `slot` is the time that the customer has taken."""

    goal: Goal = "book"
    appointment_id: str | None = None
    who: str | None = None
    service: str | None = None
    calendar: str | None = None
    when: Slots | None = None
    slot: Offer | None = None
    name: str | None = None
    asked: Asked | None = None
    offered: tuple[Offer, ...] = ()
    own_words: bool = False
    """Whether the one time offered is the customer's own, read back."""
    turned_down: tuple[str, ...] = field(default=())
    noes: int = 0
    lost: int = 0
    """How many texts in a row were not understood."""
    nameless: int = 0
    """How many answers to the question for a name were none."""
    unnamed: int = 0
    """How many answers to the question for a service were a time, and no service."""
    at: str | None = None

    def as_slots(self) -> Slots:
        """As plain values."""
        return asdict(self)

    @classmethod
    def from_slots(cls, slots: Slots | None, now: datetime) -> "Form | None":
        """Read a stored form; None where there is none or it has grown old."""
        if not slots or not slots.get("at") or now - datetime.fromisoformat(slots["at"]) > PATIENCE:
            return None
        known = {one.name for one in fields(cls)}
        kept = {key: value for key, value in slots.items() if key in known}
        offers = tuple(Offer(**one) for one in slots.get("offered", ()))
        slot = Offer(**slots["slot"]) if slots.get("slot") else None
        return cls(**{**kept, "offered": offers, "slot": slot, "turned_down": tuple(slots.get("turned_down", ()))})

    @property
    def awaiting(self) -> Awaiting | None:
        """What kind of question is open, in understanding's words."""
        if self.asked == "slot":
            return "confirmation" if len(self.offered) == 1 else "choice" if self.offered else "when"
        return {"when": "when", "name": "detail", "service": "detail", "who": "detail"}.get(self.asked or "")  # type: ignore[return-value]


def given(form: Form, said: Understanding, text: str) -> Slots:
    """The slots that a text fills, unvalidated. A `slot` of False: what was offered is turned down."""
    slots = said.slots
    named = {"service": slots.get("service"), "calendar": slots.get("staff")}
    found = {key: value for key, value in named.items() if value}
    if (
        form.asked in ("name", "service", "who")
        and not slots.get("when")
        and (said.intent != "negate" or form.asked == "name")
    ):
        if form.asked == "name":
            return {**found, "name": slots.get("name") or name_of(text)}
        return {
            **found,
            form.asked: str(slots.get("choice") or found.get("service") or number_in(text) or text.strip()),
        }
    return {**found, **_of_time(form, said)}


def _of_time(form: Form, said: Understanding) -> Slots:
    number, when = said.slots.get("choice"), said.slots.get("when")
    if said.intent == "select" and number and 1 <= number <= len(form.offered):
        return {"slot": asdict(form.offered[number - 1])}
    if when:
        taken = _one_of(form.offered, When.from_slot(when)) if said.intent != "negate" else None
        return {"slot": asdict(taken)} if taken else {"when": when}
    if said.intent in ("affirm", "select") and len(form.offered) == 1:
        return {"slot": asdict(form.offered[0])}
    return {"slot": False} if said.intent in ("negate", "alternatives") else {}


def _one_of(offered: Sequence[Offer], when: When) -> Offer | None:
    """The one time offered that the words fit; None where none or several do."""
    if when.grain != "minute":
        return None
    fitting = [one for one in offered if _fits(when, one.start_local)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(when: When, moment: datetime) -> bool:
    same_day = "day" not in when.said or when.start.date() == moment.date()
    return same_day and (when.start.hour % 12, when.start.minute) == (moment.hour % 12, moment.minute)


def merged(old: Slots | None, new: Slots, day: datetime | None) -> Slots:
    """The wish after a text: a time alone keeps the day that was talked of, a day alone keeps the time."""
    said = new.get("said")
    before = datetime.fromisoformat(old["start"]) if old else None
    if said == ["time"] and (kept := before if old and "day" in old.get("said", ()) else day):
        return {**_on_day(new, kept), "said": ["day", "time"]}
    if said == ["day"] and new["grain"] == "day" and not new.get("end") and old and old["grain"] == "minute":
        return {**old, "start": new["start"][:10] + old["start"][10:], "said": ["day", "time"]}
    if before and said == ["day"] and new["grain"] == "day" and not new.get("end") and _is_part(old):
        return {**_on_day(old or {}, datetime.fromisoformat(new["start"])), "said": ["day", "time"]}
    return new


def _is_part(old: Slots | None) -> bool:
    """Whether it is a stretch of one day ("Thursday after 4"), which another day keeps."""
    ranged = old is not None and old["grain"] in ("part", "range") and "time" in old.get("said", ())
    return bool(ranged and old and (old.get("end") or old["start"])[:10] == old["start"][:10])


def _on_day(slot: Slots, day: datetime) -> Slots:
    start = datetime.fromisoformat(slot["start"])
    shift = day.date() - start.date()
    moved = {**slot, "start": (start + shift).isoformat(timespec="minutes")}
    if slot.get("end"):
        moved["end"] = (datetime.fromisoformat(slot["end"]) + shift).isoformat(timespec="minutes")
    return moved


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "primero": 1, "segundo": 2, "primera": 1}
_SPAN = r"(an?|one|half an|\d{1,3})\s*(hours?|hrs?|min(?:ute)?s?|h)"
_SHIFT = re.compile(
    rf"\b{_SPAN}\s+(later|earlier|sooner|after|before)\b|\b(?:back|up|forward|by)\s+{_SPAN}\b", re.IGNORECASE
)
_EARLIER = re.compile(r"\b(?:earlier|sooner|before|up by|forward)\b", re.IGNORECASE)


_DAYS_LATER = re.compile(
    r"\b(?P<n>an?|one|two|three|couple(?: of)?|\d{1,2}) (?P<unit>days?|weeks?) (?P<way>later|earlier|sooner|after(?! "
    r"(?:my|the|your|that'?s|this))|before(?! (?:my|the|your|this)))\b"
    r"|\b(?:back|up|forward|by|out|ahead|off)(?: by)? (?P<n2>an?|one|two|three|couple(?: of)?|\d{1,2}) "
    r"(?P<unit2>days?|weeks?)\b(?! (?:ago|from))"
    r"|\b(?P<next>(?:the |on the )(?:very )?(?:next|following) day|the day after|el d[ií]a siguiente|"
    r"al d[ií]a siguiente)\b"
    r"(?! (?:tomorrow|thanksgiving|christmas|xmas|my|our|the|new|easter|labor|mañana))"
    r"|\b(?P<eve>the day before)\b(?! (?:yesterday|thanksgiving|christmas|xmas|my|our|the|new|easter))"
    r"|\bsame (?:day|time)(?: and (?:day|time))?,?(?: but)?(?: the)? (?P<week>next|following) week\b"
    r"|\b(?:the )?(?P<week2>week after|following week)(?:,? same (?:day|time)|(?= instead|[ ?.!]*$))"
    r"|\bsame (?:time|hour),?(?: but)? (?P<next2>(?:the )?(?:next|following) day|the day after)\b(?! tomorrow)",
    re.IGNORECASE,
)
_AMOUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "couple": 2, "couple of": 2}


def days_of(text: str) -> int | None:
    """By how many days "the next day", "same time next week" or "back a week" moves; negative for earlier."""
    match = _DAYS_LATER.search(text)
    if match is None:
        return None
    if match["next"] or match["next2"]:
        return 1
    if match["eve"]:
        return -1
    if match["week"] or match["week2"]:
        return 7
    amount, unit = (match["n"] or match["n2"]).casefold(), (match["unit"] or match["unit2"]).casefold()
    days = (_AMOUNTS.get(amount) or int(amount)) * (7 if unit.startswith("week") else 1)
    return -days if _EARLIER.search(match[0]) else days


def number_in(text: str) -> int | None:
    """The place in a list that "the first one" means."""
    found = {_ORDINALS[word] for word in text.casefold().replace(".", "").split() if word in _ORDINALS}
    return found.pop() if len(found) == 1 else None


def shift_of(text: str) -> int | None:
    """By how many minutes "an hour later" or "push it back 15 minutes" moves; negative for earlier."""
    match = _SHIFT.search(text)
    if match is None:
        return None
    amount, unit = (match[1] or match[4]).casefold(), (match[2] or match[5]).casefold()
    number = 0.5 if amount == "half an" else 1 if amount in ("a", "an", "one") else int(amount)
    minutes = int(number * (60 if unit.startswith("h") else 1))
    return -minutes if _EARLIER.search(match[0]) else minutes

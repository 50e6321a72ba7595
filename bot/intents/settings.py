"""`setting`: what an owner may change by text."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time, opening_words, phone_numbers
from bot.errors import InputError
from bot.intents import proving
from bot.intents.questions import week_in_words
from bot.services import accounts, calendars
from bot.services.work import Desk

_OFF = re.compile(r"^\W*(off|no|none|stop|nobody|nowhere|disable|remove)\b", re.IGNORECASE)
_PART_TIME = re.compile(
    r"\b(?:after|before|from|until|till|between|during|on|at|in|every|starting) (?:the )?(?:\d{1,2}(?::\d\d)?(?!\d|-)"
    r"|noon|lunch|night|mon|tue|wed|thu|fri|sat|sun|week|evening|morning|afternoon|hours|closing|day)"
    r"|\b(?:after|out of|outside)[- ](?:business |our |office )?hours\b|\b(?:tonight|tomorrow|today|weekends|nights)\b",
    re.IGNORECASE,
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EXAMPLES = {
    "forward_calls": "forward calls to 212-555-0123",
    "forward_texts": "forward texts to 212-555-0123",
    "timezone": "timezone Pacific",
    "hours": opening_words.EXAMPLE,
}


RISKY = {"forward_calls": "a change of where calls go", "forward_texts": "a change of where texts go"}
"""What a forged text could lead customers astray with, in words."""


class Setting(Capability):
    """Changes a setting and says what it is now."""

    intent = "setting"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Settings that a text cannot change are pointed to in the panel."""
        name, value = str(slots.get("setting") or ""), str(slots.get("value") or "").strip()
        if name not in _CHANGES:
            raise InputError(
                "I can change call forwarding, text forwarding, hours and the time zone by text.", _EXAMPLES["hours"]
            )
        if not value:
            pending = Pending(self.intent, slots, "value")
            return Reply(f'To what? For example "{_EXAMPLES[name]}"', awaiting="detail", pending=pending)
        if name.startswith("forward") and _PART_TIME.search(turn.heard.text):
            raise InputError("I can forward all the time or not at all, not for some hours.", _EXAMPLES[name])
        if name in RISKY and proving.is_asked(turn, slots):
            _try(turn.desk, name, value)
            return proving.ask(turn, Pending(self.intent, slots), f"{_read_back(turn.desk, name, value)}?", RISKY[name])
        old = current(turn.desk, name)
        said = _CHANGES[name](turn.desk, value)
        return Reply(said, undo={"kind": "setting", "setting": name, "value": old})


class _Tried(Exception):
    """It could be: what was changed to find out is taken back."""


def _try(desk: Desk, name: str, value: str) -> None:
    """Raises InputError for what cannot be: said at once, not after a number was texted back."""
    with suppress(_Tried), desk.session.begin_nested():
        _CHANGES[name](desk, value)
        raise _Tried


def current(desk: Desk, name: str) -> str:
    """The value of a setting, as a text that would set it."""
    if name == "forward_calls":
        return desk.business.call_forward_to or "off"
    if name == "forward_texts":
        return ", ".join(row.phone for row in desk.business.text_forwards) or "off"
    if name == "hours":
        week = calendars.hours(desk)
        closed = [name for day, name in enumerate(_DAYS) if not any(one.weekday == day for one in week)]
        return ", ".join([*([week_in_words(week)] if week else []), *(f"{name} closed" for name in closed)])
    return desk.business.timezone


def change(desk: Desk, name: str, value: str) -> str:
    """Set it; what was done, in words."""
    return _CHANGES[name](desk, value)


def _read_back(desk: Desk, name: str, value: str) -> str:
    """What would be set. Raises InputError for what cannot be."""
    what = "calls" if name == "forward_calls" else "texts"
    if _OFF.match(value):
        return f"Stop forwarding {what}"
    numbers = [phone_numbers.pretty(desk.reachable(one)) for one in _phones(value)]
    return f"Forward {what} to {', '.join(numbers)}"


def _phones(value: str) -> list[str]:
    return [phone for phone in re.split(r",|;|\band\b|&", value) if phone.strip()]


def _forward_calls(desk: Desk, value: str) -> str:
    if _OFF.match(value):
        accounts.set_call_forward(desk, None)
        return "Calls are not forwarded any more. Callers can leave a message."
    accounts.set_call_forward(desk, value)
    return f"Calls go to {phone_numbers.pretty(desk.business.call_forward_to or '')} now."


def _forward_texts(desk: Desk, value: str) -> str:
    if _OFF.match(value):
        accounts.set_text_forwards(desk, [])
        return "Texts are not forwarded any more."
    accounts.set_text_forwards(desk, _phones(value))
    listed = ", ".join(phone_numbers.pretty(row.phone) for row in desk.business.text_forwards)
    return f"New texts go to {listed} as well."


def _timezone(desk: Desk, value: str) -> str:
    accounts.set_timezone(desk, local_time.zone(value))
    here = local_time.to_local(desk.now, desk.business.timezone)
    return f"Your time zone is {desk.business.timezone} now; it is {local_time.clock_in_words(here)} there."


def _hours(desk: Desk, value: str) -> str:
    calendars.first_calendar(desk)
    calendars.set_hours(desk, None, opening_words.read(value, calendars.hours(desk)))
    return f"Your hours: {week_in_words(calendars.hours(desk)) or 'closed every day'}."


_CHANGES: dict[str, Callable[[Desk, str], str]] = {
    "forward_calls": _forward_calls,
    "forward_texts": _forward_texts,
    "timezone": _timezone,
    "hours": _hours,
}

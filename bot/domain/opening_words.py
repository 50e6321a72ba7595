"""Opening hours as somebody writes them: "mon-fri 9-6, sat 10-2, closed sunday"."""

import re
from datetime import time

from bot.domain.availability import Open
from bot.errors import InputError

EXAMPLE = "hours mon-fri 9-6, sat 10-2"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?|weekdays?|weekends?|daily|every ?day|all week"
)
_SPAN = re.compile(rf"\b({_DAY})\b(?:\s*(?:-|–|to|thru|through|until)\s*({_DAY})\b)?", re.IGNORECASE)
_CLOCK = r"(\d{1,2})(?:[:.](\d\d))?(?:\s*([ap])\.?m?\b\.?)?|(noon|midnight)"
_HOURS = re.compile(rf"(?:{_CLOCK})\s*(?:-|–|to|until|till)\s*(?:{_CLOCK})", re.IGNORECASE)
_CLOSED = re.compile(r"\b(?:closed|off|none|not open)\b", re.IGNORECASE)
_CLOSED_BEFORE = re.compile(r"\b(?:closed|off|not open)(?: on)?\s*$", re.IGNORECASE)
_SETS = {"weekday": range(5), "weekdays": range(5), "weekend": (5, 6), "weekends": (5, 6)}
_MORNING_UNTIL = 7
"""A closing or opening hour without am or pm: up to 6 is the afternoon, from 7 on the morning."""


def read(text: str, before: list[Open]) -> list[Open]:
    """The week as it is after the text; days that it does not name stay. Raises InputError for what cannot be read."""
    week = {day: [one for one in before if one.weekday == day] for day in range(7)}
    for days, said in _clauses(text):
        stretches = [] if _CLOSED.search(said) else [_stretch(match) for match in _HOURS.finditer(said)]
        if not stretches and not _CLOSED.search(said):
            raise InputError("I could not read those hours.", EXAMPLE)
        for day in days:
            week[day] = [Open(day, opens, closes) for opens, closes in stretches]
    return [one for day in range(7) for one in week[day]]


def _clauses(text: str) -> list[tuple[list[int], str]]:
    """Each run of days with the hours after it; "closed" may stand before its day."""
    spans = list(_SPAN.finditer(text))
    if not spans:
        raise InputError("For which days?", EXAMPLE)
    clauses: list[tuple[list[int], str]] = []
    days: list[int] = []
    lead = text[: spans[0].start()]
    for match, after in zip(spans, [*spans[1:], None], strict=True):
        days += _days(match)
        said = text[match.end() : after.start() if after else len(text)]
        closed = _CLOSED_BEFORE.search(lead)
        lead = said
        said = _CLOSED_BEFORE.sub("", said) if after else said
        if closed or _HOURS.search(said) or _CLOSED.search(said):
            clauses.append((days, "closed" if closed else said))
            days = []
    return [*clauses, (days, "")] if days else clauses


def _days(match: re.Match[str]) -> list[int]:
    first = match[1].casefold().replace(" ", "")
    if first in _SETS:
        return list(_SETS[first])
    if first in ("daily", "everyday", "allweek"):
        return list(range(7))
    start = _DAYS.index(first[:3])
    if not match[2]:
        return [start]
    end = _DAYS.index(match[2].casefold()[:3])
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def _stretch(match: re.Match[str]) -> tuple[time, time]:
    opens = _clock(match[1], match[2], match[3], match[4])
    closes = _clock(match[5], match[6], match[7], match[8])
    if closes <= opens and closes != time(0) and not match[7]:
        closes = time((closes.hour + 12) % 24, closes.minute)
    if opens == closes or (closes < opens and closes != time(0)):
        raise InputError("It has to close after it opens.", EXAMPLE)
    return opens, closes


def _clock(hour: str | None, minute: str | None, half: str | None, word: str | None) -> time:
    if word:
        return time(12) if word.casefold() == "noon" else time(0)
    number = int(hour or 0)
    if number > 24 or int(minute or 0) > 59:
        raise InputError("I could not read those hours.", EXAMPLE)
    if half:
        number = number % 12 + (12 if half.casefold() == "p" else 0)
    elif 0 < number < _MORNING_UNTIL:
        number += 12
    return time(number % 24, int(minute or 0))

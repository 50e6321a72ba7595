"""Recurrence rules (RFC 5545), expanded in naive wall time; the zone is attached afterwards.

A monthly rule on a day that a month does not have skips that month, as RFC 5545 says.
"""

import re
from datetime import datetime

from dateutil.rrule import rrule, rrulestr

from bot.domain.local_time import clock_in_words
from bot.errors import InputError

EXAMPLE = "every Monday 9am"
_DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday"}
_DAYS["SU"] = "Sunday"
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_BYDAY = re.compile(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)")


def _parts(rule: str) -> dict[str, str]:
    return dict(piece.split("=", 1) for piece in rule.upper().split(";") if "=" in piece)


def _build(rule: str, start: datetime) -> rrule:
    built = rrulestr(rule, dtstart=start.replace(second=0, microsecond=0))
    if not isinstance(built, rrule):
        raise InputError("I can repeat by one rule only.", EXAMPLE)
    return built


def check(rule: str) -> str:
    """The rule, upper case. Raises InputError for what is no rule, or one that fires more often than daily."""
    parts = _parts(rule)
    if parts.get("FREQ") not in _UNITS:
        raise InputError("I can repeat daily, weekly, monthly or yearly.", EXAMPLE)
    if any("," in parts.get(key, "") for key in ("BYHOUR", "BYMINUTE", "BYSECOND")):
        raise InputError("I can repeat once a day at most.", EXAMPLE)
    try:
        _build(rule, datetime(2026, 1, 1))  # noqa: DTZ001 - wall time is naive here
    except (ValueError, KeyError, TypeError):
        raise InputError("I could not read how often to repeat that.", EXAMPLE) from None
    return rule.upper()


def first_from(rule: str, start: datetime) -> datetime | None:
    """The first occurrence at or after `start` (naive wall time)."""
    return _build(rule, start).after(start.replace(second=0, microsecond=0), inc=True)


def next_after(rule: str, start: datetime, after: datetime) -> datetime | None:
    """The next occurrence of the rule begun at `start`, later than `after`; None where there is none."""
    return _build(rule, start).after(after)


def between(rule: str, start: datetime, first: datetime, last: datetime) -> list[datetime]:
    """The occurrences of the rule begun at `start` that lie from `first` to `last`, both included."""
    return list(_build(rule, start).between(first, last, inc=True))


def has_time(rule: str) -> bool:
    """Whether the rule itself says a time of day."""
    return "BYHOUR" in _parts(rule)


def in_words(rule: str, start: datetime) -> str:
    """`every Monday at 9 AM`, `every 3 months on the 5th at noon`."""
    parts = _parts(rule)
    every, unit = int(parts.get("INTERVAL", "1")), _UNITS[parts["FREQ"]]
    often = f"every {unit}" if every == 1 else f"every {every} {unit}s"
    hour, minute = int(parts.get("BYHOUR", start.hour)), int(parts.get("BYMINUTE", start.minute))
    days = _days_in_words(parts, every, often)
    return f"{days} at {clock_in_words(start.replace(hour=hour, minute=minute))}{_limit_in_words(parts)}"


def _days_in_words(parts: dict[str, str], every: int, often: str) -> str:
    byday = _BYDAY.findall(parts.get("BYDAY", ""))
    if byday and [day for _, day in byday] == ["MO", "TU", "WE", "TH", "FR"] and parts["FREQ"] != "MONTHLY":
        return "every weekday" if every == 1 else f"{often} on weekdays"
    if byday:
        position = parts.get("BYSETPOS")
        names = [_day_in_words(nth or position or "", day) for nth, day in byday]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return f"every {listed}" if parts["FREQ"] == "WEEKLY" and every == 1 else f"{often} on {listed}"
    if "BYMONTHDAY" in parts:
        return f"{often} on day {parts['BYMONTHDAY'].replace(',', ' and ').replace('-1', 'last')}"
    return often


def _day_in_words(nth: str, day: str) -> str:
    return f"the {_ORDINALS.get(int(nth), nth)} {_DAYS[day]}" if nth else _DAYS[day]


def _limit_in_words(parts: dict[str, str]) -> str:
    if "UNTIL" in parts:
        last = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d")  # noqa: DTZ007 - wall time is naive here
        return f", until {last:%b} {last.day}"
    return f", {parts['COUNT']} times" if "COUNT" in parts else ""

"""The calendar: feasts, nth weekdays, weeks, months and quarters as days."""

import re
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.nlu.moments.lexicon import FEASTS

_FEAST_NAMES = tuple((re.compile(pattern), pattern) for pattern in FEASTS)


def feast_in(name: str, year: int) -> date:
    """The day of the feast (a key of `FEASTS`) in that year."""
    kind, args = FEASTS[name]
    if kind == "date":
        return date(year, args[0], args[1])
    if kind == "nth":
        return nth_weekday(year, args[2], args[1], args[0])
    if kind == "easter":
        return easter(year) + timedelta(args[0])
    if kind == "election":
        return nth_weekday(year, 11, 0, 1) + timedelta(1)
    return nth_weekday(year, 11, 3, 4) + timedelta(args[0])


def next_feast(name: str, today: date) -> date:
    """The next day on which the feast falls, today included."""
    day = feast_in(name, today.year)
    return day if day >= today else feast_in(name, today.year + 1)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The nth such weekday of a month; -1 is the last. Raises ValueError where there is none."""
    if n < 0:
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta((after.weekday() - weekday - 1) % 7 + 1) + timedelta(7 * (n + 1))
    first = date(year, month, 1)
    day = first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))
    if day.month != month:
        raise ValueError(f"{month}/{year} has no {n}th weekday {weekday}")
    return day


def valid_day(year: int, month: int, dom: int) -> date | None:
    """That date, or None where the calendar has none."""
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def year_of(word: str) -> int:
    """1998 and 2027 as they are; 27 is 2027."""
    year = int(word)
    return year if year > 99 else 2000 + year


def monday(day: date) -> date:
    """The Monday that starts its week."""
    return day - timedelta(day.weekday())


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month; months beyond 12 run on into later years."""
    first = date(year, 1, 1) + relativedelta(months=month - 1)
    return first, first + relativedelta(months=1, days=-1)


def period(today: date, unit: str, ahead: int) -> tuple[date, date]:
    """The week, month, quarter or year of today, or so many after it."""
    if unit == "Week":
        first = monday(today) + timedelta(7 * ahead)
        return first, first + timedelta(6)
    if unit == "Month":
        return month_span(today.year, today.month + ahead)
    if unit == "Year":
        return date(today.year + ahead, 1, 1), date(today.year + ahead, 12, 31)
    first, _ = month_span(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * ahead)
    return first, month_span(first.year, first.month + 2)[1]


def feast_named(words: str) -> str | None:
    """The key of `FEASTS` whose words these are."""
    low = words.lower()
    return next((key for pattern, key in _FEAST_NAMES if pattern.fullmatch(low)), None)

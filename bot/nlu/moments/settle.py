"""From constraints to a day and a time of day: the next ones that satisfy them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from bot.nlu.moments.almanac import month_span, nth_weekday
from bot.nlu.moments.partial import Clock, Half, Partial

Hours = Mapping[int, Sequence[tuple[time, time]]]
"""Opening hours: weekday (0 is Monday) → spans of the day in which the business is open."""

SENSIBLE = (7, 21)
"""The hours in which a time with neither am nor pm is looked for first."""
FIRST_HOUR = 8
"""On a named day, "8" to "11" are the morning and "12" to "7" are noon and after."""


def day_of(p: Partial, now: datetime) -> date | None:
    """The first day that satisfies the constraints; None where there is none, or none is named."""
    today = now.date()
    if p.on:
        return p.on
    if p.nth is not None and p.weekday is not None:
        return _nth(p, today)
    if p.within:
        return _in_period(p)
    if p.dom is not None:
        return _date(p, today)
    if p.weekday is not None:
        return today + timedelta((p.weekday - today.weekday() - 1) % 7 + 1)
    return None


def _nth(p: Partial, today: date) -> date | None:
    year, month = (p.within[0].year, p.within[0].month) if p.within else (p.year or today.year, p.month)
    if month is None or p.weekday is None:
        return None
    try:
        day = nth_weekday(year, month, p.weekday, p.nth or 1)
        return day if day >= today or p.year or p.within else nth_weekday(year + 1, month, p.weekday, p.nth or 1)
    except ValueError:
        return None


def _in_period(p: Partial) -> date | None:
    assert p.within is not None  # noqa: S101 - chosen by this very field
    first, last = p.within
    for offset in range((last - first).days + 1):
        day = first + timedelta(offset)
        if (p.weekday is None or day.weekday() == p.weekday) and (p.dom is None or day.day == p.dom):
            return day if p.weekday is not None or p.dom is not None else None
    return None


def _date(p: Partial, today: date) -> date | None:
    """The next day with that number (and month, year, weekday), today included."""
    months = [p.month] if p.month else range(1, 13)
    for year in [p.year] if p.year else range(today.year, today.year + 29):
        for month in months:
            day = _valid(year, month, p.dom or 1)
            if day and (p.weekday is None or day.weekday() == p.weekday) and (p.year or day >= today):
                return day
    return None


def _valid(year: int, month: int, dom: int) -> date | None:
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def month_of(p: Partial, today: date) -> tuple[date, date] | None:
    """First and last day of a month that is named alone: the one that runs, or the next to come."""
    if p.month is None:
        return None
    span = month_span(p.year or today.year, p.month)
    return span if p.year or span[1] >= today else month_span(today.year + 1, p.month)


def start_of(p: Partial, now: datetime, hours: Hours | None = None) -> datetime | None:
    """The moment at which it starts, whatever its grain."""
    if p.at:
        return p.at
    day = day_of(p, now)
    if p.clock is None:
        return datetime.combine(day, time()) if day else None
    if day is None:
        return next_time(p.clock, now, hours)[0]
    return at(day, readings(p.clock, day, now, hours)[0])


def at(day: date, clock: Clock) -> datetime:
    """That day at that (settled) time."""
    return datetime.combine(day, time(clock.hour % 24, clock.minute))


def readings(clock: Clock, day: date, now: datetime, hours: Hours | None = None) -> tuple[Clock, ...]:
    """What a clock time can mean on that day, likeliest first: what is still to come, within the hours, by daylight."""
    if clock.settled:
        return (clock,)
    both = tuple(clock.at(half) for half in _halves(clock))
    return tuple(sorted(both, key=lambda c: (at(day, c) < now, not is_open(at(day, c), hours))))


def _halves(clock: Clock) -> tuple[Half, Half]:
    return ("am", "pm") if FIRST_HOUR <= clock.hour < 12 else ("pm", "am")


def is_open(moment: datetime, hours: Hours | None) -> bool:
    """Whether the business is open then; False where its hours are not known."""
    spans = (hours or {}).get(moment.weekday(), ())
    return any(start <= moment.time() < end for start, end in spans)


def next_time(clock: Clock, now: datetime, hours: Hours | None = None) -> list[datetime]:
    """When the clock shows that time next, likeliest first: while open, else between 7 and 21, else whenever."""
    clocks = [clock] if clock.settled else [clock.at("am"), clock.at("pm")]
    today = [at(now.date(), c) for c in clocks]
    ahead = sorted(m if m > now else m + timedelta(1) for m in today)
    if clock.settled:
        return ahead
    return sorted(
        ahead, key=lambda m: (not is_open(m, hours) if hours else False, not SENSIBLE[0] <= m.hour < SENSIBLE[1], m)
    )

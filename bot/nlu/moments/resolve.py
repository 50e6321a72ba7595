"""From constraints to a `Moment`: the day and time in the business's wall clock, the rule of recurrence, how sure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.nlu.frames import Moment, When
from bot.nlu.moments.lengths import shifted
from bot.nlu.moments.partial import Part, Partial, numbers_as
from bot.nlu.moments.recur import recurring
from bot.nlu.moments.settle import at, day_of, is_open, month_of, next_time, readings
from bot.nlu.moments.whens import MIDNIGHT, Now, days_when, midnight, next_after, part_on


def resolve(p: Partial, now: Now) -> Moment | None:
    """The moment that the constraints name, seen from now; None where nothing satisfies them."""
    p = numbers_as(p, days=False) if p.bare is not None and p.end else p
    try:
        moment = recurring(p, now) if p.every else _single(p, now)
    except (OverflowError, ValueError):
        return None
    if moment is None or moment.when is None:
        return moment
    here = _from_zone(moment.when, p.zone, now.timezone) if p.zone else moment.when
    return replace(moment, when=_on_the_clock(here, now.timezone))


def _from_zone(when: When, zone: str, ours: str) -> When:
    """A time told in another zone, in the business's own."""
    there, here = _zone(zone), _zone(ours)
    if there is None or here is None or "time" not in when.said:
        return when

    def moved(moment: datetime) -> datetime:
        return moment.replace(tzinfo=there).astimezone(here).replace(tzinfo=None)

    return replace(when, start=moved(when.start), end=when.end and moved(when.end))


def _single(p: Partial, now: Now) -> Moment | None:
    whens = _readings(p, now)
    if not whens:
        return None
    others = tuple(w for w in whens[1:] if not _over(w, now) or _over(whens[0], now))
    return Moment(when=whens[0], also=others[:2], confidence=_confidence(p, whens[0], others, now))


def _over(when: When, now: Now) -> bool:
    """Whether it has passed already: a reading of the past is none beside one that is to come."""
    last = when.end or when.start
    return last + timedelta(1) <= now.moment if when.grain == "day" else last <= now.moment


def _confidence(p: Partial, first: When, others: tuple[When, ...], now: Now) -> float:
    """1 where the text says it all; less where a half of the day had to be chosen; below `UNSURE` where a person
    would ask back."""
    if not others:
        return 1.0
    if any(other.start.date() != first.start.date() for other in others) and (p.dated or first.grain != "minute"):
        return 0.6
    other = others[0]
    if now.hours and is_open(first.start, now.hours) and not is_open(other.start, now.hours):
        return 0.95
    if not p.dated and other.start.date() > first.start.date() == now.moment.date():
        return 0.8
    return 0.65 if _WAKING[0] <= other.start.hour < _WAKING[1] and p.dated else 0.9


_WAKING = (7, 20)
"""The hours in which the other half of the day is as likely as the one that was chosen."""


def _readings(p: Partial, now: Now) -> list[When]:
    if (p.within or p.month_only) and not p.has_day and not p.end and (p.clock or p.part):
        return _whole_days(p, now)
    if p.bound:
        when = _open_range(p, now)
        return [when] if when else []
    if p.end:
        when = _range(p, now)
        return [when] if when else []
    if p.at:
        return [When(_by_stopwatch(p.at, now) if p.elapsed else p.at, "minute", said=("day", "time"))]
    if p.clock:
        return _at_a_time(p, now)
    if p.part:
        return _at_a_part(p, p.part, now)
    return _whole_days(p, now)


def _by_stopwatch(there: datetime, now: Now) -> datetime:
    """Hours from now, counted through a change to or from daylight saving time."""
    zone = _zone(now.timezone)
    if zone is None:
        return there
    elapsed = there - now.moment
    return (now.moment.replace(tzinfo=zone).astimezone(UTC) + elapsed).astimezone(zone).replace(tzinfo=None)


def _at_a_time(p: Partial, now: Now) -> list[When]:
    assert p.clock is not None  # noqa: S101 - chosen by this very field
    if not p.dated:
        starts = next_time(p.clock, now.moment, now.hours)
        return [_timed(p, s, ("time",)) for s in starts]
    days = [(day, readings(p.clock, day, now.moment, now.hours)) for day in _days(p, now)]
    # Where the day is open, the half of it is not asked about as well: one question at a time.
    chosen = [(day, clocks[0]) for day, clocks in days] if len(days) > 1 else [(d, c) for d, cs in days for c in cs]
    return [_timed(p, at(day, clock), ("day", "time")) for day, clock in chosen]


def _timed(p: Partial, start: datetime, said: tuple[str, ...]) -> When:
    if p.lasting:
        return When(start, "range", shifted(start, p.lasting), said)  # type: ignore[arg-type]
    return When(start, "minute", said=said)  # type: ignore[arg-type]


def _days(p: Partial, now: Now) -> list[date]:
    """The day named, and the other that may be meant: a weekday that is today's may be today."""
    day = day_of(p, now.moment)
    if day is None:
        return []
    only_weekday = p.weekday is not None and not (p.on or p.dom or p.within or p.nth)
    if only_weekday and day == now.moment.date() + timedelta(7):
        return [day, now.moment.date()]
    if p.rival and p.dom is None and p.month is None:
        return [day, p.rival]
    if p.swap and (p.swap == "anywhere" or not month_first(now.timezone)):
        other = day_of(p.but(month=p.dom, dom=p.month), now.moment)
        return [day, other] if other else [day]
    passed = p.clock and p.clock.settled and at(day, p.clock) <= now.moment
    if passed and p.dom and not p.month and day == now.moment.date():
        later = day_of(p, now.moment + timedelta(1))
        return [later] if later else [day]
    return [day]


def _at_a_part(p: Partial, part: Part, now: Now) -> list[When]:
    if (p.within or p.month_only) and not p.has_day:
        return _whole_days(p, now)
    if p.dated:
        return [part_on(day, part, ("day", "time")) for day in _days(p, now)]
    today = now.moment.date()
    over = now.moment >= datetime.combine(today, MIDNIGHT) + timedelta(hours=part.end)
    return [part_on(today + timedelta(1) if over else today, part, ("time",))]


def _whole_days(p: Partial, now: Now) -> list[When]:
    if p.has_day:
        days = _days(p, now)
        if p.lasting and p.lasting.days and days:
            return [days_when(days[0], shifted(midnight(days[0]), p.lasting).date() - timedelta(1))]
        return [When(midnight(day), "day", said=("day",)) for day in days]
    span = p.within or (month_of(p, now.moment.date()) if p.month_only else None)
    if span and p.rival:
        return [days_when(*span), days_when(p.rival, p.rival + (span[1] - span[0]))]
    return [days_when(*span)] if span else []


def _open_range(p: Partial, now: Now) -> When | None:
    """After 2, before friday, until noon."""
    inner = _readings(p.but(bound=None), now)
    if not inner:
        return None
    first = inner[0]
    if p.lasting:
        return first
    if p.bound == "until" and first.grain == "day":
        return days_when(now.moment.date(), (first.end or first.start).date())
    if p.bound in ("before", "until"):
        return _until(first, p, now)
    if first.grain == "minute":
        return When(first.start, "range", None, first.said)
    later = timedelta(1) if p.bound == "after" else timedelta(0)
    return (
        When((first.end or first.start) + later, "range", None, first.said)
        if later
        else When(first.start, "range", None, first.said)
    )


def _until(end: When, p: Partial, now: Now) -> When:
    midnight = datetime.combine(end.start.date(), MIDNIGHT)
    starts_today = not p.clock or not now.moment < midnight < end.start
    return When(now.moment if starts_today else midnight, "range", end.start, end.said)


def _range(p: Partial, now: Now) -> When | None:
    assert p.end is not None  # noqa: S101 - chosen by this very field
    if p.at:
        end = p.end.at or (datetime.combine(p.end.on, MIDNIGHT) if p.end.on else None)
        return When(p.at, "range", end, ("day", "time")) if end else None
    first = _readings(p.but(end=None, soft=None), now)
    if not first:
        return None
    if p.clock is None:
        return _day_span(p, p.end, now)
    return _hours_between(p, p.end, now, first[0])


def _day_span(p: Partial, end: Partial, now: Now) -> When | None:
    if p.month_only:
        first, last = month_of(p, now.moment.date()), month_of(end, now.moment.date())
        return days_when(first[0], last[1]) if first and last and first[0] < last[1] else None
    start = day_of(p, now.moment)
    if start is None:
        return None
    if end.weekday is not None and p.within:
        end = end.but(within=None)
    last_day = day_of(end, midnight(start))
    return days_when(start, last_day) if last_day and last_day > start else None


def _hours_between(p: Partial, end: Partial, now: Now, first: When) -> When | None:
    if end.clock is None:
        return None
    start = first.start
    if end.dated:
        day = day_of(end, midnight(start.date() - timedelta(1)) if end.weekday is None else start)
        if day is None:
            return None
        finish = at(day, readings(end.clock, day, start, now.hours)[0])
        return When(start, "range", finish, first.said) if finish > start else None
    return When(start, "range", next_after(end.clock, start), first.said)


def _on_the_clock(when: When, timezone: str) -> When:
    """RFC 5545 3.3.5: a wall time that does not exist is read with the offset before the gap."""
    if when.grain == "day":
        return when
    return replace(when, start=existing(when.start, timezone), end=when.end and existing(when.end, timezone))


def existing(moment: datetime, timezone: str) -> datetime:
    """The wall time itself, or, in the hour that the spring change skips, the one an hour later."""
    zone = _zone(timezone)
    if zone is None:
        return moment
    return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)


def month_first(timezone: str) -> bool:
    """Whether people there write 5/6 for May 6: in the United States and much of Canada, not elsewhere."""
    return timezone in _MONTH_FIRST or timezone.startswith(("US/", "America/Indiana/", "America/Kentucky/"))


_MONTH_FIRST = frozenset(
    f"America/{city}"
    for city in (
        *("New_York", "Detroit", "Chicago", "Menominee", "Denver", "Boise", "Phoenix", "Los_Angeles", "Anchorage"),
        *("Juneau", "Sitka", "Nome", "Adak", "Puerto_Rico", "Toronto", "Vancouver", "Winnipeg", "Edmonton"),
        *("North_Dakota/Center", "North_Dakota/New_Salem", "North_Dakota/Beulah", "Metlakatla", "Yakutat"),
    )
) | {"Pacific/Honolulu", "UTC"}


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None

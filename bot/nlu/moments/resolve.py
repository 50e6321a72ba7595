"""From constraints to a `Moment`: the day and time in the business's wall clock, the rule of recurrence, how sure."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

from bot.nlu.frames import Grain, Moment, When
from bot.nlu.moments.lengths import shifted
from bot.nlu.moments.partial import Clock, Every, Part, Partial, numbers_as
from bot.nlu.moments.settle import Hours, at, day_of, month_of, next_time, readings

MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Now:
    """What a reading is relative to."""

    moment: datetime
    timezone: str = "UTC"
    hours: Hours | None = None


def resolve(p: Partial, now: Now) -> Moment | None:
    """The moment that the constraints name, seen from now; None where nothing satisfies them."""
    p = numbers_as(p, days=False) if p.bare is not None and p.end else p
    try:
        moment = _recurring(p, now) if p.every else _single(p, now)
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
    return Moment(when=whens[0], also=tuple(whens[1:3]), confidence=_confidence(p, whens, now))


def _confidence(p: Partial, whens: list[When], now: Now) -> float:
    """1 where the text says it all; less where a half of the day or the week had to be chosen."""
    if len(whens) == 1:
        return 1.0
    if p.clock and not p.clock.settled:
        unusual = not 7 <= whens[1].start.hour < 20
        return 0.9 if unusual else 0.7
    return 0.6


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
    assert p.clock is not None  # noqa: S101
    if not p.dated:
        starts = next_time(p.clock, now.moment, now.hours)
        return [_timed(p, s, ("time",)) for s in starts]
    days = _days(p, now)
    return [
        _timed(p, at(day, c), ("day", "time")) for day in days for c in readings(p.clock, day, now.moment, now.hours)
    ]


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
    passed = p.clock and p.clock.settled and at(day, p.clock) <= now.moment
    if passed and p.dom and not p.month and day == now.moment.date():
        later = day_of(p, now.moment + timedelta(1))
        return [later] if later else [day]
    return [day]


def _at_a_part(p: Partial, part: Part, now: Now) -> list[When]:
    if (p.within or p.month_only) and not p.has_day:
        return _whole_days(p, now)
    if p.dated:
        return [_part_on(day, part, ("day", "time")) for day in _days(p, now)]
    today = now.moment.date()
    over = now.moment >= datetime.combine(today, MIDNIGHT) + timedelta(hours=part.end)
    return [_part_on(today + timedelta(1) if over else today, part, ("time",))]


def _part_on(day: date, part: Part, said: tuple[str, ...]) -> When:
    start = datetime.combine(day, MIDNIGHT)
    return When(start + timedelta(hours=part.start), "part", start + timedelta(hours=part.end), said)  # type: ignore[arg-type]


def _whole_days(p: Partial, now: Now) -> list[When]:
    if p.has_day:
        days = _days(p, now)
        if p.lasting and p.lasting.days and days:
            return [_days_when(days[0], shifted(_midnight(days[0]), p.lasting).date() - timedelta(1))]
        return [When(_midnight(day), "day", said=("day",)) for day in days]
    span = p.within or (month_of(p, now.moment.date()) if p.month_only else None)
    return [_days_when(*span)] if span else []


def _days_when(first: date, last: date) -> When:
    return (
        When(_midnight(first), "day", _midnight(last), ("day",))
        if last > first
        else When(_midnight(first), "day", said=("day",))
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, MIDNIGHT)


def _open_range(p: Partial, now: Now) -> When | None:
    """After 2, before friday, until noon."""
    inner = _readings(p.but(bound=None), now)
    if not inner:
        return None
    first = inner[0]
    if p.lasting:
        return first
    if p.bound == "until" and first.grain == "day":
        return _days_when(now.moment.date(), (first.end or first.start).date())
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
    assert p.end is not None  # noqa: S101
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
        return _days_when(first[0], last[1]) if first and last and first[0] < last[1] else None
    start = day_of(p, now.moment)
    if start is None:
        return None
    if end.weekday is not None and p.within:
        end = end.but(within=None)
    last_day = day_of(end, _midnight(start))
    return _days_when(start, last_day) if last_day and last_day > start else None


def _hours_between(p: Partial, end: Partial, now: Now, first: When) -> When | None:
    if end.clock is None:
        return None
    start = first.start
    if end.dated:
        day = day_of(end, _midnight(start.date() - timedelta(1)) if end.weekday is None else start)
        if day is None:
            return None
        finish = at(day, readings(end.clock, day, start, now.hours)[0])
        return When(start, "range", finish, first.said) if finish > start else None
    return When(start, "range", _next(end.clock, start), first.said)


def _next(clock: Clock, start: datetime) -> datetime:
    """The first such time after the start."""
    clocks = [clock] if clock.settled else [clock.at("am"), clock.at("pm")]
    days = (start.date(), start.date() + timedelta(1))
    return min(m for day in days for c in clocks if (m := at(day, c)) > start)


def _recurring(p: Partial, now: Now) -> Moment | None:
    every = p.every
    assert every is not None  # noqa: S101
    clock = _usual(p, now)
    rule = rrule_text(every, clock)
    first = _first(p, every, clock, now)
    return Moment(when=first, rrule=rule, confidence=0.95)


def _usual(p: Partial, now: Now) -> Clock | None:
    if p.clock is None or p.clock.settled:
        return p.clock
    return readings(p.clock, now.moment.date() + timedelta(1), now.moment, now.hours)[0]


def rrule_text(every: Every, clock: Clock | None) -> str:
    """RFC 5545, without the prefix."""
    parts = [f"FREQ={every.freq}"]
    if every.interval > 1:
        parts.append(f"INTERVAL={every.interval}")
    if every.bymonth:
        parts.append(f"BYMONTH={every.bymonth}")
    if every.bymonthday:
        parts.append("BYMONTHDAY=" + ",".join(map(str, every.bymonthday)))
    if every.byday:
        parts.append("BYDAY=" + ",".join(every.byday))
    if clock:
        parts.append(f"BYHOUR={clock.hour};BYMINUTE={clock.minute}")
    if every.until:
        parts.append(f"UNTIL={every.until:%Y%m%d}T235959")
    return ";".join(parts)


def _first(p: Partial, every: Every, clock: Clock | None, now: Now) -> When | None:
    """The first occurrence, where the text says enough to tell."""
    day_said = bool(every.byday or every.bymonthday)
    if not (day_said or clock or p.part) or every.freq in ("HOURLY", "MINUTELY"):
        return None
    start = _starting(p, now)
    rule = rrulestr(rrule_text(replace(every, until=None), clock), dtstart=start.replace(second=0))
    first = rule.after(start, inc=p.dated)
    if first is None:
        return None
    said: tuple[str, ...] = (("day",) if day_said else ()) + (("time",) if clock or p.part else ())
    if p.part and not clock:
        return _part_on(first.date(), p.part, said)
    grain: Grain = "minute" if clock else "day"
    if clock and p.end and p.end.clock:
        return When(first, "range", _next(p.end.clock, first), said)  # type: ignore[arg-type]
    return When(first if clock else _midnight(first.date()), grain, said=said)  # type: ignore[arg-type]


def _starting(p: Partial, now: Now) -> datetime:
    if not p.dated:
        return now.moment
    day = (
        day_of(p.but(every=None), now.moment) or (p.within or month_of(p, now.moment.date()) or (now.moment.date(),))[0]
    )
    return max(now.moment, _midnight(day))


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


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None

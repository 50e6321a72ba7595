"""Recurrences: the rule as RFC 5545 has it, where it ends, and its first occurrence."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr

from bot.nlu.frames import Grain, Moment, When
from bot.nlu.moments.lengths import after
from bot.nlu.moments.partial import Clock, Every, Length, Partial
from bot.nlu.moments.settle import day_of, month_of, readings
from bot.nlu.moments.whens import Now, midnight, next_after, part_on


def recurring(p: Partial, now: Now) -> Moment | None:
    """The rule and, where the text says enough to tell, its first occurrence."""
    every = p.every
    assert every is not None  # noqa: S101 - chosen by this very field
    clock = _usual(p, now)
    first = _first(p, every, clock, now)
    start = first.start.date() if first else now.moment.date()
    return Moment(when=first, rrule=rrule_text(_ending(p, every, start), clock), confidence=0.95)


def _ending(p: Partial, every: Every, start: date) -> Every:
    """ "5 times" and "for 2 weeks" end a rule: by COUNT where the length is a whole number of its steps, else UNTIL."""
    if p.times:
        return replace(every, count=p.times)
    if p.lasting is None or p.lasting.minutes or every.until:
        return every
    count = _steps(every, p.lasting)
    return replace(every, count=count) if count else replace(every, until=after(start, p.lasting) - timedelta(1))


def _steps(every: Every, length: Length) -> int | None:
    """How many occurrences fill the length; None where that depends on the day on which it starts."""
    if every.freq == "MONTHLY":
        whole, step, each = length.months if not length.days else 0, 1, len(every.byday or every.bymonthday) or 1
    elif every.freq in ("DAILY", "WEEKLY") and not length.months:
        step = 7 if every.freq == "WEEKLY" else 1
        whole, each = length.days, len(every.byday) or 1
    else:
        return None
    steps, rest = divmod(whole, step * every.interval)
    return steps * each if steps and not rest else None


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
    if every.count:
        parts.append(f"COUNT={every.count}")
    elif every.until:
        parts.append(f"UNTIL={every.until:%Y%m%d}T235959")
    return ";".join(parts)


def _first(p: Partial, every: Every, clock: Clock | None, now: Now) -> When | None:
    """The first occurrence, where the text says enough to tell."""
    day_said = bool(every.byday or every.bymonthday or p.on)
    if not (day_said or clock or p.part) or every.freq in ("HOURLY", "MINUTELY"):
        return None
    start = _starting(p, now)
    # "every 2 weeks on Monday" begins on the next Monday; the interval counts from there.
    rule = rrulestr(rrule_text(replace(every, until=None, interval=1), clock), dtstart=start.replace(second=0))
    first = rule.after(start, inc=p.dated)
    if first is None:
        return None
    said: tuple[str, ...] = (("day",) if day_said else ()) + (("time",) if clock or p.part else ())
    if p.part and not clock:
        return part_on(first.date(), p.part, said)
    grain: Grain = "minute" if clock else "day"
    if clock and p.end and p.end.clock:
        return When(first, "range", next_after(p.end.clock, first), said)  # type: ignore[arg-type]
    return When(first if clock else midnight(first.date()), grain, said=said)  # type: ignore[arg-type]


def _starting(p: Partial, now: Now) -> datetime:
    if not p.dated:
        return now.moment
    day = (
        day_of(p.but(every=None), now.moment) or (p.within or month_of(p, now.moment.date()) or (now.moment.date(),))[0]
    )
    return max(now.moment, midnight(day))


def limited(every: Partial, end: Partial, now: datetime, *, through: bool = False) -> Partial | None:
    """A recurrence that ends: "every monday until june", "… from june 1 to august 31", "… through july"."""
    if every.every is None or every.every.until or end.every or end.lasting or end.part or not end.dated:
        return None
    if end.end is not None:
        return None if end.timed or every.dated else _from_to(every, end, end.end, now)
    if end.clock and every.timed:
        return None
    start = _starting(every, Now(now))
    last = _last_day(end, start, through)
    if last is None or last < start.date():
        return None
    return every.but(every=replace(every.every, until=last), clock=every.clock or end.clock)


def _from_to(every: Partial, first: Partial, last: Partial, now: datetime) -> Partial | None:
    start = month_of(first, now.date()) if first.month_only else None
    begins = start[0] if start else day_of(first, now)
    if begins is None or every.every is None:
        return None
    until = _last_day(last, midnight(begins), through=True)
    return every.but(on=begins, every=replace(every.every, until=until)) if until and until > begins else None


def _last_day(end: Partial, start: datetime, through: bool) -> date | None:
    """The last day on which it may still happen: "until june" ends with May, "until june 3" on that day."""
    early = end.bound == "before"
    if end.month_only:
        span = month_of(end, start.date())
        if span and span[0] <= start.date() and not through and end.year is None:
            span = month_of(end.but(year=span[0].year + 1), start.date())
        return (span[1] if through else span[0] - timedelta(1)) if span else None
    if end.within and not end.has_day:
        return end.within[0] - timedelta(1) if early else end.within[1]
    day = day_of(end, start)
    return day - timedelta(1) if day and early else day

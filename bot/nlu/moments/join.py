"""How two neighbours make one expression: united, as a range, or counted from each other."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.nlu.moments.lengths import shifted
from bot.nlu.moments.partial import Bound, Clock, Every, Partial, clock_of, numbers_as
from bot.nlu.moments.recur import limited
from bot.nlu.moments.settle import day_of, start_of
from bot.nlu.moments.unite import unite

Gap = Literal["join", "dash", "to", "through", "and", "after", "starting", "before"]


def join(a: Partial, gap: Gap, b: Partial, now: datetime) -> Partial | None:
    """Both neighbours as one, or None where they do not go together over this gap."""
    if gap == "join":
        return _ended(a, b, now) or _begun(a, b, now) or _begun(b, a, now) or _united(a, b)
    if gap == "through":
        return limited(a, b, now, through=True) if a.every and not (b.bound or b.end) else None
    if gap == "dash":
        return _united(a, b) if a.bare is None and b.bare is None else None
    if gap == "to" and a.every and a.on:
        return limited(a, b.but(bound="until"), now, through=True)
    if gap == "to":
        return _range(a, b) if a.bound in (None, "from") else None
    if gap == "and":
        return _and(a, b)
    if gap == "starting" and a.every is not None:
        return _begun(a, b.but(bound="from"), now)
    if gap == "starting":
        return unite(b, a.but(soft=None)) if a.lasting and not (a.timed or a.dated) else None
    return _counted(a, b, now, 1 if gap == "after" else -1)


def _ended(a: Partial, b: Partial, now: datetime) -> Partial | None:
    """A recurrence and, on either side of it, the day until which it holds."""
    for every, end in ((a, b), (b, a)):
        if every.every and (end.bound in ("until", "before") or (end.end and end.dated)):
            return limited(every, end, now)
    return None


def after_mark(mark: str, p: Partial, now: datetime) -> Partial | None:
    """ "After 2", "before friday", "from 3pm": an open range, or the first half of "between … and"."""
    if mark == "by" and p.part and not p.clock and not p.bound:
        return p
    if p.bound or p.every or p.at or (p.lasting and not p.timed and not p.dated):
        return None
    if mark.startswith("week"):
        return _week_of(mark, p, now)
    if p.end:
        possible = p.bare is None or numbers_as(p, days=False).clock is not None
        return p.but(soft=None) if possible and mark in ("from", "between") else None
    if mark == "between" and p.bare is not None:
        return p.but(bound="between")
    if mark == "from" and p.within and not p.timed:
        return p
    return _bounded(mark, p)


def _bounded(mark: str, p: Partial) -> Partial | None:
    if p.bare is not None:
        p = p.but(bare=None, clock=clock_of(p.bare) if p.bare else None)
    if mark == "until" and p.within and not p.timed:
        return p.but(bound="until")
    if p.part or p.soft or not (p.clock or p.dated):
        return None
    bound: Bound | None = None if mark == "by" else mark  # type: ignore[assignment]
    return p.but(bound=bound)


def _week_of(mark: str, p: Partial, now: datetime) -> Partial | None:
    """ "The week of the 16th", "the week after thanksgiving", "the weekend of the 14th"."""
    day = day_of(p, now) if p.has_day and not p.timed else None
    if day is None:
        return None
    first = day - timedelta(day.weekday()) + timedelta({"weekafter": 7, "weekbefore": -7}.get(mark, 0))
    return Partial(within=(first + timedelta(5 if mark == "weekend" else 0), first + timedelta(6)))


def _united(a: Partial, b: Partial) -> Partial | None:
    if a.bound == "between" or b.bound == "between":
        return None
    if (a.bound and a.dated and not a.clock and b.timed) or (b.bound and b.dated and not b.clock and a.timed):
        return None
    if (a.bound or b.bound) and a.has_day and b.has_day:
        return None
    if (a.at and b.lasting) or (b.at and a.lasting):
        return None
    if a.bound and b.bound:
        return _between_bounds(a, b)
    if a.end and a.end.weekday is not None and a.weekday is not None and not a.clock and not b.dated:
        return _weekly(a.weekday, a.end.weekday, b)
    return unite(a, b)


def _begun(every: Partial, first: Partial, now: datetime) -> Partial | None:
    """ "Every friday at 1 starting dec 4": a recurrence and the day from which on it is."""
    if every.every is None or every.dated or first.every or first.bound != "from" or not first.has_day:
        return None
    if first.end or (first.weekday is not None and not every.every.byday):
        return None
    day = day_of(first.but(bound=None), now)
    if day is None or (first.timed and every.timed):
        return None
    return every.but(on=day, clock=every.clock or first.clock, part=every.part or first.part, soft=None)


def _weekly(first: int, last: int, p: Partial) -> Partial | None:
    """ "Monday to friday at 9" repeats: one time on several days."""
    p = numbers_as(p, days=False) if p.bare is not None and p.end else p
    if p.clock is None:
        return None
    days = [(first + i) % 7 for i in range((last - first) % 7 + 1)]
    codes = tuple(("MO", "TU", "WE", "TH", "FR", "SA", "SU")[i] for i in sorted(days))
    return p.but(every=Every("WEEKLY", byday=codes), soft=None)


def _between_bounds(a: Partial, b: Partial) -> Partial | None:
    """ "After 9:30 but before 11"."""
    if {a.bound, b.bound} - {"after", "from", "before", "until"} or a.bound == b.bound or not (a.clock and b.clock):
        return None
    first, last = (b, a) if a.bound in ("before", "until") else (a, b)
    return _range(first.but(bound=None), last.but(bound=None))


def _and(a: Partial, b: Partial) -> Partial | None:
    if a.bound == "between":
        between = _range(a.but(bound=None), b)
        return between and between.but(soft=None)
    if a.bound and b.bound:
        return _between_bounds(a, b)
    if a.every and a.every.byday and not a.timed and b.every and a.every.freq == b.every.freq == "WEEKLY":
        days = tuple(sorted({*a.every.byday, *b.every.byday}, key=("MO", "TU", "WE", "TH", "FR", "SA", "SU").index))
        return b.but(every=replace(b.every, byday=days))
    return None


def _range(a: Partial, b: Partial) -> Partial | None:
    if a.end or b.end or a.at or b.at or b.every or b.bound or a.lasting or b.lasting or a.part or a.nth or b.nth:
        return None
    if a.within or b.within:
        return None
    a = a.but(bound=None)
    pair = _numbers(a, b)
    if pair is None:
        return None
    a, b = pair
    soft = a.soft or b.soft
    if a.bare is not None:
        return a.but(end=b)
    if a.clock and b.clock:
        return _clock_range(a, b, soft)
    if a.clock or b.clock or b.part or not (a.dated and b.dated):
        return None
    return _day_range(a, b)


def _numbers(a: Partial, b: Partial) -> tuple[Partial, Partial] | None:
    """What the bare numbers of a range are: hours beside an hour, days beside a day."""
    if a.bare is not None and b.bare is not None:
        return (Partial(bare=a.bare, soft=True), b) if a.bare != b.bare else None
    if b.bare is not None:
        return _number_after(a, b.bare)
    if a.bare is not None:
        if b.clock:
            first = clock_of(a.bare)
            return (a.but(bare=None, clock=first), b) if first else None
        if b.dom and 0 < a.bare < b.dom and not b.weekday:
            return Partial(dom=a.bare), b
        return None
    return a, b


def _number_after(a: Partial, number: int) -> tuple[Partial, Partial] | None:
    if a.clock:
        last = clock_of(number)
        return (a, Partial(clock=last)) if last else None
    if a.dom and a.dom < number <= 31:
        return a, Partial(dom=number)
    return None


def _clock_range(a: Partial, b: Partial, soft: bool | None) -> Partial | None:
    """Two times of one day; the half of the day that the end names holds for the start too where it fits."""
    first, last = a.clock, b.clock
    if first is None or last is None:
        return None
    if b.dated and a.dated:
        return a.but(end=b)
    if b.dated:
        lifted = unite(a.but(clock=None, soft=None), b.but(clock=None, soft=None))
        if lifted is None:
            return None
        a = lifted.but(clock=first)
        b = Partial(clock=last)
    if not first.settled and last.half is not None:
        same = first.at(last.half)
        earlier = (same.hour, same.minute) < (last.hour, last.minute)
        first = same if earlier else first.at("am" if last.half == "pm" else "pm")
    return a.but(clock=first, end=Partial(clock=last), soft=soft)


def _day_range(a: Partial, b: Partial) -> Partial | None:
    """A month or a year told once holds for both sides."""
    if a.dom and not a.month and b.month and b.dom:
        a = a.but(month=b.month)
    if b.dom and not b.month and a.month and not b.month_only:
        b = b.but(month=a.month)
    if b.year and not a.year:
        a = a.but(year=b.year - bool(a.month and b.month and a.month > b.month))
    if a.year and not b.year and b.month:
        b = b.but(year=a.year + (b.month < (a.month or 1)))
    if a.month_only and b.dom and not b.month_only:
        return None
    return a.but(end=b, soft=None)


def _counted(a: Partial, b: Partial, now: datetime, sign: int) -> Partial | None:
    """ "A week from friday", "half an hour before noon", "third tuesday after christmas", "monday after the 15th"."""
    if a.lasting and a.lasting.minutes and b.bare is not None and not b.end:
        b = b.but(bare=None, clock=clock_of(b.bare))
    if b.soft or b.bare is not None or b.end or b.bound or b.every or b.within or not (b.dated or b.clock or b.at):
        return None
    if a.lasting and a.soft:
        if a.lasting.minutes and not (b.clock or b.at):
            return None
        return _shifted(a, b, now, sign)
    if a.lasting and sign > 0 and not (a.timed or a.dated):
        return unite(b, a)
    if a.weekday is None or a.on or a.dom or a.timed or not b.has_day or b.clock or b.weekday is not None:
        return None
    anchor = day_of(b, now)
    if anchor is None:
        return None
    step = (a.weekday - anchor.weekday()) % 7 if sign > 0 else (anchor.weekday() - a.weekday) % 7
    return Partial(on=anchor + sign * timedelta((step or 7) + 7 * ((a.nth or 1) - 1)))


def _shifted(a: Partial, b: Partial, now: datetime, sign: int) -> Partial | None:
    assert a.lasting is not None  # noqa: S101 - chosen by this very field
    if b.clock and not b.dated and not b.clock.settled and a.lasting.minutes:
        return _clock_shifted(b.clock, sign * a.lasting.minutes)
    anchor = start_of(b, now)
    if anchor is None:
        return None
    if b.clock and not b.dated and shifted(anchor - timedelta(1), a.lasting, sign) > now:
        anchor -= timedelta(1)  # "two hours after noon", told at 1 PM, is today
    there = shifted(anchor, a.lasting, sign)
    if b.clock or b.at:
        return Partial(at=there)
    return Partial(on=there.date())


def _clock_shifted(clock: Clock, minutes: int) -> Partial:
    total = (clock.hour % 12 * 60 + clock.minute + minutes) % 720
    return Partial(clock=Clock(total // 60 or 12, total % 60))

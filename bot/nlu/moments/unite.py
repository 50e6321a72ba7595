"""Uniting neighbours: the constraints of both, where they do not contradict each other."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from bot.nlu.moments.lexicon import PARTS
from bot.nlu.moments.partial import Clock, Every, Part, Partial, clock_of, numbers_as

_FIELDS = tuple(f.name for f in fields(Partial))


def unite(a: Partial, b: Partial) -> Partial | None:
    """Both together, or None where they contradict each other or repeat the same thing."""
    if _never(a, b):
        return None
    a, b = _settle_bare(a, b)
    if a.bare is not None or b.bare is not None:
        return None
    merged: dict[str, Any] = {}
    for name in _FIELDS:
        left, right = getattr(a, name), getattr(b, name)
        value = right if left is None else left
        if left is not None and right is not None and left != right:
            value = _both(name, left, right)
            if value is None:
                return None
        merged[name] = value
    if _hardens(a, b):
        merged["soft"] = None
    return _consistent(Partial(**merged), a, b)


def _never(a: Partial, b: Partial) -> bool:
    """A settled moment, a length that waits for its anchor, and a zone without a time are not united with anything."""
    if a.at or b.at or (a.lasting and a.soft) or (b.lasting and b.soft):
        return True
    if (a.nth or b.nth) and (a.every or b.every):
        return True
    if a.lasting and not (a.timed or a.dated or a.end or a.every or b.clock or b.every):
        return True
    if (a.times or b.times) and not (a.every or b.every):
        return True
    return bool((a.zone or b.zone) and not (a.clock or b.clock))


def _both(name: str, left: Any, right: Any) -> Any:
    """One value for two different ones, or None where they contradict each other."""
    if name == "month_only":
        return True
    if name == "every":
        return _one_recurrence(left, right)
    return _finer(left, right) if name == "part" else None


def _hardens(a: Partial, b: Partial) -> bool:
    other = b if a.soft else a
    return not other.soft and (other.dated or other.timed or other.every is not None or other.bound is not None)


def _finer(a: Part, b: Part) -> Part | None:
    """ "Tonight" beside "evening" or "late" beside "afternoon" are one."""
    words = {"early", "late"}
    if a.name in words or b.name in words:
        whole, name = (b, f"{a.name} {b.name}") if a.name in words else (a, f"{b.name} {a.name}")
        return Part(name, *PARTS[name]) if name in PARTS else whole
    evening = {"tonight", "evening", "night", "late night", "late evening", "dinner"}
    if a.name in evening and b.name in evening:
        return b if a.name == "tonight" else a
    return None


def _one_recurrence(a: Every, b: Every) -> Every | None:
    if a.freq == "DAILY" and a.interval == 1 and b.byday:
        return b
    if b.freq == "DAILY" and b.interval == 1 and a.byday:
        return a
    if a.freq == b.freq == "WEEKLY" and bool(a.byday) != bool(b.byday):
        return replace(a, byday=a.byday or b.byday, interval=max(a.interval, b.interval))
    return None


def _settle_bare(a: Partial, b: Partial) -> tuple[Partial, Partial]:
    """A number beside a day is an hour ("tues 3"), beside a weekday a date where it is too big for an hour."""
    if a.bare is not None and b.bare is None:
        return _bare_as(a, b), b
    if b.bare is not None and a.bare is None:
        return a, _bare_as(b, a)
    return a, b


def _bare_as(bare: Partial, other: Partial) -> Partial:
    number = bare.bare or 0
    if bare.end is not None:
        return numbers_as(bare, days=other.month_only)
    if other.weekday is not None and other.dom is None and other.on is None and 12 < number <= 31:
        return bare.but(bare=None, dom=number)
    clock = clock_of(number)
    takes_clock = (other.has_day or other.part or other.every or other.within) and not other.clock and not other.end
    if not takes_clock or clock is None:
        return bare
    return bare.but(bare=None, clock=clock)


def _consistent(both: Partial, a: Partial, b: Partial) -> Partial | None:
    if both.within and both.month_only and both.year is None and (both.within[1] - both.within[0]).days > 360:
        both = both.but(year=both.within[0].year, within=None)
    if _contradicts(both) or (both.end and (a.end is None) == (b.end is None)):
        return None
    if both.month_only and (both.dom is not None or both.nth is not None):
        both = both.but(month_only=False)
    if both.every and not (a.every and b.every):
        return _every_on(both)
    return _by_part(both) if both.clock and both.part else both


def _contradicts(p: Partial) -> bool:
    if p.on and not _day_fits(p, p.on):
        return True
    if p.within and p.on and not p.within[0] <= p.on <= p.within[1]:
        return True
    return bool(p.within and not _period_fits(p, (p.within[1] - p.within[0]).days))


def _every_on(p: Partial) -> Partial | None:
    """A recurrence beside a day or a time: the day becomes part of the rule."""
    if p.every and p.every.freq == "YEARLY" and (p.on or p.dom):
        return _every_year(p)
    if p.dom is not None:
        return _every_on_date(p)
    if p.weekday is not None:
        return _every_on_weekday(p)
    if p.bound:
        return None
    return _by_part(p) if p.clock and p.part else p


def _every_year(p: Partial) -> Partial | None:
    """ "Every year on christmas eve": the date belongs to the rule."""
    month, dom = (p.on.month, p.on.day) if p.on else (p.month, p.dom)
    if p.every is None or p.every.byday or p.every.bymonthday or month is None or dom is None:
        return None
    return p.but(on=None, month=None, dom=None, every=replace(p.every, bymonth=month, bymonthday=(dom,)))


def _every_on_date(p: Partial) -> Partial | None:
    """ "Quarterly on the 15th": the day of the month belongs to the rule."""
    if (
        p.every is None
        or p.every.freq != "MONTHLY"
        or p.every.byday
        or p.every.bymonthday
        or p.month
        or p.weekday is not None
    ):
        return None
    return p.but(dom=None, every=replace(p.every, bymonthday=(p.dom or 1,)))


def _every_on_weekday(p: Partial) -> Partial | None:
    """ "Every 2 weeks on tuesday": the weekday belongs to the rule."""
    if p.every is None or p.every.freq != "WEEKLY" or p.every.byday or p.on or p.dom:
        return None
    code = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[p.weekday or 0]
    p = p.but(weekday=None, every=replace(p.every, byday=(code,)))
    return _by_part(p) if p.clock and p.part else p


def _period_fits(p: Partial, days: int) -> bool:
    """A weekday needs a week, a day of the month or an nth weekday a month."""
    if p.dom is not None or p.nth is not None:
        return 27 <= days <= 30
    return p.weekday is None or days <= 7


def _day_fits(p: Partial, day: date) -> bool:
    return (
        (p.weekday is None or day.weekday() == p.weekday)
        and (p.dom is None or day.day == p.dom)
        and (p.month is None or day.month == p.month)
        and (p.year is None or day.year == p.year)
    )


def _by_part(p: Partial) -> Partial | None:
    """A clock settled by the part of the day beside it: "4 in the evening" is 16:00."""
    clock, part = p.clock, p.part
    if clock is None or part is None:
        return p
    settled = clock_in(clock, part)
    if settled is None:
        return None
    end = p.end
    if end is not None and end.clock is not None and not end.clock.settled:
        inside = clock_in(end.clock, part)
        end = end.but(clock=inside) if inside and _minutes(inside) > _minutes(settled) else end
    past_midnight = settled.hour < 5 and "night" in part.name and p.on is not None
    on = p.on + timedelta(1) if p.on and past_midnight else p.on
    return p.but(on=on, clock=settled, part=None, end=end)


def _minutes(clock: Clock) -> int:
    return clock.hour * 60 + clock.minute


def clock_in(clock: Clock, part: Part) -> Clock | None:
    """The reading of the clock in that part of the day; a settled one stays, unless it contradicts the part."""
    if clock.settled:
        contradicts = clock.half == ("pm" if part.end <= 12 else "am") and part.name not in (
            "tonight",
            "night",
            "late night",
        )
        return None if contradicts and part.name in ("morning", "afternoon", "evening") and clock.hour != 12 else clock
    if "night" in part.name:
        return clock.at("am") if clock.hour in (12, 1, 2, 3, 4) else clock.at("pm")
    if part.name in ("evening", "dinner") and clock.hour == 12:
        return clock.at("am")
    if part.name.endswith(("morning", "afternoon", "evening")):
        return clock.at("am" if part.end <= 12 else "pm")
    middle = (part.start + part.end) / 2
    return min((clock.at("am"), clock.at("pm")), key=lambda c: abs(c.hour + c.minute / 60 - middle))

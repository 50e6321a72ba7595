"""What a piece of a text says about a moment: a set of constraints that can be united with its neighbours'."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.nlu.moments.lexicon import PARTS

Half = Literal["am", "pm"]
Bound = Literal["after", "before", "from", "between"]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `half` is None while "3" may be 3 or 15 o'clock; then `hour` is 1..12."""

    hour: int
    minute: int = 0
    half: Half | None = None

    @property
    def settled(self) -> bool:
        """Whether am or pm is known."""
        return self.half is not None

    def at(self, half: Half) -> "Clock":
        """The same reading of the clock before or after noon."""
        return Clock(self.hour % 12 + (12 if half == "pm" else 0), self.minute, half)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, from `start` to `end` o'clock (24 is midnight)."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: calendar months, days and minutes."""

    months: int = 0
    days: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Every:
    """A recurrence as RFC 5545 has it; `byday` holds MO or 1MO."""

    freq: Literal["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"]
    interval: int = 1
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    bymonth: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Partial:
    """Constraints; a field that is None says nothing."""

    on: date | None = None
    """A settled day."""
    year: int | None = None
    month: int | None = None
    dom: int | None = None
    """Day of the month; -1 is the last."""
    weekday: int | None = None
    within: tuple[date, date] | None = None
    """A period of whole days, last day included."""
    month_only: bool = False
    """A month with no day, which is a period when it stays so."""
    clock: Clock | None = None
    bare: int | None = None
    """A number that may become an hour or a day beside its neighbours."""
    part: Part | None = None
    bound: Bound | None = None
    at: datetime | None = None
    """A settled moment."""
    elapsed: bool | None = None
    """Whether `at` is so many hours or minutes from now, by the stopwatch and not by the wall clock."""
    every: Every | None = None
    lasting: Length | None = None
    """How long it takes, or a length that waits for its anchor."""
    end: "Partial | None" = None
    """The other side of a range."""
    nth: int | None = None
    """With `weekday`: the nth of a month, or the nth after a day; -1 is the last."""
    zone: str | None = None
    """IANA name of the zone that the text itself names."""
    soft: bool | None = None
    """Not a moment until something beside it says so ("3-5")."""

    @property
    def has_day(self) -> bool:
        """Whether it names a day (not a longer period)."""
        return self.on is not None or self.dom is not None or self.weekday is not None

    @property
    def dated(self) -> bool:
        """Whether it says anything about which day."""
        return self.has_day or self.within is not None or self.month_only

    @property
    def timed(self) -> bool:
        """Whether it says anything about the time of day."""
        return self.clock is not None or self.part is not None

    def but(self, **changes: Any) -> "Partial":
        """A copy with other fields."""
        return replace(self, **changes)


_FIELDS = tuple(f.name for f in fields(Partial))


def unite(a: Partial, b: Partial) -> Partial | None:
    """Both together, or None where they contradict each other or repeat the same thing."""
    if (a.lasting and a.soft) or (b.lasting and b.soft):
        return None
    if a.at or b.at or (a.nth or b.nth) and (a.every or b.every) or (a.lasting and not a.timed and not a.dated and not a.end):
        return None
    a, b = _settle_bare(a, b)
    if a.bare is not None or b.bare is not None:
        return None
    if (a.zone or b.zone) and not (a.clock or b.clock):
        return None
    merged: dict[str, Any] = {}
    for name in _FIELDS:
        left, right = getattr(a, name), getattr(b, name)
        if name == "month_only":
            merged[name] = left or right
        elif name == "soft":
            merged[name] = None if _hardens(a, b) else left or right
        elif left is None or right is None or left == right:
            merged[name] = right if left is None else left
        elif name == "every":
            merged[name] = _one_recurrence(left, right)
            if merged[name] is None:
                return None
        elif name == "part" and _finer(left, right):
            merged[name] = _finer(left, right)
        else:
            return None
    both = Partial(**merged)
    return _consistent(both, a, b)


def _hardens(a: Partial, b: Partial) -> bool:
    soft, other = (a, b) if a.soft else (b, a)
    return not other.soft and (other.dated or other.timed or other.every is not None or other.bound is not None)


def _finer(a: Part, b: Part) -> Part | None:
    """"Tonight" beside "evening" or "late" beside "afternoon" are one."""
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


def numbers_as(p: Partial, days: bool) -> Partial:
    """A range of two bare numbers, as days of the month or as hours; as it is where that cannot be."""
    first, last = p.bare or 0, (p.end and p.end.bare) or 0
    if days:
        return p.but(bare=None, dom=first, end=Partial(dom=last)) if 0 < first < last <= 31 else p
    start, end = clock_of(first), clock_of(last)
    return p.but(bare=None, clock=start, end=Partial(clock=end)) if start and end else p


def clock_of(number: int, minute: int = 0) -> Clock | None:
    """The clock that a number alone stands for: 3, 15, 730, 1530."""
    if number >= 100:
        number, minute = divmod(number, 100)
    if number > 23 or minute > 59:
        return None
    if number > 12 or number == 0:
        return Clock(number, minute, "pm" if number else "am")
    return Clock(number, minute)


def _consistent(both: Partial, a: Partial, b: Partial) -> Partial | None:
    if both.on and not _day_fits(both, both.on):
        return None
    if both.within and both.on and not both.within[0] <= both.on <= both.within[1]:
        return None
    if both.within and not _period_fits(both, (both.within[1] - both.within[0]).days):
        return None
    if both.end and (a.end is None) == (b.end is None):
        return None
    if both.month_only and (both.dom is not None or both.nth is not None):
        both = both.but(month_only=False)
    if both.every and both.dom is not None:
        return _every_on_date(both)
    if both.every and both.weekday is not None:
        return _every_on_weekday(both)
    if both.every and both.bound:
        return None
    if both.clock and both.part:
        return _by_part(both)
    return both


def _every_on_date(p: Partial) -> Partial | None:
    """"Quarterly on the 15th": the day of the month belongs to the rule."""
    if p.every is None or p.every.freq != "MONTHLY" or p.every.byday or p.every.bymonthday or p.month or p.weekday is not None:
        return None
    return p.but(dom=None, every=replace(p.every, bymonthday=(p.dom,)))


def _every_on_weekday(p: Partial) -> Partial | None:
    """"Every 2 weeks on tuesday": the weekday belongs to the rule."""
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
    assert clock is not None and part is not None  # noqa: S101
    settled = clock_in(clock, part)
    if settled is None:
        return None
    end = p.end
    if end is not None and end.clock is not None and not end.clock.settled:
        inside = clock_in(end.clock, part)
        end = end.but(clock=inside) if inside and _minutes(inside) > _minutes(settled) else end
    return p.but(clock=settled, part=None, end=end)


def _minutes(clock: Clock) -> int:
    return clock.hour * 60 + clock.minute


def clock_in(clock: Clock, part: Part) -> Clock | None:
    """The reading of the clock in that part of the day; a settled one stays, unless it contradicts the part."""
    if clock.settled:
        contradicts = clock.half == ("pm" if part.end <= 12 else "am") and part.name not in ("tonight", "night", "late night")
        return None if contradicts and part.name in ("morning", "afternoon", "evening") and clock.hour != 12 else clock
    if "night" in part.name:
        return clock.at("am") if clock.hour in (12, 1, 2, 3, 4) else clock.at("pm")
    if part.name in ("evening", "dinner") and clock.hour == 12:
        return clock.at("am")
    middle = (part.start + part.end) / 2
    return min((clock.at("am"), clock.at("pm")), key=lambda c: abs(c.hour + c.minute / 60 - middle))

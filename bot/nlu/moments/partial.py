"""What a piece of a text says about a moment: a set of constraints that can be united with its neighbours'."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

Half = Literal["am", "pm"]
Bound = Literal["after", "before", "until", "from", "between"]


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
    """The last day on which it may be."""
    count: int | None = None
    """How many times in all."""


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
    rival: date | None = None
    """Another day that may be meant (or the first day of another period): "next friday" may be this week's."""
    swap: Literal["abroad", "anywhere"] | None = None
    """Where month and day of a date in numbers may be the other way round."""
    times: int | None = None
    """How often a recurrence beside it happens in all."""
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

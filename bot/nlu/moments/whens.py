"""Days and hours as the values that go out (`When`), and what a reading is relative to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.nlu.frames import When
from bot.nlu.moments.partial import Clock, Part
from bot.nlu.moments.settle import Hours, at

MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Now:
    """What a reading is relative to."""

    moment: datetime
    timezone: str = "UTC"
    hours: Hours | None = None


def midnight(day: date) -> datetime:
    """The start of that day."""
    return datetime.combine(day, MIDNIGHT)


def days_when(first: date, last: date) -> When:
    """A whole day, or whole days with the last one included."""
    return (
        When(midnight(first), "day", midnight(last), ("day",))
        if last > first
        else When(midnight(first), "day", said=("day",))
    )


def part_on(day: date, part: Part, said: tuple[str, ...]) -> When:
    """A part of that day."""
    start = datetime.combine(day, MIDNIGHT)
    return When(start + timedelta(hours=part.start), "part", start + timedelta(hours=part.end), said)  # type: ignore[arg-type]


def next_after(clock: Clock, start: datetime) -> datetime:
    """The first such time after the start."""
    clocks = [clock] if clock.settled else [clock.at("am"), clock.at("pm")]
    days = (start.date(), start.date() + timedelta(1))
    return min(m for day in days for c in clocks if (m := at(day, c)) > start)

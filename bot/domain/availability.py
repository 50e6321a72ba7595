"""When there is room: open stretches, less time off, less what is booked.

Everything here is in UTC. Opening hours become UTC a day at a time: both DST days have the hours that a clock on the
wall shows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain import local_time

DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of time, half-open, aware, UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a moment in common."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Whether the other lies inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Open:
    """One stretch of a weekday (0 is Monday), in wall time; `closes` 00:00 is the end of the day."""

    weekday: int
    opens: time
    closes: time


def open_spans(hours: Iterable[Open], first: date, last: date, timezone: str) -> list[Span]:
    """The opening hours of every day from first to last, joined where they touch."""
    listed = list(hours)
    days = (first + DAY * n for n in range((last - first).days + 1))
    return join(_span(day, one, timezone) for day in days for one in listed if one.weekday == day.weekday())


def _span(day: date, one: Open, timezone: str) -> Span:
    closing_day = day + DAY if one.closes <= one.opens else day
    start = local_time.to_utc(datetime.combine(day, one.opens), timezone)
    return Span(start, local_time.to_utc(datetime.combine(closing_day, one.closes), timezone))


def join(spans: Iterable[Span]) -> list[Span]:
    """The same stretches, in order and without overlaps."""
    joined: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def without(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of the stretches."""
    left = list(spans)
    for hole in taken:
        left = [piece for span in left for piece in _minus(span, hole)]
    return left


def _minus(span: Span, hole: Span) -> Iterator[Span]:
    if not span.overlaps(hole):
        yield span
        return
    if span.start < hole.start:
        yield Span(span.start, hole.start)
    if hole.end < span.end:
        yield Span(hole.end, span.end)


def free_seat(wanted: Span, busy: Mapping[int, Sequence[Span]], capacity: int) -> int | None:
    """The lowest seat that nobody has at any time of the stretch."""
    for seat in range(capacity):
        if not any(wanted.overlaps(span) for span in busy.get(seat, ())):
            return seat
    return None


@dataclass(frozen=True)
class Length:
    """How long an appointment takes, and how long nothing else may begin after it."""

    minutes: int
    buffer_minutes: int = 0

    def taking(self, start: datetime) -> Span:
        """The stretch that an appointment at this moment keeps from others."""
        return Span(start, start + timedelta(minutes=self.minutes + self.buffer_minutes))

    def lasting(self, start: datetime) -> Span:
        """The stretch from its start to its end."""
        return Span(start, start + timedelta(minutes=self.minutes))


def starts(
    spans: Iterable[Span],
    busy: Mapping[int, Sequence[Span]],
    capacity: int,
    length: Length,
    step_minutes: int,
    timezone: str,
) -> Iterator[datetime]:
    """Every moment at which an appointment can begin: on marks of the hour, inside a stretch, with a seat free."""
    for span in spans:
        for moment in _marks(span, step_minutes, timezone):
            inside = span.holds(length.lasting(moment))
            if inside and free_seat(length.taking(moment), busy, capacity) is not None:
                yield moment


def _marks(span: Span, step_minutes: int, timezone: str) -> Iterator[datetime]:
    """Marks are counted from the local midnight, so that they stay on the hour in every zone."""
    local = local_time.to_local(span.start, timezone)
    past = (local.hour * 60 + local.minute) % step_minutes
    ahead = (step_minutes - past) % step_minutes
    moment = span.start + timedelta(minutes=ahead)
    while moment < span.end:
        yield moment
        moment += timedelta(minutes=step_minutes)

"""Free times of real calendars."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from bot.domain import availability, local_time, recurrence
from bot.domain.availability import Length, Span
from bot.services import calendars, catalogue
from bot.services.work import Desk
from models import Appointment, Calendar, Service, TimeOff
from models.states import TAKING_TIME

_FARTHEST = timedelta(days=400)
_MOST_REPEATS = 1000


@dataclass(frozen=True)
class Slot:
    """A time that is free in a calendar; local wall time."""

    calendar: Calendar
    start_local: datetime


@dataclass(frozen=True)
class Search:
    """What room is looked for. `ignoring`: an appointment that would be moved, and is not in its own way."""

    length: Length
    calendars: tuple[Calendar, ...]
    ignoring: UUID | None = None


def search_for(
    desk: Desk, service: Service | None, calendar: Calendar | None = None, minutes: int | None = None
) -> Search:
    """Room for a service, in one calendar or in all that offer it."""
    usual = service.minutes if service else calendars.rules(desk).usual_minutes
    length = Length(minutes or usual, service.buffer_minutes if service else 0)
    offering = (calendar,) if calendar else tuple(catalogue.offered_by(desk, service))
    return Search(length, offering)


def free_slots(desk: Desk, search: Search, from_local: datetime, until_local: datetime) -> list[Slot]:
    """Every free start in the stretch, in order; where several calendars are free at once, the least busy one."""
    zone = desk.business.timezone
    span = Span(local_time.to_utc(from_local, zone), local_time.to_utc(until_local, zone))
    if not search.calendars or span.end <= span.start or span.end - span.start > _FARTHEST:
        return []
    board = _Board(desk, search, span)
    found: dict[datetime, Slot] = {}
    for calendar in board.by_load():
        for moment in board.starts(calendar):
            if span.start <= moment < span.end:
                local = local_time.to_local(moment, zone)
                found.setdefault(moment, Slot(calendar, local))
    return [found[moment] for moment in sorted(found)]


def free_for_customer(desk: Desk, search: Search, from_local: datetime, until_local: datetime) -> list[Slot]:
    """The same within the notice and the horizon that the business has set."""
    rules, zone = calendars.rules(desk), desk.business.timezone
    earliest = local_time.to_local(desk.now + timedelta(minutes=rules.notice_minutes), zone)
    latest = local_time.to_local(desk.now + timedelta(days=rules.horizon_days), zone)
    latest = latest.replace(hour=0, minute=0) + timedelta(days=1)
    return free_slots(desk, search, max(from_local, earliest), min(until_local, latest))


def fits(desk: Desk, search: Search, start_local: datetime) -> Slot | None:
    """The calendar that is open and free at this very time, on the marks or not."""
    zone = desk.business.timezone
    start = local_time.to_utc(start_local, zone)
    wanted = search.length.lasting(start)
    board = _Board(desk, search, Span(start, wanted.end))
    for calendar in board.by_load():
        if any(span.holds(wanted) for span in board.open(calendar)) and board.seat(calendar, start) is not None:
            return Slot(calendar, start_local)
    return None


def is_open(desk: Desk, calendar: Calendar, start_local: datetime, minutes: int) -> bool:
    """Whether it lies inside the opening hours and outside time off."""
    start = local_time.to_utc(start_local, desk.business.timezone)
    wanted = Length(minutes).lasting(start)
    board = _Board(desk, Search(Length(minutes), (calendar,)), wanted)
    return any(span.holds(wanted) for span in board.open(calendar))


def nearest(desk: Desk, search: Search, wanted_local: datetime, limit: int = 3, *, by_customer: bool) -> list[Slot]:
    """The free times nearest to the one wanted, the nearest first; of other days only where its own has none."""
    look = free_for_customer if by_customer else free_slots
    midnight = wanted_local.replace(hour=0, minute=0, second=0, microsecond=0)
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    found: list[Slot] = []
    for days in ((0, 1), (1, 3), (-2, 0), (3, 15)):
        from_local = max(midnight + timedelta(days=days[0]), now_local)
        slots = look(desk, search, from_local, midnight + timedelta(days=days[1]))
        found += _spread(slots, wanted_local, limit - len(found), search.length)
        if len(found) >= limit or (found and days == (0, 1)):
            break
    return found[:limit]


def _spread(slots: Sequence[Slot], wanted: datetime, limit: int, length: Length) -> list[Slot]:
    """The nearest ones that do not overlap one another: three times a quarter of an hour apart are one offer."""
    apart = timedelta(minutes=min(length.minutes, 60))
    chosen: list[Slot] = []
    for slot in sorted(slots, key=lambda one: (abs(one.start_local - wanted), one.start_local)):
        if len(chosen) >= limit:
            break
        if all(abs(slot.start_local - other.start_local) >= apart for other in chosen):
            chosen.append(slot)
    return chosen


def spread(slots: Sequence[Slot], limit: int) -> list[Slot]:
    """A few of many times to offer: early, late and between, on the full hour where that is near."""
    if len(slots) <= limit:
        return list(slots)
    span = slots[-1].start_local - slots[0].start_local
    aims = [slots[0].start_local + span * n / max(limit - 1, 1) for n in range(limit)]
    chosen: list[Slot] = []
    for aim in aims:
        left = [slot for slot in slots if slot not in chosen]
        chosen.append(min(left, key=lambda one: abs(one.start_local - aim) + _oddness(one.start_local)))
    return sorted(chosen, key=lambda one: one.start_local)


def _oddness(start_local: datetime) -> timedelta:
    """People would rather come at ten than at a quarter past."""
    return timedelta(minutes={0: 0, 30: 10}.get(start_local.minute, 25))


class _Board:
    """What is open and what is taken, read once for a stretch of time."""

    def __init__(self, desk: Desk, search: Search, span: Span) -> None:
        self._desk, self._search, self._span = desk, search, span
        self._zone = desk.business.timezone
        first = local_time.to_local(span.start, self._zone)
        last = local_time.to_local(span.end, self._zone) + timedelta(minutes=search.length.minutes)
        self._days = first.date() - availability.DAY, last.date()
        self._step = calendars.rules(desk).step_minutes
        self._off = calendars.time_off(desk, first - timedelta(days=32), last)
        self._busy = self._read_busy()

    def by_load(self) -> list[Calendar]:
        """The calendars, the least busy first: work is shared."""
        order = {one.id: n for n, one in enumerate(self._search.calendars)}
        load = {one.id: sum(map(len, self._busy[one.id].values())) for one in self._search.calendars}
        return sorted(self._search.calendars, key=lambda one: (load[one.id], order[one.id]))

    def open(self, calendar: Calendar) -> list[Span]:
        """Hours less time off."""
        spans = availability.open_spans(calendars.hours_of(self._desk, calendar), *self._days, self._zone)
        off = [row for row in self._off if row.calendar_id in (None, calendar.id)]
        return availability.without(spans, [span for row in off for span in self._spans_of(row)])

    def starts(self, calendar: Calendar) -> Iterable[datetime]:
        """Free starts."""
        return availability.starts(
            self.open(calendar),
            self._busy[calendar.id],
            calendar.capacity,
            self._search.length,
            self._step,
            self._zone,
        )

    def seat(self, calendar: Calendar, start: datetime) -> int | None:
        """The free seat at a moment."""
        return availability.free_seat(self._search.length.taking(start), self._busy[calendar.id], calendar.capacity)

    def _read_busy(self) -> dict[UUID, dict[int, list[Span]]]:
        wide = timedelta(days=1)
        query = select(Appointment).where(
            Appointment.calendar_id.in_([one.id for one in self._search.calendars]),
            Appointment.status.in_(TAKING_TIME),
            Appointment.start_at < self._span.end + wide,
            Appointment.end_at > self._span.start - wide,
        )
        busy: dict[UUID, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for row in self._desk.session.scalars(query):
            if row.id != self._search.ignoring:
                until = row.end_at + timedelta(minutes=row.buffer_minutes)
                busy[row.calendar_id][row.seat].append(Span(row.start_at, until))
        return busy

    def _spans_of(self, row: TimeOff) -> list[Span]:
        length = row.end_local - row.start_local
        starts = [row.start_local]
        if row.rrule:
            first = datetime.combine(self._days[0], row.start_local.time()) - length
            last = datetime.combine(self._days[1], row.start_local.time()) + availability.DAY
            starts = recurrence.between(row.rrule, row.start_local, first, last)[:_MOST_REPEATS]
        return [
            Span(local_time.to_utc(start, self._zone), local_time.to_utc(start + length, self._zone))
            for start in starts
        ]

"""Recurring appointments. Each occurrence is an appointment of its own, made some way ahead: it can be moved or dropped
alone, has its own reminders, and keeps its time from others. A dropped one stays cancelled, so it is not made again.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bot.domain import local_time, recurrence
from bot.errors import InputError
from bot.services import booking, forwarding, reminders
from bot.services.booking import Taken, Wish
from bot.services.reminders import Plan
from bot.services.work import Desk, Work
from models import Appointment, Business, Series
from models.states import TAKING_TIME

AHEAD = timedelta(days=180)
"""How far ahead occurrences are made; then, day by day, the next ones."""
_MOST = 400
_BATCH = 20


@dataclass(frozen=True)
class Begun:
    """A series, its appointments, and the occurrences for which there was no room."""

    series: Series
    appointments: tuple[Appointment, ...]
    taken: tuple[datetime, ...]


def begin(desk: Desk, wish: Wish, rrule: str) -> Begun:
    """Book a recurring appointment. Raises InputError where its first occurrence cannot be booked."""
    rule = recurrence.check(rrule)
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    first = recurrence.first_from(rule, max(wish.start_local, now_local))
    if first is None:
        raise InputError("That never happens again.", recurrence.EXAMPLE)
    row = Series(
        business_id=desk.business.id,
        rrule=rule,
        start_local=first,
        timezone=desk.business.timezone,
        made_until_local=first,
        pattern=_pattern(desk, wish),
        created_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    made, taken = _make(desk, row, now_local + AHEAD)
    if not made:
        raise InputError("There is no room for any of them.", booking.EXAMPLE)
    return Begun(row, tuple(made), tuple(taken))


def extend_due(work: Work) -> int:
    """Make the occurrences that have come within reach; how many series were looked at."""
    reach = work.now.replace(tzinfo=None) + AHEAD - timedelta(days=2)
    query = select(Series).where(Series.ended_at.is_(None), Series.made_until_local < reach)
    due = work.session.scalars(query.limit(_BATCH).with_for_update(skip_locked=True)).all()
    for row in due:
        desk = Desk(work, work.session.get_one(Business, row.business_id))
        until = local_time.to_local(work.now, row.timezone) + AHEAD
        _, taken = _make(desk, row, until)
        if taken:
            listed = ", ".join(local_time.date_in_words(one) for one in taken[:5])
            forwarding.notify(desk, f"No room for {row.pattern.get('name') or 'a recurring appointment'} on {listed}.")
    return len(due)


def end(desk: Desk, series: Series, from_local: datetime) -> list[Appointment]:
    """No more of them from then on; those that are cancelled."""
    series.ended_at = desk.now
    query = select(Appointment).where(
        Appointment.series_id == series.id,
        Appointment.start_local >= from_local,
        Appointment.status.in_(TAKING_TIME),
    )
    ended = list(desk.session.scalars(query))
    for one in ended:
        booking.cancel(desk, one)
    return ended


def get(desk: Desk, series_id: UUID) -> Series | None:
    """The series of an appointment of this business."""
    row = desk.session.get(Series, series_id)
    return row if row is not None and row.business_id == desk.business.id else None


def _make(desk: Desk, row: Series, until_local: datetime) -> tuple[list[Appointment], list[datetime]]:
    occurrences = recurrence.between(row.rrule, row.start_local, row.made_until_local, until_local)[:_MOST]
    known = set(desk.session.scalars(select(Appointment.original_local).where(Appointment.series_id == row.id)))
    made: list[Appointment] = []
    taken: list[datetime] = []
    for start in occurrences:
        if start in known:
            continue
        try:
            wish = replace(_wish(row), start_local=start, series_id=row.id, original_local=start)
            made.append(booking.book(desk, wish).appointment)
        except Taken:
            taken.append(start)
    row.made_until_local = until_local
    desk.session.flush()
    return made, taken


def _pattern(desk: Desk, wish: Wish) -> dict[str, Any]:
    plans = reminders.usual(desk) if wish.plans is None else wish.plans
    values = asdict(replace(wish, plans=None))
    kept = {name: values[name] for name in ("minutes", "name", "place", "notes", "anyway", "created_by")}
    ids = {name: values[name] and str(values[name]) for name in ("calendar_id", "service_id")}
    listed = {name: [str(one) for one in values[name]] for name in ("customers", "groups")}
    return {**kept, **ids, **listed, "plans": [one.as_json() for one in plans]}


def _wish(row: Series) -> Wish:
    pattern = dict(row.pattern)
    plans = tuple(Plan.from_json(values) for values in pattern.pop("plans"))
    ids = {name: UUID(pattern[name]) if pattern[name] else None for name in ("calendar_id", "service_id")}
    listed = {name: tuple(UUID(one) for one in pattern[name]) for name in ("customers", "groups")}
    return Wish(**{**pattern, **ids, **listed, "plans": plans, "start_local": row.start_local})

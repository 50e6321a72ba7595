"""Calendars: whose time it is, when it is open, when it is off, and how the business takes bookings."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from bot.domain import recurrence
from bot.domain.availability import Open
from bot.errors import InputError, NotFound
from bot.services.work import Desk
from models import Appointment, BookingRules, Calendar, OpeningHours, TimeOff
from models.states import TAKING_TIME

EXAMPLE = "add calendar Dr Chen"
COLORS = ("#2563eb", "#15803d", "#b45309", "#9333ea", "#be123c", "#0e7490", "#4d7c0f", "#a21caf")
USUAL_HOURS = tuple(Open(weekday, time(9), time(17)) for weekday in range(5))
USUAL_REMINDERS: list[dict[str, Any]] = [{"amount": 1, "unit": "days", "channels": ["text"]}]
_LONGEST_NAME = 80
_MOST_AT_ONCE = 500


def keeps_appointments(desk: Desk) -> bool:
    """Whether the business has a calendar at all."""
    return bool(list_calendars(desk))


def list_calendars(desk: Desk) -> list[Calendar]:
    """In the order in which the owner has them."""
    query = select(Calendar).where(Calendar.business_id == desk.business.id, Calendar.removed_at.is_(None))
    return list(desk.session.scalars(query.order_by(Calendar.position, Calendar.created_at)))


def get_calendar(desk: Desk, calendar_id: UUID) -> Calendar:
    """Raises NotFound for one that is not there, was removed, or belongs to another business."""
    row = desk.session.get(Calendar, calendar_id)
    if row is None or row.business_id != desk.business.id or row.removed_at:
        raise NotFound("There is no such calendar.")
    return row


def find_calendar(desk: Desk, name: str) -> Calendar | None:
    """By name, or by a word of it where only one has that word: "chen" for Dr Chen."""
    key = " ".join(name.split()).casefold().replace(".", "")
    calendars = list_calendars(desk)
    exact = [one for one in calendars if one.name_key.replace(".", "") == key]
    partly = [one for one in calendars if set(key.split()) <= set(one.name_key.replace(".", "").split())]
    found = exact or (partly if key else [])
    return found[0] if len(found) == 1 else None


def first_calendar(desk: Desk) -> Calendar:
    """The calendar to use where none is named. The first one is made when it is first needed."""
    calendars = list_calendars(desk)
    return calendars[0] if calendars else add_calendar(desk, desk.business.name[:_LONGEST_NAME])


def add_calendar(desk: Desk, name: str, *, color: str | None = None, capacity: int = 1) -> Calendar:
    """A new calendar. The first one brings the usual opening hours along: Monday to Friday, 9 to 5."""
    name = _checked_name(desk, name, None)
    _check_capacity(capacity)
    existing = list_calendars(desk)
    if not hours(desk):
        set_hours(desk, None, USUAL_HOURS)
    rules(desk)
    row = Calendar(
        business_id=desk.business.id,
        name=name,
        name_key=name.casefold(),
        color=color or COLORS[len(existing) % len(COLORS)],
        capacity=capacity,
        position=len(existing),
        feed_token=secrets.token_urlsafe(32),
        created_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def change_calendar(
    desk: Desk,
    calendar: Calendar,
    *,
    name: str | None = None,
    color: str | None = None,
    capacity: int | None = None,
    shown: bool | None = None,
) -> None:
    """Change what is given. Raises InputError for a name that is taken."""
    if name is not None:
        calendar.name = _checked_name(desk, name, calendar)
        calendar.name_key = calendar.name.casefold()
    if capacity is not None:
        _check_capacity(capacity)
        calendar.capacity = capacity
    calendar.color = calendar.color if color is None else color
    calendar.shown = calendar.shown if shown is None else shown
    desk.session.flush()


def remove_calendar(desk: Desk, calendar: Calendar) -> None:
    """Take a calendar away. Raises InputError while somebody is booked in it."""
    ahead = select(func.count()).where(
        Appointment.calendar_id == calendar.id, Appointment.status.in_(TAKING_TIME), Appointment.end_at > desk.now
    )
    waiting = desk.session.scalar(ahead) or 0
    if waiting:
        raise InputError(f"{calendar.name} has {waiting} appointment{'s' * (waiting > 1)} ahead; move or cancel first.")
    calendar.removed_at = desk.now
    calendar.name_key = f"{calendar.name_key[:40]} {calendar.id.hex}"


def renew_feed(calendar: Calendar) -> None:
    """A new secret address; the old one is dead."""
    calendar.feed_token = secrets.token_urlsafe(32)


def hours(desk: Desk, calendar: Calendar | None = None) -> list[Open]:
    """The hours that were set for a calendar, or the business's (not those that it has from the business)."""
    query = select(OpeningHours).where(
        OpeningHours.business_id == desk.business.id, OpeningHours.calendar_id == (calendar.id if calendar else None)
    )
    rows = desk.session.scalars(query.order_by(OpeningHours.weekday, OpeningHours.opens))
    return [Open(row.weekday, row.opens, row.closes) for row in rows]


def hours_of(desk: Desk, calendar: Calendar) -> list[Open]:
    """The hours that hold for a calendar: its own, or those of the business."""
    return hours(desk, calendar) or hours(desk)


def set_hours(desk: Desk, calendar: Calendar | None, week: Iterable[Open]) -> None:
    """Replace the hours. A calendar without any has those of the business."""
    listed = sorted(week, key=lambda one: (one.weekday, one.opens))
    for earlier, later in pairwise(listed):
        if earlier.weekday == later.weekday and later.opens < earlier.closes:
            raise InputError("Two stretches of one day overlap.", "9:00 to 12:00 and 13:00 to 17:00")
    desk.session.execute(
        delete(OpeningHours).where(
            OpeningHours.business_id == desk.business.id,
            OpeningHours.calendar_id == (calendar.id if calendar else None),
        )
    )
    own = calendar.id if calendar else None
    desk.session.add_all(
        OpeningHours(
            business_id=desk.business.id, calendar_id=own, weekday=one.weekday, opens=one.opens, closes=one.closes
        )
        for one in listed
    )
    desk.session.flush()


def add_time_off(
    desk: Desk,
    calendar: Calendar | None,
    start_local: datetime,
    end_local: datetime,
    *,
    rrule: str | None = None,
    words: str = "",
) -> TimeOff:
    """Close a calendar, or the whole business. Raises InputError for an end before the start."""
    if end_local <= start_local:
        raise InputError("It has to end after it starts.", "block Friday after 2")
    row = TimeOff(
        business_id=desk.business.id,
        calendar_id=calendar.id if calendar else None,
        start_local=start_local,
        end_local=end_local,
        rrule=rrule and recurrence.check(rrule),
        words=words.strip()[:120],
        created_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def time_off(desk: Desk, from_local: datetime, until_local: datetime) -> list[TimeOff]:
    """What may fall into a stretch, recurring ones that began before it included."""
    query = (
        select(TimeOff)
        .where(TimeOff.business_id == desk.business.id, TimeOff.start_local < until_local)
        .where((TimeOff.end_local > from_local) | TimeOff.rrule.is_not(None))
        .order_by(TimeOff.start_local)
        .limit(_MOST_AT_ONCE)
    )
    return list(desk.session.scalars(query))


def remove_time_off(desk: Desk, time_off_id: UUID) -> None:
    """Open it again. Raises NotFound."""
    row = desk.session.get(TimeOff, time_off_id)
    if row is None or row.business_id != desk.business.id:
        raise NotFound("There is no such time off.")
    desk.session.delete(row)
    desk.session.flush()


def reopen(desk: Desk, row: TimeOff, from_local: datetime, until_local: datetime) -> list[TimeOff]:
    """Open a stretch of a closed time again: what is left closed before and after it. One that repeats opens whole."""
    edges = [] if row.rrule else [(row.start_local, from_local), (until_local, row.end_local)]
    calendar = desk.session.get(Calendar, row.calendar_id) if row.calendar_id else None
    words = row.words
    remove_time_off(desk, row.id)
    return [add_time_off(desk, calendar, first, last, words=words) for first, last in edges if first < last]


def rules(desk: Desk) -> BookingRules:
    """How the business takes bookings; the usual rules where nothing was set yet."""
    row = desk.session.scalar(select(BookingRules).where(BookingRules.business_id == desk.business.id))
    if row is None:
        row = BookingRules(business_id=desk.business.id, reminders=USUAL_REMINDERS)
        desk.session.add(row)
        desk.session.flush()
    return row


def _checked_name(desk: Desk, name: str, calendar: Calendar | None) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise InputError(f"A calendar needs a name of up to {_LONGEST_NAME} letters.", EXAMPLE)
    others: Sequence[Calendar] = [one for one in list_calendars(desk) if one is not calendar]
    if any(one.name_key == name.casefold() for one in others):
        raise InputError(f"There is a calendar called {name} already.", EXAMPLE)
    return name


def _check_capacity(capacity: int) -> None:
    if not 1 <= capacity <= 1000:
        raise InputError("A calendar takes between 1 and 1,000 at once.", "1")

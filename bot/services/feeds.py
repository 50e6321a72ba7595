"""Calendars elsewhere: what a calendar's secret feed holds, an appointment as an attachment, and importing a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from bot.domain import ical, local_time
from bot.domain.ical import Entry, Found
from bot.services import booking, calendars
from bot.services.booking import Wish
from bot.services.work import Desk, Work
from models import Appointment, Business, Calendar
from models.states import AppointmentStatus

BACK, AHEAD = timedelta(days=30), timedelta(days=366)
_STATUS = {
    AppointmentStatus.REQUESTED: "TENTATIVE",
    AppointmentStatus.BOOKED: "CONFIRMED",
    AppointmentStatus.NO_SHOW: "CONFIRMED",
}
_SHOWN = (*_STATUS, AppointmentStatus.CANCELLED)


@dataclass(frozen=True)
class TakenOver:
    """What became of a file's occurrences."""

    appointments: int = 0
    days_off: int = 0
    known: int = 0

    def __add__(self, other: "TakenOver") -> "TakenOver":
        """Both together."""
        return TakenOver(
            self.appointments + other.appointments, self.days_off + other.days_off, self.known + other.known
        )


def calendar_of(work: Work, token: str) -> tuple[Desk, Calendar] | None:
    """The calendar of a feed's secret. What cannot be one is not looked up: PostgreSQL refuses some characters."""
    if not (token.isascii() and token.isprintable()):
        return None
    row = work.session.scalar(select(Calendar).where(Calendar.feed_token == token, Calendar.removed_at.is_(None)))
    return (Desk(work, work.session.get_one(Business, row.business_id)), row) if row else None


def version(desk: Desk, calendar: Calendar) -> str:
    """Changes whenever the feed does: cheap to ask, so that an unchanged feed is not made again."""
    latest = select(func.count(), func.max(Appointment.changed_at)).where(Appointment.calendar_id == calendar.id)
    count, changed = desk.session.execute(latest).one()
    day = desk.now.date().isoformat()
    return f"{calendar.name_key}-{count}-{changed.timestamp() if changed else 0}-{day}"


def feed(desk: Desk, calendar: Calendar) -> bytes:
    """A month back and a year ahead, as iCalendar. Customers by name only: a feed's address may travel."""
    query = (
        select(Appointment)
        .where(
            Appointment.calendar_id == calendar.id,
            Appointment.start_at > desk.now - BACK,
            Appointment.start_at < desk.now + AHEAD,
            Appointment.status.in_(_SHOWN),
        )
        .order_by(Appointment.start_at)
    )
    entries = [_entry(desk, row, _for_owner(row)) for row in desk.session.scalars(query)]
    return ical.write(f"{desk.business.name}: {calendar.name}", entries)


def attachment(desk: Desk, appointment: Appointment) -> bytes:
    """One appointment for the customer who has it."""
    summary = f"{appointment.name or 'Appointment'} at {desk.business.name}"
    return ical.write(desk.business.name, [_entry(desk, appointment, summary, notes=False)])


def reach(desk: Desk) -> tuple[str, datetime, datetime]:
    """What of a file is taken over: the zone that it is read in, from now on for a year."""
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    return desk.business.timezone, now_local, now_local + AHEAD


def take_over(desk: Desk, found: Sequence[Found], calendar: Calendar) -> TakenOver:
    """Book what a file held. What was taken over before is not taken over again.

    Imported appointments stand beside what is booked already; all-day ones become time off.
    """
    known = _known(desk, found)
    fresh = [one for one in found if (one.uid, one.start_local) not in known]
    off = [one for one in fresh if one.all_day]
    for one in off:
        calendars.add_time_off(desk, calendar, one.start_local, one.end_local, words=one.summary)
    for one in fresh:
        if not one.all_day:
            _book(desk, one, calendar.id)
    return TakenOver(len(fresh) - len(off), len(off), len(found) - len(fresh))


def _book(desk: Desk, found: Found, calendar_id: UUID) -> None:
    minutes = int((found.end_local - found.start_local).total_seconds() // 60)
    wish = Wish(
        found.start_local,
        calendar_id=calendar_id,
        minutes=minutes,
        name=found.summary,
        place=found.location,
        notes=found.description,
        plans=(),
        anyway=True,
        created_by="import",
        original_local=found.start_local,
    )
    row = booking.book(desk, wish).appointment
    row.imported_uid = found.uid


def _known(desk: Desk, found: Sequence[Found]) -> set[tuple[str, object]]:
    """What was taken over before: by UID and occurrence, or as time off by its words and time."""
    uids = {one.uid for one in found}
    booked = desk.session.execute(
        select(Appointment.imported_uid, Appointment.original_local).where(
            Appointment.business_id == desk.business.id, Appointment.imported_uid.is_not(None)
        )
    )
    known: set[tuple[str, object]] = {(uid or "", start) for uid, start in booked if uid in uids}
    for one in found:
        if one.all_day and any(
            (row.start_local, row.words) == (one.start_local, one.summary)
            for row in calendars.time_off(desk, one.start_local, one.end_local)
        ):
            known.add((one.uid, one.start_local))
    return known


def _entry(desk: Desk, row: Appointment, summary: str, *, notes: bool = True) -> Entry:
    return Entry(
        uid=f"{row.id}@customer-messaging",
        summary=summary,
        start_local=row.start_local,
        minutes=row.minutes,
        timezone=row.timezone,
        location=row.place,
        description=row.notes if notes else "",
        status=_STATUS.get(row.status, "CANCELLED"),
        sequence=row.revision,
        changed_at=row.changed_at,
    )


def _for_owner(row: Appointment) -> str:
    return ", ".join(one for one in (booking.names(row), row.name) if one) or "Booked"

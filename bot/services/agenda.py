"""What is booked: looked up, and said in words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import selectinload

from bot.domain import local_time
from bot.services import booking, calendars, contacts, forwarding
from bot.services.work import Desk, Work
from models import Appointment, Attendee, BookingRules, Business, Calendar
from models.states import TAKING_TIME, Answered, AppointmentStatus

_BATCH = 50
_MARKS = {Answered.CONFIRMED: "confirmed", Answered.DECLINED: "can't come", Answered.ASKED: "no answer yet"}
_DAY = timedelta(days=1)


def between(
    desk: Desk,
    from_local: datetime,
    until_local: datetime,
    calendar_ids: Iterable[UUID] = (),
    statuses: Sequence[AppointmentStatus] = TAKING_TIME,
) -> list[Appointment]:
    """Appointments that have a moment in the stretch, in order."""
    zone = desk.business.timezone
    query = _all(desk).where(
        Appointment.start_at < local_time.to_utc(until_local, zone),
        Appointment.end_at > local_time.to_utc(from_local, zone),
        Appointment.status.in_(statuses),
    )
    listed = list(calendar_ids)
    return list(desk.session.scalars(query.where(Appointment.calendar_id.in_(listed)) if listed else query))


def ahead_of(desk: Desk, customer_ids: Sequence[UUID], limit: int = 10) -> list[Appointment]:
    """What these customers have booked or asked for, the next one first; what has begun is still there till its end."""
    mine = select(Attendee.appointment_id).where(Attendee.customer_id.in_(customer_ids))
    query = _all(desk).where(
        Appointment.id.in_(mine), Appointment.status.in_(TAKING_TIME), Appointment.end_at > desk.now
    )
    return list(desk.session.scalars(query.limit(limit))) if customer_ids else []


def past_of(desk: Desk, customer_id: UUID, limit: int = 10) -> list[Appointment]:
    """What a customer had, the latest first."""
    mine = select(Attendee.appointment_id).where(Attendee.customer_id == customer_id)
    query = _all(desk).order_by(None).order_by(Appointment.start_at.desc()).where(Appointment.id.in_(mine))
    return list(desk.session.scalars(query.limit(limit)))


def requests(desk: Desk) -> list[Appointment]:
    """What waits for the owner's yes, the oldest first."""
    query = _all(desk).where(Appointment.status == AppointmentStatus.REQUESTED, Appointment.end_at > desk.now)
    return list(desk.session.scalars(query.order_by(None).order_by(Appointment.created_at)))


def answer_of(appointment: Appointment) -> Answered:
    """What the attendees said, as one word: a no counts before a yes, a silence before a yes."""
    said = {one.answered for one in appointment.attendees}
    for state in (Answered.DECLINED, Answered.ASKED, Answered.NOT_ASKED, Answered.CONFIRMED):
        if state in said:
            return state
    return Answered.NOT_ASKED


def line(desk: Desk, appointment: Appointment, *, with_day: bool = True) -> str:
    """`#7 Tue Nov 24 at 3 PM Ann Lee, haircut, Dr Chen: confirmed`."""
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    start = appointment.start_local
    when = local_time.in_words(start, now_local) if with_day else local_time.clock_in_words(start)
    several = len(calendars.list_calendars(desk)) > 1
    what = [booking.names(appointment), appointment.name, appointment.calendar.name if several else ""]
    mark = "to approve" if appointment.status is AppointmentStatus.REQUESTED else _MARKS.get(answer_of(appointment), "")
    said = ", ".join(one for one in what if one)
    return f"#{appointment.number} {when} {said}{': ' if mark else ''}{mark}"


def day_list(desk: Desk, day: date, calendar: Calendar | None = None) -> list[Appointment]:
    """What one day holds."""
    midnight = datetime.combine(day, datetime.min.time())
    return between(desk, midnight, midnight + _DAY, [calendar.id] if calendar else ())


def evening_due(work: Work) -> int:
    """Text tomorrow's list to every owner who wants it and whose evening has come; how many owners."""
    query = select(BookingRules).where(BookingRules.evening_at.is_not(None))
    return sum(_evening(work, rules) for rules in work.session.scalars(query).all())


def _evening(work: Work, rules: BookingRules) -> bool:
    desk = Desk(work, work.session.get_one(Business, rules.business_id))
    now_local = local_time.to_local(work.now, desk.business.timezone)
    is_time = rules.evening_at is not None and now_local.time() >= rules.evening_at
    if not is_time or rules.evening_on == now_local.date() or not _claim(desk, rules, now_local.date()):
        return False
    for piece in forwarding.pieces(tomorrow(desk)):
        forwarding.notify(desk, piece)
    return True


def tomorrow(desk: Desk) -> str:
    """Tomorrow's list, unconfirmed first."""
    day = local_time.to_local(desk.now, desk.business.timezone).date() + _DAY
    listed = day_list(desk, day)
    if not listed:
        return "Tomorrow is free."
    confirmed = [one for one in listed if answer_of(one) is Answered.CONFIRMED]
    waiting = [one for one in listed if answer_of(one) is not Answered.CONFIRMED]
    head = f"Tomorrow: {len(listed)} booked, {len(confirmed)} confirmed."
    return "\n".join([head, *(line(desk, one, with_day=False) for one in [*waiting, *confirmed])])


def _claim(desk: Desk, rules: BookingRules, today: date) -> bool:
    fresh = (BookingRules.evening_on.is_(None)) | (BookingRules.evening_on < today)
    won = desk.session.scalars(
        update(BookingRules)
        .where(BookingRules.id == rules.id, fresh)
        .values(evening_on=today)
        .returning(BookingRules.id)
    ).all()
    return bool(won)


def _all(desk: Desk) -> Select[Appointment]:
    loads = selectinload(Appointment.attendees).selectinload(Attendee.customer).options(*contacts.NAME_ONLY)
    query = select(Appointment).where(Appointment.business_id == desk.business.id)
    return query.options(loads).order_by(Appointment.start_at, Appointment.number)

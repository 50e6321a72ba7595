"""Appointments: booked, moved, cancelled, approved, declined.

That nobody gets a time twice is guaranteed by the primary key of `TakenTime`; what is looked up before the insert only
makes for a better answer. Everything that is to happen because of a change (reminders that follow, the customer and the
owner who are told, the waiting list) happens here, whatever door the change came through.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain import local_time
from bot.domain.availability import Length
from bot.errors import InputError, NotFound
from bot.services import availability, calendars, catalogue, consent, reminders
from bot.services.availability import Slot
from bot.services.reminders import Plan
from bot.services.work import Desk
from models import Appointment, Attendee, Business, Calendar, Customer, TakenTime
from models.appointment import TICK_MINUTES
from models.states import TAKING_TIME, AppointmentStatus, BookingMode

EXAMPLE = "book Ann Lee thurs 2:30 haircut"
FARTHEST = timedelta(days=2 * 366)
_LONGEST_MINUTES = 24 * 60
_SEATS_BEYOND = 20
_TICK_SECONDS = TICK_MINUTES * 60


class Taken(InputError):
    """Somebody has that time. `nearest` are the free ones nearest to it."""

    def __init__(self, sentence: str, nearest: Sequence[Slot]) -> None:
        super().__init__(sentence)
        self.nearest = tuple(nearest)


@dataclass(frozen=True)
class Wish:
    """An appointment that is not booked yet; `start_local` is wall time in the business's zone.

    `anyway`: where nothing is free, beside what is booked there (owners only). `plans`: None means the usual reminders.
    """

    start_local: datetime
    customers: tuple[UUID, ...] = ()
    groups: tuple[UUID, ...] = ()
    calendar_id: UUID | None = None
    service_id: UUID | None = None
    minutes: int | None = None
    name: str = ""
    place: str = ""
    notes: str = ""
    plans: tuple[Plan, ...] | None = None
    by_customer: bool = False
    anyway: bool = False
    created_by: str = "owner"
    series_id: UUID | None = None
    original_local: datetime | None = None


@dataclass(frozen=True)
class Booked:
    """What was booked, and which of its reminders would already be past."""

    appointment: Appointment
    skipped: tuple[Plan, ...] = field(default=())


def book(desk: Desk, wish: Wish) -> Booked:
    """Book it. Raises Taken where there is no room, InputError for what cannot be an appointment."""
    _check(desk, wish)
    service = catalogue.get_service(desk, wish.service_id) if wish.service_id else None
    calendar = calendars.get_calendar(desk, wish.calendar_id) if wish.calendar_id else None
    search = availability.search_for(desk, service, calendar, wish.minutes)
    rules = calendars.rules(desk)
    start_local = local_time.settle(wish.start_local.replace(second=0, microsecond=0), desk.business.timezone)
    candidates = _candidates(desk, search, start_local, wish)
    start_at = local_time.to_utc(start_local, desk.business.timezone)
    requested = wish.by_customer and rules.mode is BookingMode.REQUEST
    row = Appointment(
        business_id=desk.business.id,
        number=_next_number(desk),
        service_id=wish.service_id,
        series_id=wish.series_id,
        original_local=wish.original_local,
        name=(wish.name or (service.name if service else "")).strip()[:120],
        place=(wish.place or rules.place).strip()[:200],
        notes=wish.notes.strip(),
        start_local=start_local,
        timezone=desk.business.timezone,
        minutes=search.length.minutes,
        buffer_minutes=search.length.buffer_minutes,
        start_at=start_at,
        end_at=start_at + timedelta(minutes=search.length.minutes),
        status=AppointmentStatus.REQUESTED if requested else AppointmentStatus.BOOKED,
        created_by=wish.created_by,
        created_at=desk.now,
        changed_at=desk.now,
        attendees=[Attendee(customer_id=one) for one in dict.fromkeys(wish.customers)]
        + [Attendee(group_id=one) for one in dict.fromkeys(wish.groups)],
    )
    if not _seat_somewhere(desk, row, candidates, wish.anyway):
        raise _taken(desk, search, start_local, by_customer=wish.by_customer)
    plans = reminders.usual(desk) if wish.plans is None else wish.plans
    skipped = reminders.plan(desk, row, plans)
    return Booked(row, tuple(skipped))


def move(
    desk: Desk,
    appointment: Appointment,
    start_local: datetime,
    *,
    calendar: Calendar | None = None,
    minutes: int | None = None,
    by_customer: bool = False,
    anyway: bool = False,
) -> tuple[Plan, ...]:
    """Move it; its reminders follow. Those that would already be past. Raises Taken, InputError."""
    if appointment.status not in TAKING_TIME:
        raise InputError("That appointment is not booked any more.", "what's tomorrow")
    zone = desk.business.timezone
    start_local = local_time.settle(start_local.replace(second=0, microsecond=0), zone)
    target = calendar or appointment.calendar
    wish = Wish(start_local, calendar_id=target.id, minutes=minutes or appointment.minutes, anyway=anyway)
    _check(desk, wish)
    length = Length(minutes or appointment.minutes, appointment.buffer_minutes)
    search = availability.Search(length, (target,), ignoring=appointment.id)
    if by_customer and availability.fits(desk, search, start_local) is None:
        raise _taken(desk, search, start_local, by_customer=True)
    before = {name: getattr(appointment, name) for name in _MOVED}
    _free(desk, appointment)
    appointment.start_local, appointment.timezone, appointment.minutes = start_local, zone, length.minutes
    appointment.start_at = local_time.to_utc(start_local, zone)
    appointment.end_at = appointment.start_at + timedelta(minutes=length.minutes)
    if not _seat_somewhere(desk, appointment, (target,), anyway):
        for name, value in before.items():
            setattr(appointment, name, value)
        _take(desk, appointment)
        raise _taken(desk, search, start_local, by_customer=by_customer)
    appointment.revision, appointment.changed_at = appointment.revision + 1, desk.now
    for attendee in appointment.attendees:
        attendee.answered = reminders.NOT_ASKED
    return tuple(reminders.follow(desk, appointment))


_MOVED = ("start_local", "timezone", "minutes", "start_at", "end_at", "calendar_id", "seat")


def cancel(desk: Desk, appointment: Appointment) -> None:
    """Cancel it: its time is free, its reminders vanish."""
    _end(desk, appointment, AppointmentStatus.CANCELLED)


def approve(desk: Desk, appointment: Appointment) -> None:
    """A request becomes a booking. Raises InputError where it is none (any more)."""
    if appointment.status is not AppointmentStatus.REQUESTED:
        raise InputError(
            f"#{appointment.number} is not waiting for you: it is {appointment.status}.", "what's tomorrow"
        )
    appointment.status, appointment.changed_at = AppointmentStatus.BOOKED, desk.now
    desk.session.flush()


def decline(desk: Desk, appointment: Appointment) -> None:
    """A request that is not wanted. Raises InputError where it is none (any more)."""
    if appointment.status is not AppointmentStatus.REQUESTED:
        raise InputError(
            f"#{appointment.number} is not waiting for you: it is {appointment.status}.", "what's tomorrow"
        )
    _end(desk, appointment, AppointmentStatus.DECLINED)


def mark_no_show(desk: Desk, appointment: Appointment, missed: bool = True) -> None:
    """Note that somebody did not come, or that they did after all."""
    appointment.status = AppointmentStatus.NO_SHOW if missed else AppointmentStatus.BOOKED


def restore(desk: Desk, appointment: Appointment) -> None:
    """Undo `cancel`. Raises Taken where somebody has the time meanwhile."""
    appointment.status, appointment.changed_at = AppointmentStatus.BOOKED, desk.now
    if not _seat_somewhere(desk, appointment, (appointment.calendar,), anyway=False):
        appointment.status = AppointmentStatus.CANCELLED
        raise Taken("Somebody has that time meanwhile.", ())
    reminders.follow(desk, appointment)


def change_details(
    desk: Desk,
    appointment: Appointment,
    *,
    name: str | None = None,
    place: str | None = None,
    notes: str | None = None,
    customers: Sequence[UUID] | None = None,
    groups: Sequence[UUID] | None = None,
) -> None:
    """Change what is said of it and who comes; not when."""
    appointment.name = appointment.name if name is None else name.strip()[:120]
    appointment.place = appointment.place if place is None else place.strip()[:200]
    appointment.notes = appointment.notes if notes is None else notes.strip()
    appointment.changed_at = desk.now
    if customers is not None or groups is not None:
        _set_attendees(desk, appointment, customers or (), groups or ())
    desk.session.flush()


def get_appointment(desk: Desk, appointment_id: UUID) -> Appointment:
    """Raises NotFound for one that is not there or belongs to another business."""
    row = desk.session.get(Appointment, appointment_id)
    if row is None or row.business_id != desk.business.id:
        raise NotFound("There is no such appointment.")
    return row


def find_appointment(desk: Desk, number: int) -> Appointment | None:
    """The appointment that the owner calls `#number`."""
    query = select(Appointment).where(Appointment.business_id == desk.business.id, Appointment.number == number)
    return desk.session.scalar(query)


def names(appointment: Appointment) -> str:
    """Who comes, by name."""
    people = [one.customer.name for one in appointment.attendees if one.customer]
    return " and ".join([", ".join(people[:-1]), people[-1]] if len(people) > 1 else people)


def people(appointment: Appointment) -> list[Customer]:
    """The customers who come, groups apart."""
    return [one.customer for one in appointment.attendees if one.customer]


def reachable_by_text(desk: Desk, appointment: Appointment) -> list[tuple[Customer, str]]:
    """The attendees who may be texted, with their phones."""
    with_phone = [(one, one.phone) for one in people(appointment) if one.phone and not one.removed_at]
    out = consent.opted_out(desk.session, desk.business.id, [phone for _, phone in with_phone])
    return [(one, phone) for one, phone in with_phone if phone not in out]


def _check(desk: Desk, wish: Wish) -> None:
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    if wish.start_local < now_local - timedelta(minutes=5) and wish.series_id is None:
        raise InputError(f"{local_time.in_words(wish.start_local, now_local)} has passed.", EXAMPLE)
    if wish.start_local - now_local > FARTHEST:
        raise InputError("I can book up to two years ahead.", EXAMPLE)
    if wish.minutes is not None and not 1 <= wish.minutes <= _LONGEST_MINUTES:
        raise InputError("An appointment takes between a minute and a day.", EXAMPLE)


def _candidates(desk: Desk, search: availability.Search, start_local: datetime, wish: Wish) -> tuple[Calendar, ...]:
    """The calendars to try, the best one first. A customer gets nothing outside the hours; an owner may."""
    slot = availability.fits(desk, search, start_local)
    if slot:
        return (
            slot.calendar,
            *(one for one in search.calendars if one.id != slot.calendar.id and not wish.by_customer),
        )
    if wish.by_customer:
        raise _taken(desk, search, start_local, by_customer=True)
    if not search.calendars:
        return (calendars.first_calendar(desk),)
    return search.calendars


def _seat_somewhere(desk: Desk, row: Appointment, candidates: Iterable[Calendar], anyway: bool) -> bool:
    """Give it the first seat that the database lets it have."""
    listed = list(candidates)
    tries = [(one, seat) for one in listed for seat in range(one.capacity)]
    if anyway:
        tries += [(one, one.capacity + extra) for one in listed[:1] for extra in range(_SEATS_BEYOND)]
    return any(_sit(desk, row, calendar, seat) for calendar, seat in tries)


def _sit(desk: Desk, row: Appointment, calendar: Calendar, seat: int) -> bool:
    row.calendar, row.calendar_id, row.seat = calendar, calendar.id, seat
    try:
        with desk.session.begin_nested():
            desk.session.add(row)
            desk.session.flush()
            _take(desk, row)
    except IntegrityError:
        return False
    return True


def _take(desk: Desk, row: Appointment) -> None:
    first = int(row.start_at.timestamp()) // _TICK_SECONDS
    until = row.end_at + timedelta(minutes=row.buffer_minutes)
    last = -(-int(until.timestamp()) // _TICK_SECONDS)
    taken = [
        {"calendar_id": row.calendar_id, "tick": tick, "seat": row.seat, "appointment_id": row.id}
        for tick in range(first, max(last, first + 1))
    ]
    desk.session.flush()
    desk.session.execute(insert(TakenTime), taken)


def _free(desk: Desk, row: Appointment) -> None:
    desk.session.execute(delete(TakenTime).where(TakenTime.appointment_id == row.id))


def _end(desk: Desk, appointment: Appointment, status: AppointmentStatus) -> None:
    if appointment.status not in TAKING_TIME:
        raise InputError(f"#{appointment.number} was {appointment.status} before.", "what's tomorrow")
    appointment.status, appointment.changed_at = status, desk.now
    _free(desk, appointment)
    reminders.drop(desk, appointment)
    desk.session.flush()


def _taken(desk: Desk, search: availability.Search, start_local: datetime, *, by_customer: bool) -> Taken:
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    when = local_time.in_words(start_local, now_local)
    nearest = availability.nearest(desk, search, start_local, by_customer=by_customer)
    return Taken(f"{when[0].upper()}{when[1:]} is not free.", nearest)


def _set_attendees(desk: Desk, appointment: Appointment, customers: Sequence[UUID], groups: Sequence[UUID]) -> None:
    known = {one.customer_id or one.group_id: one for one in appointment.attendees}
    appointment.attendees = [
        *(known.get(one) or Attendee(customer_id=one) for one in dict.fromkeys(customers)),
        *(known.get(one) or Attendee(group_id=one) for one in dict.fromkeys(groups)),
    ]


def _next_number(desk: Desk) -> int:
    number = desk.session.scalar(
        update(Business)
        .where(Business.id == desk.business.id)
        .values(next_message_number=Business.next_message_number + 1)
        .returning(Business.next_message_number)
        .execution_options(synchronize_session=False)
    )
    return int(number or 0) - 1

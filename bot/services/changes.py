"""Changes to appointments with all that follows from them, whatever door they come through.

Customers hear of what the owner did only where they know of the appointment through us (a reminder went out, or they
booked it here); the owner hears of what customers did, as set; a time that came free is offered to those who wait.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import local_time
from bot.services import booking, calendars, news, reminders, waiting_list
from bot.services.booking import Wish
from bot.services.deliveries import outgoing
from bot.services.reminders import Plan
from bot.services.work import Desk
from models import Appointment, Calendar
from models.states import Answered, AppointmentStatus, Channel, DeliveryKind

MOVED = {
    "en": "{business}: your {appointment} has moved to {start}. Reply C to confirm or R for another time.",
    "es": "{business}: su {appointment} pasa al {start}. Responda C para confirmar o R para cambiar.",
}
CANCELLED = {
    "en": "{business}: your {appointment} on {start} is cancelled. Text us here to find another time.",
    "es": "{business}: su {appointment} del {start} queda cancelada. Escríbanos para buscar otra hora.",
}
APPROVED = {
    "en": "{business}: your {appointment} on {start} is booked. See you then!",
    "es": "{business}: su {appointment} del {start} queda reservada. ¡Nos vemos!",
}
DECLINED = {
    "en": "{business}: sorry, {start} does not work after all. Text us here to find another time.",
    "es": "{business}: lo sentimos, {start} no es posible. Escríbanos para buscar otra hora.",
}


@dataclass(frozen=True)
class Moved:
    """What came of a move: whether the customer was told, and the reminders that would have been too late."""

    told: bool
    skipped: tuple[Plan, ...]


def move_by_owner(
    desk: Desk,
    row: Appointment,
    start_local: datetime,
    *,
    calendar: Calendar | None = None,
    minutes: int | None = None,
    anyway: bool = False,
) -> Moved:
    """Move it; who knows of it is told and asked again. Raises Taken, InputError; then nothing has changed."""
    knew, was = reminders.told(desk, row), (row.start_local, row.minutes, row.calendar_id)
    with desk.session.begin_nested():
        skipped = booking.move(desk, row, start_local, calendar=calendar, minutes=minutes, anyway=anyway)
    told = knew and _tell(desk, row, MOVED, asks=True)
    waiting_list.offer_freed(desk, row, *was)
    return Moved(told, skipped)


def cancel_by_owner(desk: Desk, row: Appointment) -> bool:
    """Cancel it; whether the customer was told. Raises InputError where it is not booked any more."""
    knew = reminders.told(desk, row)
    booking.cancel(desk, row)
    told = knew and _tell(desk, row, CANCELLED)
    _offer(desk, row)
    return told


def restore(desk: Desk, row: Appointment) -> bool:
    """Book it again after all; whether the customer was told. Raises Taken."""
    knew = reminders.told(desk, row)
    booking.restore(desk, row)
    return knew and _tell(desk, row, APPROVED)


def approve(desk: Desk, row: Appointment) -> bool:
    """A request becomes a booking; whether the customer was told. Raises InputError where it is none."""
    booking.approve(desk, row)
    return _tell(desk, row, APPROVED)


def decline(desk: Desk, row: Appointment) -> bool:
    """A request that is not wanted; whether the customer was told. Raises InputError where it is none."""
    booking.decline(desk, row)
    told = _tell(desk, row, DECLINED)
    _offer(desk, row)
    return told


def book_by_customer(desk: Desk, wish: Wish) -> Appointment:
    """Book what a customer took, or request it; the owner hears of it. Raises Taken; then nothing has changed."""
    with desk.session.begin_nested():
        row = booking.book(desk, wish).appointment
    who, when = booking.names(row) or "Somebody", when_in_words(desk, row.start_local)
    what = f", {row.name}" if row.name else ""
    if row.status is AppointmentStatus.REQUESTED:
        asks = f"{who} asks for {when}{what}. Reply APPROVE {row.number} or DECLINE {row.number}."
        news.tell(desk, asks, at_once=True)
    else:
        news.tell(desk, f"{who} booked {when}{what} (#{row.number}).")
    return row


def move_by_customer(desk: Desk, row: Appointment, start_local: datetime) -> None:
    """Move it to a time that is offered; the owner hears of it. Raises Taken; then nothing has changed."""
    was = (row.start_local, row.minutes, row.calendar_id)
    with desk.session.begin_nested():
        booking.move(desk, row, start_local, by_customer=True)
    row.told_at = desk.now
    who = booking.names(row) or "Somebody"
    old, new = when_in_words(desk, was[0]), when_in_words(desk, row.start_local)
    news.tell(desk, f"{who} moved {old} to {new} (#{row.number}).")
    waiting_list.offer_freed(desk, row, *was)


def cancel_by_customer(desk: Desk, row: Appointment) -> str:
    """Cancel it; the owner hears of it. The business's words about cancelling late, where it is late."""
    rules = calendars.rules(desk)
    late = row.start_at - desk.now < timedelta(minutes=rules.cutoff_minutes)
    booking.cancel(desk, row)
    who, when = booking.names(row) or "Somebody", when_in_words(desk, row.start_local)
    news.tell(desk, f"{who} cancelled {when}{', after the cut-off' if late else ''}.", at_once=late)
    _offer(desk, row)
    return rules.cutoff_words if late else ""


def _offer(desk: Desk, row: Appointment) -> None:
    waiting_list.offer_freed(desk, row, row.start_local, row.minutes, row.calendar_id)


def when_in_words(desk: Desk, start_local: datetime, language: str = "en") -> str:
    """`Tue Nov 24 at 3 PM`: with the day, because a text may be read later."""
    return local_time.dated_in_words(start_local, local_time.to_local(desk.now, desk.business.timezone), language)


def _tell(desk: Desk, appointment: Appointment, words: dict[str, str], *, asks: bool = False) -> bool:
    reached = booking.reachable_by_text(desk, appointment)
    for customer, phone in reached:
        language = "es" if customer.language == "es" else "en"
        body = words[language].format(
            business=desk.business.name,
            appointment=appointment.name.lower() or ("cita" if language == "es" else "appointment"),
            start=when_in_words(desk, appointment.start_local, language),
        )
        row = outgoing(desk, DeliveryKind.CHANGE, Channel.TEXT, phone, body, customer_id=customer.id)
        row.appointment_id, row.expires_at = appointment.id, appointment.end_at
        if asks:
            row.answered, row.occurrence_local = Answered.ASKED, appointment.start_local
        desk.work.hand_over(row.id, row.kind)
        appointment.told_at = desk.now
    return bool(reached)

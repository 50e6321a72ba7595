"""What follows from a change to an appointment: who is told, and whom a freed time is offered to.

Customers hear of what the owner did only where they know of the appointment through us (a reminder went out, or they
booked it here); the owner hears of what customers did, as set.
"""

from datetime import datetime
from uuid import UUID

from bot.domain import local_time
from bot.services import booking, news, waiting_list
from bot.services.deliveries import outgoing
from bot.services.work import Desk
from models import Appointment
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


def booked_by_customer(desk: Desk, appointment: Appointment) -> None:
    """The owner hears of it; of a request always and at once."""
    who, when = booking.names(appointment) or "Somebody", when_in_words(desk, appointment.start_local)
    what = f", {appointment.name}" if appointment.name else ""
    if appointment.status is AppointmentStatus.REQUESTED:
        number = appointment.number
        asks = f"{who} asks for {when}{what}. Reply APPROVE {number} or DECLINE {number}."
        news.tell(desk, asks, at_once=True)
    else:
        news.tell(desk, f"{who} booked {when}{what} (#{appointment.number}).")


def moved_by_customer(desk: Desk, appointment: Appointment, before: datetime) -> None:
    """The owner hears of it; the time that came free is offered."""
    who = booking.names(appointment) or "Somebody"
    old, new = when_in_words(desk, before), when_in_words(desk, appointment.start_local)
    news.tell(desk, f"{who} moved {old} to {new} (#{appointment.number}).")


def cancelled_by_customer(desk: Desk, appointment: Appointment, *, late: bool) -> None:
    """The owner hears of it; of one after the cut-off at once."""
    who, when = booking.names(appointment) or "Somebody", when_in_words(desk, appointment.start_local)
    news.tell(desk, f"{who} cancelled {when}{', after the cut-off' if late else ''}.", at_once=late)


def moved_by_owner(desk: Desk, appointment: Appointment, knew: bool) -> bool:
    """The customer hears of it and is asked again; whether anybody was told."""
    return knew and _tell(desk, appointment, MOVED, asks=True)


def cancelled_by_owner(desk: Desk, appointment: Appointment, knew: bool) -> bool:
    """The customer hears of it; whether anybody was told."""
    return knew and _tell(desk, appointment, CANCELLED)


def approved(desk: Desk, appointment: Appointment) -> bool:
    """The customer hears of it; whether anybody was told."""
    return _tell(desk, appointment, APPROVED)


def declined(desk: Desk, appointment: Appointment) -> bool:
    """The customer hears of it; whether anybody was told."""
    return _tell(desk, appointment, DECLINED)


def freed(desk: Desk, appointment: Appointment, start_local: datetime, minutes: int, calendar_id: UUID) -> int:
    """A time came free: those who wait are offered it; how many."""
    return waiting_list.offer_freed(desk, appointment, start_local, minutes, calendar_id)


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
    return bool(reached)

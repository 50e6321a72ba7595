"""What waits for a customer's yes: a message that asked for one, or an appointment of which a reminder did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, select, update

from bot.services import contacts
from bot.services.work import Desk
from models import Appointment, Attendee, Delivery
from models.states import TAKING_TIME, Answered, Channel, DeliveryStatus

REMEMBERED = timedelta(days=7)
_UNSEEN = (DeliveryStatus.WAITING, DeliveryStatus.QUEUED, DeliveryStatus.CANCELLED, DeliveryStatus.SUPPRESSED)
_MOST = 10


@dataclass(frozen=True)
class Asked:
    """One thing that waits for a yes: the delivery that asked last, and the appointment that it is about."""

    delivery: Delivery
    appointment: Appointment | None

    @property
    def who(self) -> str:
        """Whom it is about, by first name."""
        customer = self.delivery.customer
        return (customer.first_name or customer.last_name) if customer else ""


def waiting(desk: Desk, phone: str) -> list[Asked]:
    """What this phone was asked and has not answered, the newest first; of an appointment only the last question."""
    found: dict[UUID, Asked] = {}
    for row in desk.session.scalars(_unanswered(desk, phone)):
        appointment = desk.session.get(Appointment, row.appointment_id) if row.appointment_id else None
        if appointment is None or _still_ahead(desk, appointment):
            found.setdefault(appointment.id if appointment else row.id, Asked(row, appointment))
    asked = list(found.values())
    about = [one for one in asked if one.appointment]
    return about or asked[:1]


def settle(desk: Desk, asked: Delivery, answered: Answered) -> None:
    """Take the answer to a delivery; for an appointment, wherever it was asked. A ladder of reminders ends with it."""
    asked.answered = answered
    if asked.origin_id:
        desk.session.get_one(Delivery, asked.origin_id).answered = answered
    if asked.appointment_id is None:
        return
    appointment = desk.session.get_one(Appointment, asked.appointment_id)
    settle_appointment(desk, appointment, _customers_behind(desk, asked), answered)


def settle_appointment(desk: Desk, appointment: Appointment, customer_ids: Iterable[UUID], answered: Answered) -> None:
    """These attendees answered, through whatever door."""
    behind = set(customer_ids)
    for attendee in appointment.attendees:
        if attendee.customer_id in behind:
            attendee.answered = answered
    desk.session.execute(
        update(Delivery)
        .where(
            Delivery.appointment_id == appointment.id,
            Delivery.customer_id.in_(behind),
            Delivery.answered == Answered.ASKED,
        )
        .values(answered=answered)
    )


def confirm(desk: Desk, phone: str) -> Delivery | None:
    """Take a yes for the newest thing that waits; None where nothing does."""
    return _answer(desk, phone, Answered.CONFIRMED)


def decline(desk: Desk, phone: str) -> Delivery | None:
    """Take a no for the newest thing that waits; None where nothing does."""
    return _answer(desk, phone, Answered.DECLINED)


def _answer(desk: Desk, phone: str, answered: Answered) -> Delivery | None:
    asked = waiting(desk, phone)
    if asked:
        settle(desk, asked[0].delivery, answered)
    return asked[0].delivery if asked else None


def _unanswered(desk: Desk, phone: str) -> Select[Delivery]:
    return (
        select(Delivery)
        .where(
            Delivery.business_id == desk.business.id,
            Delivery.address == phone,
            Delivery.answered == Answered.ASKED,
            Delivery.channel != Channel.EMAIL,
            Delivery.created_at > desk.now - REMEMBERED,
            Delivery.status.not_in(_UNSEEN),
        )
        .order_by(Delivery.due_at.desc(), Delivery.id.desc())
        .limit(_MOST)
    )


def _still_ahead(desk: Desk, appointment: Appointment) -> bool:
    return appointment.status in TAKING_TIME and appointment.end_at > desk.now


def _customers_behind(desk: Desk, asked: Delivery) -> set[UUID]:
    """Everybody at this appointment whom the delivery spoke to: two children on one phone get one text."""
    if asked.customer_id is None:
        return set()
    attending = select(Attendee.customer_id).where(Attendee.appointment_id == asked.appointment_id)
    together = {one for one in desk.session.scalars(attending) if one is not None}
    same_phone = {one.id for one in contacts.customers_with_phone(desk, asked.address)}
    return (together & same_phone) | {asked.customer_id}

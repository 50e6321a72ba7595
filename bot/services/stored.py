"""What is kept of somebody, counted: for whoever asks what we know of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.services.work import Desk
from models import Attendee, Customer, Delivery, InboxItem


@dataclass(frozen=True)
class Stored:
    """What is kept with one phone: names, texts of both directions, and appointments of those who have it."""

    names: tuple[str, ...]
    texts: int
    appointments: int
    has_notes: bool


def of_phone(desk: Desk, phone: str, customers: Sequence[Customer]) -> Stored:
    """By the phone that asks: nobody learns of another one's."""
    business = desk.business.id
    heard = select(func.count(InboxItem.id)).where(InboxItem.business_id == business, InboxItem.phone == phone)
    sent = select(func.count(Delivery.id)).where(Delivery.business_id == business, Delivery.address == phone)
    booked = select(func.count(Attendee.id)).where(Attendee.customer_id.in_([one.id for one in customers]))
    return Stored(
        names=tuple(one.name for one in customers),
        texts=(desk.session.scalar(heard) or 0) + (desk.session.scalar(sent) or 0),
        appointments=(desk.session.scalar(booked) or 0) if customers else 0,
        has_notes=any(one.notes for one in customers),
    )

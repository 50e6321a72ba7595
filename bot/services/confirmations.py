"""What waits for a customer's yes."""

from datetime import timedelta

from sqlalchemy import select

from bot.services.work import Desk
from models import Delivery
from models.states import Answered, Channel, DeliveryStatus

REMEMBERED = timedelta(days=7)
_UNSEEN = (DeliveryStatus.WAITING, DeliveryStatus.QUEUED, DeliveryStatus.CANCELLED, DeliveryStatus.SUPPRESSED)


def waiting(desk: Desk, phone: str) -> Delivery | None:
    """The newest delivery to this phone that asks for a confirmation and has none yet."""
    return desk.session.scalar(
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
        .limit(1)
    )


def confirm(desk: Desk, phone: str) -> Delivery | None:
    """Take a yes for what waits; None where nothing does."""
    return _answer(desk, phone, Answered.CONFIRMED)


def decline(desk: Desk, phone: str) -> Delivery | None:
    """Take a no for what waits; None where nothing does."""
    return _answer(desk, phone, Answered.DECLINED)


def _answer(desk: Desk, phone: str, answered: Answered) -> Delivery | None:
    row = waiting(desk, phone)
    if row is not None:
        row.answered = answered
    return row

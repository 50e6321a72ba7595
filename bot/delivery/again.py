"""Another try for what reached nobody: a busy line, a phone that was out of reach.

It is a delivery of its own, so that each delivery is handed to a carrier once at most, and it is looked at again like
every other before it goes out.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.domain import local_time, quiet_hours
from bot.services import deliveries
from bot.services.work import Work
from models import Business, Delivery, Message
from models.states import Answered, Channel, DeliveryKind, DeliveryStatus, MessageStatus

_WORTH_IT = (DeliveryKind.MESSAGE, DeliveryKind.REMINDER, DeliveryKind.REPLY, DeliveryKind.CHANGE)
_CALLS = (Channel.VOICE, Channel.SPEECH)


def try_again(work: Work, row: Delivery, pauses: Sequence[timedelta]) -> Delivery | None:
    """Plan another try of what has just failed, and say so in its reason; None where that makes no sense."""
    if row.kind not in _WORTH_IT or row.tries_before >= len(pauses):
        return None
    due = _moment(work, row, work.now + pauses[row.tries_before])
    if due is None or row.answered in (Answered.CONFIRMED, Answered.DECLINED):
        return None
    business = work.session.get_one(Business, row.business_id)
    now_local = local_time.to_local(work.now, business.timezone)
    when = local_time.in_words(local_time.to_local(due, business.timezone), now_local)
    row.reason = f"{row.reason}; trying again {when}"
    return deliveries.repeat(work, row, due)


def overtaken(work: Work, row: Delivery) -> str | None:
    """Why another try is not wanted any more: the message was stopped, or somebody answered meanwhile."""
    origin = work.session.get(Delivery, row.origin_id)
    if origin is None:
        return None
    message = work.session.get(Message, origin.message_id) if origin.message_id else None
    if message is not None and message.status is MessageStatus.STOPPED:
        return "stopped"
    others = select(Delivery.id).where(
        (Delivery.id == origin.id) | (Delivery.origin_id == origin.id),
        Delivery.id != row.id,
        (Delivery.status == DeliveryStatus.DELIVERED) | Delivery.answered.in_((Answered.CONFIRMED, Answered.DECLINED)),
    )
    return "it was answered meanwhile" if work.session.scalar(others.limit(1)) else None


def _moment(work: Work, row: Delivery, due: datetime) -> datetime | None:
    """When the next try may be; None where it would be too late to be of use. Nobody is called again at night."""
    if row.channel in _CALLS:
        business = work.session.get_one(Business, row.business_id)
        own = row.customer.timezone if row.customer else None
        due = quiet_hours.next_allowed(due, quiet_hours.zones_for(own, row.address, business.timezone))
    return None if row.expires_at is not None and due >= row.expires_at else due

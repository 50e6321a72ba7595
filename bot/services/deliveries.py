"""New deliveries, made in one place, so that each has what sending needs."""

from uuid import UUID

from bot.domain import segments
from bot.services.work import Desk
from models import Delivery
from models.states import Channel, DeliveryKind


def outgoing(
    desk: Desk,
    kind: DeliveryKind,
    channel: Channel,
    address: str,
    body: str,
    *,
    customer_id: UUID | None = None,
    answers_item_id: UUID | None = None,
) -> Delivery:
    """A delivery that is due now. Handing it over is up to the caller: an answer rides the webhook's response."""
    row = Delivery(
        business_id=desk.business.id,
        kind=kind,
        channel=channel,
        address=address,
        body=body,
        parts=segments.count(body).parts if channel is Channel.TEXT else 1,
        customer_id=customer_id,
        answers_item_id=answers_item_id,
        due_at=desk.now,
        created_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    return row

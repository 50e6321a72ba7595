"""New deliveries, made in one place, so that each has what sending needs; and what became of them, in words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from bot.domain import local_time, segments
from bot.services.work import Desk, Work
from models import Customer, Delivery
from models.states import OPEN_DELIVERY, Channel, DeliveryKind, DeliveryStatus

_COPIED = (
    "business_id", "kind", "channel", "address", "customer_id", "appointment_id", "occurrence_local", "body", "subject",
    "prompt_id", "parts", "answered", "promotional", "expires_at",
)  # fmt: skip

_NO_MESSAGES = (DeliveryKind.FORWARD, DeliveryKind.NOTICE, DeliveryKind.ANSWER, DeliveryKind.CONSENT)
"""What nobody means by "the text to Ann"."""


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


def repeat(work: Work, row: Delivery, due: datetime) -> Delivery:
    """The same once more, as a delivery of its own. Raises IntegrityError where somebody did so at the same time."""
    values = {name: getattr(row, name) for name in _COPIED}
    tries = {"origin_id": row.origin_id or row.id, "tries_before": row.tries_before + 1}
    made = Delivery(due_at=due, created_at=work.now, **values, **tries)
    work.session.add(made)
    work.session.flush()
    return made


def latest_to(desk: Desk, customer: Customer, limit: int = 1) -> list[Delivery]:
    """What was last sent to a customer, or kept from being sent; the newest first."""
    query = (
        select(Delivery)
        .where(
            Delivery.business_id == desk.business.id,
            Delivery.customer_id == customer.id,
            Delivery.kind.not_in(_NO_MESSAGES),
        )
        .order_by(Delivery.created_at.desc(), Delivery.id.desc())
    )
    return list(desk.session.scalars(query.limit(limit)))


def story(desk: Desk, row: Delivery) -> str:
    """Where a delivery stands and why, as a piece of a sentence: "not sent: opted out"."""
    zone = desk.business.timezone
    now_local = local_time.to_local(desk.now, zone)
    moment = row.due_at if row.status in OPEN_DELIVERY else row.finished_at or row.sent_at or row.due_at
    when = local_time.in_words(local_time.to_local(moment, zone), now_local)
    reason = f": {row.reason}" if row.reason else ""
    match row.status:
        case DeliveryStatus.WAITING | DeliveryStatus.QUEUED:
            return row.reason or f"waiting, goes out {when}"
        case DeliveryStatus.DELIVERED:
            return f"delivered {when}{f', {row.reason}' if row.reason else ''}"
        case DeliveryStatus.SENDING | DeliveryStatus.ACCEPTED:
            return f"on its way since {when}"
        case DeliveryStatus.SENT:
            return f"sent {when}; the carrier has not confirmed that it arrived"
        case DeliveryStatus.UNKNOWN:
            return f"not known yet{reason}"
        case DeliveryStatus.FAILED:
            return f"failed {when}{reason}"
        case _:
            return f"not sent{reason}"

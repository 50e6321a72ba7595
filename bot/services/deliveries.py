"""New deliveries, made in one place, so that each has what sending needs; and what became of them, in words."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select, text, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from bot.domain import local_time, segments
from bot.errors import InputError, NotFound
from bot.services import contacts
from bot.services.work import Desk, Work
from models import Customer, Delivery, Message
from models.delivery import TROUBLED
from models.states import OPEN_DELIVERY, Channel, DeliveryKind, DeliveryStatus

_COPIED = (
    "business_id", "kind", "channel", "address", "customer_id", "appointment_id", "occurrence_local", "body", "subject",
    "prompt_id", "parts", "answered", "promotional", "expires_at",
)  # fmt: skip

RECENT = timedelta(days=14)
"""So long what did not arrive is put before the owner."""

_TO_THE_OWNER = (DeliveryKind.FORWARD, DeliveryKind.NOTICE)

DEAD = (DeliveryStatus.FAILED, DeliveryStatus.EXPIRED)
"""Certainly not arrived, and nobody's wish."""

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


def resend(desk: Desk, row: Delivery) -> Delivery:
    """Once more what certainly did not arrive. Raises InputError for all else, and where it was repeated already."""
    if row.status not in DEAD:
        raise InputError(f"That has not failed: {story(desk, row)}.", "send it as a new message")
    try:
        with desk.session.begin_nested():
            made = repeat(desk.work, row, desk.now)
    except IntegrityError:
        raise InputError("That was tried again already.", "look at its other tries") from None
    made.expires_at = row.expires_at if row.appointment_id else None
    desk.work.hand_over(made.id, made.kind)
    return made


def listed(
    desk: Desk,
    limit: int,
    after: UUID | None = None,
    *,
    message: Message | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Delivery]:
    """One page of deliveries, the newest first, beginning behind the delivery `after`.

    `message`: those of one message only; `since`, `until`: only those made from one moment until before another.
    """
    key = (Delivery.created_at, Delivery.id)
    query = _named(desk).order_by(*(one.desc() for one in key)).limit(limit)
    last = desk.session.get(Delivery, after) if after else None
    if last is not None and last.business_id == desk.business.id:
        query = query.where(tuple_(*key) < (last.created_at, last.id))
    if message is not None:
        query = query.where(Delivery.message_id == message.id)
    if since is not None:
        query = query.where(Delivery.created_at >= since)
    if until is not None:
        query = query.where(Delivery.created_at < until)
    return list(desk.session.scalars(query))


def troubled(desk: Desk, limit: int) -> list[Delivery]:
    """What did not arrive in the last weeks, or is not known to have; notes to the owner apart. The newest first."""
    mine = (text(TROUBLED), Delivery.created_at > desk.now - RECENT, Delivery.kind.not_in(_TO_THE_OWNER))
    return list(desk.session.scalars(_named(desk).where(*mine).order_by(Delivery.created_at.desc()).limit(limit)))


def _named(desk: Desk) -> Select[Delivery]:
    """With the customers' names, which are asked for once and not for each line."""
    query = select(Delivery).where(Delivery.business_id == desk.business.id)
    return query.options(joinedload(Delivery.customer).options(*contacts.NAME_ONLY))


def get(desk: Desk, delivery_id: UUID) -> Delivery:
    """A delivery of this business. Raises NotFound."""
    row = desk.session.get(Delivery, delivery_id)
    if row is None or row.business_id != desk.business.id:
        raise NotFound("There is no such delivery.")
    return row


def tries_of(desk: Desk, row: Delivery) -> list[Delivery]:
    """Every try at the same thing, this one among them, the first one first."""
    origin = row.origin_id or row.id
    query = select(Delivery).where(
        Delivery.business_id == desk.business.id, or_(Delivery.id == origin, Delivery.origin_id == origin)
    )
    return list(desk.session.scalars(query.order_by(Delivery.tries_before)))


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

"""From a message that is due to its deliveries.

Who gets it is read when it is due, not when it was scheduled. The message moves on to its next occurrence in the same
transaction, and a delivery is unique by message, occurrence, channel and address: nothing is expanded twice.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.domain import fields, local_time, phone_numbers, recurrence, segments
from bot.services import audience
from bot.services.audience import Addressee, Recipient
from bot.services.work import Desk, Work
from models import Business, Delivery, Message, new_id
from models.states import Answered, Channel, DeliveryKind, MessageStatus

WORTHLESS_AFTER = timedelta(hours=24)
"""A message that could not leave within a day says something that is no longer true."""
_BATCH = 20
_IMMEDIATE = 3
"""So few need not wait for their turn: they leave with the commit."""


def expand_due(work: Work, horizon: timedelta) -> int:
    """Turn messages due within the horizon into waiting deliveries; how many messages. Several may run at once."""
    due = work.session.scalars(
        select(Message)
        .where(Message.status == MessageStatus.SCHEDULED, Message.next_at <= work.now + horizon)
        .order_by(Message.next_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for message in due:
        expand(work, message, work.session.get_one(Business, message.business_id))
    return len(due)


def expand(work: Work, message: Message, business: Business) -> int:
    """Make the deliveries of the occurrence that is due, and move on. How many deliveries."""
    occurrence = _latest_due(work, message, business)
    desk = Desk(work, business)
    to = [Recipient(r.kind, r.customer_id, r.group_id, r.address) for r in message.recipients]
    reached = audience.gather(desk, to, [Channel(name) for name in message.channels])
    due_at = max(local_time.to_utc(occurrence, business.timezone), message.created_at)
    rows = [_row(message, business, one, occurrence, due_at, work.now) for one in reached.addressees]
    if rows:
        work.session.execute(insert(Delivery), rows)
    if due_at <= work.now and len(rows) <= _IMMEDIATE:
        for row in rows:
            work.hand_over(row["id"], DeliveryKind.MESSAGE)
    _move_on(message, business, occurrence)
    return len(rows)


def words_for(business: Business, body: str, one: Addressee) -> str:
    """The words as this addressee gets them."""
    own = {"business": business.name, "phone": phone_numbers.pretty(business.number)}
    return fields.fill(body, {**own, **one.values})


def _latest_due(work: Work, message: Message, business: Business) -> datetime:
    """The occurrence to send. After a long stop it is the latest one: nobody wants forty daily texts at once."""
    occurrence = message.next_local or message.start_local
    if message.rrule is None:
        return occurrence
    now_local = local_time.to_local(work.now, business.timezone)
    while (later := recurrence.next_after(message.rrule, message.start_local, occurrence)) and later <= now_local:
        occurrence = later
    return occurrence


def _move_on(message: Message, business: Business, occurrence: datetime) -> None:
    later = recurrence.next_after(message.rrule, message.start_local, occurrence) if message.rrule else None
    message.next_local = later
    message.next_at = local_time.to_utc(later, business.timezone) if later else None
    if later is None:
        message.status = MessageStatus.DONE


def _row(
    message: Message, business: Business, one: Addressee, occurrence: datetime, due_at: datetime, now: datetime
) -> dict[str, Any]:
    body = words_for(business, message.body, one)
    return {
        "id": new_id(),
        "business_id": business.id,
        "kind": DeliveryKind.MESSAGE,
        "channel": one.channel,
        "address": one.address,
        "customer_id": one.customer_id,
        "message_id": message.id,
        "occurrence_local": occurrence,
        "body": body,
        "subject": message.subject,
        "prompt_id": message.prompt_id if one.channel is Channel.VOICE else None,
        "parts": segments.count(body).parts if one.channel is Channel.TEXT else 1,
        "answered": Answered.ASKED if message.asks_confirmation else Answered.NOT_ASKED,
        "promotional": message.promotional,
        "due_at": due_at,
        "expires_at": due_at + WORTHLESS_AFTER,
        "created_at": now,
    }

"""Answers to inbound texts, and the guard against answering a robot for ever."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain import phone_numbers
from bot.services import consent, forwarding
from bot.services.deliveries import outgoing
from bot.services.work import Desk
from models import Conversation, Delivery, InboxItem
from models.states import Channel, DeliveryKind, DeliveryStatus

RIDES = timedelta(minutes=2)
"""How long the carrier may take to report an answer that rode its webhook; then it is unknown and looked up."""
WINDOW = timedelta(minutes=10)
MOST = 60
MOST_ALIKE = 4
"""Within the window. No person needs sixty answers, or the same one a fifth time: that is two machines talking to one
another (the carrier itself breaks a loop at 30 replies in 30 s, error 14107)."""
MUTED = timedelta(hours=1)


def ride(desk: Desk, item: InboxItem, body: str, kind: DeliveryKind) -> Delivery:
    """The answer as a delivery that is on its way: the carrier takes it from the webhook's response."""
    row = outgoing(desk, kind, Channel.TEXT, item.phone, body, customer_id=item.customer_id, answers_item_id=item.id)
    row.status, row.sent_at, row.lease_until = DeliveryStatus.SENDING, desk.now, desk.now + RIDES
    row.attempts = 1
    return row


def may_answer(desk: Desk, conversation: Conversation, item: InboxItem, kind: DeliveryKind, body: str) -> bool:
    """No answer to somebody who opted out (but the one that says so), nor to what texts like a machine."""
    if item.from_owner and item.intent != "other":
        return True  # an owner may ask the same thing a hundred times; what is not understood five times is a machine's
    if conversation.muted_until and desk.now < conversation.muted_until:
        return False
    if phone_numbers.is_abroad(item.phone, desk.work.rules.countries):
        return False  # whoever earns by being answered there has texts answered all day
    out = not item.from_owner and consent.opted_out(desk.session, desk.business.id, [item.phone])
    if out and kind is not DeliveryKind.CONSENT:
        return False
    if _is_loop(desk, item, body):
        _mute(desk, conversation, item)
        return False
    return True


def _is_loop(desk: Desk, item: InboxItem, body: str) -> bool:
    if not _is_repeating(desk, item):
        return False
    answers = desk.session.scalars(
        select(Delivery.body).where(
            Delivery.business_id == desk.business.id,
            Delivery.address == item.phone,
            Delivery.kind.in_((DeliveryKind.ANSWER, DeliveryKind.CONSENT)),
            Delivery.created_at > desk.now - WINDOW,
        )
    ).all()
    return len(answers) >= MOST or answers.count(body) >= MOST_ALIKE


def _is_repeating(desk: Desk, item: InboxItem) -> bool:
    """People say it in other words when they are not understood; machines do not. Sixty texts are no person's."""
    texts = desk.session.scalars(
        select(InboxItem.body).where(
            InboxItem.business_id == desk.business.id,
            InboxItem.phone == item.phone,
            InboxItem.received_at > desk.now - WINDOW,
        )
    ).all()
    return len(texts) > MOST or texts.count(item.body) >= MOST_ALIKE


def _mute(desk: Desk, conversation: Conversation, item: InboxItem) -> None:
    conversation.muted_until = desk.now + MUTED
    who = item.customer.name if item.customer else phone_numbers.pretty(item.phone)
    if not item.from_owner:
        forwarding.notify(desk, f"{who} texts like a robot. I stop answering for an hour; see the inbox.", item.id)

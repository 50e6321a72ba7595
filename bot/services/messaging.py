"""Messages: previewed, scheduled, listed, stopped; and replies to one phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, and_, or_, select, tuple_, update
from sqlalchemy.orm import selectinload

from bot.domain import fields, local_time, phone_numbers, recurrence, segments
from bot.errors import InputError, NotFound
from bot.services import audience, audit, billing, consent, contacts, expansion, standing, usage
from bot.services.audience import Audience, LeftOut, Recipient
from bot.services.deliveries import outgoing
from bot.services.work import Desk
from models import Business, Delivery, Message, MessageRecipient, Prompt, new_id
from models.states import (
    OPEN_DELIVERY,
    Channel,
    DeliveryKind,
    DeliveryStatus,
    MessageStatus,
    RecipientKind,
)

EXAMPLE = "remind VIP group Tuesday 3pm your color appointment is coming up"
MANY = 20
"""Recipients named one by one, from which on a message counts as a big one."""
LONGEST_EMAIL = 100_000
FARTHEST = timedelta(days=2 * 366)

__all__ = ["Draft", "LeftOut", "Preview", "Recipient"]


@dataclass(frozen=True)
class Draft:
    """A message that is not scheduled yet. `start_local` is wall time in the business's zone; None is now."""

    recipients: tuple[Recipient, ...]
    body: str = ""
    channels: tuple[Channel, ...] = (Channel.TEXT,)
    start_local: datetime | None = None
    rrule: str | None = None
    prompt_id: UUID | None = None
    subject: str | None = None
    asks_confirmation: bool = False
    promotional: bool = False


@dataclass(frozen=True)
class Preview:
    """What scheduling a draft would do. `price` is what it costs beyond what the plan includes this month."""

    count: int
    left_out: tuple[LeftOut, ...]
    parts_each: int
    parts_total: int
    calls: int
    emails: int
    price: Decimal
    sample: str
    first_local: datetime


def preview(desk: Desk, draft: Draft) -> Preview:
    """Raises InputError for a draft that cannot be scheduled."""
    first = _check(desk, draft)
    reached = audience.gather(desk, draft.recipients, draft.channels)
    bodies = _text_bodies(desk, draft, reached)
    parts = [segments.count(body).parts for body in bodies]
    calls = sum(one.channel in (Channel.VOICE, Channel.SPEECH) for one in reached.addressees)
    return Preview(
        count=reached.people,
        left_out=reached.left_out,
        parts_each=max(parts, default=0),
        parts_total=sum(parts),
        calls=calls,
        emails=sum(one.channel is Channel.EMAIL for one in reached.addressees),
        price=usage.this_month(desk).extra_cost_of(texts=sum(parts), calls=calls),
        sample=bodies[0] if bodies else _sample(desk, draft, reached),
        first_local=first,
    )


def schedule(desk: Desk, draft: Draft, created_by: str, message_id: UUID | None = None) -> Message:
    """Store the rule; what is due now becomes deliveries at once. Raises InputError like `preview`.

    With the same `message_id` a second time it is the message that there is already: a button pressed twice.
    """
    if message_id is not None and desk.session.get(Message, message_id) is not None:
        return get_message(desk, message_id)
    first = _check(desk, draft)
    message = Message(
        id=message_id or new_id(),
        business_id=desk.business.id,
        number=_next_number(desk),
        channels=[str(channel) for channel in dict.fromkeys(draft.channels)],
        body=draft.body.strip(),
        subject=draft.subject,
        prompt_id=draft.prompt_id,
        asks_confirmation=draft.asks_confirmation,
        promotional=draft.promotional,
        start_local=first,
        timezone=desk.business.timezone,
        rrule=draft.rrule and recurrence.check(draft.rrule),
        next_local=first,
        next_at=desk.now if draft.start_local is None and not draft.rrule else _moment(desk, first),
        created_by=created_by,
        created_at=desk.now,
        recipients=[_recipient_row(one) for one in draft.recipients],
    )
    desk.session.add(message)
    desk.session.flush()
    _note_if_big(desk, draft, message)
    if message.next_at and message.next_at <= desk.now:
        expansion.expand(desk.work, message, desk.business)
    return message


def stop(desk: Desk, message: Message) -> int:
    """Stop a message: it fires no more, and what waits of it is cancelled. How many deliveries were."""
    message.status, message.next_at, message.next_local = MessageStatus.STOPPED, None, None
    cancelled = desk.session.execute(
        update(Delivery)
        .where(Delivery.message_id == message.id, Delivery.status.in_(OPEN_DELIVERY))
        .values(status=DeliveryStatus.CANCELLED, reason="stopped", finished_at=desk.now)
        .returning(Delivery.id)
    )
    return len(cancelled.all())


def resume(desk: Desk, message: Message, next_local: datetime) -> None:
    """Undo `stop`. Raises InputError where its time has passed meanwhile."""
    next_at = _moment(desk, next_local)
    if next_at <= desk.now:
        raise InputError("Its time has passed meanwhile, so it stays stopped.")
    message.status, message.next_local, message.next_at = MessageStatus.SCHEDULED, next_local, next_at


def scheduled(desk: Desk, limit: int = 100) -> list[Message]:
    """What is still going to be sent, the next one first."""
    query = _with_names(desk).where(Message.status == MessageStatus.SCHEDULED)
    return list(desk.session.scalars(query.order_by(Message.next_at).limit(limit)))


def latest(desk: Desk, limit: int, after: UUID | None = None) -> list[Message]:
    """One page of all messages, the newest first, beginning behind the message `after`."""
    query = _with_names(desk).order_by(Message.created_at.desc(), Message.id.desc())
    last = desk.session.get(Message, after) if after else None
    if last is not None and last.business_id == desk.business.id:
        query = query.where(tuple_(Message.created_at, Message.id) < (last.created_at, last.id))
    return list(desk.session.scalars(query.limit(limit)))


def _with_names(desk: Desk) -> Select[Message]:
    """With whom they are for, so that a list asks once and not for each line."""
    whom = selectinload(Message.recipients)
    person = whom.joinedload(MessageRecipient.customer).options(*contacts.NAME_ONLY)
    query = select(Message).where(Message.business_id == desk.business.id)
    return query.options(person, whom.joinedload(MessageRecipient.group))


def occurrences(desk: Desk, first: datetime, last: datetime, limit: int = 500) -> list[tuple[Message, datetime]]:
    """Messages with the wall times at which they went out or will, from `first` to `last`, in order."""
    once = and_(Message.rrule.is_(None), Message.start_local >= first)
    repeated = and_(Message.rrule.is_not(None), Message.status == MessageStatus.SCHEDULED)
    query = _with_names(desk).where(
        Message.start_local <= last,
        or_(once, repeated, Message.start_local >= first),
    )
    found: list[tuple[Message, datetime]] = []
    for message in desk.session.scalars(query.order_by(Message.start_local.desc()).limit(limit)):
        begun = message.start_local
        repeats = message.rrule if message.status is MessageStatus.SCHEDULED else None
        times = recurrence.between(repeats, begun, max(first, begun), last) if repeats else [begun]
        found += [(message, moment) for moment in times]
    return sorted(found, key=lambda pair: pair[1])


def get_message(desk: Desk, message_id: UUID) -> Message:
    """Raises NotFound for one that is not there or belongs to another business."""
    message = desk.session.get(Message, message_id)
    if message is None or message.business_id != desk.business.id:
        raise NotFound("There is no such message.")
    return message


def find_message(desk: Desk, number: int) -> Message | None:
    """The message that the owner calls `#number`."""
    return desk.session.scalar(select(Message).where(Message.business_id == desk.business.id, Message.number == number))


def reply(desk: Desk, phone: str, body: str, customer_id: UUID | None = None, author: str | None = None) -> Delivery:
    """Text one phone now, as an answer to what it wrote. Raises InputError where it opted out or nothing is said."""
    billing.check_may_send(desk)
    standing.check(desk)
    words = body.strip()
    check_text(words)
    phone_numbers.check_country(phone, desk.work.rules.countries)
    if consent.opted_out(desk.session, desk.business.id, [phone]):
        raise InputError("They opted out of your texts, so I can't send that. They can text START to come back.")
    row = outgoing(desk, DeliveryKind.REPLY, Channel.TEXT, phone, words, customer_id=customer_id)
    row.author = author
    desk.work.hand_over(row.id, row.kind)
    return row


def rezone(desk: Desk) -> None:
    """After the business changed its zone: local times stay, their moments are derived again."""
    for message in scheduled(desk, limit=1_000_000):
        message.timezone = desk.business.timezone
        if message.next_local:
            message.next_at = _moment(desk, message.next_local)


def check_text(body: str) -> None:
    """Raises InputError for a text that a carrier would not take."""
    if not body.strip():
        raise InputError("What should it say?", EXAMPLE)
    if len(body) > segments.MAX_CHARACTERS:
        raise InputError(
            f"A text can have up to {segments.MAX_CHARACTERS} characters; this has {len(body)}.", "two shorter texts"
        )


def _note_if_big(desk: Desk, draft: Draft, message: Message) -> None:
    """What reaches many people is in the audit log."""
    kinds = {one.kind for one in draft.recipients}
    if RecipientKind.ALL in kinds:
        audit.record(desk, "big_send", number=message.number, whom="all customers")
    elif RecipientKind.GROUP in kinds or len(draft.recipients) >= MANY:
        whom = f"{len(draft.recipients)} people" if len(draft.recipients) >= MANY else "a group"
        audit.record(desk, "big_send", number=message.number, whom=whom)


def _check(desk: Desk, draft: Draft) -> datetime:
    """Whether the draft can be scheduled; the wall time of its first occurrence."""
    billing.check_may_send(desk)
    standing.check(desk)
    if not draft.recipients:
        raise InputError("Whom is it for?", EXAMPLE)
    if not draft.channels:
        raise InputError("How should it go out: text, voice, text-to-voice or email?", EXAMPLE)
    _check_words(desk, draft)
    return _first(desk, draft)


def _check_words(desk: Desk, draft: Draft) -> None:
    if Channel.VOICE in draft.channels:
        if draft.prompt_id is None:
            raise InputError("Which recording should I play?", "call VIP with prompt 12")
        prompt = desk.session.get(Prompt, draft.prompt_id)
        if prompt is None or prompt.business_id != desk.business.id or prompt.removed_at:
            raise NotFound("There is no such recording.", "prompts")
    if set(draft.channels) != {Channel.VOICE} and not draft.body.strip():
        raise InputError("What should it say?", EXAMPLE)
    if Channel.TEXT in draft.channels:
        check_text(draft.body)
    elif len(draft.body) > LONGEST_EMAIL:
        raise InputError(f"That is longer than {LONGEST_EMAIL:,} characters.", "a shorter message")
    fields.check(draft.body)


def _first(desk: Desk, draft: Draft) -> datetime:
    zone = desk.business.timezone
    now_local = local_time.to_local(desk.now, zone)
    start = draft.start_local or now_local
    if start - now_local > FARTHEST:
        raise InputError("I can plan up to two years ahead.", EXAMPLE)
    if draft.rrule:
        first = recurrence.first_from(recurrence.check(draft.rrule), max(start, now_local))
        if first is None:
            raise InputError("That never happens again.", recurrence.EXAMPLE)
        return first
    if draft.start_local and start < now_local - timedelta(minutes=1):
        raise InputError(f"{local_time.in_words(start, now_local)} has passed.", "tomorrow 3pm")
    return local_time.settle(start, zone)


def _moment(desk: Desk, local: datetime) -> datetime:
    return local_time.to_utc(local, desk.business.timezone)


def _text_bodies(desk: Desk, draft: Draft, reached: Audience) -> list[str]:
    texts = [one for one in reached.addressees if one.channel is Channel.TEXT]
    if texts and not fields.names_somebody(draft.body):
        return [expansion.words_for(desk.business, draft.body, texts[0])] * len(texts)
    return [expansion.words_for(desk.business, draft.body, one) for one in texts]


def _sample(desk: Desk, draft: Draft, reached: Audience) -> str:
    return expansion.words_for(desk.business, draft.body, reached.addressees[0]) if reached.addressees else draft.body


def _next_number(desk: Desk) -> int:
    number = desk.session.scalar(
        update(Business)
        .where(Business.id == desk.business.id)
        .values(next_message_number=Business.next_message_number + 1)
        .returning(Business.next_message_number)
        .execution_options(synchronize_session=False)
    )
    return int(number or 0) - 1


def _recipient_row(one: Recipient) -> MessageRecipient:
    address = one.address if one.kind in (RecipientKind.PHONE, RecipientKind.EMAIL) else None
    return MessageRecipient(kind=one.kind, customer_id=one.customer_id, group_id=one.group_id, address=address)

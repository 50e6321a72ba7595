"""What has been kept long enough goes, a little at a time (`bot.domain.retention` says how long)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, exists, select, update

from bot.errors import InputError
from bot.services import erasure
from bot.services.work import Desk, Work
from models import (
    AuditEntry,
    Business,
    Call,
    Conversation,
    Customer,
    Delivery,
    InboxItem,
    MemberLink,
    MemberSession,
    Message,
    Prompt,
    Recording,
)
from models.states import OPEN_DELIVERY, DeliveryStatus, MessageStatus

_UNDER_WAY = (*OPEN_DELIVERY, DeliveryStatus.SENDING)
AT_ONCE = 500
"""Rows of one kind and business in one transaction: nobody waits for it."""


def forget_some(work: Work, kept: Mapping[str, timedelta]) -> int:
    """Let go of some of what is too old; how many rows. Zero: there is no more."""
    gone = _access(work, work.now - kept["access"])
    for business in work.session.scalars(select(Business)):
        gone += sum(step(Desk(work, business), work.now - kept[kind]) for kind, step in _OF_ONE.items())
    return gone


def _messages(desk: Desk, before: datetime) -> int:
    """Texts, emails and calls of both directions, then the messages of which none is left."""
    sent = select(Delivery.id).where(
        Delivery.business_id == desk.business.id, Delivery.created_at < before, Delivery.status.not_in(_UNDER_WAY)
    )
    heard = select(InboxItem.id).where(InboxItem.business_id == desk.business.id, InboxItem.received_at < before)
    left = exists().where(Delivery.message_id == Message.id)
    done = select(Message.id).where(
        Message.business_id == desk.business.id,
        Message.created_at < before,
        Message.status != MessageStatus.SCHEDULED,
        ~left,
    )
    return (
        _gone(desk, sent.order_by(Delivery.created_at), _drop_deliveries)
        + _gone(desk, heard.order_by(InboxItem.received_at), _drop_heard)
        + _gone(desk, done, _drop_messages)
    )


def _drop_deliveries(desk: Desk, ids: list[UUID]) -> None:
    desk.session.execute(update(Call).where(Call.delivery_id.in_(ids)).values(delivery_id=None))
    desk.session.execute(update(Delivery).where(Delivery.origin_id.in_(ids)).values(origin_id=None))
    desk.session.execute(delete(Delivery).where(Delivery.id.in_(ids)))


def _drop_heard(desk: Desk, ids: list[UUID]) -> None:
    desk.session.execute(update(Delivery).where(Delivery.answers_item_id.in_(ids)).values(answers_item_id=None))
    desk.session.execute(delete(InboxItem).where(InboxItem.id.in_(ids)))


def _drop_messages(desk: Desk, ids: list[UUID]) -> None:
    for row in desk.session.scalars(select(Message).where(Message.id.in_(ids))):
        desk.session.delete(row)
    desk.session.flush()


def _recordings(desk: Desk, before: datetime) -> int:
    """Voicemail, and recordings that no prompt holds any more."""
    held = exists().where(Prompt.recording_id == Recording.id)
    old = select(Recording.id).where(Recording.business_id == desk.business.id, Recording.created_at < before, ~held)
    return _gone(desk, old.order_by(Recording.created_at), _drop_recordings)


def _drop_recordings(desk: Desk, ids: list[UUID]) -> None:
    desk.session.execute(update(InboxItem).where(InboxItem.recording_id.in_(ids)).values(recording_id=None))
    desk.session.execute(delete(Recording).where(Recording.id.in_(ids)))


def _calls(desk: Desk, before: datetime) -> int:
    old = select(Call.id).where(Call.business_id == desk.business.id, Call.started_at < before)
    return _gone(desk, old, lambda desk, ids: _drop(desk.work, Call, ids))


def _conversations(desk: Desk, before: datetime) -> int:
    old = select(Conversation.id).where(Conversation.business_id == desk.business.id, Conversation.updated_at < before)
    return _gone(desk, old, lambda desk, ids: _drop(desk.work, Conversation, ids))


def _audit(desk: Desk, before: datetime) -> int:
    old = select(AuditEntry.id).where(AuditEntry.business_id == desk.business.id, AuditEntry.at < before)
    return _gone(desk, old.order_by(AuditEntry.at), lambda desk, ids: _drop(desk.work, AuditEntry, ids))


def _removed(desk: Desk, before: datetime) -> int:
    """Customers who were removed, and whom nobody took back; not yet those who have an appointment ahead."""
    old = select(Customer).where(
        Customer.business_id == desk.business.id,
        Customer.removed_at < before,
        Customer.erased_at.is_(None),
    )
    return sum(_erased(desk, customer) for customer in desk.session.scalars(old.limit(AT_ONCE)).all())


def _erased(desk: Desk, customer: Customer) -> bool:
    try:
        erasure.erase(desk, customer)
    except InputError:
        return False
    return True


def _gone(desk: Desk, old: Select[UUID], drop: Callable[[Desk, list[UUID]], None]) -> int:
    ids = list(desk.session.scalars(old.limit(AT_ONCE)))
    if ids:
        drop(desk, ids)
    return len(ids)


def _drop(work: Work, kind: type[Call | Conversation | AuditEntry], ids: Iterable[UUID]) -> None:
    work.session.execute(delete(kind).where(kind.id.in_(ids)))


def _access(work: Work, before: datetime) -> int:
    """Sessions that have not been seen, and links that were used or ran out, since."""
    sessions = list(work.session.scalars(select(MemberSession.id).where(MemberSession.seen_at < before).limit(AT_ONCE)))
    links = list(work.session.scalars(select(MemberLink.id).where(MemberLink.created_at < before).limit(AT_ONCE)))
    work.session.execute(delete(MemberSession).where(MemberSession.id.in_(sessions)))
    work.session.execute(delete(MemberLink).where(MemberLink.id.in_(links)))
    return len(sessions) + len(links)


_OF_ONE: Mapping[str, Callable[[Desk, datetime], int]] = {
    "messages": _messages,
    "recordings": _recordings,
    "calls": _calls,
    "conversations": _conversations,
    "audit": _audit,
    "removed": _removed,
}

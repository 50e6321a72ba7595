"""What customers sent in, as threads by phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, text, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from bot.domain import plain_text
from bot.errors import InputError, NotFound
from bot.services import contacts
from bot.services.work import Desk
from models import Delivery, InboxItem
from models.inbox import UNREAD
from models.states import Channel, DeliveryKind

T = TypeVar("T")
LABELS = ("Order", "Question", "Booking", "Complaint", "To do")
"""Proposed ones; any other short word will do."""
_LABELS_OF = {"order": "Order", "ask": "Question"}
_LONGEST_LABEL = 30
_PRIVATE = (DeliveryKind.FORWARD, DeliveryKind.NOTICE)


def has(desk: Desk, carrier_sid: str) -> bool:
    """Whether a text with the carrier's id is kept already: then this is a repeat."""
    return desk.session.scalar(select(InboxItem.id).where(InboxItem.carrier_sid == carrier_sid)) is not None


def keep(desk: Desk, carrier_sid: str, phone: str, body: str, media: int = 0, *, from_owner: bool = False) -> InboxItem:
    """Keep an inbound text. A phone that several customers share is nobody's in particular."""
    customers = contacts.customers_with_phone(desk, phone)
    item = InboxItem(
        business_id=desk.business.id,
        carrier_sid=carrier_sid,
        phone=phone,
        customer_id=customers[0].id if len(customers) == 1 else None,
        body=plain_text.clean(body),
        media=media,
        from_owner=from_owner,
        received_at=desk.now,
    )
    desk.session.add(item)
    desk.session.flush()
    return item


def label_by(intent: str) -> str | None:
    """The label that a text has by what it means."""
    return _LABELS_OF.get(intent.partition("/")[0])


def set_label(desk: Desk, item_id: UUID, label: str) -> InboxItem:
    """Say what a text is about; an empty label takes it away. Raises NotFound, and InputError for a long one."""
    item = desk.session.get(InboxItem, item_id)
    if item is None or item.business_id != desk.business.id or item.from_owner:
        raise NotFound("There is no such text.")
    words = " ".join(label.split())
    if len(words) > _LONGEST_LABEL:
        raise InputError(f"A label has up to {_LONGEST_LABEL} characters.", "Order")
    item.label = words or None
    return item


def labels(desk: Desk) -> list[str]:
    """The labels in use, in order."""
    query = select(InboxItem.label).where(InboxItem.business_id == desk.business.id, InboxItem.label.is_not(None))
    return sorted({label for label in desk.session.scalars(query.distinct()) if label})


@dataclass(frozen=True)
class Thread:
    """The latest of what one phone and the business wrote to each other."""

    item_id: UUID
    """The latest item of it, behind which the next page begins."""
    phone: str
    customer_name: str | None
    last_body: str
    last_at: datetime
    unread: int
    label: str | None = None


def threads(
    desk: Desk, limit: int = 50, label: str | None = None, *, only_unread: bool = False, after: UUID | None = None
) -> list[Thread]:
    """The phones that wrote or called last, the newest first; of one label only, or with unread texts only.

    `after`: the item of the last thread that was shown already.
    """
    query = _shown(desk).where(~_newer(label), *([InboxItem.label == label] if label else []))
    if only_unread:
        query = query.where(InboxItem.phone.in_(_unread(desk, InboxItem.phone)))
    last = desk.session.get(InboxItem, after) if after else None
    if last is not None and last.business_id == desk.business.id:
        query = query.where(tuple_(InboxItem.received_at, InboxItem.id) < (last.received_at, last.id))
    items = desk.session.scalars(query.order_by(InboxItem.received_at.desc(), InboxItem.id.desc()).limit(limit)).all()
    waiting = _unread_of(desk, [one.phone for one in items])
    return [_as_thread(one, waiting.get(one.phone, 0)) for one in items]


def _as_thread(last: InboxItem, unread: int) -> Thread:
    name = last.customer.name if last.customer else None
    return Thread(last.id, last.phone, name, last.body, last.received_at, unread, last.label)


def thread(desk: Desk, phone: str, limit: int = 100) -> Sequence[InboxItem | Delivery]:
    """What one phone and the business said to each other, oldest first."""
    received = desk.session.scalars(
        _shown(desk).where(InboxItem.phone == phone).order_by(InboxItem.received_at.desc()).limit(limit)
    ).all()
    sent = desk.session.scalars(
        select(Delivery)
        .where(
            Delivery.business_id == desk.business.id,
            Delivery.address == phone,
            Delivery.channel != Channel.EMAIL,
            Delivery.kind.not_in(_PRIVATE),
        )
        .order_by(Delivery.created_at.desc())
        .limit(limit)
    ).all()
    both: list[InboxItem | Delivery] = [*received, *sent]
    return sorted(both, key=_at)[-limit:]


def unread(desk: Desk, limit: int = 20) -> list[InboxItem]:
    """What nobody has read yet, oldest first."""
    query = _shown(desk).where(text(UNREAD)).order_by(InboxItem.received_at).limit(limit)
    return list(desk.session.scalars(query))


def count_unread(desk: Desk, most: int) -> int:
    """How many texts nobody has read yet, counted up to `most`."""
    some = _unread(desk, InboxItem.id).limit(most).subquery()
    return desk.session.scalar(select(func.count()).select_from(some)) or 0


def latest(desk: Desk, customer_ids: Sequence[object] = (), limit: int = 1) -> list[InboxItem]:
    """The newest of what came in, from these customers or from anybody."""
    query = _shown(desk).order_by(InboxItem.received_at.desc(), InboxItem.id.desc()).limit(limit)
    if customer_ids:
        query = query.where(InboxItem.customer_id.in_(customer_ids))
    return list(desk.session.scalars(query))


def mark_read(desk: Desk, phone: str) -> None:
    """Everything from this phone was seen."""
    desk.session.execute(
        update(InboxItem)
        .where(InboxItem.business_id == desk.business.id, InboxItem.phone == phone, InboxItem.read_at.is_(None))
        .values(read_at=desk.now)
    )


def _shown(desk: Desk) -> Select[InboxItem]:
    """What customers sent, with their names, which are asked for once and not for each line."""
    named = joinedload(InboxItem.customer).options(*contacts.NAME_ONLY)
    return select(InboxItem).where(InboxItem.business_id == desk.business.id, ~InboxItem.from_owner).options(named)


def _newer(label: str | None) -> ColumnElement[bool]:
    """Whether the same phone has said something after an item, of the same label where one is asked for.

    A database goes through the newest items and looks this up for each, till a page is full; ranking all items of a
    business grows with its history.
    """
    newer = aliased(InboxItem)
    query = select(newer.id).where(
        newer.business_id == InboxItem.business_id,
        newer.phone == InboxItem.phone,
        ~newer.from_owner,
        tuple_(newer.received_at, newer.id) > tuple_(InboxItem.received_at, InboxItem.id),
    )
    return (query.where(newer.label == label) if label else query).exists()


def _unread(desk: Desk, column: InstrumentedAttribute[T]) -> Select[T]:
    return select(column).where(InboxItem.business_id == desk.business.id, text(UNREAD), ~InboxItem.from_owner)


def _unread_of(desk: Desk, phones: Sequence[str]) -> dict[str, int]:
    query = _unread(desk, InboxItem.phone).add_columns(func.count()).where(InboxItem.phone.in_(phones))
    return {phone: count for phone, count in desk.session.execute(query.group_by(InboxItem.phone))}  # noqa: C416


def _at(row: InboxItem | Delivery) -> datetime:
    return row.received_at if isinstance(row, InboxItem) else row.created_at

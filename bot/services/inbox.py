"""What customers sent in, as threads by phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_, update
from sqlalchemy.orm import joinedload, lazyload

from bot.domain import plain_text
from bot.errors import InputError, NotFound
from bot.services import contacts
from bot.services.work import Desk
from models import Customer, Delivery, InboxItem
from models.states import Channel, DeliveryKind

LABELS = ("Order", "Question", "Booking", "Complaint", "To do")
"""Proposed ones; any other short word will do."""
_LABELS_OF = {"order": "Order", "ask": "Question"}
_LONGEST_LABEL = 30
_STRETCH, _MOST_STRETCHES = 200, 50
_NAMED = joinedload(InboxItem.customer).options(lazyload(Customer.phones), lazyload(Customer.emails))
"""With the names of who wrote, and nothing else of them."""
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

    phone: str
    customer_name: str | None
    last_body: str
    last_at: datetime
    unread: int
    label: str | None = None


def threads(desk: Desk, limit: int = 50, label: str | None = None, *, only_unread: bool = False) -> list[Thread]:
    """The phones that wrote or called last, the newest first; of one label only, or with unread texts only."""
    query = _shown(desk).options(_NAMED)
    if label:
        query = query.where(InboxItem.label == label)
    newest = _newest_of_each(desk, query.where(InboxItem.read_at.is_(None)) if only_unread else query, limit)
    waiting = _unread_of(desk, [item.phone for item in newest])
    return [
        Thread(
            item.phone,
            item.customer.name if item.customer else None,
            item.body,
            item.received_at,
            waiting.get(item.phone, 0),
            item.label,
        )
        for item in newest
    ]


def _newest_of_each(desk: Desk, query: Select[InboxItem], limit: int) -> list[InboxItem]:
    """The newest text of each phone. Read from the newest on, a stretch at a time: a year of texts is not looked at."""
    ordered = query.order_by(InboxItem.received_at.desc(), InboxItem.id.desc()).limit(_STRETCH)
    found: dict[str, InboxItem] = {}
    rows = desk.session.scalars(ordered).all()
    for _ in range(_MOST_STRETCHES):
        for item in rows:
            found.setdefault(item.phone, item)
        if len(found) >= limit or len(rows) < _STRETCH:
            break
        last = (rows[-1].received_at, rows[-1].id)
        rows = desk.session.scalars(ordered.where(tuple_(InboxItem.received_at, InboxItem.id) < last)).all()
    return list(found.values())[:limit]


def _unread_of(desk: Desk, phones: Sequence[str]) -> dict[str, int]:
    query = select(InboxItem.phone, func.count()).where(
        InboxItem.business_id == desk.business.id,
        InboxItem.phone.in_(phones),
        InboxItem.read_at.is_(None),
        ~InboxItem.from_owner,
    )
    return dict(desk.session.execute(query.group_by(InboxItem.phone)).all())


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
    query = _shown(desk).where(InboxItem.read_at.is_(None)).order_by(InboxItem.received_at).limit(limit)
    return list(desk.session.scalars(query.options(_NAMED)))


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
    return select(InboxItem).where(InboxItem.business_id == desk.business.id, ~InboxItem.from_owner)


def _at(row: InboxItem | Delivery) -> datetime:
    return row.received_at if isinstance(row, InboxItem) else row.created_at

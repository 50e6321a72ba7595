"""The first text to somebody says who writes and how to stop; every later one does not.

It is decided when a text is in hand and not when it is planned: of two that wait, the one to leave first is the first.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from bot.domain import segments
from bot.domain.introduction import introduced
from bot.services.work import Work
from models import Customer, Delivery
from models.states import Channel, DeliveryKind

_OURS = (DeliveryKind.MESSAGE, DeliveryKind.REMINDER, DeliveryKind.CHANGE)
"""What the business begins. Whoever wrote first knows whom they wrote to."""


def first_texts(work: Work, rows: Sequence[Delivery]) -> set[UUID]:
    """Of the rows in hand those that are the first text of their business to their phone."""
    waiting: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    for row in rows:
        if row.channel is Channel.TEXT and row.kind in _OURS and row.business.introduces:
            waiting[row.business_id].setdefault(row.address, row.id)
    first: set[UUID] = set()
    for business_id, by_phone in waiting.items():
        known = _written_to(work, business_id, set(by_phone), rows)
        first |= {one for phone, one in by_phone.items() if phone not in known}
    return first


def introduce(work: Work, row: Delivery) -> None:
    """Put the introduction under the words; a second time changes nothing."""
    if row.introduces:
        return
    customer = work.session.get(Customer, row.customer_id) if row.customer_id else None
    row.body = introduced(row.body, row.business.name, customer.language if customer else None)
    row.parts, row.introduces = segments.count(row.body).parts, True


def _written_to(work: Work, business_id: UUID, phones: set[str], in_hand: Sequence[Delivery]) -> set[str]:
    query = select(Delivery.address).where(
        Delivery.business_id == business_id,
        Delivery.address.in_(phones),
        Delivery.channel == Channel.TEXT,
        Delivery.kind.in_(_OURS),
        Delivery.sent_at.is_not(None),
        Delivery.id.not_in([row.id for row in in_hand]),
    )
    return set(work.session.scalars(query.distinct()))

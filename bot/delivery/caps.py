"""No more than so many messages to one phone or address in one day: what is too much waits for the next morning.

Reminders, answers and what else one person waits for are never held back.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import String, column, func, select, values

from bot.domain import local_time, quiet_hours
from bot.services.work import Work
from models import Business, Delivery
from models.states import DeliveryKind


def too_many(work: Work, rows: Sequence[Delivery]) -> dict[UUID, datetime]:
    """Of the rows in hand those beyond the cap of their business, and when they may go out."""
    by_business: dict[Business, list[Delivery]] = defaultdict(list)
    for row in rows:
        if row.kind is DeliveryKind.MESSAGE and row.origin_id is None:
            by_business[row.business].append(row)
    over: dict[UUID, datetime] = {}
    for business, listed in by_business.items():
        over |= _over(work, business, listed)
    return over


def _over(work: Work, business: Business, rows: list[Delivery]) -> dict[UUID, datetime]:
    today = local_time.to_local(work.now, business.timezone).date()
    began = local_time.to_utc(datetime.combine(today, time()), business.timezone)
    sent = _sent(work, business, rows, began)
    over: dict[UUID, datetime] = {}
    for row in rows:
        sent[row.address] += 1
        if sent[row.address] > business.most_a_day:
            tomorrow = local_time.to_utc(datetime.combine(today + timedelta(1), time()), business.timezone)
            over[row.id] = quiet_hours.next_allowed(tomorrow, (business.timezone,))
    return over


def _sent(work: Work, business: Business, rows: list[Delivery], began: datetime) -> defaultdict[str, int]:
    """How many each address has had today.

    Counted address by address, and by nothing else that has an index: a planner without figures of a table just filled
    would rather read the business's whole day, once for each batch.
    """
    asked = (
        values(column("address", String), name="asked").data([(one,) for one in {row.address for row in rows}]).cte()
    )
    count = (
        select(func.count(Delivery.id))
        .where(
            Delivery.business_id == business.id,
            Delivery.address == asked.c.address,
            Delivery.kind == DeliveryKind.MESSAGE,
            Delivery.sent_at >= began,
            Delivery.origin_id.is_(None),
            Delivery.id.not_in([row.id for row in rows]),
        )
        .correlate(asked)
        .scalar_subquery()
    )
    return defaultdict(int, dict(work.session.execute(select(asked.c.address, count)).all()))

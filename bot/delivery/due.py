"""What is due, and what got stuck: found in the database by conditional updates, so that several clocks may run."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.engine import CursorResult

from bot.delivery import leases
from bot.ports import Urgency
from bot.services.work import URGENT, Work
from models import Delivery
from models.states import DeliveryStatus

AT_ONCE = 500
IN_HAND = 2000
"""No more bulk deliveries than this are queued at a time: the database waits better than Redis does."""


def queue_due(work: Work, urgency: Urgency) -> list[UUID]:
    """Mark what is due as queued, the longest due first; their ids.

    This is the place to pace a sending number: a bulk delivery whose turn has not come would get a later `due_at` here.
    """
    most = AT_ONCE if urgency == "now" else min(AT_ONCE, IN_HAND - _in_hand(work))
    if most <= 0:
        return []
    urgent = Delivery.kind.in_(URGENT)
    due = (
        select(Delivery.id)
        .where(Delivery.status == DeliveryStatus.WAITING, Delivery.due_at <= work.now)
        .where(urgent if urgency == "now" else ~urgent)
        .order_by(Delivery.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    # a plain subquery may be run again for each row, and then takes more than its limit
    marked = work.session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(select(due.c.id)), Delivery.status == DeliveryStatus.WAITING)
        .values(status=DeliveryStatus.QUEUED, lease_until=work.now + leases.QUEUED)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return list(marked)


def release(work: Work, ids: Sequence[UUID]) -> None:
    """What was marked as queued and could not be handed over waits again."""
    _move(work, DeliveryStatus.QUEUED, DeliveryStatus.WAITING, Delivery.id.in_(ids), lease_until=None)


def sweep(work: Work) -> list[UUID]:
    """Free what a lost queue or a dead worker held; the ids of what nobody knows and is to be looked up now."""
    over = Delivery.lease_until < work.now
    _move(work, DeliveryStatus.QUEUED, DeliveryStatus.WAITING, over, lease_until=None)
    reason = "the carrier has not said yet whether it took it"
    _move(work, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN, over, lease_until=work.now, reason=reason)
    return _to_look_up(work)


def _to_look_up(work: Work) -> list[UUID]:
    query = (
        select(Delivery.id)
        .where(Delivery.status == DeliveryStatus.UNKNOWN, Delivery.lease_until <= work.now)
        .order_by(Delivery.lease_until)
        .limit(AT_ONCE)
    )
    return list(work.session.scalars(query))


def _move(
    work: Work, old: DeliveryStatus, new: DeliveryStatus, which: ColumnElement[bool], **values: datetime | str | None
) -> int:
    moved: CursorResult[Any] = work.session.execute(  # type: ignore[assignment]
        update(Delivery)
        .where(Delivery.status == old, which)
        .values(status=new, **values)
        .execution_options(synchronize_session=False)
    )
    return moved.rowcount


def _in_hand(work: Work) -> int:
    query = select(func.count()).where(
        Delivery.status == DeliveryStatus.QUEUED, Delivery.lease_until > work.now, Delivery.kind.not_in(URGENT)
    )
    return work.session.scalar(query) or 0

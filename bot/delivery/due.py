"""What is due, and what got stuck: found in the database by conditional updates, so that several clocks may run."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, select, update
from sqlalchemy.engine import CursorResult

from bot.delivery import lanes, leases
from bot.ports import Urgency
from bot.services.work import Work
from models import Delivery
from models.states import DeliveryStatus, Lane

AT_ONCE = 500
IN_HAND = 2000
"""No more bulk deliveries than this are queued at a time: the database waits better than Redis does."""


def queue_due(work: Work, urgency: Urgency) -> list[UUID]:
    """Mark what is due as queued; the ids. What is urgent passes, the rest leaves when its turn has come."""
    chosen = _urgent(work) if urgency == "now" else _bulk(work)
    if not chosen:
        return []
    marked = work.session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(chosen), Delivery.status == DeliveryStatus.WAITING)
        .values(status=DeliveryStatus.QUEUED, lease_until=work.now + leases.QUEUED)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return list(marked)


def _urgent(work: Work) -> list[UUID]:
    # the index covers these two conditions only where they are written out
    due = (
        select(Delivery.id)
        .where(literal_column("status = 'waiting' AND lane = 'now'"), Delivery.due_at <= work.now)
        .order_by(Delivery.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return list(work.session.scalars(due))


def _bulk(work: Work) -> list[UUID]:
    most = min(AT_ONCE, IN_HAND - _in_hand(work))
    return lanes.whose_turn(work, most) if most > 0 else []


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
        Delivery.status == DeliveryStatus.QUEUED, Delivery.lease_until > work.now, Delivery.lane != Lane.NOW
    )
    return work.session.scalar(query) or 0

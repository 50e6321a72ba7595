"""What is due, and what got stuck: found in the database by conditional updates, so that several clocks may run."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, text, update
from sqlalchemy.engine import CursorResult

from bot.delivery import lanes, leases
from bot.ports import Urgency
from bot.services.work import Work
from models import Delivery
from models.delivery import IN_HAND as HELD
from models.delivery import WAITING
from models.states import OPEN_DELIVERY, Channel, DeliveryStatus, Lane

AT_ONCE = 500
BESIDE = 50
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


def urgent_beside(work: Work, ids: Sequence[UUID]) -> list[UUID]:
    """Urgent deliveries that wait too: whoever is at the carrier's anyway takes them along, however many jobs wait."""
    queued = (
        select(Delivery.id)
        .where(text(HELD), Delivery.status == DeliveryStatus.QUEUED, Delivery.lane == Lane.NOW)
        .limit(BESIDE)
        .with_for_update(skip_locked=True)
    )
    found = [*_urgent(work, BESIDE), *work.session.scalars(queued)]
    return [one for one in found if one not in ids]


def _urgent(work: Work, most: int = AT_ONCE) -> list[UUID]:
    due = (
        select(Delivery.id)
        .where(text(f"{WAITING} AND lane = 'now'"), Delivery.due_at <= work.now)
        .order_by(Delivery.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return list(work.session.scalars(due))


def _bulk(work: Work) -> list[UUID]:
    most = min(AT_ONCE, IN_HAND - _in_hand(work))
    return lanes.whose_turn(work, most) if most > 0 else []


def release(work: Work, ids: Sequence[UUID]) -> None:
    """What was marked as queued and could not be handed over waits again."""
    _move(work, DeliveryStatus.QUEUED, DeliveryStatus.WAITING, Delivery.id.in_(ids), lease_until=None)


def postpone(work: Work, ids: Sequence[UUID], channels: Sequence[Channel], until: datetime) -> set[UUID]:
    """Deliveries whose carrier takes nothing at the moment wait again, without having used up an attempt; their ids."""
    reason = "the carrier takes nothing at the moment; trying again"
    put_off = work.session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.channel.in_(channels), Delivery.status.in_(OPEN_DELIVERY))
        .values(status=DeliveryStatus.WAITING, lease_until=None, due_at=until, reason=reason)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return set(put_off)


def sweep(work: Work) -> list[UUID]:
    """Free what a lost queue or a dead worker held; the ids of what nobody knows and is to be looked up now."""
    over = and_(text(HELD), Delivery.lease_until < work.now)
    _move(work, DeliveryStatus.QUEUED, DeliveryStatus.WAITING, over, lease_until=None)
    reason = "the carrier has not said yet whether it took it"
    _move(work, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN, over, lease_until=work.now, reason=reason)
    return _to_look_up(work)


def _to_look_up(work: Work) -> list[UUID]:
    query = (
        select(Delivery.id)
        .where(text(HELD), Delivery.status == DeliveryStatus.UNKNOWN, Delivery.lease_until <= work.now)
        .order_by(Delivery.lease_until)
        .limit(AT_ONCE)
    )
    return list(work.session.scalars(query))


def _move(
    work: Work,
    old: DeliveryStatus,
    new: DeliveryStatus,
    which: ColumnElement[bool],
    **values: datetime | str | None,
) -> int:
    moved: CursorResult[Any] = work.session.execute(  # type: ignore[assignment]
        update(Delivery)
        .where(Delivery.status == old, which)
        .values(status=new, **values)
        .execution_options(synchronize_session=False)
    )
    return moved.rowcount


def _in_hand(work: Work) -> int:
    query = select(func.count(Delivery.id)).where(
        text(HELD), Delivery.status == DeliveryStatus.QUEUED, Delivery.lease_until > work.now, Delivery.lane != Lane.NOW
    )
    return work.session.scalar(query) or 0

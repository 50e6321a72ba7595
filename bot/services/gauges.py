"""How sending stands over all businesses: what waits, what is in hand. Cheap however many deliveries there are."""

from sqlalchemy import func, select, text

from bot.services.work import Work
from models import Delivery, SendingLane
from models.delivery import IN_HAND, WAITING
from models.states import DeliveryKind, Lane

MOST = 10_000


def held(work: Work) -> dict[tuple[str, str], int]:
    """Deliveries in a queue, on their way or unknown, by channel and status."""
    query = (
        select(Delivery.channel, Delivery.status, func.count())
        .where(text(IN_HAND))
        .group_by(Delivery.channel, Delivery.status)
    )
    return {(str(channel), str(status)): count for channel, status, count in work.session.execute(query)}


def waiting(work: Work) -> dict[str, tuple[int, float]]:
    """By lane: how many are due and waiting, MOST at most, and for how many seconds the oldest has been due."""
    return {str(lane): _of(work, lane) for lane in Lane}


def _of(work: Work, lane: Lane) -> tuple[int, float]:
    found = []
    if lane is Lane.NOW:
        due = select(Delivery.due_at).where(text(f"{WAITING} AND lane = 'now'"), Delivery.due_at <= work.now)
        found = list(work.session.scalars(due.order_by(Delivery.due_at).limit(MOST)))
    else:
        for business_id in work.session.scalars(select(SendingLane.business_id).where(SendingLane.lane == lane)):
            for kind in (DeliveryKind.REMINDER, DeliveryKind.MESSAGE):
                due = select(Delivery.due_at).where(
                    Delivery.business_id == business_id,
                    Delivery.lane == lane,
                    Delivery.kind == kind,
                    text(WAITING),
                    Delivery.due_at <= work.now,
                )
                found += work.session.scalars(due.order_by(Delivery.due_at).limit(max(0, MOST - len(found)))).all()
    oldest = min(found, default=work.now)
    return len(found), (work.now - oldest).total_seconds()

"""Whose turn it is: bulk deliveries leave at the pace of their number, and no business waits behind another.

Each number has a lane for texts, one for calls and one for emails. A lane that is free and has something due gets a
share of what is queued in this round: reminders first, then messages, the longest due first. Nothing is written for
what has to wait, so that a hundred thousand waiting texts cost no more than one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain import pace
from bot.services.work import Work
from models import Business, Delivery, SendingLane
from models.delivery import WAITING
from models.states import DeliveryKind, Lane

PACED = (Lane.TEXT, Lane.CALL, Lane.EMAIL)
_KINDS = (DeliveryKind.REMINDER, DeliveryKind.MESSAGE)
"""In this order: what is close to its time goes before what is not."""
_AT_ONCE = 100
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Turn:
    """A lane that may send, and how fast it is."""

    business_id: UUID
    lane: Lane
    free_at: datetime
    per_second: float


def whose_turn(work: Work, most: int) -> list[UUID]:
    """Up to `most` waiting deliveries whose turn has come, shared between the businesses; their lanes move on."""
    _open_lanes(work)
    turns = _ready(work)
    share = max(1, most // len(turns)) if turns else 0
    chosen: list[UUID] = []
    for turn in turns:
        if len(chosen) >= most:
            break
        taken, free_at = _of_lane(turn, _candidates(work, turn, min(share, most - len(chosen))), work.now)
        if taken:
            chosen += taken
            _move_on(work, turn, free_at)
    return chosen


def _open_lanes(work: Work) -> None:
    """A business that is new gets its lanes."""
    missing = select(Business.id).where(~exists().where(SendingLane.business_id == Business.id))
    rows = [
        {"business_id": one, "lane": lane, "free_at": _LONG_AGO}
        for one in work.session.scalars(missing)
        for lane in PACED
    ]
    if rows:
        dialect = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
        work.session.execute(dialect.insert(SendingLane).on_conflict_do_nothing(), rows)


def _ready(work: Work) -> list[_Turn]:
    """Lanes that are free and have something due, the one that was served longest ago first."""
    query = (
        select(SendingLane, Business.number, Business.texts_per_second, Business.calls_per_second)
        .join(Business, Business.id == SendingLane.business_id)
        .where(
            or_(SendingLane.free_at <= work.now, SendingLane.free_at > work.now + pace.LONGEST),
            or_(*(_something_due(work, kind) for kind in _KINDS)),
        )
        .order_by(SendingLane.free_at)
        .limit(_AT_ONCE)
        .with_for_update(of=SendingLane, skip_locked=True)
    )
    return [_turn(row) for row in work.session.execute(query)]


def _turn(row: Row[SendingLane, str, Decimal | None, Decimal | None]) -> _Turn:
    lane, number, texts, calls = row
    per_second = pace.rate(lane.lane, number, float(texts or 0), float(calls or 0))
    return _Turn(lane.business_id, lane.lane, lane.free_at, per_second)


def _something_due(work: Work, kind: DeliveryKind) -> ColumnElement[bool]:
    """Looked up in the index lane by lane: as EXISTS, PostgreSQL may read all that waits to hash it."""
    first = (
        select(Delivery.id)
        .where(
            Delivery.business_id == SendingLane.business_id,
            Delivery.lane == SendingLane.lane,
            Delivery.kind == kind,
            text(WAITING),
            Delivery.due_at <= work.now,
        )
        .limit(1)
    )
    return first.correlate(SendingLane).scalar_subquery().is_not(None)


def _candidates(work: Work, turn: _Turn, most: int) -> list[Row[UUID, int]]:
    """What of a lane is due, in the order in which it is to leave; no more than the lane can send now."""
    limit = min(most, int(turn.per_second * pace.AHEAD.total_seconds()) + 1)
    found: list[Row[UUID, int]] = []
    for kind in _KINDS:
        if len(found) >= limit:
            break
        query = (
            select(Delivery.id, Delivery.parts)
            .where(
                Delivery.business_id == turn.business_id,
                Delivery.lane == turn.lane,
                Delivery.kind == kind,
                text(WAITING),
                Delivery.due_at <= work.now,
            )
            .order_by(Delivery.due_at)
            .limit(limit - len(found))
            .with_for_update(skip_locked=True)
        )
        found += work.session.execute(query).all()
    return found


def _of_lane(turn: _Turn, candidates: Sequence[Row[UUID, int]], now: datetime) -> tuple[list[UUID], datetime]:
    taken, free_at = [], turn.free_at
    for delivery_id, parts in candidates:
        after = pace.take(free_at, now, max(parts, 1), turn.per_second)
        if after is None:
            break
        taken.append(delivery_id)
        free_at = after
    return taken, free_at


def _move_on(work: Work, turn: _Turn, free_at: datetime) -> None:
    work.session.execute(
        update(SendingLane)
        .where(SendingLane.business_id == turn.business_id, SendingLane.lane == turn.lane)
        .values(free_at=free_at)
        .execution_options(synchronize_session=False)
    )

"""How many texts and calls may go out for a business in one day; a new one has a low ceiling.

Messages and reminders are counted, and messages beyond the ceiling wait for the next morning, visibly. Reminders,
answers and what else one person waits for are never held back.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain import local_time, quiet_hours
from bot.domain.rules import NEW_FOR
from bot.services import forwarding
from bot.services.work import Desk, Work
from models import Business, Delivery, OutgoingDay, new_id
from models.states import Channel, DeliveryKind

log = logging.getLogger(__name__)
_COUNTED = (DeliveryKind.MESSAGE, DeliveryKind.REMINDER)


def ceiling(work: Work, business: Business) -> int:
    """Texts and calls a day: what the operator says, else what is usual at its age."""
    if business.outgoing_a_day is not None:
        return business.outgoing_a_day
    return work.rules.a_day_when_new if work.now - business.created_at < NEW_FOR else work.rules.a_day


def too_many(work: Work, rows: Sequence[Delivery]) -> dict[UUID, datetime]:
    """Of the messages in hand those beyond the ceiling of their business, and when they may go out."""
    counted = [row for row in rows if _counts(row)]
    over: dict[UUID, datetime] = {}
    for business in {row.business_id: row.business for row in counted}.values():
        left = ceiling(work, business) - _so_far(work, business)
        mine = sorted((row for row in counted if row.business_id == business.id), key=_turn)
        held = [row for row in mine[max(0, left) :] if row.kind is DeliveryKind.MESSAGE]
        over |= dict.fromkeys([row.id for row in held], _tomorrow(work, business))
        if held:
            _tell_once(work, business)
    return over


def count(work: Work, rows: Iterable[Delivery]) -> None:
    """These are handed to the carrier now. Businesses are taken in one order, so that two workers never wait for each
    other."""
    counted = [row for row in rows if _counts(row)]
    days = {row.business_id: _today(work, row.business) for row in counted}
    for business_id, units in sorted(Counter(row.business_id for row in counted).items()):
        mine = OutgoingDay.business_id == business_id, OutgoingDay.day == days[business_id]
        more = update(OutgoingDay).where(*mine).values(count=OutgoingDay.count + units)
        if not work.session.scalars(more.returning(OutgoingDay.id)).all():
            _make(work, business_id, days[business_id])
            work.session.execute(more.execution_options(synchronize_session=False))


def _counts(row: Delivery) -> bool:
    return row.kind in _COUNTED and row.channel is not Channel.EMAIL


def _turn(row: Delivery) -> tuple[bool, datetime]:
    """Reminders come first, then what was due first."""
    return row.kind is DeliveryKind.MESSAGE, row.due_at


def _today(work: Work, business: Business) -> date:
    return local_time.to_local(work.now, business.timezone).date()


def _tomorrow(work: Work, business: Business) -> datetime:
    midnight = datetime.combine(_today(work, business) + timedelta(1), time())
    return quiet_hours.next_allowed(local_time.to_utc(midnight, business.timezone), (business.timezone,))


def _so_far(work: Work, business: Business) -> int:
    mine = OutgoingDay.business_id == business.id, OutgoingDay.day == _today(work, business)
    return work.session.scalar(select(OutgoingDay.count).where(*mine)) or 0


def _make(work: Work, business_id: UUID, day: date) -> None:
    insert = postgresql.insert if work.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"id": new_id(), "business_id": business_id, "day": day, "count": 0}
    work.session.execute(insert(OutgoingDay).values(**row).on_conflict_do_nothing())


def _tell_once(work: Work, business: Business) -> None:
    """The owner by text, the operators by their log and their page of health."""
    _make(work, business.id, today := _today(work, business))
    first = update(OutgoingDay).where(
        OutgoingDay.business_id == business.id, OutgoingDay.day == today, OutgoingDay.told_at.is_(None)
    )
    if not work.session.scalars(first.values(told_at=work.now).returning(OutgoingDay.id)).all():
        return
    most = ceiling(work, business)
    log.warning("business %s has reached its ceiling of %d a day; the rest is held", business.id, most)
    words = f"You have reached your limit of {most:,} texts and calls a day. The rest waits until tomorrow morning."
    forwarding.notify(Desk(work, business), words)

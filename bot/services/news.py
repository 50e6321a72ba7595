"""What the owner is told of bookings, moves and cancellations: at once, hourly, daily or never, as set."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from bot.domain import local_time
from bot.services import calendars, forwarding
from bot.services.work import Desk, Work
from models import BookingNews, BookingRules, Business
from models.states import Notify

_DAILY_AT = 18
_LONGEST = 300
_MOST_TOLD = 12
_BATCH = 50


def tell(desk: Desk, words: str, *, at_once: bool = False) -> None:
    """Text the owner now or later. `at_once`: something that waits for the owner is never held back."""
    notify = calendars.rules(desk).notify
    if at_once or notify is Notify.AT_ONCE:
        forwarding.notify(desk, words)
    elif notify is not Notify.NEVER:
        desk.session.add(BookingNews(business_id=desk.business.id, words=words[:_LONGEST], at=desk.now))


def tell_due(work: Work) -> int:
    """Text what has gathered to the owners whose hour has come; how many owners."""
    waiting = select(BookingNews.business_id).distinct().limit(_BATCH)
    told = 0
    for business_id in work.session.scalars(waiting).all():
        desk = Desk(work, work.session.get_one(Business, business_id))
        told += _is_due(desk) and _claim(desk) and _digest(desk)
    return told


def _is_due(desk: Desk) -> bool:
    rules = calendars.rules(desk)
    if rules.notify is Notify.HOURLY:
        return rules.told_at is None or desk.now - rules.told_at >= timedelta(hours=1)
    local = local_time.to_local(desk.now, desk.business.timezone)
    if rules.notify is Notify.DAILY:
        fresh = rules.told_at is None or desk.now - rules.told_at >= timedelta(hours=20)
        return local.hour >= _DAILY_AT and fresh
    return True


def _claim(desk: Desk) -> bool:
    """Of several clocks, one tells."""
    rules = calendars.rules(desk)
    before = rules.told_at
    won = desk.session.scalars(
        update(BookingRules)
        .where(
            BookingRules.id == rules.id,
            BookingRules.told_at.is_(None) if before is None else BookingRules.told_at == before,
        )
        .values(told_at=desk.now)
        .returning(BookingRules.id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(won)


def _digest(desk: Desk) -> bool:
    rows = desk.session.scalars(
        select(BookingNews)
        .where(BookingNews.business_id == desk.business.id)
        .order_by(BookingNews.at)
        .with_for_update(skip_locked=True)
    ).all()
    lines = [row.words for row in rows[:_MOST_TOLD]]
    more = [f"and {len(rows) - _MOST_TOLD} more; see the panel."] if len(rows) > _MOST_TOLD else []
    for row in rows:
        desk.session.delete(row)
    if lines and calendars.rules(desk).notify is not Notify.NEVER:
        for piece in forwarding.pieces("\n".join([*lines, *more])):
            forwarding.notify(desk, piece)
    return bool(lines)


def pending(desk: Desk) -> list[UUID]:
    """What the owner has not been told yet."""
    return list(desk.session.scalars(select(BookingNews.id).where(BookingNews.business_id == desk.business.id)))

"""What the last days came to, a line for each day of the business's own calendar."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import case, func, select

from bot.domain import local_time
from bot.services.work import Desk
from models import Appointment, Delivery
from models.states import Answered, AppointmentStatus, DeliveryKind, DeliveryStatus

_TO_CUSTOMERS = (DeliveryKind.MESSAGE, DeliveryKind.REMINDER, DeliveryKind.REPLY, DeliveryKind.CHANGE)
_LEFT = (DeliveryStatus.ACCEPTED, DeliveryStatus.SENT, DeliveryStatus.DELIVERED)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayFigures:
    """One day: what left for customers, what arrived of it, what was confirmed, and who did not come."""

    day: date
    sent: int = 0
    delivered: int = 0
    confirmed: int = 0
    no_shows: int = 0


def last_days(desk: Desk, count: int = 30) -> list[DayFigures]:
    """The last `count` days, today the last of them. Answers to texts and notes to the owner are not counted."""
    today = local_time.to_local(desk.now, desk.business.timezone).date()
    days = [today - _DAY * back for back in reversed(range(count))]
    sent, delivered, confirmed = _deliveries(desk, days)
    missed = _no_shows(desk, days)
    return [DayFigures(day, sent[n], delivered[n], confirmed[n], missed[day]) for n, day in enumerate(days)]


def _deliveries(desk: Desk, days: list[date]) -> tuple[Counter[int], Counter[int], Counter[int]]:
    ends = [local_time.to_utc(_midnight(day + _DAY), desk.business.timezone) for day in days]
    begin = local_time.to_utc(_midnight(days[0]), desk.business.timezone)
    number = case(*((Delivery.created_at < end, n) for n, end in enumerate(ends))).label("day")
    query = (
        select(number, Delivery.status, Delivery.answered, func.count())
        .where(
            Delivery.business_id == desk.business.id,
            Delivery.created_at >= begin,
            Delivery.status.in_(_LEFT),
            Delivery.kind.in_(_TO_CUSTOMERS),
        )
        .group_by(number, Delivery.status, Delivery.answered)
    )
    sent, delivered, confirmed = Counter[int](), Counter[int](), Counter[int]()
    for day, status, answered, amount in desk.session.execute(query):
        sent[day] += amount
        delivered[day] += amount * (status is DeliveryStatus.DELIVERED)
        confirmed[day] += amount * (answered is Answered.CONFIRMED)
    return sent, delivered, confirmed


def _no_shows(desk: Desk, days: list[date]) -> Counter[date]:
    query = select(Appointment.start_local).where(
        Appointment.business_id == desk.business.id,
        Appointment.status == AppointmentStatus.NO_SHOW,
        Appointment.start_local >= _midnight(days[0]),
    )
    return Counter(start.date() for start in desk.session.scalars(query))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())

"""Who waits for a time that was not free. A freed one is offered to all whom it suits; the first to say yes has it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from bot.domain import local_time
from bot.services import availability, calendars, catalogue, consent
from bot.services.deliveries import outgoing
from bot.services.work import Desk
from models import Appointment, Customer, Service, Waiting
from models.states import Channel, DeliveryKind, WaitStatus

OFFER = "{name}a time has come free at {business}: {start}{what}. Reply 1 to take it or 2 to pass."
_GOOD_FOR = timedelta(hours=24)
_MOST = 10


def join(
    desk: Desk,
    customer: Customer,
    phone: str,
    from_local: datetime,
    until_local: datetime,
    *,
    service: Service | None = None,
    calendar_id: UUID | None = None,
) -> Waiting:
    """Wait for a time in a stretch. Who waits for the same already goes on waiting."""
    for row in _of(desk, phone):
        if (row.service_id, row.from_local) == (service.id if service else None, from_local):
            row.until_local = max(row.until_local, until_local)
            return row
    row = Waiting(
        business_id=desk.business.id,
        customer_id=customer.id,
        phone=phone,
        service_id=service.id if service else None,
        calendar_id=calendar_id,
        from_local=from_local,
        until_local=until_local,
        status=WaitStatus.WAITING,
        created_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def listed(desk: Desk) -> list[Waiting]:
    """Everybody who still waits, the longest first."""
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    query = select(Waiting).where(
        Waiting.business_id == desk.business.id,
        Waiting.status.in_((WaitStatus.WAITING, WaitStatus.OFFERED)),
        Waiting.until_local > now_local,
    )
    return list(desk.session.scalars(query.order_by(Waiting.created_at)))


def open_offer(desk: Desk, phone: str) -> Waiting | None:
    """The freed time that this phone was offered and has not answered."""
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    query = select(Waiting).where(
        Waiting.business_id == desk.business.id,
        Waiting.phone == phone,
        Waiting.status == WaitStatus.OFFERED,
        Waiting.offered_at > desk.now - _GOOD_FOR,
        Waiting.offer_local > now_local,
    )
    return desk.session.scalar(query.order_by(Waiting.offered_at.desc()).limit(1))


def offer_freed(desk: Desk, freed: Appointment, start_local: datetime, minutes: int, calendar_id: UUID) -> int:
    """Offer a time that came free to those whom it suits, the longest waiting first; how many."""
    offered = 0
    until = start_local + timedelta(minutes=minutes)
    coming = {one.customer_id for one in freed.attendees}
    for row in listed(desk):
        if offered >= _MOST or row.customer_id in coming or row.calendar_id not in (None, calendar_id):
            continue
        slot = _suiting(desk, row, start_local, until, calendar_id)
        if slot and not consent.opted_out(desk.session, desk.business.id, [row.phone]):
            _offer(desk, row, slot)
            offered += 1
    return offered


def take(row: Waiting) -> None:
    """The time was booked: the wait is over."""
    row.status = WaitStatus.BOOKED


def pass_on(row: Waiting) -> None:
    """The offer was not taken, or somebody was quicker: the wait goes on."""
    row.status, row.offer_local, row.offer_calendar_id = WaitStatus.WAITING, None, None


def leave(row: Waiting) -> None:
    """Wait no more."""
    row.status = WaitStatus.LEFT


def _of(desk: Desk, phone: str) -> list[Waiting]:
    return [row for row in listed(desk) if row.phone == phone]


def _suiting(desk: Desk, row: Waiting, start: datetime, until: datetime, calendar_id: UUID) -> availability.Slot | None:
    service = catalogue.get_service(desk, row.service_id) if row.service_id else None
    calendar = calendars.get_calendar(desk, calendar_id)
    if service and calendar not in catalogue.offered_by(desk, service):
        return None
    search = availability.search_for(desk, service, calendar)
    slots = availability.free_for_customer(desk, search, max(start, row.from_local), min(until, row.until_local))
    return slots[0] if slots else None


def _offer(desk: Desk, row: Waiting, slot: availability.Slot) -> None:
    row.status, row.offered_at = WaitStatus.OFFERED, desk.now
    row.offer_local, row.offer_calendar_id = slot.start_local, slot.calendar.id
    service = catalogue.get_service(desk, row.service_id) if row.service_id else None
    start = slot.start_local
    body = OFFER.format(
        name=f"{row.customer.first_name}, " if row.customer.first_name else "",
        business=desk.business.name,
        start=local_time.dated_in_words(start, local_time.to_local(desk.now, desk.business.timezone)),
        what=f", {service.name.lower()}" if service else "",
    )
    sent = outgoing(desk, DeliveryKind.CHANGE, Channel.TEXT, row.phone, body, customer_id=row.customer_id)
    sent.expires_at = local_time.to_utc(start, desk.business.timezone)
    desk.work.hand_over(sent.id, sent.kind)

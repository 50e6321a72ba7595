"""Taking deliveries into a worker's hand. What was true when they were planned is read again here."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from bot import meters
from bot.delivery import again, allowance, caps, leases
from bot.delivery.introduce import first_texts, introduce
from bot.delivery.prepare import Addresses, Outgoing, outgoing
from bot.domain import local_time, phone_numbers, quiet_hours, segments
from bot.services import consent, feeds, standing
from bot.services.work import Desk, Work
from models import Appointment, Business, Customer, Delivery, Prompt
from models.states import OPEN_DELIVERY, TAKING_TIME, Channel, DeliveryKind, DeliveryStatus, Lane, Privacy

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claimed:
    """A delivery in hand: `sending` until the lease is over."""

    delivery_id: UUID
    outgoing: Outgoing
    lease_until: datetime
    business_id: UUID
    channel: Channel
    lane: Lane
    due_at: datetime
    parts: int = 1


@dataclass(frozen=True)
class Verdict:
    """Why a delivery does not go out now. `until`: it is held, and due again then."""

    status: DeliveryStatus
    reason: str
    until: datetime | None = None


@dataclass(frozen=True)
class _Known:
    """What was found out for all rows at once: whether the address opted out, until when it has had enough or
    its business has reached its ceiling, and whether this is the first that it gets."""

    out: bool
    enough_until: datetime | None
    limit_until: datetime | None
    first: bool


def claim(work: Work, ids: Sequence[UUID], addresses: Addresses) -> list[Claimed]:
    """Those of the deliveries that are ours to send now. Whoever updates the row first has it."""
    lease = work.now + leases.SENDING
    rows = _take(work, ids, lease)
    out, first = _opted_out(work, rows), first_texts(work, rows)
    over, limited = caps.too_many(work, rows), allowance.too_many(work, rows)
    known = {
        row.id: _Known((row.business_id, row.address) in out, over.get(row.id), limited.get(row.id), row.id in first)
        for row in rows
    }
    claimed = [(row, one) for row in rows if (one := _examine(work, row, known[row.id], addresses))]
    allowance.count(work, [row for row, _ in claimed])
    return [one for _, one in claimed]


def _take(work: Work, ids: Sequence[UUID], lease: datetime) -> list[Delivery]:
    taken = work.session.scalars(
        update(Delivery)
        .where(
            Delivery.id.in_(ids),
            Delivery.status.in_(OPEN_DELIVERY),
            Delivery.due_at <= work.now + leases.CLOCKS_APART,
        )
        .values(status=DeliveryStatus.SENDING, lease_until=lease, sent_at=work.now, attempts=Delivery.attempts + 1)
        .returning(Delivery)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).all()
    _bring(work, Business, {row.business_id for row in taken})
    _bring(work, Customer, {row.customer_id for row in taken if row.promotional and row.customer_id})
    return sorted(taken, key=lambda row: (row.due_at, row.id))


def _bring(work: Work, kind: type[Business] | type[Customer], ids: set[UUID]) -> None:
    """Load what the rows refer to in one query, so that they find it in the session."""
    if ids:
        work.session.scalars(select(kind).where(kind.id.in_(ids))).all()


def _opted_out(work: Work, rows: Sequence[Delivery]) -> set[tuple[UUID, str]]:
    addresses: dict[UUID, set[str]] = defaultdict(set)
    for row in rows:
        addresses[row.business_id].add(row.address)
    return {
        (business, address)
        for business, listed in addresses.items()
        for address in consent.opted_out(work.session, business, listed)
    }


def _examine(work: Work, row: Delivery, known: _Known, addresses: Addresses) -> Claimed | None:
    """One delivery that cannot be made ready fails alone; its neighbours go out."""
    try:
        verdict = _verdict(work, row, known)
        if verdict is None:
            if known.first:
                introduce(work, row)
            sent = outgoing(row, work.now, addresses, _calendar(work, row))
            facts = (row.business_id, row.channel, row.lane, row.due_at, row.parts)
            return Claimed(row.id, sent, work.now + leases.SENDING, *facts)
    except Exception:
        log.exception("delivery %s cannot be made ready", row.id)
        verdict = Verdict(DeliveryStatus.FAILED, "it could not be made ready")
    _put_away(row, verdict, work.now)
    return None


def _verdict(work: Work, row: Delivery, known: _Known) -> Verdict | None:
    """None where it may go out."""
    if known.out and row.kind not in (DeliveryKind.CONSENT, DeliveryKind.ACCOUNT):
        return Verdict(DeliveryStatus.SUPPRESSED, "opted out")
    if row.expires_at is not None and row.expires_at <= work.now + timedelta(seconds=1):
        return Verdict(DeliveryStatus.EXPIRED, "it was too late to be of use")
    if suspended := standing.why_not(row):
        return Verdict(DeliveryStatus.WAITING, suspended, work.now + standing.LOOK_AGAIN)
    if row.origin_id and (overtaken := again.overtaken(work, row)):
        return Verdict(DeliveryStatus.CANCELLED, overtaken)
    if row.appointment_id and row.occurrence_local and (stale := _stale(work, row)):
        return Verdict(DeliveryStatus.CANCELLED, stale)
    if problem := _problem(work, row):
        return Verdict(DeliveryStatus.FAILED, problem)
    if known.enough_until:
        return _until(row, known.enough_until, work.now, f"already {row.business.most_a_day} messages today; held")
    if known.limit_until:
        most = allowance.ceiling(work, row.business)
        return _until(row, known.limit_until, work.now, f"held: daily limit of {most:,}, waits")
    return _held(row, work.now) if row.promotional and row.channel is not Channel.EMAIL else None


def _stale(work: Work, row: Delivery) -> str | None:
    """Why what it says of a time is no longer true: the appointment has moved or gone since it was planned."""
    appointment = work.session.get(Appointment, row.appointment_id)
    if appointment is None or appointment.status not in TAKING_TIME:
        return "the appointment was cancelled"
    return "the appointment moved" if appointment.start_local != row.occurrence_local else None


def _problem(work: Work, row: Delivery) -> str | None:
    """Why the channel cannot carry it, in plain words."""
    if row.address == row.business.number:
        return "it is addressed to the business's own number"
    if row.channel is not Channel.EMAIL and phone_numbers.is_abroad(row.address, work.rules.countries):
        return "it is addressed to a country that is not served"
    if row.channel is not Channel.VOICE and not row.body.strip():
        return "it had no words"
    if row.channel is Channel.TEXT and len(row.body) > segments.MAX_CHARACTERS:
        return "it is too long for a text"
    if row.channel is Channel.VOICE:
        prompt = work.session.get(Prompt, row.prompt_id) if row.prompt_id else None
        return "its recording was removed" if prompt is None or prompt.removed_at else None
    return None


def _held(row: Delivery, now: datetime) -> Verdict | None:
    own = row.customer.timezone if row.customer else None
    zones = quiet_hours.zones_for(own, row.address, row.business.timezone)
    allowed = quiet_hours.next_allowed(now, zones)
    return _until(row, allowed, now, "held for quiet hours") if allowed > now else None


def _until(row: Delivery, moment: datetime, now: datetime, why: str) -> Verdict:
    here = local_time.to_local(now, row.business.timezone)
    when = local_time.in_words(local_time.to_local(moment, row.business.timezone), here)
    return Verdict(DeliveryStatus.WAITING, f"{why} until {when}", moment)


def _calendar(work: Work, row: Delivery) -> bytes | None:
    """The appointment that an email reminds of."""
    private = row.business.privacy is Privacy.MEDICAL
    if row.channel is not Channel.EMAIL or row.appointment_id is None or private:
        return None
    return feeds.attachment(Desk(work, row.business), work.session.get_one(Appointment, row.appointment_id))


def _put_away(row: Delivery, verdict: Verdict, now: datetime) -> None:
    row.status, row.reason, row.lease_until = verdict.status, verdict.reason, None
    meters.DELIVERIES.labels(row.channel, verdict.status).inc()
    row.sent_at, row.attempts = None, row.attempts - 1
    if verdict.until is None:
        row.finished_at = now
    else:
        row.due_at = verdict.until

"""Deliveries that nobody knows of: the carrier's list says whether it has them; only what it has not is sent again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from bot.delivery import leases, record
from bot.delivery.prepare import Addresses, outgoing
from bot.errors import CarrierError
from bot.ports import OutgoingCall, OutgoingText, Receipt
from bot.services.work import Work
from models import Delivery
from models.states import Channel, DeliveryStatus

Found = Sequence[Receipt] | CarrierError


@dataclass(frozen=True)
class Doubt:
    """A text or call that the carrier may have. Emails cannot be looked up."""

    delivery_id: UUID
    outgoing: OutgoingText | OutgoingCall
    since: datetime


def claim_doubts(work: Work, ids: Sequence[UUID], addresses: Addresses) -> list[Doubt]:
    """Those of the deliveries that are unknown and whose turn to be looked up has come."""
    taken = work.session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.status == DeliveryStatus.UNKNOWN, Delivery.lease_until <= work.now)
        .values(lease_until=work.now + leases.SENDING)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    ).all()
    rows = list(work.session.scalars(select(Delivery).where(Delivery.id.in_(taken))))
    for row in rows:
        if row.channel is Channel.EMAIL:
            row.lease_until, row.reason = None, "the mail server has not said whether it took it"
    made = [(row, outgoing(row, work.now, addresses)) for row in rows]
    return [
        Doubt(row.id, sent, row.sent_at or row.created_at)
        for row, sent in made
        if isinstance(sent, OutgoingText | OutgoingCall)
    ]


def settle(work: Work, found: Mapping[UUID, Found]) -> None:
    """Write what the carrier's list said. An answer that could not be had is asked for again."""
    for row in record.lock(work, list(found)):
        if row.status is not DeliveryStatus.UNKNOWN:
            continue
        listed = found[row.id]
        if isinstance(listed, CarrierError):
            row.lease_until = work.now + leases.LOOK_UP
        elif receipt := _not_anothers(work, listed):
            record.accepted(work, row, receipt)
            record.charge(work, [row])
        else:
            _send_once_more(work, row)


def _not_anothers(work: Work, listed: Sequence[Receipt]) -> Receipt | None:
    """The same words may have gone to the same phone twice, on purpose."""
    sids = [receipt.carrier_sid for receipt in listed]
    taken = set(work.session.scalars(select(Delivery.carrier_sid).where(Delivery.carrier_sid.in_(sids))))
    return next((receipt for receipt in listed if receipt.carrier_sid not in taken), None)


def _send_once_more(work: Work, row: Delivery) -> None:
    if row.error_code == record.RESENT:
        record.move(row, DeliveryStatus.FAILED, work.now, "the carrier did not answer, twice")
        return
    reason = "the carrier has no trace of it; sending it again"
    if record.move(row, DeliveryStatus.WAITING, work.now, reason, record.RESENT):
        row.due_at = work.now

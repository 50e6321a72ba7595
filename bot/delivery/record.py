"""What a carrier answered, written to the delivery. A status only moves forward (`models.states`)."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, or_, select, update

from bot import meters
from bot.delivery import leases
from bot.delivery.claim import Claimed
from bot.domain import carrier_errors
from bot.errors import CarrierError, NotTaken, OptedOut, Rejected
from bot.ports import Receipt
from bot.services import consent, usage
from bot.services.usage import Line
from bot.services.work import Desk, Work
from models import Business, Customer, CustomerPhone, Delivery
from models.states import Channel, DeliveryStatus, PhoneKind, UsageKind, may_move

Outcome = Receipt | CarrierError

RESENT = "resent"
"""Stands in `error_code` of a delivery that is sent once more, as the carrier had no trace of it."""
MOST_ATTEMPTS = 40
"""With the back-off below: about two and a half hours of a carrier that takes nothing."""
_FIRST, _LONGEST = 1.0, 240.0
_CHARGED = {Channel.TEXT: UsageKind.TEXT_OUT, Channel.EMAIL: UsageKind.EMAIL}
_WITH_CARRIER = (DeliveryStatus.ACCEPTED, DeliveryStatus.SENT, DeliveryStatus.DELIVERED)
_OPEN = (
    DeliveryStatus.WAITING,
    DeliveryStatus.QUEUED,
    DeliveryStatus.SENDING,
    DeliveryStatus.UNKNOWN,
    *_WITH_CARRIER[:2],
)


_TABLE = cast(Table, Delivery.__table__)
_TO_CARRIER = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("delivery"), or_(*(_TABLE.c.status == one for one in _OPEN[:4])))
    .values(
        status=bindparam("new", type_=_TABLE.c.status.type),
        carrier_sid=func.coalesce(_TABLE.c.carrier_sid, bindparam("sid")),
        reason=None,
        error_code=None,
        lease_until=None,
    )
)
"""From wherever it may move on to the carrier; what a callback has brought further stays there."""


def record(work: Work, claimed: Sequence[Claimed], outcomes: Sequence[Outcome]) -> None:
    """Write what came of a batch. A callback that was faster is not overwritten."""
    both = list(zip(claimed, outcomes, strict=True))
    _taken(work, [(one, outcome) for one, outcome in both if isinstance(outcome, Receipt)])
    others = {one.delivery_id: outcome for one, outcome in both if not isinstance(outcome, Receipt)}
    for row in lock(work, list(others)) if others else []:
        write(work, row, others[row.id])


def _taken(work: Work, taken: Sequence[tuple[Claimed, Receipt]]) -> None:
    """What the carrier has, which is nearly all: in bulk, without loading the rows. From now on it is paid for."""
    if not taken:
        return
    rows = [
        {"delivery": one.delivery_id, "sid": receipt.carrier_sid, "new": receipt.status}
        for one, receipt in sorted(taken, key=lambda pair: pair[0].delivery_id)
    ]
    work.session.connection().execute(_TO_CARRIER, rows)
    for one, receipt in taken:
        meters.DELIVERIES.labels(one.channel, receipt.status).inc()
        meters.LATE.labels(one.lane).observe(max(0.0, (work.now - one.due_at).total_seconds()))
    lines = [
        Line(one.business_id, _CHARGED[one.channel], one.parts, f"delivery:{one.delivery_id}", work.now)
        for one, _ in taken
        if one.channel in _CHARGED
    ]
    usage.record(work.session, *lines)


def lock(work: Work, ids: list[UUID]) -> list[Delivery]:
    """The rows, held until the commit; in one order, so that no two workers wait for one another."""
    query = select(Delivery).where(Delivery.id.in_(ids)).order_by(Delivery.id).with_for_update()
    return list(work.session.scalars(query.execution_options(populate_existing=True)))


def write(work: Work, row: Delivery, outcome: Outcome) -> None:
    """One outcome. What the carrier took is still to be charged."""
    match outcome:
        case Receipt():
            accepted(work, row, outcome)
        case OptedOut():
            opted_out(work, row, outcome.code)
        case Rejected():
            move(row, DeliveryStatus.FAILED, work.now, outcome.reason, outcome.code)
            note_landline(work, row, outcome.code)
        case NotTaken():
            _again(row, work.now, outcome)
        case _:
            code = RESENT if row.error_code == RESENT else outcome.code
            if move(row, DeliveryStatus.UNKNOWN, work.now, f"{outcome.reason}; asking it again", code):
                row.lease_until = work.now + leases.LOOK_UP


def accepted(work: Work, row: Delivery, receipt: Receipt) -> None:
    """The carrier has it: from here on it is paid for (`charge`)."""
    row.carrier_sid = row.carrier_sid or receipt.carrier_sid
    move(row, receipt.status, work.now)


def opted_out(work: Work, row: Delivery, code: str | None) -> None:
    """The carrier blocks this phone: it said STOP there, so that it counts here too."""
    if not move(row, DeliveryStatus.SUPPRESSED, work.now, "opted out at the carrier", code):
        move(row, DeliveryStatus.FAILED, work.now, "opted out at the carrier", code)
    desk = Desk(work, work.session.get_one(Business, row.business_id))
    if not consent.opted_out(work.session, row.business_id, [row.address]):
        consent.opt_out(desk, row.address, "carrier", code or "")


def note_landline(work: Work, row: Delivery, code: str | None) -> None:
    """The carrier says that no text can reach this phone: it is called from now on, and no longer texted."""
    if not carrier_errors.look_up(code).landline:
        return
    ours = select(Customer.id).where(Customer.business_id == row.business_id)
    work.session.execute(
        update(CustomerPhone)
        .where(CustomerPhone.phone == row.address, CustomerPhone.customer_id.in_(ours))
        .values(kind=PhoneKind.LANDLINE)
    )


def move(row: Delivery, new: DeliveryStatus, now: datetime, reason: str | None = None, code: str | None = None) -> bool:
    """Move a delivery forward; False, and nothing is changed, where it may not go there."""
    if not may_move(row.status, new):
        return False
    row.status, row.reason, row.error_code, row.lease_until = new, reason and reason[:200], code, None
    meters.DELIVERIES.labels(row.channel, new).inc()
    if new not in _OPEN:
        row.finished_at = now
    return True


def charge(work: Work, rows: Sequence[Delivery]) -> None:
    """Units for the ledger, once for each delivery. A call is paid for when it has ended, by its minutes."""
    lines = [
        Line(row.business_id, _CHARGED[row.channel], units=row.parts, source=f"delivery:{row.id}", at=work.now)
        for row in rows
        if row.channel in _CHARGED
    ]
    usage.record(work.session, *lines)


def back_off(attempts: int) -> timedelta:
    """1, 2, 4 … seconds, four minutes at most, each a little different, so that not all come back at once."""
    longest = min(_LONGEST, _FIRST * 2 ** min(attempts - 1, 10))
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311 - no secret


def _again(row: Delivery, now: datetime, outcome: NotTaken) -> None:
    if row.attempts >= MOST_ATTEMPTS:
        move(row, DeliveryStatus.FAILED, now, f"{outcome.reason}, {row.attempts} times", outcome.code)
    elif move(row, DeliveryStatus.WAITING, now, f"{outcome.reason}; trying again", outcome.code):
        row.due_at = now + back_off(row.attempts)

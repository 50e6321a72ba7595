"""Who may be written to: an append-only record; the latest row for an address counts."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.services.work import Desk
from models import Consent, Delivery
from models.states import OPEN_DELIVERY, ConsentState, DeliveryKind, DeliveryStatus

_CHUNK = 500


def history(desk: Desk, address: str) -> list[Consent]:
    """Everything on record for a phone or email address, newest first."""
    return list(
        desk.session.scalars(
            select(Consent)
            .where(Consent.business_id == desk.business.id, Consent.address == address)
            .order_by(Consent.at.desc(), Consent.id.desc())
        )
    )


def state(desk: Desk, address: str) -> ConsentState | None:
    """In, out, or None where nothing is on record."""
    return desk.session.scalar(
        select(Consent.state)
        .where(Consent.business_id == desk.business.id, Consent.address == address)
        .order_by(Consent.at.desc(), Consent.id.desc())
        .limit(1)
    )


def opt_out(desk: Desk, address: str, source: str, words: str = "") -> bool:
    """Record an opt-out and suppress what waits for this address. False where it was out already."""
    was_out = state(desk, address) is ConsentState.OUT
    _record(desk, address, ConsentState.OUT, source, words)
    _suppress(desk, address)
    return not was_out


def opt_in(desk: Desk, address: str, source: str, words: str = "") -> bool:
    """Record an opt-in. False where the address was not out."""
    was_out = state(desk, address) is ConsentState.OUT
    _record(desk, address, ConsentState.IN, source, words)
    return was_out


def opted_out(session: Session, business_id: UUID, addresses: Collection[str]) -> set[str]:
    """Those of the addresses whose latest record says out."""
    out: set[str] = set()
    listed = sorted(set(addresses))
    for first in range(0, len(listed), _CHUNK):
        out |= _opted_out(session, business_id, listed[first : first + _CHUNK])
    return out


def _opted_out(session: Session, business_id: UUID, addresses: list[str]) -> set[str]:
    ranked = (
        select(
            Consent.address,
            Consent.state,
            func.row_number()
            .over(partition_by=Consent.address, order_by=(Consent.at.desc(), Consent.id.desc()))
            .label("rank"),
        )
        .where(Consent.business_id == business_id, Consent.address.in_(addresses))
        .subquery()
    )
    query = select(ranked.c.address).where(ranked.c.rank == 1, ranked.c.state == ConsentState.OUT)
    return set(session.scalars(query))


def _record(desk: Desk, address: str, to: ConsentState, source: str, words: str) -> None:
    row = Consent(
        business_id=desk.business.id, address=address, state=to, source=source, words=words[:2000], at=desk.now
    )
    desk.session.add(row)
    desk.session.flush()


def _suppress(desk: Desk, address: str) -> None:
    """A delivery that a worker has in hand is checked again by the worker; these are not in anybody's hand."""
    desk.session.execute(
        update(Delivery)
        .where(
            Delivery.business_id == desk.business.id,
            Delivery.address == address,
            Delivery.status.in_(OPEN_DELIVERY),
            Delivery.kind != DeliveryKind.CONSENT,
        )
        .values(status=DeliveryStatus.SUPPRESSED, reason="opted out", finished_at=desk.now)
    )

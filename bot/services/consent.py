"""Who may be written to: an append-only record; the latest row for an address counts."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.services import audit
from bot.services.work import ITSELF, Desk
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


def history_of(desk: Desk, addresses: Collection[str], limit: int = 50) -> list[Consent]:
    """What is on record for any of these addresses, newest first."""
    mine = Consent.business_id == desk.business.id, Consent.address.in_(addresses)
    query = select(Consent).where(*mine).order_by(Consent.at.desc(), Consent.id.desc())
    return list(desk.session.scalars(query.limit(limit)))


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
    _note(desk, "opted_out", source)
    _suppress(desk, address)
    return not was_out


def opt_in(desk: Desk, address: str, source: str, words: str = "") -> bool:
    """Record an opt-in. False where the address was not out."""
    was_out = state(desk, address) is ConsentState.OUT
    _record(desk, address, ConsentState.IN, source, words)
    _note(desk, "opted_in", source)
    return was_out


def opted_out(session: Session, business_id: UUID, addresses: Collection[str]) -> set[str]:
    """Those of the addresses whose latest record says out."""
    found = states(session, business_id, addresses)
    return {address for address, state_ in found.items() if state_ is ConsentState.OUT}


def states(session: Session, business_id: UUID, addresses: Collection[str]) -> dict[str, ConsentState]:
    """The latest word on each address; those with nothing on record are left out."""
    found: dict[str, ConsentState] = {}
    listed = sorted(set(addresses))
    for first in range(0, len(listed), _CHUNK):
        found |= _states(session, business_id, listed[first : first + _CHUNK])
    return found


def _states(session: Session, business_id: UUID, addresses: list[str]) -> dict[str, ConsentState]:
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
    rows = session.execute(select(ranked.c.address, ranked.c.state).where(ranked.c.rank == 1))
    return {row.address: row.state for row in rows}


def _record(desk: Desk, address: str, to: ConsentState, source: str, words: str) -> None:
    row = Consent(
        business_id=desk.business.id, address=address, state=to, source=source, words=words[:2000], at=desk.now
    )
    desk.session.add(row)
    desk.session.flush()


def _note(desk: Desk, code: str, source: str) -> None:
    """What a customer says for themselves is in the ledger; what somebody of the business says is in the log too."""
    if desk.work.actor is not ITSELF:
        audit.record(desk, code, source=source)


def _suppress(desk: Desk, address: str) -> None:
    """A delivery that a worker has in hand is checked again by the worker; these are not in anybody's hand."""
    desk.session.execute(
        update(Delivery)
        .where(
            Delivery.business_id == desk.business.id,
            Delivery.address == address,
            Delivery.status.in_(OPEN_DELIVERY),
            Delivery.kind.not_in((DeliveryKind.CONSENT, DeliveryKind.ACCOUNT)),
        )
        .values(status=DeliveryStatus.SUPPRESSED, reason="opted out", finished_at=desk.now)
    )

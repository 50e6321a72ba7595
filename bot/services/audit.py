"""The audit log: who did what, when, and through which door. Written in the same transaction as what was done."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from bot.domain import audit_words
from bot.services.work import Actor, Desk
from models import AuditEntry
from models.states import Door

_SEEN_OF_AN_ADDRESS = {4: 24, 6: 48}
"""Bits: enough to tell home from abroad, too few to find somebody."""


def record(desk: Desk, code: str, by: Actor | None = None, **facts: Any) -> AuditEntry:
    """Note what was just done. `code` is one of `bot.domain.audit_words.SENTENCES`, `facts` fill its sentence.

    `by` is whoever the unit of work was opened for, unless said otherwise. Facts hold no whole phone number, no words
    of a text, no PIN and no password.
    """
    actor = by or desk.work.actor
    row = AuditEntry(
        business_id=desk.business.id,
        at=desk.now,
        door=actor.door,
        who=actor.who[:160],
        member_id=actor.member_id,
        code=code,
        facts=facts,
        address=actor.address,
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def listed(desk: Desk, limit: int, before: tuple[datetime, UUID] | None = None) -> Sequence[AuditEntry]:
    """The newest first; `before`: moment and id of the last one that was shown."""
    query = select(AuditEntry).where(AuditEntry.business_id == desk.business.id)
    if before is not None:
        query = query.where(tuple_(AuditEntry.at, AuditEntry.id) < before)
    return desk.session.scalars(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit)).all()


def get(desk: Desk, entry_id: UUID | None) -> AuditEntry | None:
    """An entry of this business."""
    row = desk.session.get(AuditEntry, entry_id) if entry_id else None
    return row if row is not None and row.business_id == desk.business.id else None


def sentence(row: AuditEntry) -> str:
    """What was done, in words."""
    return audit_words.sentence(row.code, row.facts)


def by_phone(door: Door, number: str) -> Actor:
    """Whoever texts or calls from an authorised phone. A phone is no proof of who that is."""
    return Actor(door, f"the phone ending in {ending(number)}")


def ending(number: str) -> str:
    """Enough of a number for its owner to know it again."""
    return number[-4:]


def network(address: str | None) -> str | None:
    """The network of an internet address: "203.0.113.0/24"."""
    try:
        version = ip_address(address or "").version
    except ValueError:
        return None
    return str(ip_network(f"{address}/{_SEEN_OF_AN_ADDRESS[version]}", strict=False))

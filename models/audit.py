"""Who did what, when, and through which door."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned, status_column
from models.states import Door


class AuditEntry(Owned, Base):
    """One thing that somebody did. Append-only; `code` and `facts` become a sentence when they are shown."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_listed", "business_id", "at", "id"),)

    at: Mapped[datetime]
    door: Mapped[Door] = mapped_column(status_column(Door))
    who: Mapped[str] = mapped_column(String(160))
    """As they were called then."""
    member_id: Mapped[UUID | None]
    """No foreign key: what somebody did stays when they are gone."""
    code: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Never a whole phone number, the words of a text, a PIN or a password."""
    address: Mapped[str | None] = mapped_column(String(45))
    """Where from: the network, never the whole internet address."""

"""The append-only ledger of billable units."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned, status_column
from models.states import UsageKind


class Usage(Owned, Base):
    """Units of one kind from one source; `(kind, source)` is unique, so that nothing is counted twice."""

    __tablename__ = "usage"
    __table_args__ = (UniqueConstraint("kind", "source"), Index("ix_usage_month", "business_id", "at"))

    kind: Mapped[UsageKind] = mapped_column(status_column(UsageKind))
    units: Mapped[int]
    source: Mapped[str] = mapped_column(String(60))
    """What it was for: `delivery:<id>`, `inbox:<id>`, `call:<id>`."""
    at: Mapped[datetime]

"""What a business owes and has paid: an append-only ledger, and an invoice for each month."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned, status_column
from models.states import EntryKind, InvoiceStatus


class LedgerEntry(Owned, Base):
    """One sum: a charge above zero, a payment below it. `source` is unique, so that nothing is booked twice."""

    __tablename__ = "ledger_entries"
    __table_args__ = (UniqueConstraint("business_id", "source"), Index("ix_ledger_listed", "business_id", "at"))

    kind: Mapped[EntryKind] = mapped_column(status_column(EntryKind))
    period: Mapped[str] = mapped_column(String(7))
    """The month that it is for, `2026-11`."""
    words: Mapped[str] = mapped_column(String(200))
    units: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    source: Mapped[str] = mapped_column(String(80))
    """What it was for: `2026-11:fee`, `invoice:<id>:paid`."""
    at: Mapped[datetime]


class Invoice(Owned, Base):
    """What one month came to; there is one at most for a business and a month. Its lines stay as they were."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("business_id", "period"),
        Index("ix_invoices_to_charge", "status", "next_try_at"),
    )

    period: Mapped[str] = mapped_column(String(7))
    status: Mapped[InvoiceStatus] = mapped_column(status_column(InvoiceStatus), default=InvoiceStatus.OPEN)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """`words`, `units` and `amount` (a decimal as text) of each line."""
    terms: Mapped[dict[str, str]] = mapped_column(JSON)
    """The plan as it was (`bot.domain.prices.Terms`, each as text), so that the month can be counted again."""
    total: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    tries: Mapped[int] = mapped_column(default=0)
    """Charges that were declined."""
    next_try_at: Mapped[datetime | None]
    payment_ref: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(String(200))
    """Why it is not paid, in plain words."""
    created_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]

    @property
    def number(self) -> str:
        """What it is called on paper."""
        return f"{self.period.replace('-', '')}-{self.id.hex[-6:].upper()}"

"""The append-only record of opt-in and opt-out. The latest row for an address counts."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned, status_column
from models.states import ConsentState


class Consent(Owned, Base):
    """One opt-in or opt-out of a phone (E.164) or email address; kept five years (16 CFR 310.5(a)(8))."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_latest", "business_id", "address", "at", "id"),)

    address: Mapped[str] = mapped_column(String(254))
    state: Mapped[ConsentState] = mapped_column(status_column(ConsentState))
    source: Mapped[str] = mapped_column(String(30))
    """Where it came from: `text`, `call`, `email`, `panel`, `owner`, `carrier`."""
    words: Mapped[str] = mapped_column(Text, default="")
    """What was said or pressed, as it was."""
    purpose: Mapped[str] = mapped_column(String(20), default="all")
    at: Mapped[datetime]

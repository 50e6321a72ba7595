"""Recordings, and the prompts that owners keep of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Owned


class Recording(Owned, Base):
    """A recording made in a call. The audio is a row, so that any host can play it; it arrives after the step."""

    __tablename__ = "recordings"

    carrier_sid: Mapped[str] = mapped_column(String(40), unique=True)
    call_sid: Mapped[str] = mapped_column(String(40), index=True)
    seconds: Mapped[int] = mapped_column(default=0)
    content_type: Mapped[str] = mapped_column(String(60), default="audio/wav")
    audio: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """Sealed with the key that `sealed_with` names, or as it was recorded (`bot.services.recordings`)."""
    sealed_with: Mapped[str | None] = mapped_column(String(12), index=True)
    fetched_at: Mapped[datetime | None]
    left_carrier_at: Mapped[datetime | None]
    """When the carrier deleted its copy."""
    created_at: Mapped[datetime]


class Prompt(Owned, Base):
    """A saved recording; `number` is its voice message id."""

    __tablename__ = "prompts"
    __table_args__ = (UniqueConstraint("business_id", "number"),)

    number: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(80))
    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    recording: Mapped[Recording] = relationship(lazy="joined")

"""The dialogue state between a number and one phone: a Rasa tracker, stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned


class Conversation(Owned, Base):
    """One row per business and phone; locking it puts the texts of one phone in a row."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("business_id", "phone"),)

    phone: Mapped[str] = mapped_column(String(20))
    slots: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The tracker's slots: what was asked, what waits for a yes, what can be undone."""
    robot_score: Mapped[int] = mapped_column(default=0)
    """How many answers in a row went to texts that came too fast for a person."""
    muted_until: Mapped[datetime | None]
    updated_at: Mapped[datetime]

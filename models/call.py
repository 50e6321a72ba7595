"""A call and where it stands in the menus."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned, status_column
from models.states import CallDirection, CallStatus


class Call(Owned, Base):
    """One call. `step` counts the webhooks answered; the last answer is stored, so that a repeat is harmless."""

    __tablename__ = "calls"

    carrier_sid: Mapped[str | None] = mapped_column(String(40), unique=True)
    direction: Mapped[CallDirection] = mapped_column(status_column(CallDirection))
    phone: Mapped[str] = mapped_column(String(20))
    delivery_id: Mapped[UUID | None] = mapped_column(ForeignKey("deliveries.id"), index=True)
    status: Mapped[CallStatus] = mapped_column(status_column(CallStatus), default=CallStatus.RINGING)
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    step: Mapped[int] = mapped_column(default=0)
    last_answer: Mapped[str | None]
    """The TwiML that answered the last step."""
    seconds: Mapped[int | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

"""How much went out for a business in one day."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned


class OutgoingDay(Owned, Base):
    """Messages and reminders that were handed to the carrier as texts or calls, by the business's own date."""

    __tablename__ = "outgoing_days"
    __table_args__ = (UniqueConstraint("business_id", "day"),)

    day: Mapped[date]
    count: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime | None]
    """When the owner and the operators were told that the day's limit is reached."""

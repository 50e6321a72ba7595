"""What carriers want to know of a business before its texts go through everywhere (A2P 10DLC)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Registration(Base):
    """The facts of one business's brand and campaign, as typed; empty where they are missing."""

    __tablename__ = "registrations"

    business_id: Mapped[UUID] = mapped_column(ForeignKey("businesses.id"), primary_key=True)
    legal_name: Mapped[str] = mapped_column(String(255), default="")
    tax_id: Mapped[str] = mapped_column(String(20), default="")
    """The EIN, as 12-3456789."""
    address: Mapped[str] = mapped_column(String(300), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    use_case: Mapped[str] = mapped_column(String(40), default="")
    sample_1: Mapped[str] = mapped_column(Text, default="")
    sample_2: Mapped[str] = mapped_column(Text, default="")
    opt_in: Mapped[str] = mapped_column(Text, default="")
    """How customers agree to get texts."""
    updated_at: Mapped[datetime]

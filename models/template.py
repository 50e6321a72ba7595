"""Saved words."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned


class Template(Owned, Base):
    """Saved words with fields such as {first_name}; `kind` is `message` or `appointment`."""

    __tablename__ = "templates"
    __table_args__ = (UniqueConstraint("business_id", "name_key"),)

    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80))
    """Case-folded name."""
    kind: Mapped[str] = mapped_column(String(20), default="message")
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

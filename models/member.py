"""Somebody who signs in to the panel."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Owned, status_column
from models.business import Business
from models.states import Role


class Member(Owned, Base):
    """A person with a password, for one business."""

    __tablename__ = "members"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower case."""
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(status_column(Role), default=Role.OWNER)
    session_epoch: Mapped[int] = mapped_column(default=0)
    """Part of every session; raising it signs the member out everywhere."""
    created_at: Mapped[datetime]

    business: Mapped[Business] = relationship()

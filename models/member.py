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
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    """The secret that an authenticator app shares, sealed (`bot.services.vault`)."""
    totp_since: Mapped[datetime | None]
    """Since when a second factor is asked for; None with a secret: it is being set up."""
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")
    """The half minute whose code was used last: no code is taken twice."""
    created_at: Mapped[datetime]

    business: Mapped[Business] = relationship()

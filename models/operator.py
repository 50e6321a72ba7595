"""Whoever runs the installation: a person of their own, never a member of a business."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified


class Operator(Identified, Base):
    """Signs in at /operator."""

    __tablename__ = "operators"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower case."""
    password_hash: Mapped[str] = mapped_column(String(200))
    session_epoch: Mapped[int] = mapped_column(default=0)
    """Part of every session; raising it signs the operator out everywhere."""
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    """Shared with an authenticator app, sealed."""
    totp_since: Mapped[datetime | None]
    """Since when its codes are asked for; until there is one, an operator sees nothing."""
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")
    """The step of the last code that was used: none counts twice."""
    created_at: Mapped[datetime]


class OperatorAction(Identified, Base):
    """What an operator did, for good. Where it concerned a business, its owner can read it."""

    __tablename__ = "operator_actions"
    __table_args__ = (Index("ix_operator_actions_business", "business_id", "at"),)

    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("operators.id"))
    """None: from the command line of the installation."""
    business_id: Mapped[UUID | None] = mapped_column(ForeignKey("businesses.id"))
    words: Mapped[str] = mapped_column(String(300))
    """A sentence that fits after the operator's address: "suspended the business: unpaid"."""
    at: Mapped[datetime]

    operator: Mapped[Operator | None] = relationship()


class Rate(Base):
    """What one unit costs the operator: `text` a message part, `voice` a minute."""

    __tablename__ = "rates"

    unit: Mapped[str] = mapped_column(String(20), primary_key=True)
    cost: Mapped[Decimal] = mapped_column(Numeric(10, 4))


class Heartbeat(Base):
    """When a part of the installation was last alive."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]

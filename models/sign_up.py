"""Somebody who is signing a new business up, from the first page to the number that talks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, status_column
from models.states import SignUpState


class SignUp(Identified, Base):
    """What was typed so far, so that nothing is lost, and how far the renting of the number has come."""

    __tablename__ = "sign_ups"
    __table_args__ = (Index("ix_sign_ups_state", "state", "renting_since"),)

    state: Mapped[SignUpState] = mapped_column(status_column(SignUpState), default=SignUpState.PROVING)
    person_name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    password_hash: Mapped[str] = mapped_column(String(200))
    mobile: Mapped[str] = mapped_column(String(20))
    text_code_hash: Mapped[str | None] = mapped_column(String(200))
    email_code_hash: Mapped[str | None] = mapped_column(String(200))
    codes_until: Mapped[datetime | None]
    codes_sent: Mapped[int] = mapped_column(default=0)
    """How many times codes were sent: each costs a text."""
    wrong_codes: Mapped[int] = mapped_column(default=0)
    """Since the codes were last sent."""
    business_name: Mapped[str | None] = mapped_column(String(120))
    business_kind: Mapped[str | None] = mapped_column(String(60))
    area_code: Mapped[str | None] = mapped_column(String(3))
    timezone: Mapped[str | None] = mapped_column(String(64))
    number: Mapped[str | None] = mapped_column(String(20))
    """The one that was picked; nobody's yet."""
    claimed_number: Mapped[str | None] = mapped_column(String(20), unique=True)
    """Set and committed before the carrier is asked: of two who want the same number, one only asks."""
    renting_since: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(200))
    """Why a rented number has not become a business yet, in plain words for the operator."""
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    business_id: Mapped[UUID | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    created_at: Mapped[datetime]

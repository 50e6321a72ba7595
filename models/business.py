"""The tenant: a business, its plan, and the phones it trusts or forwards to."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified, Owned, status_column
from models.states import Privacy, Proof

CALENDAR_VIEWS = "timeGridWeek,timeGridDay,dayGridMonth"


class Plan(Identified, Base):
    """What a month costs and includes. Units over it cost `extra_price` each (FAQ: 5 cents)."""

    __tablename__ = "plans"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    monthly_fee: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    included_texts: Mapped[int]
    included_voice: Mapped[int]
    extra_price: Mapped[Decimal] = mapped_column(Numeric(10, 4), default=Decimal("0.05"))
    retired_at: Mapped[datetime | None]
    """Nobody new gets a retired plan; who has it keeps it."""


class Business(Identified, Base):
    """A tenant and its settings."""

    __tablename__ = "businesses"
    __table_args__ = (Index("ix_businesses_listed", "name", "id"),)

    name: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """The rented number, E.164."""
    kind: Mapped[str | None] = mapped_column(String(60))
    """What it is: a salon, a dentist."""
    timezone: Mapped[str] = mapped_column(String(64), default="America/New_York")
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    email_from: Mapped[str | None] = mapped_column(String(254))
    email_from_name: Mapped[str | None] = mapped_column(String(120))
    postal_address: Mapped[str | None] = mapped_column(Text)
    phone_for_questions: Mapped[str | None] = mapped_column(String(20))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    pin_failures: Mapped[int] = mapped_column(default=0)
    pin_locked_until: Mapped[datetime | None]
    session_minutes: Mapped[int] = mapped_column(default=30)
    """Idle minutes until the panel signs out."""
    calendar_views: Mapped[str] = mapped_column(
        String(80),
        default="timeGridWeek,timeGridDay,dayGridMonth",
        server_default="timeGridWeek,timeGridDay,dayGridMonth",
    )
    """Up to three views of the panel's calendar, with commas between; the first one is shown first (FAQ)."""
    texts_per_second: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    """Message parts that the number may send; None: what is usual for its type (`bot.domain.pace`)."""
    calls_per_second: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    most_a_day: Mapped[int] = mapped_column(default=10, server_default="10")
    """Messages to one phone or address in one day, at most; the rest waits for the next day."""
    outgoing_a_day: Mapped[int | None]
    """Texts and calls that may go out in one day; None: what the installation allows (`bot.services.allowance`)."""
    proof: Mapped[Proof] = mapped_column(status_column(Proof), default=Proof.CODE, server_default=Proof.CODE)
    """What a risky text from an authorised phone needs: a sender can be forged."""
    caller_id: Mapped[str | None] = mapped_column(String(20))
    """A verified phone that calls show instead of the number (FAQ: calls only, texts never)."""
    caller_id_asked: Mapped[str | None] = mapped_column(String(20))
    """The phone that the carrier was asked to verify last."""
    suspended_at: Mapped[datetime | None]
    """Since when nothing is sent for it; None: it is in good standing."""
    suspended_why: Mapped[str | None] = mapped_column(String(120))
    call_forward_to: Mapped[str | None] = mapped_column(String(20))
    introduces: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the first text to somebody says who writes and how to stop, as CTIA asks."""
    privacy: Mapped[Privacy] = mapped_column(
        status_column(Privacy), default=Privacy.STANDARD, server_default=Privacy.STANDARD
    )
    carrier_answers_stop: Mapped[bool] = mapped_column(default=False)
    """True where the carrier's default opt-out handling answers STOP, START and HELP; then we stay silent."""
    payment_customer: Mapped[str | None] = mapped_column(String(64))
    """Who the business is at the payment company."""
    card_words: Mapped[str | None] = mapped_column(String(60))
    """The card as it may be shown, "Visa ending 4242, 12/28"; its number never reaches us."""
    unpaid_since: Mapped[datetime | None]
    """Since when a charge fails. After a grace time nothing new is sent."""
    cancelled_at: Mapped[datetime | None]
    """When the owner ended the account. It stays readable; nothing new is sent."""
    return_told_at: Mapped[datetime | None]
    """When the owner of an ended account was told that its number is about to go back to the carrier."""
    number_returned_at: Mapped[datetime | None]
    """When it went back. `number` then begins with "ex", and is nobody's."""
    language: Mapped[str] = mapped_column(String(5), default="en")
    next_message_number: Mapped[int] = mapped_column(default=1)
    """Messages and appointments share their numbers: `#7` is one of them only."""
    next_prompt_number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    plan: Mapped[Plan | None] = relationship()
    authorised_phones: Mapped[list["AuthorisedPhone"]] = relationship(cascade="all, delete-orphan")
    text_forwards: Mapped[list["TextForward"]] = relationship(cascade="all, delete-orphan")


class AuthorisedPhone(Owned, Base):
    """A phone from which owner commands and PIN calls are accepted."""

    __tablename__ = "authorised_phones"
    __table_args__ = (UniqueConstraint("business_id", "phone"),)

    phone: Mapped[str] = mapped_column(String(20))
    name: Mapped[str | None] = mapped_column(String(120))
    pin_failures: Mapped[int] = mapped_column(default=0, server_default="0")
    pin_locked_until: Mapped[datetime | None]


class TextForward(Owned, Base):
    """A phone to which every inbound text is forwarded."""

    __tablename__ = "text_forwards"
    __table_args__ = (UniqueConstraint("business_id", "phone"),)

    phone: Mapped[str] = mapped_column(String(20))

"""Whose time, when it is open, and what it is offered for."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, Numeric, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Owned, status_column
from models.states import BookingMode, Notify

service_calendars = Table(
    "service_calendars",
    Base.metadata,
    Column("service_id", ForeignKey("services.id", ondelete="CASCADE"), primary_key=True),
    Column("calendar_id", ForeignKey("calendars.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Calendar(Owned, Base):
    """Somebody's time: a person, a chair, a room. `capacity` appointments fit into it at once."""

    __tablename__ = "calendars"
    __table_args__ = (UniqueConstraint("business_id", "name_key"),)

    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80))
    """Case-folded name."""
    color: Mapped[str] = mapped_column(String(7), default="#2563eb")
    shown: Mapped[bool] = mapped_column(default=True)
    capacity: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    feed_token: Mapped[str] = mapped_column(String(64), unique=True)
    """The secret in the address of its iCalendar feed."""
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class OpeningHours(Owned, Base):
    """One stretch of a weekday (0 is Monday); a break is what lies between two. Without a calendar, everybody's."""

    __tablename__ = "opening_hours"

    calendar_id: Mapped[UUID | None] = mapped_column(ForeignKey("calendars.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]
    """Local wall time; 00:00 is the end of the day."""


class TimeOff(Owned, Base):
    """When a calendar, or with none the whole business, is closed though its hours say otherwise."""

    __tablename__ = "time_off"
    __table_args__ = (Index("ix_time_off_when", "business_id", "start_local"),)

    calendar_id: Mapped[UUID | None] = mapped_column(ForeignKey("calendars.id", ondelete="CASCADE"), index=True)
    start_local: Mapped[datetime] = mapped_column(DateTime)
    end_local: Mapped[datetime] = mapped_column(DateTime)
    """Exclusive."""
    rrule: Mapped[str | None] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]


class Service(Owned, Base):
    """What an appointment is for, and how long it takes. `buffer_minutes` after it stay free."""

    __tablename__ = "services"
    __table_args__ = (UniqueConstraint("business_id", "name_key"),)

    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80))
    """Case-folded name."""
    minutes: Mapped[int] = mapped_column(default=60)
    buffer_minutes: Mapped[int] = mapped_column(default=0)
    price: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    calendars: Mapped[list[Calendar]] = relationship(secondary=service_calendars, lazy="selectin")
    """Who offers it; nobody named means everybody."""


class BookingRules(Owned, Base):
    """How a business takes bookings: one row each, made when first needed."""

    __tablename__ = "booking_rules"
    __table_args__ = (UniqueConstraint("business_id"),)

    mode: Mapped[BookingMode] = mapped_column(status_column(BookingMode), default=BookingMode.BOOK)
    usual_minutes: Mapped[int] = mapped_column(default=60)
    """How long an appointment without a service takes."""
    place: Mapped[str] = mapped_column(String(200), default="")
    """Where appointments usually are."""
    notice_minutes: Mapped[int] = mapped_column(default=60)
    """How long ahead a customer has to book."""
    horizon_days: Mapped[int] = mapped_column(default=60)
    """How far ahead a customer can book."""
    step_minutes: Mapped[int] = mapped_column(default=15)
    """Customers are offered times on these marks of the hour."""
    cutoff_minutes: Mapped[int] = mapped_column(default=0)
    """A customer who cancels later than this before the start is told `cutoff_words`; 0: no cut-off."""
    cutoff_words: Mapped[str] = mapped_column(Text, default="")
    notify: Mapped[Notify] = mapped_column(status_column(Notify), default=Notify.AT_ONCE)
    told_at: Mapped[datetime | None]
    """When the owner was last texted what happened."""
    evening_at: Mapped[time | None]
    """When the owner is texted tomorrow's list; None: never."""
    evening_on: Mapped[date | None]
    """The day on whose evening that was done last."""
    reminders: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """The reminders that an appointment gets where none are named: values of `bot.services.reminders.Plan`."""

"""Appointments, the series they come from, who comes, and the time they take."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified, Owned, status_column
from models.calendar import Calendar, Service
from models.customer import Customer
from models.states import Answered, AppointmentStatus, ReminderStatus, Unit, WaitStatus

TICK_MINUTES = 5
"""Appointments begin and end on these marks; a taken mark can be taken once for each seat of a calendar."""


class Series(Owned, Base):
    """The rule of a recurring appointment. Its occurrences are appointments, made some way ahead."""

    __tablename__ = "series"

    rrule: Mapped[str] = mapped_column(String(200))
    start_local: Mapped[datetime] = mapped_column(DateTime)
    timezone: Mapped[str] = mapped_column(String(64))
    made_until_local: Mapped[datetime] = mapped_column(DateTime)
    """Every occurrence before this has its appointment."""
    pattern: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What each occurrence is like: values of `bot.services.booking.Wish` and its reminders."""
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Appointment(Owned, Base):
    """A booking. `start_local` is wall time in `timezone`; the UTC moments are derived from it."""

    __tablename__ = "appointments"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        UniqueConstraint("series_id", "original_local"),
        Index("ix_appointments_imported", "business_id", "imported_uid", "original_local", unique=True),
        Index("ix_appointments_when", "business_id", "start_at"),
        Index("ix_appointments_calendar", "calendar_id", "start_at"),
    )

    number: Mapped[int]
    """What the owner calls it: `#7`."""
    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("calendars.id"))
    seat: Mapped[int] = mapped_column(default=0)
    """Which of the calendar's places it takes; above its capacity only where the owner wants two at once."""
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"))
    original_local: Mapped[datetime | None] = mapped_column(DateTime)
    """RECURRENCE-ID: when the series had it; stays when this one is moved."""
    name: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    start_local: Mapped[datetime] = mapped_column(DateTime)
    timezone: Mapped[str] = mapped_column(String(64))
    minutes: Mapped[int]
    buffer_minutes: Mapped[int] = mapped_column(default=0)
    start_at: Mapped[datetime]
    end_at: Mapped[datetime]
    status: Mapped[AppointmentStatus] = mapped_column(status_column(AppointmentStatus))
    revision: Mapped[int] = mapped_column(default=0)
    """SEQUENCE of RFC 5545: counts moves."""
    imported_uid: Mapped[str | None] = mapped_column(String(200))
    """UID of RFC 5545 in the file that it came from; the same file read again finds it."""
    changed_at: Mapped[datetime]
    """When anything of it that others' calendars show changed last."""
    told_at: Mapped[datetime | None]
    """When the customer last heard its time from us: whoever changes it after that tells them."""
    created_by: Mapped[str] = mapped_column(String(20))
    """Which door it came through: `owner`, `customer`, `panel`, `call`, `import`."""
    created_at: Mapped[datetime]

    calendar: Mapped[Calendar] = relationship(lazy="joined", innerjoin=True)
    service: Mapped[Service | None] = relationship()
    attendees: Mapped[list["Attendee"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    reminders: Mapped[list["Reminder"]] = relationship(cascade="all, delete-orphan", order_by="Reminder.due_at")


class Attendee(Identified, Base):
    """A customer, or a group as it is when a reminder goes out, who comes to an appointment."""

    __tablename__ = "attendees"
    __table_args__ = (UniqueConstraint("appointment_id", "customer_id"),)

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"), index=True)
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customers.id"), index=True)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    answered: Mapped[Answered] = mapped_column(status_column(Answered), default=Answered.NOT_ASKED)

    customer: Mapped[Customer | None] = relationship()


class TakenTime(Base):
    """Five minutes of one seat of a calendar that an appointment has. The primary key lets nobody else have them.

    This is what guarantees that two never get the same time, on SQLite and PostgreSQL alike; what is read before is
    only courtesy.
    """

    __tablename__ = "taken_times"

    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("calendars.id"), primary_key=True)
    tick: Mapped[int] = mapped_column(primary_key=True)
    """Five-minute steps since 1970, UTC."""
    seat: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("appointments.id", ondelete="CASCADE"), index=True)


class Reminder(Owned, Base):
    """One reminder of an appointment, so long before. It follows the appointment.

    With a ladder, the channels are tried one after the other until somebody has answered; then the owner is told.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        Index(
            "ix_reminders_next",
            "next_at",
            postgresql_where=text("status = 'waiting'"),
            sqlite_where=text("status = 'waiting'"),
        ),
    )

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"), index=True)
    amount: Mapped[int]
    unit: Mapped[Unit] = mapped_column(status_column(Unit))
    channels: Mapped[list[str]] = mapped_column(JSON)
    body: Mapped[str] = mapped_column(Text, default="")
    """Own words with fields; without any, the usual ones."""
    subject: Mapped[str | None] = mapped_column(String(200))
    prompt_id: Mapped[UUID | None] = mapped_column(ForeignKey("prompts.id"))
    asks_confirmation: Mapped[bool] = mapped_column(default=True)
    ladder: Mapped[bool] = mapped_column(default=False)
    ladder_minutes: Mapped[int] = mapped_column(default=120)
    """How long each rung waits for an answer."""
    rung: Mapped[int] = mapped_column(default=0)
    """How many of the channels have been tried."""
    due_at: Mapped[datetime]
    next_at: Mapped[datetime]
    """When there is something to do: `due_at`, then each rung's end."""
    status: Mapped[ReminderStatus] = mapped_column(status_column(ReminderStatus), default=ReminderStatus.WAITING)


class Waiting(Owned, Base):
    """Somebody who wants a time that was not free. Of those offered a freed one, the first to say yes has it."""

    __tablename__ = "waiting_list"
    __table_args__ = (Index("ix_waiting_list_open", "business_id", "status"),)

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"))
    phone: Mapped[str] = mapped_column(String(20), index=True)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    calendar_id: Mapped[UUID | None] = mapped_column(ForeignKey("calendars.id"))
    from_local: Mapped[datetime] = mapped_column(DateTime)
    until_local: Mapped[datetime] = mapped_column(DateTime)
    status: Mapped[WaitStatus] = mapped_column(status_column(WaitStatus), default=WaitStatus.WAITING)
    offer_local: Mapped[datetime | None] = mapped_column(DateTime)
    offer_calendar_id: Mapped[UUID | None] = mapped_column(ForeignKey("calendars.id"))
    offered_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    customer: Mapped[Customer] = relationship()


class BookingNews(Owned, Base):
    """A booking, move or cancellation that the owner has not been texted yet."""

    __tablename__ = "booking_news"

    words: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]

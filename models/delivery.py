"""One message, reminder or answer to one customer over one channel: what is claimed, sent and paid for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy import false as sa_false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Owned, status_column
from models.business import Business
from models.customer import Customer
from models.states import Answered, Channel, DeliveryKind, DeliveryStatus, Lane, lane_of

WAITING = "status = 'waiting'"
IN_HAND = "status IN ('queued', 'sending', 'unknown')"
FAILED = "status = 'failed'"
TROUBLED = "status IN ('failed', 'unknown', 'expired')"
"""What partial indexes hold. A query has to say it in the same words, or else the index is not used."""


def _lane(context: Any) -> Lane:
    values = context.get_current_parameters()
    return lane_of(DeliveryKind(values["kind"]), Channel(values["channel"]))


class Delivery(Owned, Base):
    """The unit of sending. `(message or reminder, occurrence, channel, address)` is unique: nothing expands twice."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("message_id", "occurrence_local", "channel", "address"),
        Index(
            "ix_deliveries_waiting",
            "business_id",
            "lane",
            "kind",
            "due_at",
            postgresql_where=text(WAITING),
            sqlite_where=text(WAITING),
        ),
        Index(
            "ix_deliveries_due_now",
            "due_at",
            postgresql_where=text(f"{WAITING} AND lane = 'now'"),
            sqlite_where=text(f"{WAITING} AND lane = 'now'"),
        ),
        Index("ix_deliveries_tries", "origin_id", "tries_before", unique=True),
        Index(
            "ix_deliveries_in_hand",
            "lease_until",
            postgresql_where=text(IN_HAND),
            sqlite_where=text(IN_HAND),
        ),
        Index(
            "ix_deliveries_failed",
            "finished_at",
            postgresql_where=text(FAILED),
            sqlite_where=text(FAILED),
        ),
        Index(
            "ix_deliveries_troubled",
            "business_id",
            "created_at",
            postgresql_where=text(TROUBLED),
            sqlite_where=text(TROUBLED),
        ),
        Index("ix_deliveries_reminder", "reminder_id", "occurrence_local", "channel", "address", unique=True),
        Index("ix_deliveries_address", "business_id", "address", "created_at"),
        Index("ix_deliveries_customer", "customer_id", "created_at"),
        Index("ix_deliveries_listed", "business_id", "created_at"),
        Index("ix_deliveries_of_message", "message_id", "created_at"),
    )

    kind: Mapped[DeliveryKind] = mapped_column(status_column(DeliveryKind))
    channel: Mapped[Channel] = mapped_column(status_column(Channel))
    lane: Mapped[Lane] = mapped_column(status_column(Lane), default=_lane)
    address: Mapped[str] = mapped_column(String(254))
    """Phone (E.164) or email address."""
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customers.id"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    reminder_id: Mapped[UUID | None] = mapped_column(ForeignKey("reminders.id"))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"), index=True)
    """What it is about. A reminder of an appointment that was moved or cancelled meanwhile does not go out."""
    occurrence_local: Mapped[datetime | None] = mapped_column(DateTime)
    origin_id: Mapped[UUID | None] = mapped_column(ForeignKey("deliveries.id"))
    """The first delivery of which this is another try, after a busy line or a phone that was out of reach. What that
    one was for (message, reminder) is not repeated here: tries are not counted as recipients."""
    tries_before: Mapped[int] = mapped_column(default=0)
    answers_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbox_items.id"), index=True)
    """The inbound text that this answers or forwards."""
    body: Mapped[str] = mapped_column(Text, default="")
    subject: Mapped[str | None] = mapped_column(String(200))
    prompt_id: Mapped[UUID | None] = mapped_column(ForeignKey("prompts.id"))
    parts: Mapped[int] = mapped_column(default=1)
    """Message parts as the carrier counts them; 1 for calls and emails."""
    introduces: Mapped[bool] = mapped_column(default=False, server_default=sa_false())
    """True for the first text to a phone: under its words it says who writes and how to stop (CTIA)."""
    author: Mapped[str | None] = mapped_column(String(120))
    """Who wrote it: a member's name, or the name of an authorised phone; None for what the number said by itself."""
    answered: Mapped[Answered] = mapped_column(status_column(Answered), default=Answered.NOT_ASKED)
    promotional: Mapped[bool] = mapped_column(default=False)
    status: Mapped[DeliveryStatus] = mapped_column(status_column(DeliveryStatus), default=DeliveryStatus.WAITING)
    reason: Mapped[str | None] = mapped_column(String(200))
    """Why it stands where it stands, in plain words."""
    error_code: Mapped[str | None] = mapped_column(String(20))
    carrier_sid: Mapped[str | None] = mapped_column(String(40), index=True)
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    """Until when whoever holds it (a queue or a worker) may be believed to be alive."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    business: Mapped[Business] = relationship()
    customer: Mapped[Customer | None] = relationship()

"""A message as the owner meant it: words, channels, recipients, when and how often."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified, Owned, status_column
from models.customer import Customer
from models.group import Group
from models.prompt import Prompt
from models.states import MessageStatus, RecipientKind


class Message(Owned, Base):
    """What is stored is the rule, not the sends: recipients are expanded when an occurrence is due.

    `start_local` and `next_local` are wall time in `timezone`; `next_at` is the UTC moment derived from `next_local`.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        Index(
            "ix_messages_next",
            "next_at",
            postgresql_where=text("status = 'scheduled'"),
            sqlite_where=text("status = 'scheduled'"),
        ),
        Index("ix_messages_listed", "business_id", "created_at"),
        Index("ix_messages_start", "business_id", "start_local"),
    )

    number: Mapped[int]
    """What the owner calls it: `#12`."""
    channels: Mapped[list[str]] = mapped_column(JSON)
    body: Mapped[str] = mapped_column(Text, default="")
    subject: Mapped[str | None] = mapped_column(String(200))
    prompt_id: Mapped[UUID | None] = mapped_column(ForeignKey("prompts.id"))
    asks_confirmation: Mapped[bool] = mapped_column(default=False)
    promotional: Mapped[bool] = mapped_column(default=False)
    """Held for quiet hours; needs an unsubscribe link by email."""
    start_local: Mapped[datetime] = mapped_column(DateTime)
    timezone: Mapped[str] = mapped_column(String(64))
    rrule: Mapped[str | None] = mapped_column(String(200))
    next_local: Mapped[datetime | None] = mapped_column(DateTime)
    next_at: Mapped[datetime | None]
    status: Mapped[MessageStatus] = mapped_column(status_column(MessageStatus), default=MessageStatus.SCHEDULED)
    created_by: Mapped[str] = mapped_column(String(20))
    """Which door it came through: `text`, `panel`, `call`."""
    created_at: Mapped[datetime]

    recipients: Mapped[list["MessageRecipient"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    prompt: Mapped[Prompt | None] = relationship()


class MessageRecipient(Identified, Base):
    """Whom a message is addressed to: a customer, a group, a bare phone or address, or everybody."""

    __tablename__ = "message_recipients"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RecipientKind] = mapped_column(status_column(RecipientKind))
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customers.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    address: Mapped[str | None] = mapped_column(String(254))

    customer: Mapped[Customer | None] = relationship()
    group: Mapped[Group | None] = relationship()

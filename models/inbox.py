"""What customers sent in: texts, and messages they spoke after the tone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Owned, status_column
from models.customer import Customer
from models.prompt import Recording
from models.states import InboxKind

UNREAD = "read_at IS NULL"
"""What a partial index holds: an owner reads nearly everything, so it stays small."""


class InboxItem(Owned, Base):
    """An inbound text or voicemail, unique by the carrier's id: a repeated webhook finds the stored answer here."""

    __tablename__ = "inbox_items"
    __table_args__ = (
        Index("ix_inbox_items_listed", "business_id", "received_at"),
        Index("ix_inbox_items_thread", "business_id", "phone", "received_at"),
        Index("ix_inbox_items_label", "business_id", "label", "received_at"),
        Index(
            "ix_inbox_items_unread",
            "business_id",
            "received_at",
            postgresql_where=text(UNREAD),
            sqlite_where=text(UNREAD),
        ),
    )

    kind: Mapped[InboxKind] = mapped_column(status_column(InboxKind), default=InboxKind.TEXT)
    carrier_sid: Mapped[str] = mapped_column(String(40), unique=True)
    phone: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customers.id"))
    body: Mapped[str] = mapped_column(Text, default="")
    media: Mapped[int] = mapped_column(default=0)
    """How many pictures or files came with it; they are not fetched."""
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recordings.id"))
    from_owner: Mapped[bool] = mapped_column(default=False)
    """True for owner commands: kept for the record and for repeats, not shown in the inbox."""
    needs_answer: Mapped[bool] = mapped_column(default=False)
    """True where nobody but the owner can answer it; what the number dealt with itself counts as read."""
    intent: Mapped[str | None] = mapped_column(String(30))
    label: Mapped[str | None] = mapped_column(String(30))
    """What it is about, such as "Order": by what was understood, or as somebody has put it."""
    received_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    customer: Mapped[Customer | None] = relationship()
    recording: Mapped[Recording | None] = relationship()

"""How far the queue of one business's number has moved on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, status_column
from models.states import Lane


class SendingLane(Base):
    """When the number has sent what was handed over so far: until then, what is not urgent waits in the database."""

    __tablename__ = "sending_lanes"

    business_id: Mapped[UUID] = mapped_column(ForeignKey("businesses.id"), primary_key=True)
    lane: Mapped[Lane] = mapped_column(status_column(Lane), primary_key=True)
    free_at: Mapped[datetime]

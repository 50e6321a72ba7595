"""What is done once a day for the whole installation, whichever clock comes first."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class DailyRound(Base):
    """The last day (UTC) on which it was begun."""

    __tablename__ = "daily_rounds"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(Date)

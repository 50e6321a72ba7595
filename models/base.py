"""What every table shares: the declarative base, ids and moments in UTC."""

import secrets
import time
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, Enum, ForeignKey, MetaData, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): sorts by the time it was made, and its 74 random bits cannot be guessed."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment. Stored in UTC without a zone, so that SQLite and PostgreSQL compare it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raises ValueError for a naive moment: which instant it means cannot be known."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone, such as datetime.now(UTC)")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def status_column(states: type[StrEnum]) -> Enum:
    """A column type that stores the values of a StrEnum as plain words."""
    return Enum(states, native_enum=False, length=20, values_callable=lambda kind: [str(member) for member in kind])


class Base(DeclarativeBase):
    """The declarative base; constraints are named, so that migrations can name them too."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012


class Identified:
    """Mixin: a primary key that cannot be guessed."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)


class Owned(Identified):
    """Mixin: a row that belongs to one business."""

    business_id: Mapped[UUID] = mapped_column(ForeignKey("businesses.id"), index=True)

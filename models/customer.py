"""Who is written to. A phone may belong to several customers (a parent and two children)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified, Owned, status_column
from models.states import PhoneKind


class Customer(Owned, Base):
    """A customer of a business. `removed_at` hides one without losing what was sent."""

    __tablename__ = "customers"
    __table_args__ = (
        Index("ix_customers_last", "business_id", "last_name", "first_name"),
        Index("ix_customers_first", "business_id", "first_name", "last_name"),
    )

    first_name: Mapped[str] = mapped_column(String(80), default="")
    last_name: Mapped[str] = mapped_column(String(80), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    timezone: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(5))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    phones: Mapped[list["CustomerPhone"]] = relationship(
        cascade="all, delete-orphan", order_by="CustomerPhone.position", lazy="selectin"
    )
    emails: Mapped[list["CustomerEmail"]] = relationship(
        cascade="all, delete-orphan", order_by="CustomerEmail.position", lazy="selectin"
    )

    @property
    def name(self) -> str:
        """First and last name, or what there is of them."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def phone(self) -> str | None:
        """The phone to use: the first one."""
        return self.phones[0].phone if self.phones else None

    @property
    def email(self) -> str | None:
        """The address to use: the first one."""
        return self.emails[0].email if self.emails else None


class CustomerPhone(Identified, Base):
    """One phone of a customer, E.164; position 0 is the one that is used."""

    __tablename__ = "customer_phones"
    __table_args__ = (UniqueConstraint("customer_id", "phone"), Index("ix_customer_phones_phone", "phone"))

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    phone: Mapped[str] = mapped_column(String(20))
    kind: Mapped[PhoneKind] = mapped_column(status_column(PhoneKind), default=PhoneKind.UNKNOWN)
    position: Mapped[int] = mapped_column(default=0)


class CustomerEmail(Identified, Base):
    """One email address of a customer, lower case."""

    __tablename__ = "customer_emails"
    __table_args__ = (UniqueConstraint("customer_id", "email"), Index("ix_customer_emails_email", "email"))

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    position: Mapped[int] = mapped_column(default=0)

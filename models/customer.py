"""Who is written to. A phone may belong to several customers (a parent and two children)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from models.base import Base, Identified, Owned, status_column
from models.states import PhoneKind

LONGEST_KEY = 254


def _key() -> Mapped[str]:
    """What a list is sorted and searched by: lower case, and compared letter by letter on both databases."""
    kind = String(LONGEST_KEY).with_variant(String(LONGEST_KEY, collation="C"), "postgresql")
    return mapped_column(kind, default="", server_default="")


class Customer(Owned, Base):
    """A customer of a business. `removed_at` hides one without losing what was sent."""

    __tablename__ = "customers"
    __table_args__ = (
        Index("ix_customers_last_key", "business_id", "last_key", "id"),
        Index("ix_customers_first_key", "business_id", "first_key", "id"),
        Index("ix_customers_phone_key", "business_id", "phone_key", "id"),
        Index("ix_customers_email_key", "business_id", "email_key", "id"),
    )

    first_name: Mapped[str] = mapped_column(String(80), default="")
    last_name: Mapped[str] = mapped_column(String(80), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    timezone: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(5))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    imported_at: Mapped[datetime | None]
    """When an imported file brought this customer. A list is no consent (`Consent` holds what is)."""
    erasure_asked_at: Mapped[datetime | None]
    """When the customer asked to have everything about them deleted; the owner has not decided yet."""
    erased_at: Mapped[datetime | None]
    last_key: Mapped[str] = _key()
    first_key: Mapped[str] = _key()
    phone_key: Mapped[str] = _key()
    email_key: Mapped[str] = _key()

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

    def sort_in(self) -> None:
        """Bring the keys up to date; done before every write."""
        self.last_key = f"{self.last_name} {self.first_name}".lower()[:LONGEST_KEY]
        self.first_key = f"{self.first_name} {self.last_name}".lower()[:LONGEST_KEY]
        self.phone_key = self.phone or ""
        self.email_key = self.email or ""


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


@event.listens_for(Customer, "before_insert")
@event.listens_for(Customer, "before_update")
def _sort_in(_mapper: Mapper[Customer], _connection: Connection, customer: Customer) -> None:
    customer.sort_in()

"""Groups of customers, for writing to many at once."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified, Owned
from models.customer import Customer


class Group(Owned, Base):
    """A named group; `name_key` (case-folded) keeps two spellings of one name apart from being two groups."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("business_id", "name_key"),)

    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80))

    members: Mapped[list[Customer]] = relationship(secondary="group_members", order_by=Customer.last_name)


class GroupMember(Identified, Base):
    """That a customer belongs to a group."""

    __tablename__ = "group_members"
    __table_args__ = (UniqueConstraint("group_id", "customer_id"),)

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)

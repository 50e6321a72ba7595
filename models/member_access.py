"""What lets a member in besides a password: sessions, recovery codes, one-time links."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Owned, status_column
from models.member import Member
from models.states import LinkPurpose, Role


class MemberSession(Owned, Base):
    """A browser that is signed in. Without its row, or with an older epoch than the member's, a cookie is nothing."""

    __tablename__ = "member_sessions"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"), index=True)
    epoch: Mapped[int]
    device: Mapped[str] = mapped_column(String(80))
    """What the browser calls itself, in two words."""
    address: Mapped[str | None] = mapped_column(String(45))
    """The network it signed in from."""
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """To the minute."""

    member: Mapped[Member] = relationship()


class RecoveryCode(Owned, Base):
    """Lets a member in once, in place of a code from the authenticator app."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("member_id", "selector"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    selector: Mapped[str] = mapped_column(String(8))
    """Its first characters, by which it is found; the rest is kept hashed."""
    code_hash: Mapped[str] = mapped_column(String(200))
    used_at: Mapped[datetime | None]


class MemberLink(Owned, Base):
    """A link that works once. Its id is that of the email which brings it; the link itself is signed, not stored."""

    __tablename__ = "member_links"

    purpose: Mapped[LinkPurpose] = mapped_column(status_column(LinkPurpose))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role | None] = mapped_column(status_column(Role))
    """What an invited person will be."""
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"), index=True)
    """Whose password it sets."""
    epoch: Mapped[int | None]
    """The member's when it was made: any change of password since then makes it worthless."""
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

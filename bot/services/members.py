"""Who signs in for a business: invited, joined, given a role, removed; and their passwords."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update

from bot.errors import InputError, NotFound
from bot.services import accounts, audit, contacts, member_links, sessions
from bot.services.work import Actor, Desk, Work
from models import Member, MemberLink, MemberSession, RecoveryCode
from models.states import Door, LinkPurpose, Role

ROLES = {Role.OWNER: "owner", Role.STAFF: "staff", Role.READ_ONLY: "read-only"}
MOST_INVITED = 20
"""Invitations that are open at the same time: nobody sends mail to strangers through us."""
_LAST = "A business needs an owner; make somebody else an owner first."


def listed(desk: Desk) -> Sequence[Member]:
    """In the order in which they joined."""
    query = select(Member).where(Member.business_id == desk.business.id)
    return desk.session.scalars(query.order_by(Member.created_at, Member.id)).all()


def get(desk: Desk, member_id: UUID) -> Member:
    """Raises NotFound for one of another business."""
    member = desk.session.get(Member, member_id)
    if member is None or member.business_id != desk.business.id:
        raise NotFound("There is no such member.")
    return member


def invited(desk: Desk) -> Sequence[MemberLink]:
    """Invitations that can still be accepted."""
    query = select(MemberLink).where(
        MemberLink.business_id == desk.business.id,
        MemberLink.purpose == LinkPurpose.INVITATION,
        MemberLink.used_at.is_(None),
        MemberLink.until > desk.now,
    )
    return desk.session.scalars(query.order_by(MemberLink.created_at)).all()


def invite(desk: Desk, email: str, role: Role) -> MemberLink:
    """Send an invitation; one to the same address before is worth nothing any more. Raises InputError."""
    address = contacts.email_address(email)
    if any(member.email == address for member in listed(desk)):
        raise InputError("They are a member already.", "jo@example.com")
    withdraw_all(desk, address)
    if len(invited(desk)) >= MOST_INVITED:
        raise InputError(f"{MOST_INVITED} invitations are open; withdraw one first.")
    audit.record(desk, "member_invited", email=address, role=ROLES[role])
    return member_links.send_invitation(desk, address, role)


def withdraw(desk: Desk, link_id: UUID) -> None:
    """Make an invitation worthless. Raises NotFound."""
    link = desk.session.get(MemberLink, link_id)
    if link is None or link.business_id != desk.business.id or link.purpose is not LinkPurpose.INVITATION:
        raise NotFound("There is no such invitation.")
    link.used_at = link.used_at or desk.now
    audit.record(desk, "invitation_withdrawn", email=link.email)


def withdraw_all(desk: Desk, email: str) -> None:
    """The open invitations of an address."""
    for link in invited(desk):
        if link.email == email:
            link.used_at = desk.now
    desk.session.flush()


def join(work: Work, link: MemberLink, name: str, password: str, address: str | None = None) -> Member:
    """Accept an invitation. Raises InputError for what was typed, NotFound where the link was used meanwhile."""
    desk = member_links.desk_of(work, link)
    called = shown_name(name)
    if accounts.find_member(work.session, link.email):
        raise InputError("Somebody signs in with that email address already; ask for an invitation to another one.")
    member = accounts.add_member(desk, link.email, password, called, link.role or Role.READ_ONLY)
    member_links.take(work, link)
    audit.record(desk, "member_joined", panel(member, address), name=called, role=ROLES[member.role])
    return member


def set_role(desk: Desk, member: Member, role: Role) -> None:
    """Give another role. Raises InputError for the last owner. What they see changes with their next click."""
    if role is not Role.OWNER:
        _keep_an_owner(desk, member)
    member.role = role
    audit.record(desk, "role_changed", name=member.name, role=ROLES[role])


def remove(desk: Desk, member: Member) -> None:
    """They are signed out at once and cannot sign in any more. Raises InputError for the last owner."""
    _keep_an_owner(desk, member)
    audit.record(desk, "member_removed", name=member.name)
    for table in (MemberSession, RecoveryCode, MemberLink):
        desk.session.execute(delete(table).where(table.member_id == member.id))
    desk.session.delete(member)
    desk.session.flush()


def sign_out_everywhere(desk: Desk, member: Member) -> None:
    """All their browsers, at once."""
    sessions.end_all(desk.work, member)
    audit.record(desk, "signed_out_everywhere", name=member.name)


def change_password(desk: Desk, member: Member, old: str, new: str) -> None:
    """Ends every session. Raises InputError for a wrong old one, or a new one that will not do."""
    if not accounts.is_password(member, old):
        raise InputError("That is not your password now.")
    member.password_hash = accounts.hashed(new, member.email, desk.business.name)
    sessions.end_all(desk.work, member)
    audit.record(desk, "password_changed", name=member.name)


def set_new_password(work: Work, link: MemberLink, new: str, address: str | None = None) -> Member:
    """With the link that came by email. Ends every session. Raises InputError, or NotFound where it was used."""
    desk = member_links.desk_of(work, link)
    member = get(desk, link.member_id) if link.member_id else None
    if member is None:
        raise NotFound("There is no such member.")
    password_hash = accounts.hashed(new, member.email, desk.business.name)
    won = work.session.scalars(
        update(Member)
        .where(Member.id == member.id, Member.session_epoch == link.epoch)
        .values(password_hash=password_hash)
        .returning(Member.id)
    ).all()
    if not won:
        raise NotFound(member_links.WORTHLESS)
    member_links.take(work, link)
    sessions.end_all(work, member)
    audit.record(desk, "password_changed", panel(member, address), name=member.name)
    return member


def panel(member: Member, address: str | None = None) -> Actor:
    """A member in front of the panel; `address` is their network."""
    return Actor(Door.PANEL, member.name, member.id, address)


def shown_name(name: str) -> str:
    """Raises InputError without one."""
    shown = " ".join(name.split())
    if not shown or len(shown) > 120:
        raise InputError("What is your name?", "Jo Miller")
    return shown


def _keep_an_owner(desk: Desk, member: Member) -> None:
    """The owners are locked, so that two of them cannot step down at the same time."""
    mine = Member.business_id == desk.business.id, Member.role == Role.OWNER
    owners = desk.session.scalars(select(Member.id).where(*mine).order_by(Member.id).with_for_update()).all()
    if list(owners) == [member.id]:
        raise InputError(_LAST)

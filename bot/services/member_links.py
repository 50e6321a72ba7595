"""Links that work once and bring a member in: invitations and new passwords.

What is kept is the email's id and until when the link is good; the link itself is signed as the email leaves, so that
nobody finds it in the database, in the list of what was sent, or in a log.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from bot.errors import NotFound
from bot.services import audit
from bot.services.deliveries import outgoing
from bot.services.vault import Vault
from bot.services.work import Actor, Desk, Work
from models import Business, Member, MemberLink
from models.states import Channel, DeliveryKind, LinkPurpose, Role

HERE = "[link]"
"""Where the link stands in the words of the email."""
PATH = "/with-link/"
WORTHLESS = "This link was used already, or is too old. Please ask for a new one."
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(minutes=30)
MOST_RESETS = 3
"""In an hour, to one member: nobody's mailbox is filled by somebody else."""
_INVITATION = (
    "You are invited to {business} on Customer Messaging. Choose your name and a password here:\n\n{link}\n\n"
    "The link works once, for seven days. If you do not know what this is about, please ignore it."
)
_RESET = (
    "Somebody asked to set a new password for {business} on Customer Messaging. If it was you, choose one here:\n\n"
    "{link}\n\nThe link works once, for 30 minutes. If it was not you, please ignore this; nothing has changed."
)
_PURPOSE = "member link"


def address(public_url: str, vault: Vault, link_id: UUID) -> str:
    """The link itself."""
    return f"{public_url}{PATH}{vault.sign(_PURPOSE, link_id.hex)}"


def send_invitation(desk: Desk, email: str, role: Role) -> MemberLink:
    """By email; the link can be copied from the panel as well."""
    words = _INVITATION.format(business=desk.business.name, link=HERE)
    subject = f"Your invitation to {desk.business.name}"
    return _send(desk, MemberLink(purpose=LinkPurpose.INVITATION, email=email, role=role), subject, words)


def send_reset(desk: Desk, member: Member, by: Actor | None = None) -> bool:
    """A link that sets a new password, to the member's own address; False where they have had enough for an hour."""
    mine = MemberLink.member_id == member.id, MemberLink.created_at > desk.now - timedelta(hours=1)
    if (desk.session.scalar(select(func.count(MemberLink.id)).where(*mine)) or 0) >= MOST_RESETS:
        return False
    link = MemberLink(purpose=LinkPurpose.NEW_PASSWORD, email=member.email, member_id=member.id)
    link.epoch = member.session_epoch
    _send(desk, link, "A new password", _RESET.format(business=desk.business.name, link=HERE))
    audit.record(desk, "password_asked", by, name=member.name)
    return True


def find(work: Work, vault: Vault, token: str) -> MemberLink:
    """The link behind a token. Raises NotFound where it is forged, used, too old or overtaken."""
    said = vault.signed(_PURPOSE, token)
    link = work.session.get(MemberLink, UUID(hex=said)) if isinstance(said, str) else None
    if link is None or link.used_at is not None or link.until <= work.now or _is_overtaken(work, link):
        raise NotFound(WORTHLESS)
    return link


def take(work: Work, link: MemberLink) -> None:
    """Of two who use it at the same time, the first has it. Raises NotFound for the other."""
    unused = MemberLink.id == link.id, MemberLink.used_at.is_(None)
    won = work.session.scalars(
        update(MemberLink).where(*unused).values(used_at=work.now).returning(MemberLink.id)
    ).all()
    if not won:
        raise NotFound(WORTHLESS)


def desk_of(work: Work, link: MemberLink) -> Desk:
    """The desk of the business that a link belongs to."""
    return Desk(work, work.session.get_one(Business, link.business_id))


def _is_overtaken(work: Work, link: MemberLink) -> bool:
    """The password was changed, or they were signed out everywhere, since it was made."""
    if link.purpose is not LinkPurpose.NEW_PASSWORD:
        return False
    member = work.session.get(Member, link.member_id) if link.member_id else None
    return member is None or member.session_epoch != link.epoch


def _send(desk: Desk, link: MemberLink, subject: str, words: str) -> MemberLink:
    email = outgoing(desk, DeliveryKind.ACCOUNT, Channel.EMAIL, link.email, words)
    lasts = INVITATION_LASTS if link.purpose is LinkPurpose.INVITATION else RESET_LASTS
    email.subject, email.expires_at = subject[:200], desk.now + lasts
    link.id, link.business_id = email.id, desk.business.id
    link.created_at, link.until = desk.now, desk.now + lasts
    desk.session.add(link)
    desk.session.flush()
    desk.work.hand_over(email.id, email.kind)
    return link

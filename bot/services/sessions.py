"""Browsers that are signed in. A cookie is only as good as its row here: what is ended here is over everywhere."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from bot.services.work import Work
from models import Member, MemberSession

LONGEST = timedelta(hours=24)
"""A session ends after a day, however busy it was."""
TO_THE_MINUTE = timedelta(minutes=1)
_BROWSERS = ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")
_SYSTEMS = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "a Mac"), ("CrOS", "a Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def begin(work: Work, member: Member, device: str, address: str | None) -> MemberSession:
    """Somebody has signed in. Rows that are over are cleared away on the way."""
    over = MemberSession.member_id == member.id, MemberSession.began_at < work.now - LONGEST
    work.session.execute(delete(MemberSession).where(*over))
    row = MemberSession(
        business_id=member.business_id,
        member_id=member.id,
        epoch=member.session_epoch,
        device=device,
        address=address,
        began_at=work.now,
        seen_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def find(session: Session, session_id: UUID, now: datetime) -> MemberSession | None:
    """The session with its member and their business; None for one that was ended or has lasted too long."""
    whole = joinedload(MemberSession.member, innerjoin=True).joinedload(Member.business, innerjoin=True)
    row = session.scalar(select(MemberSession).where(MemberSession.id == session_id).options(whole))
    if row is None or row.epoch != row.member.session_epoch or now - row.began_at > LONGEST:
        return None
    return row


def seen(work: Work, session_id: UUID) -> None:
    """Note when a session was last used."""
    work.session.execute(update(MemberSession).where(MemberSession.id == session_id).values(seen_at=work.now))


def listed(work: Work, member: Member) -> Sequence[MemberSession]:
    """Where a member is signed in, the last used first."""
    query = select(MemberSession).where(
        MemberSession.member_id == member.id,
        MemberSession.epoch == member.session_epoch,
        MemberSession.began_at >= work.now - LONGEST,
    )
    return work.session.scalars(query.order_by(MemberSession.seen_at.desc())).all()


def end(work: Work, member_id: UUID, session_id: UUID) -> bool:
    """Sign one browser of a member out; whether there was one."""
    mine = MemberSession.id == session_id, MemberSession.member_id == member_id
    return bool(work.session.scalars(delete(MemberSession).where(*mine).returning(MemberSession.id)).all())


def end_all(work: Work, member: Member) -> None:
    """Sign a member out everywhere."""
    member.session_epoch += 1
    work.session.execute(delete(MemberSession).where(MemberSession.member_id == member.id))
    work.session.flush()


def device(agent: str) -> str:
    """What a browser says of itself, in words: "Firefox on Windows"."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), None)
    return f"{browser} on {system}" if system else browser

"""Who is signed in, and for how long. The session is idle after as many minutes as the business has set."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar, cast
from uuid import UUID

from flask import Flask, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, logout_user
from flask_login import login_required as flask_login_required
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from bot.services.work import Desk
from models import Business, Member
from web.context import application

LONGEST = timedelta(hours=24)
"""A session ends after a day, however busy it was."""


P = ParamSpec("P")
R = TypeVar("R")


def login_required(view: Callable[P, R]) -> Callable[P, R]:
    """Sends who is not signed in to the page that does it."""
    return cast("Callable[P, R]", flask_login_required(view))


class SignedIn(UserMixin):  # type: ignore[misc]
    """A member for the length of a request."""

    def __init__(self, member: Member) -> None:
        self.id = f"{member.id}:{member.session_epoch}"
        self.member_id, self.business_id = member.id, member.business_id
        self.name, self.business_name, self.number = member.name, member.business.name, member.business.number
        self.idle = timedelta(minutes=member.business.session_minutes)


def register(app: Flask) -> None:
    """Every page of the panel needs a member, but signing in."""
    manager = LoginManager(app)
    manager.login_view = "signing_in.sign_in"
    manager.login_message = None
    manager.user_loader(_load)
    app.before_request(_end_idle_session)


@contextmanager
def reading() -> Iterator[Desk]:
    """The desk of the signed-in member's business, to read."""
    with application().reading() as work:
        yield Desk(work, work.session.get_one(Business, current_user.business_id))


@contextmanager
def writing() -> Iterator[Desk]:
    """The same in one transaction; an exception undoes everything."""
    with application().work() as work:
        yield Desk(work, work.session.get_one(Business, current_user.business_id))


def begin_session() -> None:
    """Note when the member signed in."""
    now = application().ports.clock.now().isoformat()
    session.update(began=now, seen=now)


def _load(identity: str) -> SignedIn | None:
    member_id, _, epoch = identity.partition(":")
    with application().reading() as work:
        query = select(Member).where(Member.id == UUID(member_id)).options(joinedload(Member.business))
        member = work.session.scalar(query)
        return SignedIn(member) if member and str(member.session_epoch) == epoch else None


def _end_idle_session() -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        return None
    now = application().ports.clock.now()
    seen, began = (datetime.fromisoformat(session.get(key, "1970-01-01T00:00+00:00")) for key in ("seen", "began"))
    if now - seen > current_user.idle or now - began > LONGEST:
        logout_user()
        session.clear()
        return redirect(url_for("signing_in.sign_in", timed_out=1))
    session["seen"] = now.isoformat()
    return None

"""Who is signed in, and for how long. The session is idle after as many minutes as the business has set."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar, cast
from uuid import UUID

from flask import Flask, Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_login import login_required as flask_login_required

from bot.services import accounts, audit, second_factor, sessions
from bot.services.work import Actor, Desk
from models import Business, Member, MemberSession
from models.states import Door
from web.context import application

P = ParamSpec("P")
R = TypeVar("R")


def login_required(view: Callable[P, R]) -> Callable[P, R]:
    """Sends who is not signed in to the page that does it."""
    return cast("Callable[P, R]", flask_login_required(view))


class SignedIn(UserMixin):  # type: ignore[misc]
    """A member for the length of a request."""

    def __init__(self, row: MemberSession) -> None:
        member = row.member
        self.id, self.session_id, self.seen_at = row.id.hex, row.id, row.seen_at
        self.member_id, self.business_id, self.role = member.id, member.business_id, member.role
        self.name, self.business_name, self.number = member.name, member.business.name, member.business.number
        self.idle = timedelta(minutes=member.business.session_minutes)
        self.needs_second_factor = accounts.second_factor_required(member) and not second_factor.is_on(member)

    @property
    def actor(self) -> Actor:
        """As the audit log calls them."""
        return Actor(Door.PANEL, self.name, self.member_id, network())


def register(app: Flask) -> None:
    """Every page of the panel needs a member, but signing in."""
    manager = LoginManager(app)
    manager.login_view = "signing_in.sign_in"
    manager.login_message = None
    manager.user_loader(_load)
    app.before_request(_end_idle_session)
    app.after_request(_keep_nothing)


@contextmanager
def reading() -> Iterator[Desk]:
    """The desk of the signed-in member's business, to read."""
    with application().reading() as work:
        yield Desk(work, work.session.get_one(Business, current_user.business_id))


@contextmanager
def writing() -> Iterator[Desk]:
    """The same in one transaction; an exception undoes everything."""
    with application().work() as work:
        work.actor = current_user.actor
        yield Desk(work, work.session.get_one(Business, current_user.business_id))


def network() -> str | None:
    """Where the request comes from, as far as it is kept."""
    return audit.network(request.remote_addr)


def begin_session(member_id: UUID, password: str | None = None, operator: str | None = None) -> None:
    """Sign a member in on this browser: what its cookie was before is worth nothing.

    `password`: if it was just typed. `operator`: who looks on as this member, for the log.
    """
    with application().work() as work:
        member = work.session.get_one(Member, member_id)
        if password is not None:
            accounts.renew_hash(member, password)
        row = sessions.begin(work, member, sessions.device(request.user_agent.string), network())
        work.actor = Actor(Door.PANEL, member.name, member.id, row.address)
        if operator:
            work.actor = Actor(Door.OPERATOR, operator, None, row.address)
        audit.record(Desk(work, member.business), "signed_in", device=row.device)
        user = SignedIn(row)
    session.clear()
    login_user(user)
    session["seen"] = application().ports.clock.now().isoformat()


def end_session(code: str = "signed_out") -> None:
    """Sign out on this browser, for the server too: a copy of the cookie is worth nothing. `code`: for the log."""
    if current_user.is_authenticated:
        with application().work() as work:
            desk = Desk(work, work.session.get_one(Business, current_user.business_id))
            audit.record(desk, code, current_user.actor)
            sessions.end(work, current_user.member_id, current_user.session_id)
    logout_user()
    session.clear()


def _load(identity: str) -> SignedIn | None:
    try:
        session_id = UUID(hex=identity)
    except ValueError:
        return None
    with application().reading() as work:
        row = sessions.find(work.session, session_id, work.now)
        return SignedIn(row) if row else None


def _end_idle_session() -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        return None
    now = application().ports.clock.now()
    seen = datetime.fromisoformat(session.get("seen", "1970-01-01T00:00+00:00"))
    if now - seen > current_user.idle:
        end_session("timed_out")
        return redirect(url_for("signing_in.sign_in", timed_out=1))
    session["seen"] = now.isoformat()
    if now - current_user.seen_at > sessions.TO_THE_MINUTE:
        with application().work() as work:
            sessions.seen(work, current_user.session_id)
    return None


def _keep_nothing(response: Response) -> Response:
    """What a member sees stays out of every cache: after signing out, nobody can go back to it."""
    if "Cache-Control" not in response.headers and current_user and current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    return response

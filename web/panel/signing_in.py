"""Signing in and out: a password, and a code where the member has set one up."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from bot.services import accounts, audit, members, second_factor
from bot.services.work import Desk
from models import Member
from web.context import application
from web.panel.access import begin_session, end_session, network

blueprint = Blueprint("signing_in", __name__)

HALFWAY = "halfway"
PATIENCE = timedelta(minutes=10)
"""Between the password and the code."""


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """A wrong password and an unknown address look alike."""
    if current_user.is_authenticated:
        return redirect(url_for("today.index"))
    if request.method == "GET":
        said = "You were signed out because nothing happened for a while." if "timed_out" in request.args else None
        return render_template("panel/sign_in.html", said=said, email="")
    email, password = request.form.get("email", ""), request.form.get("password", "")
    with application().reading() as work:
        member = accounts.sign_in(work.session, email, password)
    if member is None:
        with application().work() as work:  # for an unknown address too: both take as long
            accounts.note_wrong_password(work, email, network())
        wrong = "That email address and password do not belong together. Please try again."
        return render_template("panel/sign_in.html", wrong=wrong, email=email), 401
    target = _inside(request.args.get("next", "")) or url_for("today.index")
    if second_factor.is_on(member):
        session.clear()
        session[HALFWAY] = _halfway(member, target)
        return redirect(url_for("signing_in.code"))
    begin_session(member.id, password)
    return redirect(target)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """The second factor, once the password was right."""
    halfway = session.get(HALFWAY)
    if not halfway or application().ports.clock.now() - datetime.fromisoformat(halfway["at"]) > PATIENCE:
        session.pop(HALFWAY, None)
        return redirect(url_for("signing_in.sign_in"))
    if request.method == "GET":
        return render_template("panel/sign_in_code.html")
    if not _is_right(halfway, request.form.get("code", "")):
        wrong = "That code is not right, or was used already. Please type the one that the app shows now."
        return render_template("panel/sign_in_code.html", wrong=wrong), 401
    begin_session(UUID(halfway["member"]))
    return redirect(halfway["target"])


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Ends the session."""
    end_session()
    return redirect(url_for("signing_in.sign_in"))


def _halfway(member: Member, target: str) -> dict[str, Any]:
    at = application().ports.clock.now().isoformat()
    return {"member": member.id.hex, "epoch": member.session_epoch, "at": at, "target": target}


def _is_right(halfway: dict[str, Any], typed: str) -> bool:
    """What is wrong is kept in the audit log too: whoever is here knows the password."""
    with application().work() as work:
        member = work.session.get(Member, UUID(halfway["member"]))
        if member is None or member.session_epoch != halfway["epoch"]:
            return False
        desk, by = Desk(work, member.business), members.panel(member, network())
        if second_factor.check(desk, member, typed, application().vault, by):
            return True
        audit.record(desk, "second_factor_failed", by)
        return False


def _inside(target: str) -> str | None:
    """Only a path of ours: a link must not lead a member who signs in to somebody else's page."""
    parts = urlsplit(target)
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    return target if safe else None

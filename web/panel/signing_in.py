"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import joinedload

from bot.services import accounts
from models import Member
from web.context import application
from web.panel.access import SignedIn, begin_session

blueprint = Blueprint("signing_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """A wrong password and an unknown address look alike."""
    if current_user.is_authenticated:
        return redirect(url_for("today.index"))
    if request.method == "GET":
        said = "You were signed out because nothing happened for a while." if "timed_out" in request.args else None
        return render_template("panel/sign_in.html", said=said, email="")
    email = request.form.get("email", "")
    user = _check(email, request.form.get("password", ""))
    if user is None:
        wrong = "That email address and password do not belong together. Please try again."
        return render_template("panel/sign_in.html", wrong=wrong, email=email), 401
    session.clear()
    login_user(user)
    begin_session()
    return redirect(_inside(request.args.get("next", "")) or url_for("today.index"))


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Ends the session."""
    logout_user()
    session.clear()
    return redirect(url_for("signing_in.sign_in"))


def _check(email: str, password: str) -> SignedIn | None:
    with application().reading() as work:
        member = accounts.sign_in(work.session, email, password)
        if member is None:
            return None
        return SignedIn(work.session.get_one(Member, member.id, options=[joinedload(Member.business)]))


def _inside(target: str) -> str | None:
    """Only a path of ours: a link must not lead a member who signs in to somebody else's page."""
    parts = urlsplit(target)
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    return target if safe else None

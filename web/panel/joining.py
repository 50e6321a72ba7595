"""For who is not signed in: a link for a new password, and what links in emails lead to."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import InputError, NotFound
from bot.services import accounts, member_links, members
from bot.services.work import Desk, Work
from models.states import LinkPurpose
from web.context import application
from web.panel.access import begin_session, network

blueprint = Blueprint("joining", __name__)

ASKED = "If somebody signs in with that address, an email with a link is on its way. The link works for 30 minutes."


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    """The answer is the same for every address."""
    if request.method == "GET":
        return render_template("panel/forgotten.html")
    with application().work() as work:
        member = accounts.find_member(work.session, request.form.get("email", ""))
        if member is not None:
            member_links.send_reset(Desk(work, member.business), member, members.panel(member, network()))
    return render_template("panel/forgotten.html", said=ASKED)


@blueprint.get(f"{member_links.PATH}<token>")
def with_link(token: str) -> str:
    """Looking uses nothing up: mail programs and scanners open links."""
    with application().reading() as work:
        return _page(work, token)


@blueprint.post(f"{member_links.PATH}<token>")
def use_link(token: str) -> ResponseReturnValue:
    """Join, or set a new password."""
    try:
        with application().work() as work:
            joined = _use(work, token)
    except NotFound:
        raise
    except InputError as error:
        with application().reading() as work:
            return _page(work, token, error), 422
    if joined is None:
        flash("Your new password is set. Please sign in with it.")
        return redirect(url_for("signing_in.sign_in"))
    begin_session(joined)
    return redirect(url_for("today.index"))


def _use(work: Work, token: str) -> UUID | None:
    """Who joined; None where a password was set: a second factor may still be asked for."""
    link = member_links.find(work, application().vault, token)
    password = request.form.get("password", "")
    if link.purpose is LinkPurpose.INVITATION:
        return members.join(work, link, request.form.get("name", ""), password, network()).id
    members.set_new_password(work, link, password, network())
    return None


def _page(work: Work, token: str, wrong: InputError | None = None) -> str:
    link = member_links.find(work, application().vault, token)
    return render_template(
        "panel/with_link.html",
        joins=link.purpose is LinkPurpose.INVITATION,
        email=link.email,
        business=member_links.desk_of(work, link).business.name,
        role=members.ROLES[link.role] if link.role else None,
        typed=request.form,
        wrong=wrong,
    )

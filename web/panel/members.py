"""Settings → Members: who signs in, as what; invitations."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from bot.errors import InputError, NotFound
from bot.services import member_links, members, second_factor
from bot.services.work import Desk
from models.states import Role
from web.context import application
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("members", __name__, url_prefix="/settings/members")

DONE = {
    "role": "The role is changed.",
    "remove": "They cannot sign in any more.",
    "sign-out": "They are signed out on every device.",
}


@blueprint.get("")
@login_required
def index() -> str:
    """All of them, and who is invited."""
    return _page()


@blueprint.post("/invite")
@login_required
def invite() -> ResponseReturnValue:
    """By email; the link is shown for copying too."""
    try:
        with writing() as desk:
            members.invite(desk, request.form.get("email", ""), _role())
    except InputError as error:
        return _page(error), 422
    flash("The invitation is on its way.")
    return redirect(url_for("members.index"))


@blueprint.post("/invitations/<uuid:link_id>/withdraw")
@login_required
def withdraw(link_id: UUID) -> ResponseReturnValue:
    """Its link works no more."""
    with writing() as desk:
        members.withdraw(desk, link_id)
    flash("The invitation is withdrawn.")
    return redirect(url_for("members.index"))


@blueprint.post("/<uuid:member_id>/<any(role, remove, 'sign-out'):action>")
@login_required
def change(member_id: UUID, action: str) -> ResponseReturnValue:
    """Another role, or none at all."""
    try:
        with writing() as desk:
            _change(desk, member_id, action)
    except NotFound:
        raise
    except InputError as error:
        return _page(error), 422
    flash(DONE[action])
    return redirect(url_for("members.index"))


def _change(desk: Desk, member_id: UUID, action: str) -> None:
    member = members.get(desk, member_id)
    if action == "role":
        members.set_role(desk, member, _role())
    elif action == "remove":
        members.remove(desk, member)
    else:
        members.sign_out_everywhere(desk, member)


def _role() -> Role:
    try:
        return next(role for role in members.ROLES if role == request.form.get("role"))
    except StopIteration:
        raise InputError("Choose a role: owner, staff or read-only.", "staff") from None


def _page(wrong: InputError | None = None) -> str:
    app = application()
    with reading() as desk:
        return render_template(
            "panel/members.html",
            members=[(one, second_factor.is_on(one)) for one in members.listed(desk)],
            invited=[(one, member_links.address(app.public_url, app.vault, one.id)) for one in members.invited(desk)],
            roles=members.ROLES,
            own=current_user.member_id,
            typed=request.form,
            wrong=wrong,
        )

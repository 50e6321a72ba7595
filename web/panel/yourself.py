"""Settings → Your sign-in: password, devices, and the code from an authenticator app."""

from uuid import UUID

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from bot.errors import InputError, NotFound
from bot.services import accounts, members, second_factor, sessions
from bot.services.work import Desk
from models import Member
from web.context import application
from web.panel.access import begin_session, login_required, reading, writing

blueprint = Blueprint("yourself", __name__, url_prefix="/settings/yourself")


@blueprint.get("")
@login_required
def index() -> str:
    """Everything that is yours alone."""
    return _page()


@blueprint.post("/password")
@login_required
def change_password() -> ResponseReturnValue:
    """Signs out everywhere, but here."""
    try:
        with writing() as desk:
            members.change_password(desk, _me(desk), _sent("old"), _sent("new"))
    except InputError as error:
        return _page("password", error), 422
    begin_session(current_user.member_id)
    flash("Your password is changed. Other devices are signed out.")
    return redirect(url_for("yourself.index"))


@blueprint.post("/sign-out-everywhere")
@login_required
def sign_out_everywhere() -> ResponseReturnValue:
    """On every device, this one included."""
    with writing() as desk:
        members.sign_out_everywhere(desk, _me(desk))
    session.clear()
    return redirect(url_for("signing_in.sign_in"))


@blueprint.post("/devices/<uuid:session_id>/sign-out")
@login_required
def sign_out_device(session_id: UUID) -> ResponseReturnValue:
    """On one device."""
    with writing() as desk:
        if not sessions.end(desk.work, current_user.member_id, session_id):
            raise NotFound("That device is signed out already.")
    flash("That device is signed out.")
    return redirect(url_for("yourself.index"))


@blueprint.route("/second-factor", methods=["GET", "POST"])
@login_required
def set_up() -> ResponseReturnValue:
    """Scan, type the first code, and keep the recovery codes, which are shown this once."""
    wrong = None
    if request.method == "POST":
        try:
            with writing() as desk:
                member = _my_password(desk)
                codes = second_factor.confirm(desk, member, _sent("code"), application().vault)
        except InputError as error:
            wrong = error
        else:
            return render_template("panel/recovery_codes.html", codes=codes)
    with writing() as desk:
        member = _me(desk)
        if second_factor.is_on(member):
            return redirect(url_for("yourself.index"))
        uri = second_factor.prepare(member, application().vault)
        key = second_factor.key(member, application().vault)
    page = render_template("panel/second_factor.html", drawing=drawn(uri), key=key, wrong=wrong)
    return page, 422 if wrong else 200


@blueprint.post("/second-factor/<any(off, codes):action>")
@login_required
def change_second_factor(action: str) -> ResponseReturnValue:
    """Turn it off, or make new recovery codes; the password is asked for once more."""
    try:
        with writing() as desk:
            codes = _change(desk, _my_password(desk), action)
    except InputError as error:
        return _page("second-factor", error), 422
    if codes:
        return render_template("panel/recovery_codes.html", codes=codes)
    flash("The code from an authenticator app is turned off.")
    return redirect(url_for("yourself.index"))


def _change(desk: Desk, member: Member, action: str) -> list[str]:
    if not second_factor.is_on(member):
        raise InputError("There is no authenticator app yet; set one up first.")
    if action == "codes":
        return second_factor.new_codes(desk, member)
    if accounts.second_factor_required(member):
        raise InputError("Operators need the code from an authenticator app.")
    second_factor.turn_off(desk, member)
    return []


def _me(desk: Desk) -> Member:
    return members.get(desk, current_user.member_id)


def _my_password(desk: Desk) -> Member:
    """Who is signed in, and has just shown it: a browser that was left open is not enough."""
    member = _me(desk)
    if not accounts.is_password(member, _sent("password")):
        raise InputError("That is not your password.")
    return member


def _sent(name: str) -> str:
    return request.form.get(name, "")


def drawn(uri: str) -> Markup:
    """A QR code, dark on white in light and dark: phones read no other. The markup is segno's own."""
    drawing = segno.make(uri, error="m").svg_inline(scale=5, light="white", title="QR code for the app")
    return Markup(drawing)  # noqa: S704


def _page(block: str = "", wrong: InputError | None = None) -> str:
    with reading() as desk:
        member = _me(desk)
        return render_template(
            "panel/yourself.html",
            member=member,
            devices=sessions.listed(desk.work, member),
            here=current_user.session_id,
            is_on=second_factor.is_on(member),
            left=second_factor.codes_left(desk, member),
            block=block,
            wrong=wrong,
        )

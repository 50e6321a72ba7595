"""Operators sign in and out: a password and a code from an app, which is set up before anything else is shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.domain import authenticator
from bot.errors import InputError
from bot.services import operator_codes, operators
from bot.services.work import Work
from models import Operator
from web.context import application
from web.operator import access
from web.operator.access import HALFWAY
from web.panel.signing_in import PATIENCE
from web.panel.yourself import drawn

blueprint = Blueprint("operator_sign_in", __name__, url_prefix="/operator")


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """A wrong password and an unknown address look alike."""
    if request.method == "GET":
        return render_template("operator/sign_in.html", email="")
    email = request.form.get("email", "")
    with application().reading() as work:
        found = operators.sign_in(work.session, email, request.form.get("password", ""))
    if found is None:
        wrong = "That email address and password do not belong together. Please try again."
        return render_template("operator/sign_in.html", wrong=wrong, email=email), 401
    if operator_codes.is_on(found):
        access.begin_halfway(found)
        return redirect(url_for("operator_sign_in.code"))
    _enter(found)
    return redirect(url_for("operator_sign_in.set_up"))


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """The second step, once the password was right."""
    halfway = session.get(HALFWAY)
    if not halfway or application().ports.clock.now() - datetime.fromisoformat(halfway["at"]) > PATIENCE:
        session.pop(HALFWAY, None)
        return redirect(url_for("operator_sign_in.sign_in"))
    if request.method == "GET":
        return render_template("operator/sign_in_code.html")
    with application().work() as work:
        found = _checked(work, halfway)
    if found is None:
        wrong = "That code is not right, or was used already. Please type the one that the app shows now."
        return render_template("operator/sign_in_code.html", wrong=wrong), 401
    _enter(found)
    return redirect(url_for("operator.index"))


@blueprint.route("/second-factor", methods=["GET", "POST"])
@access.signed_in
def set_up() -> ResponseReturnValue:
    """Scan, and type the first code; until then an operator sees nothing else."""
    vault, wrong = application().vault, None
    if request.method == "POST":
        try:
            with access.writing() as (work, operator):
                operator_codes.confirm(work, operator, request.form.get("code", ""), vault)
            return redirect(url_for("operator.index"))
        except InputError as error:
            wrong = error
    with access.writing() as (_, operator):
        if operator_codes.is_on(operator):
            return redirect(url_for("operator.index"))
        secret, email = operator_codes.prepare(operator, vault), operator.email
    drawing, key = drawn(authenticator.uri(secret, f"{email} (operator)")), authenticator.grouped(secret)
    page = render_template("operator/second_factor.html", drawing=drawing, key=key, wrong=wrong)
    return page, 422 if wrong else 200


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Ends the session, and whatever was looked at as a member."""
    session.clear()
    return redirect(url_for("operator_sign_in.sign_in"))


def _checked(work: Work, halfway: dict[str, Any]) -> Operator | None:
    """The operator whose password was right, where the code is too. A wrong one is noted: they have the password."""
    operator = work.session.get(Operator, UUID(halfway["id"]))
    if operator is None or operator.session_epoch != halfway["epoch"]:
        return None
    if operator_codes.check(work, operator, request.form.get("code", ""), application().vault):
        return operator
    operators.record(work, operator, None, "typed a wrong code from the app")
    return None


def _enter(found: Operator) -> None:
    access.begin(found)
    with access.writing() as (work, operator):
        operators.record(work, operator, None, "signed in")

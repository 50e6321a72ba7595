"""Operators sign in and out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.services import operators
from web.context import application
from web.operator import access

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
    access.begin(found)
    with access.writing() as (work, operator):
        operators.record(work, operator, None, "signed in")
    return redirect(url_for("operator.index"))


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Ends the session, and whatever was looked at as a member."""
    session.clear()
    return redirect(url_for("operator_sign_in.sign_in"))

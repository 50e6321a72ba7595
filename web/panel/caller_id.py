"""A verified caller id: the carrier calls the phone and asks for a code that this page shows."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import CarrierError, InputError, Rejected
from bot.services import caller_ids
from web.context import application
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("caller_id", __name__, url_prefix="/settings/caller-id")
BUSY = "The carrier does not answer at the moment. Please try again in a minute."


@blueprint.get("")
@login_required
def index() -> str:
    """Which phone calls show."""
    return _page()


@blueprint.post("")
@login_required
def ask() -> ResponseReturnValue:
    """Have the carrier call a phone; the page shows the code to type there."""
    try:
        with writing() as desk:
            phone = caller_ids.ask(desk, request.form.get("phone", ""))
    except InputError as wrong:
        return _page(wrong), 422
    try:
        application().ports.checks.forget(phone)  # verified once for somebody who has left it: prove it anew
        code = application().ports.checks.call(phone)
    except Rejected as refusal:
        return _page(f"The carrier does not call that phone: {refusal.reason}."), 422
    except CarrierError:
        return _page(BUSY), 503
    return _page(code=code)


@blueprint.post("/done")
@login_required
def done() -> ResponseReturnValue:
    """The code was typed: ask the carrier whether it was right."""
    with reading() as desk:
        phone = desk.business.caller_id_asked
    try:
        if phone and not _is_shown(phone):
            return _page("The phone is not verified yet. Did you type the code when it rang?"), 422
    except CarrierError:
        return _page(BUSY), 503
    return redirect(url_for("caller_id.index"))


@blueprint.post("/forget")
@login_required
def forget() -> ResponseReturnValue:
    """Back to the number."""
    with reading() as desk:
        shown = desk.business.caller_id
    try:
        if shown:
            application().ports.checks.forget(shown)
    except CarrierError:
        return _page(BUSY), 503
    with writing() as desk:
        caller_ids.forget(desk)
    flash("Your calls show your number again.")
    return redirect(url_for("caller_id.index"))


def _is_shown(phone: str) -> bool:
    verified = application().ports.checks.may_show(phone)
    with writing() as desk:
        shown = caller_ids.use(desk, verified)
    if shown:
        flash("Your calls show that phone now. Texts always show your number.")
    return shown


def _page(wrong: object = None, code: str | None = None) -> str:
    with reading() as desk:
        return render_template(
            "panel/caller_id.html", business=desk.business, wrong=wrong, code=code, typed=request.form.get("phone", "")
        )

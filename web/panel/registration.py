"""Settings → Registration: what carriers want to know, and what of it is missing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import InputError
from bot.services import registrations
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("registration", __name__, url_prefix="/settings/registration")


@blueprint.get("")
@login_required
def index() -> str:
    """The checklist and the form."""
    return _page()


@blueprint.post("")
@login_required
def save() -> ResponseReturnValue:
    """Keep what was typed."""
    try:
        with writing() as desk:
            registrations.save(desk, request.form)
    except InputError as wrong:
        return _page(wrong), 422
    flash("Saved.")
    return redirect(url_for("registration.index"))


def _page(wrong: InputError | None = None) -> str:
    with reading() as desk:
        row = registrations.facts(desk)
        return render_template(
            "panel/registration.html",
            facts={name: request.form.get(name, getattr(row, name)) for name in registrations.FIELDS},
            fields=registrations.FIELDS,
            use_cases=registrations.USE_CASES,
            missing=registrations.missing(row),
            wrong=wrong,
        )

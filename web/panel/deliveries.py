"""One delivery: what was sent to whom, what became of it and why, every try, and once more where it failed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.errors import InputError, NotFound
from bot.services import deliveries
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("deliveries", __name__, url_prefix="/deliveries")


@blueprint.get("/<uuid:delivery_id>")
@login_required
def show(delivery_id: UUID) -> str:
    """The whole story, in the words that the owner gets by text."""
    with reading() as desk:
        row = deliveries.get(desk, delivery_id)
        tries = [(one, deliveries.story(desk, one)) for one in deliveries.tries_of(desk, row)]
        again = row.status in deliveries.DEAD and row.id == tries[-1][0].id
        return render_template("panel/delivery.html", delivery=row, tries=tries, again=again)


@blueprint.post("/<uuid:delivery_id>/resend")
@login_required
def resend(delivery_id: UUID) -> ResponseReturnValue:
    """Once more; pressing twice sends once."""
    try:
        with writing() as desk:
            made = deliveries.resend(desk, deliveries.get(desk, delivery_id)).id
    except NotFound:
        raise
    except InputError as error:
        flash(str(error))
        made = delivery_id
    else:
        flash("It is on its way again.")
    return redirect(url_for("deliveries.show", delivery_id=made))

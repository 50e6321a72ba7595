"""Services: what appointments are for, how long they take, what they cost, who offers them."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import InputError, NotFound
from bot.services import calendars, catalogue
from bot.services.work import Desk
from models import Service
from web.panel.access import login_required, reading, writing
from web.panel.booking_form import as_id, minutes

blueprint = Blueprint("services", __name__, url_prefix="/services")


@blueprint.get("")
@login_required
def index() -> str:
    """All of them, and room for another."""
    return _page()


@blueprint.post("")
@login_required
def add() -> ResponseReturnValue:
    """Another one."""
    return _saved(None)


@blueprint.post("/<uuid:service_id>")
@login_required
def change(service_id: UUID) -> ResponseReturnValue:
    """Change one, or offer it no more."""
    if request.form.get("action") == "remove":
        with writing() as desk:
            catalogue.remove_service(desk, catalogue.get_service(desk, service_id))
        flash("It is not offered any more.")
        return redirect(url_for("services.index"))
    return _saved(service_id)


def _saved(service_id: UUID | None) -> ResponseReturnValue:
    try:
        with writing() as desk:
            _save(desk, catalogue.get_service(desk, service_id) if service_id else None)
    except NotFound:
        raise
    except InputError as error:
        return _page(wrong=error, at=str(service_id or "")), 422
    flash("Saved.")
    return redirect(url_for("services.index"))


def _save(desk: Desk, service: Service | None) -> None:
    sent = request.form
    ids = {found for one in sent.getlist("calendars") if (found := as_id(one))}
    catalogue.save_service(
        desk,
        sent.get("name", ""),
        service=service,
        minutes=minutes(sent.get("minutes", "").strip()) or 0,
        buffer_minutes=minutes(sent.get("buffer", "").strip()) or 0,
        price=_price(sent.get("price", "")),
        offered_by=[one for one in calendars.list_calendars(desk) if one.id in ids],
    )


def _price(written: str) -> Decimal | None:
    words = written.strip().lstrip("$").strip()
    if not words:
        return None
    try:
        found = Decimal(words)
    except InvalidOperation:
        raise InputError("That is no price.", "45.00") from None
    if not found.is_finite():
        raise InputError("That is no price.", "45.00")
    return found.quantize(Decimal("0.01"))


def _page(wrong: InputError | None = None, at: str = "") -> str:
    with reading() as desk:
        return render_template(
            "panel/services.html",
            services=catalogue.list_services(desk),
            calendars=calendars.list_calendars(desk),
            typed=request.form,
            wrong=wrong,
            at=at,
        )

"""The inbox: threads by phone, and replies."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.domain import phone_numbers
from bot.errors import InputError, NotFound
from bot.services import contacts, inbox, messaging
from bot.services.work import Desk
from models import InboxItem
from web.hooks.media import signed_url
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")


@blueprint.get("")
@login_required
def index() -> str:
    """The newest first."""
    with reading() as desk:
        return render_template("panel/inbox.html", threads=inbox.threads(desk))


@blueprint.get("/<phone>")
@login_required
def show(phone: str) -> str:
    """One thread; seeing it marks it as read."""
    with writing() as desk:
        number = _known(desk, phone)
        inbox.mark_read(desk, number)
    return _page(number)


@blueprint.post("/<phone>")
@login_required
def reply(phone: str) -> ResponseReturnValue:
    """Text back."""
    body = request.form.get("body", "")
    with reading() as desk:
        number = _known(desk, phone)
    try:
        with writing() as desk:
            customers = contacts.customers_with_phone(desk, phone_numbers.parse(number))
            messaging.reply(desk, number, body, customers[0].id if len(customers) == 1 else None)
    except InputError as error:
        return _page(number, error, body), 422
    flash("On its way.")
    return redirect(url_for("inbox.show", phone=number))


def _page(phone: str, wrong: InputError | None = None, body: str = "") -> str:
    with reading() as desk:
        said = inbox.thread(desk, phone)
        customers = contacts.customers_with_phone(desk, phone)
        heard = {
            row.id: signed_url(row.recording_id) for row in said if isinstance(row, InboxItem) and row.recording_id
        }
        return render_template(
            "panel/thread.html",
            number=phone,
            said=[(row, isinstance(row, InboxItem)) for row in said],
            recordings=heard,
            customers=customers,
            wrong=wrong,
            body=body,
        )


def _known(desk: Desk, phone: str) -> str:
    """As it wrote or called (a short code and `anonymous` too), else in E.164; NotFound for what is no phone."""
    if inbox.thread(desk, phone, limit=1):
        return phone
    try:
        return phone_numbers.parse(phone)
    except InputError:
        raise NotFound("There is no such thread.") from None

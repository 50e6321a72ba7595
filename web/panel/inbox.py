"""The inbox: threads by phone, and replies."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from bot.domain import local_time, phone_numbers
from bot.errors import InputError, NotFound
from bot.services import contacts, inbox, messaging
from bot.services.audience import Recipient
from bot.services.messaging import Draft
from bot.services.work import Desk
from models import InboxItem, Message
from models.states import RecipientKind
from web.hooks.media import signed_url
from web.panel import roles, timing
from web.panel.access import login_required, reading, writing
from web.panel.customers import as_uuid

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")
PAGE = 50


@blueprint.get("")
@login_required
def index() -> str:
    """The newest first; all, the unread ones, or those with a label."""
    label, only_unread = request.args.get("label", "")[:30] or None, "unread" in request.args
    with reading() as desk:
        after = as_uuid(request.args.get("after"))
        found = inbox.threads(desk, PAGE + 1, label, only_unread=only_unread, after=after)
        more = found[PAGE - 1].item_id if len(found) > PAGE else None
        shown = {
            "threads": found[:PAGE],
            "more": more,
            "labels": inbox.labels(desk),
            "label": label,
            "only_unread": only_unread,
        }
        return render_template("panel/inbox.html", **shown)


@blueprint.get("/<phone>")
@login_required
def show(phone: str) -> str:
    """One thread. Who can answer it marks it as read by seeing it; who only looks on leaves no trace."""
    with writing() as desk:
        number = _known(desk, phone)
        if roles.may("inbox.reply", change=True):
            inbox.mark_read(desk, number)
    return _page(number)


@blueprint.post("/<phone>")
@login_required
def reply(phone: str) -> ResponseReturnValue:
    """Text back, now or later."""
    body, said = request.form.get("body", ""), request.form.get("said", "")[:200]
    with reading() as desk:
        number = _known(desk, phone)
    try:
        with writing() as desk:
            flash(_answer(desk, phone_numbers.parse(number), body, said))
    except InputError as error:
        return _page(number, error, body, said), 422
    return redirect(url_for("inbox.show", phone=number))


@blueprint.post("/label/<uuid:item_id>")
@login_required
def label(item_id: UUID) -> ResponseReturnValue:
    """Say what a text is about."""
    try:
        with writing() as desk:
            phone = inbox.set_label(desk, item_id, request.form.get("label", "")).phone
    except NotFound:
        raise
    except InputError as error:
        flash(str(error))
        return redirect(url_for("inbox.index"))
    return redirect(url_for("inbox.show", phone=phone))


def _answer(desk: Desk, phone: str, body: str, said: str) -> str:
    """Send it or plan it; what became of it, in words."""
    zone = desk.business.timezone
    now_local = local_time.to_local(desk.now, zone)
    when, rule = timing.read(said, now_local, zone) if said.strip() else (None, None)
    if rule:
        raise InputError("An answer goes out once.", "tomorrow 9am")
    if when is None:
        customers = contacts.customers_with_phone(desk, phone)
        known = customers[0].id if len(customers) == 1 else None
        messaging.reply(desk, phone, body, known, current_user.name)
        return "On its way."
    to = Recipient(RecipientKind.PHONE, address=phone)
    messaging.schedule(desk, Draft((to,), body, start_local=when), "panel")
    return f"It goes out {local_time.in_words(when, now_local)}."


def _page(phone: str, wrong: InputError | None = None, body: str = "", when: str = "") -> str:
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
            when_said=when,
            planned=[one for one in messaging.scheduled(desk) if _is_for(one, phone)],
            labels=inbox.LABELS,
        )


def _is_for(message: Message, phone: str) -> bool:
    return [one.address for one in message.recipients] == [phone]


def _known(desk: Desk, phone: str) -> str:
    """As it wrote or called (a short code and `anonymous` too), else in E.164; NotFound for what is no phone."""
    if inbox.thread(desk, phone, limit=1):
        return phone
    try:
        return phone_numbers.parse(phone)
    except InputError:
        raise NotFound("There is no such thread.") from None

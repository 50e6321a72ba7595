"""Messages: composed with a preview, scheduled, listed with what became of them, stopped."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from bot.domain import local_time, recurrence, segments
from bot.errors import InputError
from bot.intents import scheduled as wording
from bot.services import contacts, groups, messaging, prompts, templates
from bot.services.work import Desk
from models import Delivery, Message
from models.states import DeliveryStatus
from web.panel import composing
from web.panel.access import login_required, reading, writing
from web.panel.customers import as_uuid

blueprint = Blueprint("messages", __name__, url_prefix="/messages")
PAGE = 50


@dataclass(frozen=True)
class Summary:
    """A message in one line."""

    id: UUID
    number: int
    to: str
    words: str
    channels: str
    when: str


def summary(desk: Desk, message: Message) -> Summary:
    """Whom it is for, what it says and when, in words."""
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    moment = message.next_local or message.start_local
    when = recurrence.in_words(message.rrule, moment) if message.rrule else local_time.in_words(moment, now_local)
    channels = " + ".join(composing.CHANNELS.get(name, name) for name in message.channels)
    to = ", ".join(wording.names(desk, message))
    return Summary(message.id, message.number, to, message.body or "a recording", channels, when)


@blueprint.get("")
@login_required
def index() -> str:
    """What waits, and what went out."""
    with reading() as desk:
        query = select(Message).where(Message.business_id == desk.business.id).order_by(Message.created_at.desc())
        latest = desk.session.scalars(query.limit(PAGE))
        return render_template(
            "panel/messages.html",
            waiting=[summary(desk, message) for message in messaging.scheduled(desk)],
            latest=[(summary(desk, message), message.status) for message in latest],
        )


@blueprint.route("/new", methods=["GET", "POST"])
@login_required
def new() -> ResponseReturnValue:
    """Compose; the first press shows what will happen, the second does just that."""
    if request.method == "GET":
        return _compose(composing.blank(request.args))
    form = composing.read(request.form)
    if "use" in request.form:
        return _compose(_with_template(form))
    agreed = request.form.get("action") == "send" and request.form.get("agreed") == composing.mark(form)
    try:
        if not agreed:
            with reading() as desk:
                preview = messaging.preview(desk, composing.draft(desk, form))
            return _compose(form, preview=preview)
        with writing() as desk:
            message = messaging.schedule(desk, composing.draft(desk, form), "panel")
    except InputError as error:
        return _compose(form, wrong=error), 422
    flash(f"Message #{message.number} is on its way." if form.now else f"Message #{message.number} is scheduled.")
    return redirect(url_for("messages.show", message_id=message.id))


@blueprint.post("/count")
@login_required
def count() -> str:
    """How many parts the words have; asked for while they are typed."""
    return render_template("panel/_count.html", parts=segments.count(request.form.get("body", "")))


@blueprint.get("/<uuid:message_id>")
@login_required
def show(message_id: UUID) -> str:
    """One message with its deliveries and their states."""
    with reading() as desk:
        message = messaging.get_message(desk, message_id)
        sent = select(Delivery).where(Delivery.message_id == message.id).order_by(Delivery.created_at.desc())
        counts = select(Delivery.status, func.count()).where(Delivery.message_id == message.id)
        return render_template(
            "panel/message.html",
            message=message,
            summary=summary(desk, message),
            deliveries=desk.session.scalars(sent.limit(200)).all(),
            counts=_counts(dict(desk.session.execute(counts.group_by(Delivery.status)).tuples().all())),
        )


@blueprint.post("/<uuid:message_id>/stop")
@login_required
def stop(message_id: UUID) -> ResponseReturnValue:
    """It fires no more."""
    with writing() as desk:
        message = messaging.get_message(desk, message_id)
        messaging.stop(desk, message)
    flash(f"Message #{message.number} is stopped.")
    return redirect(url_for("messages.index"))


def _with_template(form: composing.Form) -> composing.Form:
    """The same form with the words of a template. Raises NotFound for one that is not there."""
    template_id = as_uuid(request.form.get("use"))
    with reading() as desk:
        words = templates.get_template(desk, template_id).body if template_id else form.body
    return replace(form, body=words)


def _compose(form: composing.Form, *, preview: messaging.Preview | None = None, wrong: InputError | None = None) -> str:
    with reading() as desk:
        now_local = local_time.to_local(desk.now, desk.business.timezone)
        return render_template(
            "panel/compose.html",
            form=form,
            preview=preview,
            wrong=wrong,
            when=_when(form, preview, now_local) if preview else "",
            groups=groups.list_groups(desk),
            chosen=composing.chosen(desk, form),
            mark=composing.mark(form),
            names=contacts.directory(desk)[:2000],
            templates=templates.list_templates(desk, "message"),
            prompts=prompts.list_prompts(desk),
            parts=segments.count(form.body),
            channels=composing.CHANNELS,
            repeats=composing.REPEATS,
        )


def _when(form: composing.Form, preview: messaging.Preview, now_local: datetime) -> str:
    rule = composing.rule(form)
    if rule:
        return recurrence.in_words(rule, preview.first_local)
    return "now" if form.now else local_time.in_words(preview.first_local, now_local)


def _counts(by_status: dict[DeliveryStatus, int]) -> list[tuple[DeliveryStatus, int]]:
    return sorted(by_status.items(), key=lambda pair: -pair[1])

"""Messages: composed with a preview, scheduled, listed with what became of them, stopped."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.domain import local_time, recurrence, segments
from bot.errors import InputError
from bot.intents import scheduled as wording
from bot.services import deliveries, groups, messaging, prompts, templates
from bot.services.work import Desk
from models import Delivery, Message, new_id
from models.states import OPEN_DELIVERY, DeliveryStatus, MessageStatus
from web.panel import composing
from web.panel.access import login_required, reading, writing
from web.panel.appointments import LONGEST_VIEW, calendar_moment, views
from web.panel.customers import as_uuid

blueprint = Blueprint("messages", __name__, url_prefix="/messages")
PAGE = 50
_LEAVING = (*OPEN_DELIVERY, DeliveryStatus.SENDING)


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
    to = ", ".join(wording.names(message))
    return Summary(message.id, message.number, to, message.body or "a recording", channels, when)


@blueprint.get("")
@login_required
def index() -> str:
    """What waits, and what went out, page by page."""
    after = as_uuid(request.args.get("after"))
    with reading() as desk:
        latest = messaging.latest(desk, PAGE + 1, after)
        return render_template(
            "panel/messages.html",
            waiting=[] if after else [summary(desk, message) for message in messaging.scheduled(desk)],
            latest=[(summary(desk, message), message.status) for message in latest[:PAGE]],
            more=latest[PAGE - 1].id if len(latest) > PAGE else None,
            after=after,
            today=local_time.to_local(desk.now, desk.business.timezone).date(),
            views=views(desk),
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
    if "plain" in request.form:
        return _compose(replace(form, body=segments.plain_twins(form.body)))
    agreed = request.form.get("action") == "send" and request.form.get("agreed") == composing.mark(form)
    once = as_uuid(request.form.get("once")) or new_id()
    try:
        if not agreed:
            with reading() as desk:
                preview = messaging.preview(desk, composing.draft(desk, form))
            return _compose(form, preview=preview)
        with writing() as desk:
            message = messaging.schedule(desk, composing.draft(desk, form), "panel", once)
    except IntegrityError:  # pressed twice at the same moment
        return redirect(url_for("messages.show", message_id=once))
    except InputError as error:
        return _compose(form, wrong=error), 422
    flash(f"Message #{message.number} is {'scheduled' if message.next_at else 'on its way'}.")
    return redirect(url_for("messages.show", message_id=message.id))


@blueprint.post("/count")
@login_required
def count() -> str:
    """How many parts the words have and what it all costs so far; asked for while it is typed."""
    form = composing.read(request.form)
    with reading() as desk:
        try:
            preview = messaging.preview(desk, composing.draft(desk, form)) if form.body.strip() else None
        except InputError:
            preview = None  # not complete yet: it is said when they ask what will happen
    return render_template("panel/_count.html", **_parts(form.body), preview=preview)


@blueprint.get("/<uuid:message_id>")
@login_required
def show(message_id: UUID) -> str:
    """One message with its deliveries and their states."""
    with reading() as desk:
        message = messaging.get_message(desk, message_id)
        rows = deliveries.listed(desk, PAGE + 1, as_uuid(request.args.get("after")), message=message)
        return render_template(
            "panel/message.html",
            message=message,
            summary=summary(desk, message),
            deliveries=rows[:PAGE],
            more=rows[PAGE - 1].id if len(rows) > PAGE else None,
            **_progress(desk, message),
        )


@blueprint.get("/<uuid:message_id>/progress")
@login_required
def progress(message_id: UUID) -> str:
    """How far a message is; asked for again and again while it goes out."""
    with reading() as desk:
        message = messaging.get_message(desk, message_id)
        return render_template("panel/_progress.html", message=message, **_progress(desk, message))


@blueprint.get("/events")
@login_required
def events() -> ResponseReturnValue:
    """What the calendar of messages shows of a stretch of time."""
    try:
        first, last = (calendar_moment(request.args.get(name, "")) for name in ("start", "end"))
    except ValueError:
        return jsonify([]), 400
    with reading() as desk:
        listed = messaging.occurrences(desk, first, min(last, first + LONGEST_VIEW))
        return jsonify([_event(desk, message, moment) for message, moment in listed])


@blueprint.post("/<uuid:message_id>/stop")
@login_required
def stop(message_id: UUID) -> ResponseReturnValue:
    """It fires no more."""
    with writing() as desk:
        message = messaging.get_message(desk, message_id)
        messaging.stop(desk, message)
    flash(f"Message #{message.number} is stopped.")
    return redirect(url_for("messages.index"))


def _parts(body: str) -> dict[str, object]:
    """How many parts the words have, and how many they had with plain characters, where those are fewer."""
    parts, twin = segments.count(body), segments.count(segments.plain_twins(body)).parts
    return {"parts": parts, "twin": twin if twin < parts.parts else None}


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
            when=_when(desk, form, preview, now_local) if preview else "",
            groups=groups.list_groups(desk),
            chosen=composing.chosen(desk, form),
            mark=composing.mark(form),
            once=new_id(),
            templates=templates.list_templates(desk, "message"),
            prompts=prompts.list_prompts(desk),
            **_parts(form.body),
            channels=composing.CHANNELS,
            repeats=composing.REPEATS,
        )


def _when(desk: Desk, form: composing.Form, preview: messaging.Preview, now_local: datetime) -> str:
    first, rule = composing.when(desk, form)
    if rule:
        return recurrence.in_words(rule, preview.first_local)
    return "now" if first is None else local_time.in_words(preview.first_local, now_local)


def _progress(desk: Desk, message: Message) -> dict[str, object]:
    """Deliveries by state, and whether some are leaving just now."""
    query = select(Delivery.status, func.count(), func.min(Delivery.due_at)).where(Delivery.message_id == message.id)
    rows = desk.session.execute(query.group_by(Delivery.status)).all()
    total = sum(count for _, count, _ in rows)
    leaving = [(count, due) for status, count, due in rows if status in _LEAVING]
    return {
        "counts": sorted(((status, count) for status, count, _ in rows), key=lambda pair: -pair[1]),
        "going": any(due <= desk.now for _, due in leaving),
        "total": total,
        "done": total - sum(count for count, _ in leaving),
    }


def _event(desk: Desk, message: Message, moment: datetime) -> dict[str, object]:
    to = ", ".join(wording.names(message))
    return {
        "title": f"{to}: {message.body or 'a recording'}"[:80],
        "start": moment.isoformat(),
        "url": url_for("messages.show", message_id=message.id),
        "color": "#0f766e" if message.status is MessageStatus.SCHEDULED else "#57606a",
        "editable": False,
    }

"""Appointments: the calendar, booking, moving by dragging, requests and the waiting list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.domain import local_time
from bot.errors import InputError, NotFound
from bot.services import (
    agenda,
    availability,
    booking,
    calendars,
    catalogue,
    changes,
    prompts,
    reminders,
    series,
    templates,
    waiting_list,
)
from bot.services.booking import Taken
from bot.services.work import Desk
from models import Appointment, Calendar, TimeOff
from models.states import TAKING_TIME, Answered, AppointmentStatus, ReminderStatus
from web.panel import booking_form
from web.panel.access import login_required, reading, writing
from web.panel.booking_form import Form

blueprint = Blueprint("appointments", __name__, url_prefix="/appointments")
VIEWS = {"timeGridDay": "Day", "timeGridWeek": "Week", "dayGridMonth": "Month", "listWeek": "List"}
MARKS = {Answered.CONFIRMED: "✓ ", Answered.DECLINED: "✗ "}
_DAY = timedelta(days=1)
_LISTED = 7
LONGEST_VIEW = timedelta(days=62)


@blueprint.get("")
@login_required
def index() -> str:
    """The calendar; without scripts, a list of a week."""
    with reading() as desk:
        now_local = local_time.to_local(desk.now, desk.business.timezone)
        first = _day(request.args.get("day"), now_local)
        rows = agenda.between(desk, first, first + _LISTED * _DAY, _chosen(desk))
        return render_template(
            "panel/appointments.html",
            calendars=calendars.list_calendars(desk),
            chosen={str(one) for one in _chosen(desk)},
            views=views(desk),
            first=first,
            before=first - _LISTED * _DAY,
            after=first + _LISTED * _DAY,
            days=_by_day(rows),
            requests=agenda.requests(desk),
            waiting=waiting_list.listed(desk),
            names=booking.names,
            marks=MARKS,
            answer=agenda.answer_of,
        )


@blueprint.get("/events")
@login_required
def events() -> ResponseReturnValue:
    """What FullCalendar shows of a stretch of time."""
    with reading() as desk:
        try:
            first, last = (calendar_moment(request.args.get(name, "")) for name in ("start", "end"))
        except ValueError:
            return jsonify([]), 400
        last = min(last, first + LONGEST_VIEW)
        ids = _chosen(desk)
        booked = [_event(one) for one in agenda.between(desk, first, last, ids)] if ids else []
        off = [_off(one) for one in calendars.time_off(desk, first, last) if one.rrule is None]
        return jsonify(booked + off)


@blueprint.post("/<uuid:appointment_id>/drag")
@login_required
def drag(appointment_id: UUID) -> ResponseReturnValue:
    """Dragged or resized: moved, or 409 with the reason, and it goes back."""
    try:
        start = calendar_moment(request.form.get("start", ""))
        minutes = booking_form.minutes(request.form.get("minutes", "").strip())
        with writing() as desk:
            said = _move(desk, booking.get_appointment(desk, appointment_id), start, minutes=minutes)
    except ValueError:
        return jsonify({"sentence": "That is no time."}), 400
    except NotFound:
        raise
    except InputError as error:
        return jsonify({"sentence": error.sentence}), 409
    return jsonify({"sentence": said})


@blueprint.route("/new", methods=["GET", "POST"])
@login_required
def new() -> ResponseReturnValue:
    """Book; what collides is said with the nearest free times."""
    if request.method == "GET":
        with reading() as desk:
            form = booking_form.blank(request.args, reminders.usual(desk), calendars.rules(desk).place)
        return _page(form)
    form = booking_form.read(request.form)
    if "use" in request.form:
        return _page(_with_template(form))
    try:
        with writing() as desk:
            said = _book(desk, form, anyway=request.form.get("action") == "anyway")
    except InputError as error:
        return _page(form, wrong=error), 422
    flash(said)
    return redirect(url_for("appointments.index", day=form.at[:10]))


@blueprint.post("/check")
@login_required
def check() -> str:
    """What stands against the time, asked for while the form is filled in."""
    form = booking_form.read(request.form)
    try:
        with reading() as desk:
            sentence, near = _conflict(desk, form, booking_form.as_id(request.form.get("ignoring")))
    except InputError:
        sentence, near = "", []
    return render_template("panel/_conflict.html", sentence=sentence, near=near)


@blueprint.get("/<uuid:appointment_id>")
@login_required
def show(appointment_id: UUID) -> str:
    """One appointment, to look at and to change."""
    with reading() as desk:
        row = booking.get_appointment(desk, appointment_id)
        form = booking_form.of(row, _plans(row))
    return _page(form, appointment_id=appointment_id)


@blueprint.post("/<uuid:appointment_id>")
@login_required
def change(appointment_id: UUID) -> ResponseReturnValue:
    """Save what was changed: words, who comes, when and where, reminders."""
    form = booking_form.read(request.form)
    if "use" in request.form:
        return _page(_with_template(form), appointment_id=appointment_id)
    try:
        with writing() as desk:
            said = _save(desk, booking.get_appointment(desk, appointment_id), form)
    except NotFound:
        raise
    except InputError as error:
        return _page(form, wrong=error, appointment_id=appointment_id), 422
    flash(said)
    return redirect(url_for("appointments.show", appointment_id=appointment_id))


@blueprint.post("/<uuid:appointment_id>/<action>")
@login_required
def act(appointment_id: UUID, action: str) -> ResponseReturnValue:
    """Cancel it, end its series, approve, decline, note a no-show."""
    try:
        with writing() as desk:
            said = _ACTIONS.get(action, _nothing)(desk, booking.get_appointment(desk, appointment_id))
    except NotFound:
        raise
    except InputError as error:
        flash(error.sentence)
    else:
        flash(said)
    return redirect(url_for("today.index" if request.args.get("back") == "today" else "appointments.index"))


def views(desk: Desk) -> list[str]:
    """The up to three views that were chosen, the default one first."""
    named = [one for one in desk.business.calendar_views.split(",") if one in VIEWS]
    return named or ["timeGridWeek"]


def _page(form: Form, *, wrong: InputError | None = None, appointment_id: UUID | None = None) -> str:
    with reading() as desk:
        return render_template(
            "panel/appointment.html",
            form=form,
            wrong=wrong,
            near=wrong.nearest if isinstance(wrong, Taken) else (),
            appointment=booking.get_appointment(desk, appointment_id) if appointment_id else None,
            calendars=calendars.list_calendars(desk),
            services=catalogue.list_services(desk),
            usual_minutes=calendars.rules(desk).usual_minutes,
            templates=templates.list_templates(desk, "appointment"),
            prompts=prompts.list_prompts(desk),
            channels=booking_form.CHANNELS,
            repeats=booking_form.REPEATS,
        )


def _book(desk: Desk, form: Form, *, anyway: bool) -> str:
    wish = booking_form.wish(desk, form, anyway=anyway)
    rule = booking_form.rule(form)
    if rule:
        begun = series.begin(desk, wish, rule)
        missed = ", ".join(local_time.date_in_words(one) for one in begun.taken[:10])
        return f"{len(begun.appointments)} appointments are booked.{f' No room on {missed}.' if missed else ''}"
    booked = booking.book(desk, wish)
    late = " A reminder would have been too late and is left out." if booked.skipped else ""
    return f"Booked: #{booked.appointment.number}.{late}"


def _save(desk: Desk, row: Appointment, form: Form) -> str:
    customers, group_ids = booking_form.attendees(desk, form)
    calendar = booking_form.as_id(form.calendar)
    start, minutes = booking_form.start(form.at), booking_form.minutes(form.minutes)
    said = ""
    target = calendars.get_calendar(desk, calendar) if calendar else row.calendar
    if (start, minutes or row.minutes, target.id) != (row.start_local, row.minutes, row.calendar_id):
        anyway = request.form.get("action") == "anyway"
        said = _move(desk, row, start, minutes=minutes, calendar=target, anyway=anyway)
    kept = tuple(one.group_id for one in row.attendees if one.group_id)
    booking.change_details(
        desk,
        row,
        name=form.name,
        place=form.place,
        notes=form.notes,
        customers=customers,
        groups=tuple(dict.fromkeys((*kept, *group_ids))),
    )
    if booking_form.plans(desk, form) != tuple(_plans(row)):
        reminders.replace(desk, row, booking_form.plans(desk, form))
    return said or "Saved."


def _move(
    desk: Desk,
    row: Appointment,
    start: datetime,
    *,
    minutes: int | None = None,
    calendar: Calendar | None = None,
    anyway: bool = False,
) -> str:
    moved = changes.move_by_owner(desk, row, start, minutes=minutes, calendar=calendar, anyway=anyway)
    return f"Moved to {changes.when_in_words(desk, row.start_local)}.{_told(row, moved.told)}"


def _cancel(desk: Desk, row: Appointment) -> str:
    return f"Cancelled.{_told(row, changes.cancel_by_owner(desk, row))}"


def _end_series(desk: Desk, row: Appointment) -> str:
    found = series.get(desk, row.series_id) if row.series_id else None
    if found is None:
        raise InputError("That appointment is not one of a series.")
    ended = series.end(desk, found, row.start_local)
    return f"{len(ended)} appointments are cancelled."


def _approve(desk: Desk, row: Appointment) -> str:
    return f"Approved.{_told(row, changes.approve(desk, row))}"


def _decline(desk: Desk, row: Appointment) -> str:
    return f"Declined.{_told(row, changes.decline(desk, row))}"


def _no_show(desk: Desk, row: Appointment) -> str:
    booking.mark_no_show(desk, row, row.status is not AppointmentStatus.NO_SHOW)
    return "Noted."


def _nothing(desk: Desk, row: Appointment) -> str:
    raise NotFound("There is nothing of that kind to do.")


_ACTIONS: dict[str, Callable[[Desk, Appointment], str]] = {
    "cancel": _cancel,
    "end-series": _end_series,
    "approve": _approve,
    "decline": _decline,
    "no-show": _no_show,
}


def _told(row: Appointment, told: bool) -> str:
    return f" {booking.names(row)} was told by text." if told else ""


def _plans(row: Appointment) -> list[reminders.Plan]:
    return [reminders.plan_of(one) for one in row.reminders if one.status is not ReminderStatus.CANCELLED]


def _conflict(desk: Desk, form: Form, ignoring: UUID | None) -> tuple[str, list[Any]]:
    service_id, calendar_id = booking_form.as_id(form.service), booking_form.as_id(form.calendar)
    service = catalogue.get_service(desk, service_id) if service_id else None
    calendar = calendars.get_calendar(desk, calendar_id) if calendar_id else None
    search = availability.search_for(desk, service, calendar, booking_form.minutes(form.minutes))
    search = availability.Search(search.length, search.calendars, ignoring)
    start = booking_form.start(form.at)
    if not search.calendars or availability.fits(desk, search, start):
        return "", []
    near = availability.nearest(desk, search, start, by_customer=False)
    open_ = any(availability.is_open(desk, one, start, search.length.minutes) for one in search.calendars)
    return ("That time is taken." if open_ else "That is outside the opening hours."), near


def _with_template(form: Form) -> Form:
    """The same form with a template's words in its first reminder. Raises NotFound."""
    template_id = booking_form.as_id(request.form.get("use"))
    with reading() as desk:
        words = templates.get_template(desk, template_id).body if template_id else ""
    rows = form.reminders or (booking_form.ReminderRow(amount="1"),)
    return replace(form, reminders=(replace(rows[0], body=words), *rows[1:]))


def _chosen(desk: Desk) -> list[UUID]:
    """The calendars to show: those that were ticked, or those that are shown by default."""
    listed = calendars.list_calendars(desk)
    ticked = {one for written in request.args.getlist("calendar") for one in written.split(",") if one}
    return [one.id for one in listed if (str(one.id) in ticked if ticked else one.shown)]


def _event(row: Appointment) -> dict[str, Any]:
    requested = row.status is AppointmentStatus.REQUESTED
    title = ", ".join(one for one in (booking.names(row), row.name) if one) or "Booked"
    return {
        "id": str(row.id),
        "title": f"{'? ' if requested else MARKS.get(agenda.answer_of(row), '')}{title}",
        "start": row.start_local.isoformat(),
        "end": (row.start_local + timedelta(minutes=row.minutes)).isoformat(),
        "color": row.calendar.color,
        "url": url_for("appointments.show", appointment_id=row.id),
        "editable": row.status in TAKING_TIME,
        "extendedProps": {"drag": url_for("appointments.drag", appointment_id=row.id)},
    }


def _off(row: TimeOff) -> dict[str, Any]:
    return {
        "start": row.start_local.isoformat(),
        "end": row.end_local.isoformat(),
        "display": "background",
        "title": row.words,
    }


def _by_day(rows: list[Appointment]) -> list[tuple[datetime, list[Appointment]]]:
    days: dict[datetime, list[Appointment]] = {}
    for one in rows:
        days.setdefault(one.start_local.replace(hour=0, minute=0), []).append(one)
    return list(days.items())


def _day(written: str | None, now_local: datetime) -> datetime:
    try:
        found = datetime.strptime((written or "")[:10], "%Y-%m-%d")  # noqa: DTZ007 - wall time is naive here
    except ValueError:
        found = now_local
    found = found if 2000 <= found.year <= 2100 else now_local
    return found.replace(hour=0, minute=0, second=0, microsecond=0)


def calendar_moment(written: str) -> datetime:
    """Wall time as FullCalendar sends it, without or with a zone. Raises ValueError."""
    moment = datetime.fromisoformat(written.replace(" ", "+")).replace(tzinfo=None, microsecond=0)
    if not 2000 <= moment.year <= 2100:
        raise ValueError("no calendar reaches so far")
    return moment

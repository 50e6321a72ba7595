"""Calendars: whose time, opening hours, time off, feeds, import, and the rules of booking."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import holidays
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.contained import contained
from bot.domain import ical, local_time
from bot.domain.availability import Open
from bot.errors import InputError, NotFound
from bot.services import calendars, feeds, reminders
from bot.services.work import Desk
from models import Calendar
from models.states import BookingMode, Channel, Notify, Unit
from web.context import application
from web.panel.access import login_required, reading, writing
from web.panel.booking_form import CHANNELS, as_id, minutes, start

blueprint = Blueprint("calendars", __name__, url_prefix="/calendars")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_COLOR = re.compile(r"#[0-9a-f]{6}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_DAY = timedelta(days=1)
_STRETCHES = 2
_IMPORT, _A_PIECE = "import", 100
T = TypeVar("T", BookingMode, Notify)


@blueprint.get("")
@login_required
def index() -> str:
    """All of it."""
    return _page()


@blueprint.post("/<action>")
@login_required
def save(action: str) -> ResponseReturnValue:
    """Save one block; what was typed stays where it cannot be."""
    if action not in {*_SAVE, _IMPORT}:
        raise NotFound("There is nothing of that kind here.")
    try:
        said = _import() if action == _IMPORT else _save(_SAVE[action])
    except NotFound:
        raise
    except InputError as error:
        return _page(block=action, wrong=error), 422
    flash(said or "Saved.")
    return redirect(url_for("calendars.index", _anchor=action))


def _save(change: Callable[[Desk], str]) -> str:
    with writing() as desk:
        return change(desk)


def week_of(listed: list[Open]) -> list[list[tuple[str, str]]]:
    """Opening hours as the form's fields: two stretches a day, empty where there is none."""
    week = []
    for day in range(7):
        stretches = [(f"{one.opens:%H:%M}", f"{one.closes:%H:%M}") for one in listed if one.weekday == day]
        week.append((stretches + [("", "")] * _STRETCHES)[: max(_STRETCHES, len(stretches))])
    return week


def _page(block: str = "", wrong: InputError | None = None) -> str:
    with reading() as desk:
        listed = calendars.list_calendars(desk)
        now_local = local_time.to_local(desk.now, desk.business.timezone)
        return render_template(
            "panel/calendars.html",
            calendars=[(one, week_of(calendars.hours(desk, one))) for one in listed],
            week=week_of(calendars.hours(desk)),
            days=DAYS,
            off=calendars.time_off(desk, now_local, now_local + timedelta(days=730)),
            names={one.id: one.name for one in listed},
            rules=calendars.rules(desk),
            usual=reminders.usual(desk),
            channels=CHANNELS,
            feed=lambda one: f"{application().public_url}/feeds/{one.feed_token}.ics",
            modes=list(BookingMode),
            notify=list(Notify),
            units=list(Unit),
            typed=request.form,
            block=block,
            wrong=wrong,
        )


def _calendar(desk: Desk) -> Calendar | None:
    """The calendar that a form is about; None for the whole business. Raises NotFound."""
    written = request.form.get("calendar", "")
    if not written:
        return None
    found = as_id(written)
    if found is None:
        raise NotFound("There is no such calendar.")
    return calendars.get_calendar(desk, found)


def _one(desk: Desk) -> Calendar:
    found = _calendar(desk)
    if found is None:
        raise NotFound("There is no such calendar.")
    return found


def _add(desk: Desk) -> str:
    calendars.add_calendar(desk, request.form.get("name", ""), capacity=minutes(request.form.get("capacity", "")) or 1)
    return ""


def _change(desk: Desk) -> str:
    color = request.form.get("color", "").lower()
    if not _COLOR.fullmatch(color):
        raise InputError("That is no colour.", "#2563eb")
    calendars.change_calendar(
        desk,
        _one(desk),
        name=request.form.get("name", ""),
        color=color,
        capacity=minutes(request.form.get("capacity", "")) or 1,
        shown="shown" in request.form,
    )
    return ""


def _remove(desk: Desk) -> str:
    calendars.remove_calendar(desk, _one(desk))
    return "The calendar is gone."


def _renew(desk: Desk) -> str:
    calendars.renew_feed(_one(desk))
    return "The feed has a new address; the old one is dead."


def _hours(desk: Desk) -> str:
    week = [
        Open(day, _clock(opens), _clock(closes))
        for day in range(7)
        for opens, closes in zip(
            request.form.getlist(f"opens-{day}"), request.form.getlist(f"closes-{day}"), strict=False
        )
        if opens.strip() or closes.strip()
    ]
    for one in week:
        if one.closes <= one.opens and one.closes != time(0):
            raise InputError(f"{DAYS[one.weekday]} has to close after it opens.", "09:00 to 17:00")
    calendars.set_hours(desk, _calendar(desk), week)
    return ""


def _clock(written: str) -> time:
    match = _CLOCK.fullmatch(written.strip())
    if match is None:
        raise InputError("Hours need a beginning and an end.", "09:00 to 17:00")
    return time(int(match[1]), int(match[2]))


def _time_off(desk: Desk) -> str:
    first = start(request.form.get("from", ""))
    last = start(request.form.get("until", ""))
    if "all_day" in request.form:
        first, last = first.replace(hour=0, minute=0), last.replace(hour=0, minute=0) + _DAY
    calendars.add_time_off(desk, _calendar(desk), first, last, words=request.form.get("words", ""))
    return "Nothing is offered in that time any more."


def _open_again(desk: Desk) -> str:
    found = as_id(request.form.get("time_off"))
    if found is None:
        raise NotFound("There is no such time off.")
    calendars.remove_time_off(desk, found)
    return "It is open again."


def _holidays(desk: Desk) -> str:
    """The public holidays of the next twelve months, as time off."""
    today = local_time.to_local(desk.now, desk.business.timezone).date()
    listed = holidays.country_holidays("US", years=(today.year, today.year + 1))
    known = {row.start_local for row in calendars.time_off(desk, _midnight(today), _midnight(today) + 400 * _DAY)}
    added = 0
    for day, name in sorted(listed.items()):
        begins = _midnight(day)
        if today <= day < today + 366 * _DAY and begins not in known:
            calendars.add_time_off(desk, None, begins, begins + _DAY, words=str(name))
            added += 1
    return f"{added} holidays are closed now. Open those on which you work."


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _rules(desk: Desk) -> str:
    sent, rules = request.form, calendars.rules(desk)
    rules.mode, rules.notify = _choice(BookingMode, "mode"), _choice(Notify, "notify")
    for name, least, most in (
        ("usual_minutes", 5, 1440),
        ("notice_minutes", 0, 9999),
        ("horizon_days", 1, 730),
        ("step_minutes", 5, 240),
        ("cutoff_minutes", 0, 9999),
    ):
        setattr(rules, name, _number(name, least, most))
    rules.place, rules.cutoff_words = sent.get("place", "").strip()[:200], sent.get("cutoff_words", "").strip()[:300]
    rules.evening_at = _clock(sent["evening_at"]) if sent.get("evening_at", "").strip() else None
    return ""


def _number(name: str, least: int, most: int) -> int:
    found = minutes(request.form.get(name, "").strip() or "0")
    if found is None or not least <= found <= most:
        raise InputError(f"{name.replace('_', ' ').capitalize()} lies between {least} and {most}.", str(max(least, 60)))
    return found


def _choice(kind: type[T], name: str) -> T:
    try:
        return kind(request.form.get(name, ""))
    except ValueError:
        raise InputError("Choose one of the list.", str(next(iter(kind)))) from None


def _reminders(desk: Desk) -> str:
    """The reminders that every new appointment gets."""
    amounts, units = request.form.getlist("amount"), request.form.getlist("unit")
    plans = []
    for number, (amount, unit) in enumerate(zip(amounts, units, strict=False)):
        if not amount.strip():
            continue
        if unit not in set(Unit):
            raise InputError("Choose minutes, hours or days.", "1 days")
        listed = [Channel(one) for one in request.form.getlist(f"channels-{number}") if one in CHANNELS]
        plan = reminders.Plan(
            minutes(amount.strip()) or 0, Unit(unit), tuple(listed), ladder=f"ladder-{number}" in request.form
        )
        reminders.check(desk, plan)
        plans.append(plan.as_json())
    calendars.rules(desk).reminders = plans
    return ""


def _import() -> str:
    """The file is read outside of any transaction, and taken over a piece at a time: texts come in meanwhile."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InputError("Choose a file first.", "calendar.ics")
    with reading() as desk:
        reach = feeds.reach(desk)
        calendar_id = _one(desk).id
    read = contained(ical.read, file.stream.read(ical.MOST_BYTES + 1), *reach)
    made = feeds.TakenOver()
    for begin in range(0, len(read.found), _A_PIECE):
        with writing() as desk:
            piece = read.found[begin : begin + _A_PIECE]
            made += feeds.take_over(desk, piece, calendars.get_calendar(desk, calendar_id))
    known = f" {made.known} were there already." if made.known else ""
    problems = f" {' '.join(read.problems[:3])}" if read.problems else ""
    return f"{made.appointments} appointments and {made.days_off} days off are taken over.{known}{problems}"


_SAVE: dict[str, Callable[[Desk], str]] = {
    "add": _add,
    "change": _change,
    "remove": _remove,
    "renew": _renew,
    "hours": _hours,
    "time-off": _time_off,
    "open": _open_again,
    "holidays": _holidays,
    "rules": _rules,
    "reminders": _reminders,
}

"""`agenda` and `free`: what is booked, and when there is room."""

import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time
from bot.errors import InputError
from bot.intents.offering import stretch
from bot.nlu.frames import When
from bot.services import agenda, availability, calendars, contacts, waiting_list
from bot.services.work import Desk
from models import Appointment, Calendar
from models.states import Answered

_UNCONFIRMED = re.compile(r"\b(?:confirm\w*|answer\w*|respond\w*|replied|heard from|unconfirmed)\b", re.IGNORECASE)
_WAITING = re.compile(r"\bwait(?:ing)?[ -]?list\b|\bwho(?:'s| is) waiting\b", re.IGNORECASE)
_REQUESTS = re.compile(r"\brequests?\b|\bto approve\b|\bwaiting for me\b", re.IGNORECASE)
_MOST = 12
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Agenda(Capability):
    """What is booked on a day, in a week, for a customer; who has not confirmed; who waits."""

    intent = "agenda"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Unconfirmed first where that is the question; otherwise in the order of the day."""
        desk, text = turn.desk, turn.heard.text
        if _WAITING.search(text):
            return Reply(_waiting(desk))
        if _REQUESTS.search(text):
            return Reply(_listed(desk, agenda.requests(desk), "Nothing is waiting for your yes."))
        customers = named_customers(turn)
        if customers:
            return Reply(_of_customers(desk, customers))
        calendar = staff(desk, slots)
        if _UNCONFIRMED.search(text):
            return Reply(_unconfirmed(desk, slots, calendar))
        from_local, until_local, words = _when(desk, slots)
        ids = [calendar.id] if calendar else []
        rows = agenda.between(desk, from_local, until_local, ids)
        none = f"Nothing is booked {words}."
        several_days = until_local - from_local > _DAY
        head = "" if several_days else f"{words[0].upper()}{words[1:]}:"
        return Reply(_listed(desk, rows, none, head=head, day=several_days))


class Free(Capability):
    """When there is room."""

    intent = "free"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """A yes or no for a time; the free stretches of a day."""
        desk = turn.desk
        calendar = staff(desk, slots)
        if not calendars.list_calendars(desk):
            raise InputError("You have no calendar yet; the first booking makes one.", "book Ann Lee tuesday 3pm")
        search = availability.search_for(desk, None, calendar)
        now_local = local_time.to_local(desk.now, desk.business.timezone)
        when = When.from_slot(slots["when"]) if slots.get("when") else None
        if when and when.grain == "minute":
            return Reply(_at(desk, search, when.start))
        from_local, until_local, words = _when(desk, slots)
        if until_local - from_local > _DAY:
            return Reply(_days(desk, search, from_local, until_local))
        slots_free = availability.free_slots(desk, search, max(from_local, now_local), until_local)
        if not slots_free:
            return Reply(f"Nothing is free {words}.")
        return Reply(f"{words[0].upper()}{words[1:]} you can start at {', '.join(_runs(slots_free))}.")


def staff(desk: Desk, slots: dict[str, Any]) -> Calendar | None:
    """The calendar that is named. Raises InputError for one that there is not."""
    if not slots.get("staff"):
        return None
    found = calendars.find_calendar(desk, str(slots["staff"]))
    if found is None:
        known = ", ".join(one.name for one in calendars.list_calendars(desk)) or "none yet"
        raise InputError(f"I know no calendar called {slots['staff']}. Calendars: {known}.")
    return found


def named_customers(turn: Turn) -> list[str]:
    """Customers whose full or first name the text holds: "when is ann coming"."""
    words = re.findall(r"[^\W\d_]+", turn.heard.text.casefold().replace("'s", ""))
    text = f" {' '.join(words)} "
    found = [name for name in turn.heard.directory.customers if f" {name.casefold()} " in text]
    staff_names = {word for name in turn.heard.directory.calendars for word in name.casefold().split()}
    firsts = [(name, name.split()[0].casefold()) for name in turn.heard.directory.customers if name.split()]
    return found or [name for name, first in firsts if f" {first} " in text and first not in staff_names]


def _of_customers(desk: Desk, names: list[str]) -> str:
    people = [one for name in names[:3] for one in contacts.find_customers(desk, name, limit=3)]
    rows = agenda.ahead_of(desk, [one.id for one in people])
    return _listed(desk, rows, f"{' and '.join(names[:3])} has nothing booked.")


def _when(desk: Desk, slots: dict[str, Any]) -> tuple[datetime, datetime, str]:
    """From when, until when, and how to call it; without a word about it, today."""
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    today = now_local.replace(hour=0, minute=0, second=0, microsecond=0)
    if not slots.get("when"):
        return today, today + _DAY, "today"
    when = When.from_slot(slots["when"])
    from_local, until_local = stretch(when)
    if when.grain == "minute":
        from_local = from_local.replace(hour=0, minute=0)
        until_local = from_local + _DAY
    words = local_time.day_in_words(from_local, now_local)
    if until_local - from_local > _DAY:
        words = f"from {words} to {local_time.day_in_words(until_local - timedelta(minutes=1), now_local)}"
    return from_local, until_local, f"on {words}" if words[0].isupper() else words


def _listed(desk: Desk, rows: list[Appointment], none: str, head: str = "", day: bool = True) -> str:
    if not rows:
        return none
    lines = [agenda.line(desk, one, with_day=day) for one in rows[:_MOST]]
    more = [f"and {len(rows) - _MOST} more in the panel."] if len(rows) > _MOST else []
    return "\n".join([*([head] if head else []), *lines, *more])


def _unconfirmed(desk: Desk, slots: dict[str, Any], calendar: Calendar | None) -> str:
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    from_local, until_local = now_local, now_local + _WEEK
    if slots.get("when"):
        from_local, until_local, _ = _when(desk, slots)
    rows = agenda.between(desk, from_local, until_local, [calendar.id] if calendar else [])
    open_ = [one for one in rows if agenda.answer_of(one) is not Answered.CONFIRMED]
    return _listed(desk, open_, "Everybody has confirmed." if rows else "Nothing is booked then.")


def _waiting(desk: Desk) -> str:
    rows = waiting_list.listed(desk)
    if not rows:
        return "Nobody is on the waiting list."
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    lines = [f"{one.customer.name}, {local_time.day_in_words(one.from_local, now_local)}" for one in rows[:_MOST]]
    return "\n".join(["Waiting list:", *lines])


def _at(desk: Desk, search: availability.Search, start_local: datetime) -> str:
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    when = local_time.in_words(start_local, now_local)
    if availability.fits(desk, search, start_local):
        return f"Yes, {when} is free."
    near = availability.nearest(desk, search, start_local, by_customer=False)
    listed = ", ".join(local_time.in_words(one.start_local, now_local) for one in near)
    return f"No, {when} is not free.{f' Nearest: {listed}.' if listed else ''}"


def _days(desk: Desk, search: availability.Search, from_local: datetime, until_local: datetime) -> str:
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    slots = availability.free_slots(desk, search, max(from_local, now_local), until_local)
    days: dict[str, list[availability.Slot]] = {}
    for one in slots:
        days.setdefault(local_time.day_in_words(one.start_local, now_local), []).append(one)
    if not days:
        return "Nothing is free then."
    return "Free:\n" + "\n".join(f"{day} {', '.join(_runs(listed))}" for day, listed in list(days.items())[:7])


def _runs(slots: list[availability.Slot]) -> list[str]:
    """Starts that follow on one another as one run: `9 AM-2:15 PM`."""
    step = min((b.start_local - a.start_local for a, b in pairwise(slots)), default=_DAY)
    runs: list[list[datetime]] = []
    for one in slots:
        if runs and one.start_local - runs[-1][-1] == step and step < timedelta(hours=2):
            runs[-1].append(one.start_local)
        else:
            runs.append([one.start_local])
    said = [(local_time.clock_in_words(run[0]), local_time.clock_in_words(run[-1]), len(run)) for run in runs]
    return [first if count == 1 else f"{first}-{last}" for first, last, count in said]

"""`book`, `move`, `cancel`: the owner's appointments. What collides is said, with the nearest free times to choose."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Choice, Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import before, local_time, recurrence
from bot.errors import InputError
from bot.intents import who
from bot.intents.agenda import staff
from bot.intents.offering import stretch
from bot.nlu.frames import When
from bot.nlu.owner.booking import topic
from bot.services import (
    agenda,
    availability,
    booking,
    calendars,
    catalogue,
    changes,
    contacts,
    groups,
    reminders,
    series,
)
from bot.services.booking import Taken, Wish
from bot.services.reminders import Plan
from bot.services.work import Desk
from models import Appointment, Customer, Service
from models.states import Channel, RecipientKind, ReminderStatus

_NUMBER = re.compile(r"#\s?(\d{1,9})\b")
_BY = re.compile(
    r"\bremind\b.*?\b(?:by|via|with an?) (?P<by>phone|call|voice|email|e-mail|mail|text)\b"
    r"|\b(?P<verb>call|phone|ring|email|text) (?:him|her|them|me)\b.*\b(?:before|ahead|prior|in advance)\b"
    r"|\b(?P<kind>phone|call|voice|email) remind",
    re.IGNORECASE,
)
_CHANNELS = {
    **dict.fromkeys(("phone", "call", "voice", "ring"), Channel.SPEECH),
    **dict.fromkeys(("email", "e-mail", "mail"), Channel.EMAIL),
    "text": Channel.TEXT,
}
_NAME_BEFORE = re.compile(
    r"\b(?:book|schedule|add|put)\s+([^\W\d][\w'’ .-]{1,40}?)[\s,]+(?:at |\()?\+?[\d(]", re.IGNORECASE
)
_PHONE_DIGITS = 7
_MOST = 5
_SEARCHED = timedelta(days=120)


class Book(Capability):
    """Puts an appointment into a calendar."""

    intent = "book"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks for what is missing: who, when, the phone of somebody new."""
        desk = turn.desk
        if not slots.get("who"):
            return _ask(self.intent, slots, "who", "Who is it for?")
        slots = _with_phone(turn, slots)
        if not slots.get("who"):
            return _ask(self.intent, slots, "who", "What is their name?")
        try:
            people, group_ids = _people(desk, slots)
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        except _Unknown as unknown:
            text = f"I don't know {unknown} yet. What is their phone number? Or reply NONE."
            return _ask(self.intent, slots, "phone", text)
        if not slots.get("when"):
            return _ask(self.intent, slots, "when", "Which day and time?")
        slots = _with_topic(turn, slots)
        when = When.from_slot(slots["when"])
        service, calendar = _service(desk, slots), staff(desk, slots)
        wish = Wish(
            when.start,
            customers=tuple(one.id for one in people),
            groups=group_ids,
            calendar_id=calendar.id if calendar else None,
            service_id=service.id if service else None,
            minutes=slots.get("minutes"),
            name="" if service else str(slots.get("service") or ""),
            place=str(slots.get("place") or ""),
            plans=_plans(desk, slots, turn.heard.text),
            anyway=bool(slots.get("anyway")),
        )
        if when.grain != "minute":
            return _offer_starts(desk, self.intent, slots, wish, when)
        if slots.get("rrule"):
            return _begin_series(desk, wish, str(slots["rrule"]), people)
        return _book(desk, self.intent, slots, wish, people)


class Move(Capability):
    """Moves an appointment."""

    intent = "move"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """To another time, by some minutes, or to another calendar."""
        desk = turn.desk
        found = _find(turn, slots, slots.get("from"))
        if isinstance(found, Reply):
            return found
        calendar = staff(desk, slots)
        start = _new_start(found, slots)
        if start is None and calendar is None:
            return _ask(self.intent, {**slots, "id": str(found.number)}, "when", "To which day and time?")
        start = start or found.start_local
        was = found.start_local, found.calendar_id
        try:
            moved = changes.move_by_owner(desk, found, start, calendar=calendar, anyway=bool(slots.get("anyway")))
        except Taken as taken:
            return _taken(desk, self.intent, {**slots, "id": str(found.number)}, taken, start)
        outside = "" if availability.is_open(desk, found.calendar, start, found.minutes) else " (outside your hours)"
        said = f"Moved: {said_of(desk, found)}{outside}.{told_words(found, moved.told)}{_skipped(moved.skipped)}"
        undo = {"kind": "moved", "number": found.number, "start": was[0].isoformat(), "calendar": str(was[1])}
        return Reply(said, undo=undo)


class Cancel(Capability):
    """Cancels an appointment."""

    intent = "cancel"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """The customer hears of it where they know of it through us."""
        found = _find(turn, slots, slots.get("when"))
        return found if isinstance(found, Reply) else cancel(turn, found)


def cancel(turn: Turn, row: Appointment) -> Reply:
    """Cancel it, and say who was told."""
    desk = turn.desk
    said, told = said_of(desk, row), changes.cancel_by_owner(desk, row)
    return Reply(f"Cancelled: {said}.{told_words(row, told)}", undo={"kind": "cancelled", "number": row.number})


class _Unknown(Exception):
    """A name that nobody has."""


def _with_phone(turn: Turn, slots: dict[str, Any]) -> dict[str, Any]:
    """ "book Zed Foo 212-555-0177 friday 3pm": a number that nobody has is a new customer, named before it."""
    who_said = str(slots["who"])
    digits = sum(char.isdigit() for char in who_said)
    if digits < _PHONE_DIGITS or contacts.find_customers(turn.desk, who_said, limit=1):
        return slots
    named = _NAME_BEFORE.search(turn.heard.text) if who_said in turn.heard.text else None
    return {**slots, "phone": who_said, "who": named[1].strip().title() if named else None}


def _with_topic(turn: Turn, slots: dict[str, Any]) -> dict[str, Any]:
    """What it is for is kept as its name, where it is none of the services; an unknown calendar is not made another."""
    if turn.memory.pending or slots.get("topic_known"):
        return slots
    what, whom = topic(turn.heard)
    named = str(slots["who"]).casefold().split()
    what = " ".join(word for word in what.split() if word.casefold() not in named)
    known = {**slots, "topic_known": True}
    if whom and not slots.get("staff"):
        known["staff"] = whom
    if what and not slots.get("service"):
        known["service"] = what
    return known


def _ask(intent: str, slots: dict[str, Any], missing: str, question: str) -> Reply:
    return Reply(question, awaiting="detail", pending=Pending(intent, slots, missing=missing))


def _people(desk: Desk, slots: dict[str, Any]) -> tuple[list[Customer], tuple[UUID, ...]]:
    """Who comes: customers and groups. Raises Unclear, _Unknown."""
    named = slots["who"] if isinstance(slots["who"], list) else [slots["who"]]
    people: list[Customer] = []
    group_ids: list[UUID] = []
    for name in named:
        if slots.get("phone") and not contacts.find_customers(desk, str(name), limit=1):
            people.append(_add(desk, str(name), str(slots["phone"])))
            continue
        if not str(name).startswith("customer:") and not _is_known(desk, str(name)):
            raise _Unknown(name)
        for one in who.recipients(desk, [str(name)]):
            people += [contacts.get_customer(desk, one.customer_id)] if one.customer_id else []
            group_ids += [one.group_id] if one.kind is RecipientKind.GROUP and one.group_id else []
    return people, tuple(group_ids)


def _is_known(desk: Desk, name: str) -> bool:
    return bool(contacts.find_customers(desk, name, limit=1) or groups.find_group(desk, name))


def _add(desk: Desk, name: str, phone: str) -> Customer:
    first, last = contacts.split_name(name.title() if name.islower() else name)
    none = phone.strip(" .!").casefold() in ("none", "no", "skip", "don't know", "dont know")
    return contacts.add_customer(desk, first_name=first, last_name=last, phones=[] if none else [phone])


def _service(desk: Desk, slots: dict[str, Any]) -> Service | None:
    return catalogue.find_service(desk, str(slots["service"])) if slots.get("service") else None


def _plans(desk: Desk, slots: dict[str, Any], text: str) -> tuple[Plan, ...] | None:
    """The reminders that are named, by the way that is named; the usual ones where neither is."""
    named = _BY.search(text)
    channels = (_CHANNELS[(named["by"] or named["verb"] or named["kind"]).casefold()],) if named else (Channel.TEXT,)
    if slots.get("remind") is not None:
        return tuple(Plan(*before.from_minutes(int(minutes)), channels) for minutes in slots["remind"])
    return tuple(replace(one, channels=channels) for one in reminders.usual(desk)) if named else None


def _book(desk: Desk, intent: str, slots: dict[str, Any], wish: Wish, people: Sequence[Customer]) -> Reply:
    try:
        with desk.session.begin_nested():
            booked = booking.book(desk, wish)
    except Taken as taken:
        return _taken(desk, intent, slots, taken, wish.start_local)
    row = booked.appointment
    outside = not availability.is_open(desk, row.calendar, row.start_local, row.minutes)
    said = [
        f"Booked #{row.number}: {said_of(desk, row)}, {row.minutes} min{' (outside your hours)' if outside else ''}.",
        _reminders_said(row, people),
        _skipped(booked.skipped),
    ]
    return Reply(" ".join(one.strip() for one in said if one.strip()), undo={"kind": "booked", "number": row.number})


def _begin_series(desk: Desk, wish: Wish, rrule: str, people: Sequence[Customer]) -> Reply:
    begun = series.begin(desk, wish, rrule)
    first = begun.appointments[0]
    often = recurrence.in_words(begun.series.rrule, first.start_local)
    missed = ", ".join(local_time.date_in_words(one) for one in begun.taken[:_MOST])
    said = f"Booked {often} from {local_time.date_in_words(first.start_local)}: {_who(first)}."
    return Reply(
        f"{said} {_reminders_said(first, people)}{f' No room on {missed}.' if missed else ''}".strip(),
        undo={"kind": "series", "id": str(begun.series.id)},
    )


def _offer_starts(desk: Desk, intent: str, slots: dict[str, Any], wish: Wish, when: When) -> Reply:
    """A day without a time: what is free on it."""
    calendar = calendars.get_calendar(desk, wish.calendar_id) if wish.calendar_id else None
    service = catalogue.get_service(desk, wish.service_id) if wish.service_id else None
    search = availability.search_for(desk, service, calendar, wish.minutes)
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    from_local, until_local = stretch(when)
    free = availability.free_slots(desk, search, max(from_local, now_local), until_local)
    if not free:
        return _ask(intent, slots, "when", f"At what time {local_time.day_in_words(when.start, now_local)}?")
    offered = availability.spread(free, 3)
    listed = ", ".join(f"{n} {local_time.clock_in_words(one.start_local)}" for n, one in enumerate(offered, 1))
    text = f"At what time {local_time.day_in_words(offered[0].start_local, now_local)}? Free: {listed}, or tell me."
    pending = Pending(intent, slots, missing="when")
    return Reply(text, awaiting="choice", pending=pending, choices=_choices(desk, offered))


def _taken(desk: Desk, intent: str, slots: dict[str, Any], taken: Taken, wanted: datetime) -> Reply:
    """Who has it, the nearest free times, or both at once."""
    there = agenda.between(desk, wanted, wanted + timedelta(minutes=1))
    has = f"{_who(there[0])} is booked then. " if there else f"{taken.sentence} "
    choices = (*_choices(desk, taken.nearest), Choice("both at once", {"anyway": True}))
    listed = ", ".join(f"{number} {choice.label}" for number, choice in enumerate(choices, 1))
    kept = {**slots, "when": _slot(wanted)}
    return Reply(f"{has}Instead: {listed}?", awaiting="choice", pending=Pending(intent, kept), choices=choices)


def _choices(desk: Desk, offered: Sequence[availability.Slot]) -> tuple[Choice, ...]:
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    return tuple(
        Choice(local_time.in_words(one.start_local, now_local), {"when": _slot(one.start_local)}) for one in offered
    )


def _slot(start_local: datetime) -> dict[str, Any]:
    return When(start_local, "minute", said=("day", "time")).as_slot()


def _find(turn: Turn, slots: dict[str, Any], at: dict[str, Any] | None) -> Appointment | Reply:
    """The appointment that is meant: by number, by who and when; the question which one where several fit."""
    desk, numbered = turn.desk, _NUMBER.search(turn.heard.text)
    if slots.get("id") or numbered:
        return by_number(desk, slots.get("id") or (numbered and numbered[1]))
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    rows = agenda.between(desk, now_local - timedelta(hours=2), now_local + _SEARCHED)
    rows = [one for one in rows if _is_about(desk, one, slots)]
    if at:
        rows = _at(rows, When.from_slot(at))
    if not rows:
        name = f" for {_plainly(slots['who'])}" if slots.get("who") else ""
        raise InputError(f"I find no such appointment{name}.", "what's tomorrow")
    if len(rows) == 1:
        return rows[0]
    choices = tuple(Choice(said_of(desk, one), {"id": str(one.number)}) for one in rows[:_MOST])
    listed = ", ".join(f"{number} {choice.label}" for number, choice in enumerate(choices, 1))
    intent = turn.understood.intent if turn.understood.intent in ("move", "cancel") else "cancel"
    return Reply(f"Which one? {listed}", awaiting="choice", pending=Pending(intent, slots), choices=choices)


def _plainly(named: Any) -> str:
    listed = named if isinstance(named, list) else [named]
    return " and ".join(re.sub(r"['’]s$", "", str(one)) for one in listed)


def _is_about(desk: Desk, row: Appointment, slots: dict[str, Any]) -> bool:
    named = slots.get("who")
    if not named:
        return True
    listed = named if isinstance(named, list) else [named]
    wanted = {one.id for name in listed for one in _all_called(desk, str(name))}
    return any(one.customer_id in wanted for one in row.attendees)


def _all_called(desk: Desk, name: str) -> list[Customer]:
    if name.startswith("customer:"):
        return [who.one_customer(desk, name)]
    return contacts.find_customers(desk, name, limit=20)


def _at(rows: Sequence[Appointment], when: When) -> list[Appointment]:
    """Those on that day, at that time; a time alone is of any day, the next one that fits."""
    if "day" in when.said:
        from_local, until_local = stretch(when)
        last = (until_local - timedelta(minutes=1)).date()
        rows = [one for one in rows if from_local.date() <= one.start_local.date() <= last]
    if "time" in when.said and when.grain == "minute":
        clock = (when.start.hour % 12, when.start.minute)
        rows = [one for one in rows if (one.start_local.hour % 12, one.start_local.minute) == clock]
        if "day" not in when.said and rows:
            first = rows[0].start_local.date()
            rows = [one for one in rows if one.start_local.date() == first]
    return list(rows)


def _new_start(row: Appointment, slots: dict[str, Any]) -> datetime | None:
    """Where it goes: a time alone keeps the day, a day alone the time."""
    if slots.get("by"):
        return row.start_local + timedelta(minutes=int(slots["by"]))
    if not slots.get("when"):
        return None
    when = When.from_slot(slots["when"])
    if "day" not in when.said:
        return datetime.combine(row.start_local.date(), when.start.time())
    if "time" not in when.said:
        return datetime.combine(when.start.date(), row.start_local.time())
    return when.start


def by_number(desk: Desk, written: object) -> Appointment:
    digits = str(written).lstrip("#")
    row = booking.find_appointment(desk, int(digits)) if digits.isdecimal() and len(digits) < 10 else None
    if row is None:
        raise InputError(f"There is no appointment #{digits[:10]}.", "what's tomorrow")
    return row


def _who(row: Appointment) -> str:
    return booking.names(row) or row.name or "A group"


def said_of(desk: Desk, row: Appointment) -> str:
    """`Ann Lee, Tue Nov 24 at 3 PM, haircut, Dr Chen`."""
    several = len(calendars.list_calendars(desk)) > 1
    parts = [_who(row), changes.when_in_words(desk, row.start_local), row.name.lower() if row.name else ""]
    parts += [row.calendar.name] if several else []
    return ", ".join(dict.fromkeys(one for one in parts if one))


def told_words(row: Appointment, told: bool) -> str:
    return f" I texted {_who(row)}." if told else ""


def _skipped(skipped: Sequence[Plan]) -> str:
    if not skipped:
        return ""
    listed = " and ".join(before.in_words(one.amount, one.unit) for one in skipped)
    return f" Too late for the reminder {listed}."


def _reminders_said(row: Appointment, people: Sequence[Customer]) -> str:
    """What will remind whom, or why nothing can."""
    waiting = [one for one in row.reminders if one.status is ReminderStatus.WAITING]
    if not waiting:
        return ""
    without = [one.first_name or one.name for one in people if not one.phone and not one.email]
    if without and len(without) == len(people):
        return f"{' and '.join(without)} has no phone number, so no reminder goes out."
    listed = " and ".join(before.in_words(one.amount, one.unit) for one in waiting)
    return f"Reminder {listed}."

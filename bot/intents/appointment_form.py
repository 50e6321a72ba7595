"""The form by which a customer books or moves an appointment: its validation, its questions, what it does at the end.

It runs as a Rasa form does: `validate_appointment_form` takes what a text gives and names the next slot to ask for;
`action_ask_appointment_form_<slot>` asks; `action_submit_appointment_form` books. Nothing is held in a process: the
form lies in the conversation's memory, and free times are looked up again with every text.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.dialogue import turn as turns
from bot.dialogue.form import FORM, Asked, Form, Offer, merged
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time
from bot.errors import InputError, NotFound
from bot.intents import offering
from bot.intents.customer import FromCustomer, acknowledge
from bot.nlu.customer.slots import loosely
from bot.nlu.frames import When
from bot.services import booking, calendars, catalogue, changes, contacts
from bot.services.booking import Taken, Wish
from models import Appointment, Customer
from models.states import AppointmentStatus

_NUMBER = re.compile(r"^\W*(\d{1,2})\W*$")
_SOON = timedelta(days=14)
_MOST_NOES = 2
_LONGEST_NAME = 80
_ANY_TIME = re.compile(r"\b(?:when ?ever|any ?time|flexible|asap|soonest|earliest|cuando sea)\b", re.IGNORECASE)
_EVERYBODY = re.compile(
    r"\b(?:both|all|the two|each|everybody|everyone|two of|los dos|las dos|amb[oa]s|tod[oa]s)\b", re.I
)
_MOST_TIMES = 2
"""So many answers to the question for a service may be a time alone; then the usual one is taken."""
_SHORT = 3
"""So few words are an answer and nothing more."""


class ValidateAppointmentForm(FormValidationAction):  # type: ignore[misc]
    """Makes of what was said what can be booked; what cannot be is asked for again."""

    def name(self) -> str:
        """Rasa's name for a form's validation."""
        return f"validate_{FORM}"

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[str]:
        """What this business has to know, for this customer."""
        turn, slots = turns.current(), tracker.slots
        booking_anew = slots.get("goal") == "book"
        needed = {
            "calendar": bool(slots.get("calendar")),
            "who": booking_anew and len(turn.customers) > 1,
            "service": booking_anew and (bool(slots.get("service")) or len(catalogue.list_services(turn.desk)) > 1),
            "when": booking_anew or bool(slots.get("when")),
            "slot": True,
            "name": booking_anew and not turn.customers and not turn.memory.name,
        }
        return [slot for slot, is_needed in needed.items() if is_needed]

    def validate_calendar(
        self, value: Any, _: CollectingDispatcher, tracker: Tracker, __: DomainDict
    ) -> dict[str, Any]:
        """With whom: a calendar of this business."""
        found = calendars.find_calendar(turns.current().desk, str(value))
        before = tracker.slots["before"]["calendar"]
        return {"calendar": str(found.id) if found else value if value == before else before}

    def validate_who(self, value: Any, _: CollectingDispatcher, tracker: Tracker, __: DomainDict) -> dict[str, Any]:
        """For whom, of those who share the phone: by number or first name."""
        people, words = turns.current().customers, str(value).casefold()
        number = _NUMBER.match(words)
        if number and 1 <= int(number[1]) <= len(people):
            return {"who": str(people[int(number[1]) - 1].id)}
        named = [one for one in people if one.first_name and one.first_name.casefold() in words.split()]
        return {"who": str(named[0].id) if len(named) == 1 else None}

    def validate_service(self, value: Any, _: CollectingDispatcher, tracker: Tracker, __: DomainDict) -> dict[str, Any]:
        """What for: by number or name."""
        services = catalogue.list_services(turns.current().desk)
        number = _NUMBER.match(str(value))
        if number and 1 <= int(number[1]) <= len(services):
            return {"service": str(services[int(number[1]) - 1].id)}
        found = catalogue.find_service(turns.current().desk, str(value))
        loose = None if found else loosely(str(value), [one.name for one in services])
        found = found or next((one for one in services if one.name == loose), None)
        return {"service": str(found.id) if found else tracker.slots["before"]["service"]}

    def validate_when(self, value: Any, _: CollectingDispatcher, tracker: Tracker, __: DomainDict) -> dict[str, Any]:
        """When: put together with what was said before."""
        turn, form = turns.current(), tracker.slots["before"]
        talked_of = form["when"] if form["when"] and "day" in form["when"]["said"] else None
        if value == "any" and talked_of:
            when = {key: one for key, one in talked_of.items() if key != "also"}
            if talked_of["grain"] == "minute":
                when = {**when, "start": f"{talked_of['start'][:10]}T00:00", "grain": "day", "said": ["day"]}
        elif value == "any":
            now_local = local_time.to_local(turn.desk.now, turn.desk.business.timezone)
            now = now_local.replace(second=0, microsecond=0)
            when = {**When(now, "range", now + _SOON, ("day",)).as_slot(), "soonest": True}
        else:
            before = form["when"] or _as_it_is(turn, form)
            when = merged(before, value, _day_talked_of(form))
            if when == before and value["said"] == ["day"] and form["goal"] == "move" and not form["when"]:
                when = value  # "an earlier time tomorrow" is not the time that it has
        return {"when": when, "slot": None, "offered": []}

    def validate_slot(self, value: Any, _: CollectingDispatcher, tracker: Tracker, __: DomainDict) -> dict[str, Any]:
        """The time that was taken of those offered. None of them: they are not offered again."""
        if value:
            return {"slot": value}
        form = tracker.slots["before"]
        refused = [*form["turned_down"], *(one["start"] for one in form["offered"])]
        exact = len(form["offered"]) == 1
        return {
            "slot": None,
            "turned_down": refused,
            "offered": [],
            "noes": form["noes"] + 1,
            "when": None if exact or form["goal"] == "move" else form["when"],
        }

    def validate_name(self, value: Any, _: CollectingDispatcher, __: Tracker, ___: DomainDict) -> dict[str, Any]:
        """A name as somebody writes it, not a sentence."""
        words = " ".join(str(value or "").split())
        return {"name": words if 0 < len(words) <= _LONGEST_NAME else None}


def _day_talked_of(form: dict[str, Any]) -> datetime | None:
    """The day that a time alone belongs to: that of all the times offered."""
    days = {one["start"][:10] for one in form["offered"]}
    return datetime.fromisoformat(days.pop()) if len(days) == 1 else None


def _as_it_is(turn: Turn, form: dict[str, Any]) -> dict[str, Any] | None:
    """The time that an appointment has which is to be moved: a new day keeps its time, a new time its day."""
    if form["goal"] != "move" or form["offered"]:
        return None
    start = booking.get_appointment(turn.desk, UUID(form["appointment_id"])).start_local
    return When(start, "minute", said=("day", "time")).as_slot()


class FormStep(FromCustomer):
    """Base of the form's questions."""

    slot: Asked

    def name(self) -> str:
        """Rasa's name for the question after a slot."""
        return f"action_ask_{FORM}_{self.slot}"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Ask. What is not understood is asked about once; then it is for the owner."""
        any_time = slots.get("at_once") is None and "when" in slots and _ANY_TIME.search(turn.heard.text)
        lost = turn.understood.intent == "other" and turn.memory.form is not None and not any_time
        form = replace(_form(turn, slots), asked=self.slot)
        form = replace(form, lost=form.lost + 1 if lost else 0)
        if form.lost > 1:
            return acknowledge(self, turn, "received")
        reply = self.ask(turn, form)
        return replace(reply, text=f"{self.line(turn, 'not_understood')} {reply.text}") if form.lost else reply

    def ask(self, turn: Turn, form: Form) -> Reply:
        """The question, and the form with what was offered."""
        raise NotImplementedError


class AskWho(FormStep):
    """For whom, where several share a phone."""

    slot: Asked = "who"

    def ask(self, turn: Turn, form: Form) -> Reply:
        """By number."""
        names = ", ".join(f"{n}) {one.first_name or one.name}" for n, one in enumerate(turn.customers, 1))
        both = (turn.memory.form or {}).get("asked") == "who" and _EVERYBODY.search(turn.heard.text)
        return Reply(self.line(turn, "one_at_a_time" if both else "which_person", listed=names), form=form.as_slots())


class AskService(FormStep):
    """What for."""

    slot: Asked = "service"

    def ask(self, turn: Turn, form: Form) -> Reply:
        """By number or name."""
        services = catalogue.list_services(turn.desk)
        timed = (turn.memory.form or {}).get("asked") == "service" and turn.understood.slots.get("when")
        form = replace(form, unnamed=form.unnamed + bool(timed))
        if form.unnamed >= _MOST_TIMES and form.when:
            taken = replace(form, service=str(services[0].id), asked="slot", lost=0)
            return offer(AskSlot(), turn, taken, self.line(turn, "service_taken", service=services[0].name))
        listed = ", ".join(f"{n}) {one.name}" for n, one in enumerate(services, 1))
        return Reply(self.line(turn, "which_service", listed=listed), form=form.as_slots())


class AskWhen(FormStep):
    """Which day and time; where the customer has said no to everything, whether at all."""

    slot: Asked = "when"

    def ask(self, turn: Turn, form: Form) -> Reply:
        """Open, so that any words will do."""
        if form.noes >= _MOST_NOES:
            return Reply(self.line(turn, "no_problem"), form={})
        key = "which_other_time" if form.noes else "which_time"
        return Reply(self.line(turn, key), form=form.as_slots())


class AskName(FormStep):
    """Under which name."""

    slot: Asked = "name"

    def ask(self, turn: Turn, form: Form) -> Reply:
        """Of somebody whose phone is new. What is no name is asked about once more; then the owner reads it."""
        was_asked = (turn.memory.form or {}).get("asked") == "name"
        tries = form.nameless + 1 if was_asked else 0
        form = replace(form, nameless=tries, lost=0)
        if tries and len(turn.heard.text.split()) > _SHORT:
            turn.item.needs_answer = True  # it says something, only no name
        if tries > 1 and turn.understood.intent in ("other", "inform"):
            return replace(acknowledge(self, turn, "received"), form=form.as_slots())
        return Reply(self.line(turn, "which_full_name" if tries else "which_name"), form=form.as_slots())

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Its own words say that it was not understood."""
        return self.ask(turn, replace(_form(turn, slots), asked=self.slot))


class AskSlot(FormStep):
    """Offers up to three real free times, or reads back the one that was asked for."""

    slot: Asked = "slot"

    def ask(self, turn: Turn, form: Form) -> Reply:
        """What was asked for and is free is read back; what is not is answered with the nearest that are."""
        if form.noes >= _MOST_NOES and form.when is None:
            return Reply(self.line(turn, "no_problem"), form={})
        return offer(self, turn, form, lead="")

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """A day and time that were asked for in so many words, and are free, are booked at once."""
        form = _form(turn, slots)
        said = form.when["said"] if form.when else []
        if slots.get("at_once") and len(said) == 2 and not (form.when or {}).get("also"):
            found = offering.find(turn.desk, form)
            if found.exact:
                taken = replace(form, slot=found.offers[0])
                if form.goal == "book" and not turn.customers and not turn.memory.name:
                    return AskName().ask(turn, replace(taken, asked="name"))
                return SubmitAppointmentForm().answer(turn, taken.as_slots())
        return super().answer(turn, slots)


def offer(action: FromCustomer, turn: Turn, form: Form, lead: str) -> Reply:
    """Offer what there is."""
    found = offering.find(turn.desk, form)
    language = turn.understood.language
    form = replace(form, asked="slot", slot=None, offered=found.offers, own_words=found.exact)
    if not found.offers:
        pending = Pending("wait", {"confirmed": False})
        text = action.line(turn, "nothing_free")
        return Reply(text, form=replace(form, asked=None).as_slots(), awaiting="confirmation", pending=pending)
    if len(found.offers) == 1:
        when = changes.when_in_words(turn.desk, found.offers[0].start_local, language)
        key = "shall_i_move" if form.goal == "move" else "shall_i_book"
        said = action.line(turn, key, when=when)
    else:
        said = action.line(turn, "which_slot", listed=offering.in_words(found.offers, language))
    if found.missed and not lead:
        lead = action.line(turn, "not_free")
    return Reply(f"{lead} {said}".strip(), form=form.as_slots())


class SubmitAppointmentForm(FromCustomer):
    """Books or moves what was agreed."""

    def name(self) -> str:
        """Named like the form."""
        return f"action_submit_{FORM}"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Somebody may have been quicker: then what is free now is offered."""
        form = _form(turn, slots)
        assert form.slot is not None  # noqa: S101 - a form is submitted with all of its slots
        if form.goal == "move" and (same := _unmoved(turn, form, form.slot)):
            same.told_at = turn.desk.now
            when = changes.when_in_words(turn.desk, same.start_local, turn.understood.language)
            return Reply(self.line(turn, "your_appointments", listed=f"{when}{details(turn, same)}"), form={})
        try:
            row = self._move(turn, form, form.slot) if form.goal == "move" else self._book(turn, form, form.slot)
        except NotFound:
            raise
        except InputError as error:
            gone = replace(form, slot=None, turned_down=(*form.turned_down, form.slot.start))
            return offer(self, turn, gone, self.line(turn, "just_taken" if isinstance(error, Taken) else "not_free"))
        return Reply(self._done(turn, form, row), form={}, booked=str(row.id))

    def _book(self, turn: Turn, form: Form, slot: Offer) -> Appointment:
        customer = _customer(turn, form)
        wish = Wish(
            slot.start_local,
            customers=(customer.id,),
            calendar_id=UUID(slot.calendar_id),
            service_id=UUID(form.service) if form.service else _only_service(turn),
            by_customer=True,
            created_by="customer",
        )
        return changes.book_by_customer(turn.desk, wish)

    def _move(self, turn: Turn, form: Form, slot: Offer) -> Appointment:
        row = booking.get_appointment(turn.desk, UUID(str(form.appointment_id)))
        changes.move_by_customer(turn.desk, row, slot.start_local)
        return row

    def _done(self, turn: Turn, form: Form, row: Appointment) -> str:
        when = changes.when_in_words(turn.desk, row.start_local, turn.understood.language)
        if row.status is AppointmentStatus.REQUESTED and form.goal == "book":
            return self.line(turn, "requested", when=when)
        who = booking.people(row)
        values = {"when": when, "details": details(turn, row), "first_name": who[0].first_name if who else ""}
        return self.line(turn, "moved" if form.goal == "move" else "booked", **values)


def _unmoved(turn: Turn, form: Form, slot: Offer) -> Appointment | None:
    """The appointment where it already is at that time: then there is nothing to move."""
    row = booking.get_appointment(turn.desk, UUID(str(form.appointment_id)))
    return row if row.start_local == slot.start_local and str(row.calendar_id) == slot.calendar_id else None


def details(turn: Turn, row: Appointment) -> str:
    """What for, with whom and where, as far as it is more than the day and time."""
    several = len(calendars.list_calendars(turn.desk)) > 1
    with_word, at_word = (" con ", " en ") if turn.understood.language == "es" else (" with ", " at ")
    parts = [
        f", {row.name.lower()}" if row.name else "",
        f"{',' if not row.name else ''}{with_word}{row.calendar.name}" if several else "",
        f"{',' if not (row.name or several) else ''}{at_word}{row.place}" if row.place else "",
    ]
    return "".join(parts)


def _form(turn: Turn, slots: dict[str, Any]) -> Form:
    stored = {**slots, "at": turn.desk.now.isoformat()}
    form = Form.from_slots(stored, turn.desk.now)
    assert form is not None  # noqa: S101 - it was stamped just now
    return form


def _only_service(turn: Turn) -> UUID | None:
    services = catalogue.list_services(turn.desk)
    return services[0].id if len(services) == 1 else None


def _customer(turn: Turn, form: Form) -> Customer:
    if form.who:
        return contacts.get_customer(turn.desk, UUID(form.who))
    if turn.customers:
        return turn.customers[0]
    first, last = contacts.split_name(form.name or turn.memory.name or "")
    added = contacts.add_customer(turn.desk, first_name=first, last_name=last, phones=[turn.phone])
    if turn.understood.language == "es":
        added.language = "es"
    return added

"""What a customer does with an appointment beside booking and moving it: asks when it is, is late, cancels."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from bot.dialogue.memory import Choice, Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import phone_numbers
from bot.intents.appointment_form import details
from bot.intents.customer import FromCustomer, acknowledge
from bot.services import agenda, booking, calendars, changes, confirmations, forwarding, news
from models import Appointment
from models.states import Answered, AppointmentStatus

_SURE_OF_A_CANCELLATION = 0.8
_CANCEL = re.compile(
    r"\b(?:cancel\w*|call (?:it|that) off|scrap|drop|no need to (?:re ?book|reschedule)|"
    r"(?:take|remove|scratch) (?:me|us|him|her|them|my \w+) (?:off|from) (?:the|your) (?:schedule|calendar|books?)|"
    r"(?:no longer|not|won'?t|don'?t|wont|dont|do not|will not) (?:be )?need(?:ing)? (?:the|my|our|that|this|it|an?|"
    r"tomorrow'?s?|today'?s?|(?:mon|tues|wednes|thurs|fri|satur|sun)day'?s?)"
    r"(?: (?:appointment|appt|slot|visit|time))?\b(?! (?:later|earlier|at|until|so|that)))",
    re.IGNORECASE,
)
_ASKS_HOW = re.compile(
    r"\b(?:how (?:do|can|would|should) (?:i|we|you|u)|(?:what|when) (?:if|happens)|"
    r"if (?:i|we) (?:cancel|need|have|wanted)|do (?:i|we) (?:have to|need to)|"
    r"is (?:there|it) (?:a fee|ok|okay|too late|possible)|c[oó]mo (?:cancelo|puedo))\b",
    re.IGNORECASE,
)
"""What is only asked about."""
_ALL = re.compile(
    r"\b(?:both|all(?: of (?:them|my|our)| my| our)?|las dos|los dos|ambas|ambos|tod[oa]s)\b", re.IGNORECASE
)
_MOST_AT_ONCE = 3
_ABOUT_NOW = timedelta(hours=12)


class Cancel(FromCustomer):
    """Does not come. What is cancelled is said, so that a misunderstanding shows at once."""

    intent = "cancel"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks which one where there are several, and whether at all where that is not certain."""
        ahead = ahead_of(turn)
        if not ahead:
            confirmations.decline(turn.desk, turn.phone)
            return acknowledge(self, turn, "change")
        in_words = (
            _CANCEL.search(turn.heard.text)
            and not _ASKS_HOW.search(turn.heard.text)
            and turn.understood.confidence >= _SURE_OF_A_CANCELLATION
        )
        row = meant(ahead, slots)
        if row is None and in_words and len(ahead) <= _MOST_AT_ONCE and _ALL.search(turn.heard.text):
            return self._cancel_all(turn, ahead)
        if row is None:
            return which(self, turn, ahead, {"confirmed": True} if in_words else {})
        if not in_words and not slots.get("confirmed"):
            return what_instead(self, turn, row)
        when = changes.when_in_words(turn.desk, row.start_local, turn.understood.language)
        late = changes.cancel_by_customer(turn.desk, row)
        return Reply(f"{self.line(turn, 'cancelled', when=when)} {late}".strip(), form={})

    def _cancel_all(self, turn: Turn, rows: Sequence[Appointment]) -> Reply:
        """ "Cancel both" needs no question which one."""
        language = turn.understood.language
        whens = [changes.when_in_words(turn.desk, row.start_local, language) for row in rows]
        late = {changes.cancel_by_customer(turn.desk, row) for row in rows} - {""}
        joined = (" y " if language == "es" else " and ").join(whens)
        return Reply(" ".join((self.line(turn, "cancelled_all", when=joined), *sorted(late))), form={})


class Keep(FromCustomer):
    """Comes after all."""

    intent = "keep"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """What was refused a moment ago is confirmed; the owner, who heard of the refusal, hears of this too."""
        row = meant(ahead_of(turn), slots)
        if row is None:
            return acknowledge(self, turn, "received")
        when = changes.when_in_words(turn.desk, row.start_local, turn.understood.language)
        refused = any(one.answered is Answered.DECLINED for one in row.attendees)
        for asked in confirmations.waiting(turn.desk, turn.phone):
            if asked.appointment and asked.appointment.id == row.id:
                confirmations.settle(turn.desk, asked.delivery, Answered.CONFIRMED)
        confirmations.settle_appointment(turn.desk, row, [one.id for one in turn.customers], Answered.CONFIRMED)
        if refused:
            who = booking.names(row) or "Somebody"
            news.tell(
                turn.desk,
                f"{who} can come {changes.when_in_words(turn.desk, row.start_local)} after all.",
                at_once=True,
            )
        return Reply(self.line(turn, "confirmed_for", when=when), form={})


class Instead(FromCustomer):
    """Another time, a moment after one was booked: instead of it, or as well?"""

    intent = "instead"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """By number."""
        row = meant(ahead_of(turn), slots)
        if row is None:
            return acknowledge(self, turn, "request")
        when = changes.when_in_words(turn.desk, row.start_local, turn.understood.language)
        spanish = turn.understood.language == "es"
        choices = (
            Choice("en lugar de esa" if spanish else "instead of it", {**slots, "goes_to": "move"}),
            Choice("además" if spanish else "as well", {**slots, "goes_to": "book"}),
        )
        text = self.line(turn, "instead_or_as_well", when=when)
        return Reply(text, awaiting="choice", pending=Pending(self.intent, {}), choices=choices)


class MoveWhich(FromCustomer):
    """Wants another time for one of several appointments."""

    intent = "move"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Which one; the form goes on from there."""
        ahead = ahead_of(turn)
        if not ahead:
            confirmations.decline(turn.desk, turn.phone)
            return acknowledge(self, turn, "change")
        return which(self, turn, ahead, slots)


class Mine(FromCustomer):
    """When is my appointment?"""

    intent = "mine"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """All of them, the next one first."""
        if not calendars.keeps_appointments(turn.desk):
            return acknowledge(self, turn, "received")
        ahead = ahead_of(turn)
        if not ahead:
            return Reply(self.line(turn, "no_appointment"))
        said = [said_of(turn, row) for row in ahead[:3]]
        for row in ahead[:3]:
            row.told_at = turn.desk.now
        if len(ahead) == 1 and ahead[0].status is AppointmentStatus.REQUESTED:
            return Reply(self.line(turn, "still_requested", listed=said[0]))
        return Reply(self.line(turn, "your_appointments", listed="; ".join(said)))


class Late(FromCustomer):
    """Is on the way, but late: the owner is told at once."""

    intent = "late"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Where no appointment is near, it is for the inbox."""
        near = [row for row in ahead_of(turn) if row.start_at - turn.desk.now < _ABOUT_NOW]
        if not near:
            _tell_at_once(turn)
            return acknowledge(self, turn, "late")
        minutes = slots.get("minutes")
        who, when = booking.names(near[0]) or "Somebody", changes.when_in_words(turn.desk, near[0].start_local)
        news.tell(
            turn.desk, f"{who} is running {f'{minutes} minutes ' if minutes else ''}late for {when}.", at_once=True
        )
        return Reply(self.line(turn, "late_noted"))


def _tell_at_once(turn: Turn) -> None:
    """Somebody whom no appointment is known of is late: it can't wait in the inbox, unless it is forwarded anyway."""
    if not turn.desk.business.text_forwards:
        who = turn.customers[0].name if turn.customers else phone_numbers.pretty(turn.phone)
        forwarding.notify(turn.desk, f"{who}: {turn.heard.text}", turn.item.id)


def ahead_of(turn: Turn) -> list[Appointment]:
    """What the people behind this phone have booked."""
    return agenda.ahead_of(turn.desk, [one.id for one in turn.customers])


def meant(ahead: Sequence[Appointment], slots: dict[str, Any]) -> Appointment | None:
    """The appointment that the slots name, or the only one there is."""
    if slots.get("appointment"):
        return next((one for one in ahead if one.id == UUID(str(slots["appointment"]))), None)
    return ahead[0] if len(ahead) == 1 else None


def which(action: FromCustomer, turn: Turn, ahead: Sequence[Appointment], slots: dict[str, Any]) -> Reply:
    """Which one is meant, by number."""
    choices = tuple(Choice(said_of(turn, one), {"appointment": str(one.id)}) for one in ahead[:5])
    listed = ", ".join(f"{number}) {choice.label}" for number, choice in enumerate(choices, 1))
    text = action.line(turn, "which_appointment", listed=listed)
    return Reply(text, awaiting="choice", pending=Pending(action.intent, slots), choices=choices)


def what_instead(action: FromCustomer, turn: Turn, row: Appointment) -> Reply:
    """Somebody cannot come: another time, or none? What is not said in so many words is not cancelled."""
    when = changes.when_in_words(turn.desk, row.start_local, turn.understood.language)
    spanish = turn.understood.language == "es"
    choices = (
        Choice("otra hora" if spanish else "another time", {"appointment": str(row.id), "goes_to": "move"}),
        Choice("cancelar" if spanish else "cancel it", {"appointment": str(row.id), "goes_to": "cancel"}),
    )
    text = action.line(turn, "cannot_come", when=when)
    return Reply(text, awaiting="choice", pending=Pending("instead", {}), choices=choices)


def said_of(turn: Turn, row: Appointment) -> str:
    """`Tue Nov 24 at 3 PM, haircut`, with the name where several share the phone."""
    when = changes.when_in_words(turn.desk, row.start_local, turn.understood.language)
    name = f"{booking.people(row)[0].first_name} " if len(turn.customers) > 1 and booking.people(row) else ""
    return f"{name}{when}{details(turn, row)}"

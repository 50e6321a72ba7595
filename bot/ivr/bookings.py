"""What a call about an appointment finds out and does: free times, a move, a cancellation."""

from datetime import datetime, timedelta
from uuid import UUID

from bot.dialogue.form import Form
from bot.domain import local_time
from bot.errors import InputError
from bot.intents import offering
from bot.ivr import appointments
from bot.ivr.frames import At, Event, State
from bot.nlu.frames import Awaiting, Context, Heard, Understanding, When
from bot.nlu.understand import understand
from bot.services import agenda, booking, changes, confirmations, contacts
from bot.services.booking import Taken
from bot.services.work import Desk
from models import Appointment, Delivery
from models.states import TAKING_TIME, Answered, AppointmentStatus

_SPOKEN = {"person": "person", "opt_out": "no_calls", "cancel": "cancel"}
_OTHER = ("negate", "move", "alternatives", "book", "inform")


def of_delivery(desk: Desk, delivery: Delivery) -> Appointment | None:
    """The appointment that a call of ours is about, while it is still to come."""
    return _ahead(desk, delivery.appointment_id) if delivery.appointment_id else None


def of_caller(desk: Desk, phone: str) -> Appointment | None:
    """The next appointment of whoever has this phone, if any is still to begin."""
    known = [one.id for one in contacts.customers_with_phone(desk, phone)]
    return next((row for row in agenda.ahead_of(desk, known) if row.start_at > desk.now), None)


def language_of(desk: Desk, appointment: Appointment, phone: str) -> str:
    """The language of the one at the phone."""
    behind = {one.id for one in contacts.customers_with_phone(desk, phone)}
    spoken = {one.language for one in booking.people(appointment) if one.id in behind}
    return "es" if spoken == {"es"} else "en"


def starts(appointment: Appointment) -> tuple[str, ...]:
    """When it is, as an event carries it."""
    return (_iso(appointment.start_local),)


def confirm(desk: Desk, state: State, phone: str) -> None:
    """The customers at this phone come."""
    row = _ahead(desk, UUID(state.appointment))
    if row is not None:
        behind = [one.id for one in contacts.customers_with_phone(desk, phone)]
        confirmations.settle_appointment(desk, row, behind, Answered.CONFIRMED)


def fact(desk: Desk, state: State, kind: str, value: str) -> Event:
    """What a key or words mean where the call is, and what came of it."""
    row = _ahead(desk, UUID(state.appointment)) if state.appointment else None
    if row is None:
        return Event("gone")
    if kind == "speech":
        return _spoken(desk, state, row, value)
    wish = appointments.wish(state, value) if kind == "digits" else ""
    return _wished(desk, state, row, wish, value) if wish else Event("silence")


def _wished(desk: Desk, state: State, row: Appointment, wish: str, value: str) -> Event:
    match wish:
        case "other":
            return _others(desk, row, _turned_down(state))
        case "later":
            return _later(desk, row, state.offered)
        case "take":
            return _move(desk, row, state.offered[int(value) - 1])
        case "cancel_yes":
            return _cancel(desk, row)
        case _:
            return Event("wish", value=wish)


def _spoken(desk: Desk, state: State, row: Appointment, words: str) -> Event:
    """Speech is understood as texts are."""
    said = _understood(desk, state, row, words)
    choice = said.slots.get("choice")
    if said.intent == "affirm" and not (state.at is At.TIMES and len(state.offered) > 1):
        return _wished(desk, state, row, appointments.wish(state, "1"), "1")
    if state.at is At.TIMES and said.intent == "select" and choice and choice <= len(state.offered):
        return Event("check", times=(state.offered[choice - 1],))
    if state.at is At.CANCELLING:
        return _spoken_of_cancelling(desk, said, row)
    if said.intent in _SPOKEN:
        return Event("wish", value=_SPOKEN[said.intent])
    if said.slots.get("when") and said.intent in (*_OTHER, "select", "other"):
        return _asked_for(desk, state, row, When.from_slot(said.slots["when"]))
    return _others(desk, row, _turned_down(state)) if said.intent in _OTHER else Event("silence")


def _spoken_of_cancelling(desk: Desk, said: Understanding, row: Appointment) -> Event:
    """Whether to cancel was asked: "cancel" says so again."""
    if said.intent == "cancel":
        return _cancel(desk, row)
    return Event("wish", value="keep") if said.intent == "negate" else Event("silence")


def _understood(desk: Desk, state: State, row: Appointment, words: str) -> Understanding:
    zone = desk.business.timezone
    choosing = state.at is At.TIMES
    awaiting: Awaiting = "choice" if choosing else "confirmation"
    context = Context(awaiting=awaiting, offered=state.offered if choosing else ())
    return understand(Heard(words, "customer", local_time.to_local(desk.now, zone), zone, context=context))


def _ahead(desk: Desk, appointment_id: UUID) -> Appointment | None:
    row = desk.session.get(Appointment, appointment_id)
    known = row is not None and row.business_id == desk.business.id and row.status in TAKING_TIME
    return row if known and row is not None and row.start_at > desk.now else None


def _turned_down(state: State) -> tuple[str, ...]:
    return state.offered if state.at in (At.TIMES, At.CHECK) else ()


def _others(desk: Desk, row: Appointment, turned_down: tuple[str, ...], why: str = "") -> Event:
    """Free times, never the one that it has."""
    found = offering.find(desk, _form(row, None, turned_down))
    return Event("times", value=why, times=_starts(found))


def _later(desk: Desk, row: Appointment, offered: tuple[str, ...]) -> Event:
    """Those after the last one offered; the same again where there are none."""
    last = max(offered)
    times = tuple(one for one in _starts(offering.find(desk, _form(row, None, offered))) if one > last)
    if not times:
        after = When(datetime.fromisoformat(last) + timedelta(minutes=1), "range")
        times = tuple(one for one in _starts(offering.find(desk, _form(row, after, offered))) if one > last)
    return Event("times", times=times) if times else Event("times", value="no_later", times=offered)


def _asked_for(desk: Desk, state: State, row: Appointment, when: When) -> Event:
    """A time that was said: to be read back where it is free, or else the nearest ones."""
    found = offering.find(desk, _form(row, when, ()))
    if found.exact:
        return Event("check", times=_starts(found))
    return Event("times", value="not_free" if found.missed else "", times=_starts(found))


def _form(row: Appointment, when: When | None, turned_down: tuple[str, ...]) -> Form:
    known = (*turned_down, _iso(row.start_local))
    slot = when.as_slot() if when else None
    return Form(goal="move", appointment_id=str(row.id), when=slot, turned_down=known)


def _starts(found: offering.Found) -> tuple[str, ...]:
    return tuple(one.start for one in found.offers)


def _move(desk: Desk, row: Appointment, time: str) -> Event:
    """Take a time, unless somebody was quicker."""
    try:
        changes.move_by_customer(desk, row, datetime.fromisoformat(time))
    except Taken:
        return _others(desk, row, (time,), "just_taken")
    except InputError:
        return _others(desk, row, (time,), "not_free")
    asked = "requested" if row.status is AppointmentStatus.REQUESTED else ""
    return Event("moved", value=asked, times=starts(row))


def _cancel(desk: Desk, row: Appointment) -> Event:
    """Cancel it; the business's words about cancelling late, where it is late."""
    return Event("cancelled", words=changes.cancel_by_customer(desk, row))


def _iso(local: datetime) -> str:
    return local.isoformat(timespec="minutes")

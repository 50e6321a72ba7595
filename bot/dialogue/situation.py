"""What stands between the number and one phone when a text comes in: the facts for understanding and for the policy."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.dialogue.form import Form
from bot.dialogue.memory import Memory
from bot.nlu.frames import Context, When
from bot.services import agenda, availability, calendars, confirmations, waiting_list
from bot.services.confirmations import Asked
from bot.services.work import Desk
from models import Appointment, Customer, Waiting

_JUST = timedelta(hours=1)


@dataclass(frozen=True)
class Situation:
    """Facts about a customer, read once a turn."""

    keeps_appointments: bool = False
    form: Form | None = None
    form_asked_last: bool = False
    """Whether the form's question is the newest one."""
    waiting: tuple[Asked, ...] = ()
    """What was asked to be confirmed and was not answered."""
    offer: Waiting | None = None
    """A freed time that this phone was offered."""
    ahead: tuple[Appointment, ...] = ()
    people: frozenset[str] = frozenset()
    """First names, in lower case, of those who share the phone; empty where only one has it."""
    just_booked: Appointment | None = None
    """What was booked or moved here within the hour."""

    @property
    def appointment_meant(self) -> UUID | None:
        """The appointment that "move it" and "cancel it" mean; None where there is none, or more than one."""
        about = [one.appointment for one in self.waiting if one.appointment]
        if self.just_booked:
            return self.just_booked.id
        for listed in (about, self.ahead):
            if len(listed) == 1:
                return listed[0].id
        return None

    def context(self, memory: Memory) -> Context:
        """What was asked last, as understanding wants it."""
        if memory.pending:
            return Context(awaiting=memory.awaiting, last_text=memory.last_text)
        if self.form and self.form_asked_last:
            offered = tuple(one.start for one in self.form.offered)
            return Context(awaiting=self.form.awaiting, offered=offered, last_text=memory.last_text)
        if self.offer:
            return Context(awaiting="confirmation", last_text=memory.last_text)
        if self.waiting:
            return Context(awaiting="confirmation", last_text=self.waiting[0].delivery.body)
        if self.just_booked:
            return Context(awaiting="anything_else", last_text=memory.last_text)
        return Context(last_text=memory.last_text)


def look(desk: Desk, phone: str, customers: tuple[Customer, ...], memory: Memory) -> Situation:
    """Read the facts."""
    waiting = tuple(confirmations.waiting(desk, phone))
    if not calendars.keeps_appointments(desk):
        return Situation(waiting=waiting)
    form = Form.from_slots(memory.form, desk.now)
    offer = waiting_list.open_offer(desk, phone)
    ahead = tuple(agenda.ahead_of(desk, [one.id for one in customers]))
    newest = max(
        [one.delivery.due_at for one in waiting] + ([offer.offered_at] if offer and offer.offered_at else []),
        default=None,
    )
    return Situation(
        keeps_appointments=True,
        form=form,
        form_asked_last=bool(form and form.asked and (newest is None or _asked_at(form) > newest)),
        waiting=waiting,
        offer=offer,
        ahead=ahead,
        people=frozenset(one.first_name.casefold() for one in customers if one.first_name and len(customers) > 1),
        just_booked=_just_booked(desk, memory, ahead),
    )


def _asked_at(form: Form) -> datetime:
    return datetime.fromisoformat(str(form.at))


def _just_booked(desk: Desk, memory: Memory, ahead: tuple[Appointment, ...]) -> Appointment | None:
    if not memory.booked or desk.now - datetime.fromisoformat(memory.booked["at"]) > _JUST:
        return None
    return next((one for one in ahead if str(one.id) == memory.booked["id"]), None)


def in_hours(desk: Desk, whens: tuple[When, ...]) -> tuple[When, ...]:
    """Those of the readings of a time at which somebody is there; all where hours say nothing."""
    listed = calendars.list_calendars(desk)
    open_ = tuple(
        one for one in whens if any(availability.is_open(desk, calendar, one.start, 30) for calendar in listed)
    )
    return open_ or whens

"""`undo`: takes the last change back. How is said in data by the action that made it (`Reply.undo`)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.errors import InputError
from bot.intents import contacts as contact_actions
from bot.intents import proving, settings
from bot.services import (
    booking,
    calendars,
    changes,
    contacts,
    groups,
    messaging,
    series,
    templates,
)
from bot.services.work import Desk
from models import Appointment, Customer
from models.states import MessageStatus

_NOTHING = {"kind": "nothing"}


class Undo(Capability):
    """Takes the last change back; what has been sent cannot be."""

    intent = "undo"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Once: a second undo finds nothing."""
        undo = turn.memory.undo or _NOTHING
        if undo["kind"] not in _UNDO:
            return Reply("There is nothing to undo.")
        if undo.get("setting") in settings.RISKY and proving.is_asked(turn, slots):
            return proving.ask(turn, Pending(self.intent, slots), "Undo that?", settings.RISKY[undo["setting"]])
        return Reply(_UNDO[undo["kind"]](turn.desk, undo), undo=_NOTHING)


def _message(desk: Desk, undo: dict[str, Any]) -> str:
    message = messaging.find_message(desk, undo["number"])
    if message is None or message.status is not MessageStatus.SCHEDULED:
        raise InputError("That has gone out already and cannot be taken back.")
    messaging.stop(desk, message)
    return f"Undone: #{message.number} is stopped."


def _stopped(desk: Desk, undo: dict[str, Any]) -> str:
    message = messaging.find_message(desk, undo["number"])
    if message is None or not undo["next"]:
        raise InputError("That cannot be brought back.", "scheduled")
    messaging.resume(desk, message, datetime.fromisoformat(undo["next"]))
    return f"Undone: #{message.number} goes out as planned."


def _customer_added(desk: Desk, undo: dict[str, Any]) -> str:
    customer = contacts.get_customer(desk, UUID(undo["id"]))
    contacts.remove_customer(desk, customer)
    return f"Undone: {customer.name} is removed again."


def _customer_removed(desk: Desk, undo: dict[str, Any]) -> str:
    customer = desk.session.scalar(
        select(Customer).where(Customer.id == UUID(undo["id"]), Customer.business_id == desk.business.id)
    )
    if customer is None:
        raise InputError("That customer is gone for good.")
    contacts.restore_customer(customer)
    return f"Undone: {customer.name} is back."


def _customer_changed(desk: Desk, undo: dict[str, Any]) -> str:
    customer = contact_actions.restore_state(desk, undo)
    return f"Undone: {contact_actions.describe(customer)}."


def _group_created(desk: Desk, undo: dict[str, Any]) -> str:
    group = groups.find_group(desk, undo["name"])
    if group is not None:
        groups.delete_group(desk, group)
    return f"Undone: the group {undo['name']} is gone."


def _group_renamed(desk: Desk, undo: dict[str, Any]) -> str:
    group = groups.find_group(desk, undo["name"])
    if group is None:
        raise InputError(f"The group {undo['name']} is gone.", groups.EXAMPLE)
    groups.rename_group(desk, group, undo["was"])
    return f"Undone: it is called {undo['was']} again."


def _group_deleted(desk: Desk, undo: dict[str, Any]) -> str:
    group = groups.create_group(desk, undo["name"])
    groups.add_members(desk, group, _people(desk, undo))
    return f"Undone: the group {group.name} is back."


def _group_added(desk: Desk, undo: dict[str, Any]) -> str:
    group = groups.find_group(desk, undo["name"])
    if group is not None:
        groups.remove_members(desk, group, _people(desk, undo))
    return f"Undone: {_names(_people(desk, undo))} out of {undo['name']} again."


def _group_removed(desk: Desk, undo: dict[str, Any]) -> str:
    group = groups.find_group(desk, undo["name"])
    if group is None:
        raise InputError(f"The group {undo['name']} is gone.", groups.EXAMPLE)
    groups.add_members(desk, group, _people(desk, undo))
    return f"Undone: {_names(_people(desk, undo))} back in {group.name}."


def _template_saved(desk: Desk, undo: dict[str, Any]) -> str:
    if undo["body"] is not None:
        templates.save_template(desk, undo["name"], undo["body"])
        return f"Undone: {undo['name']} has its old words back."
    template = templates.find_template(desk, undo["name"])
    if template is not None:
        templates.delete_template(desk, template)
    return f"Undone: the template {undo['name']} is gone."


def _setting(desk: Desk, undo: dict[str, Any]) -> str:
    return f"Undone. {settings.change(desk, undo['setting'], undo['value'])}"


def _booked(desk: Desk, undo: dict[str, Any]) -> str:
    row = _appointment(desk, undo)
    booking.cancel(desk, row)
    return f"Undone: #{row.number} is not booked any more."


def _series(desk: Desk, undo: dict[str, Any]) -> str:
    row = series.get(desk, UUID(undo["id"]))
    if row is None:
        raise InputError("That is gone already.")
    ended = series.end(desk, row, row.start_local)
    return f"Undone: {len(ended)} appointments are not booked any more."


def _moved(desk: Desk, undo: dict[str, Any]) -> str:
    row = _appointment(desk, undo)
    calendar = calendars.get_calendar(desk, UUID(undo["calendar"]))
    changes.move_by_owner(desk, row, datetime.fromisoformat(undo["start"]), calendar=calendar)
    return f"Undone: {booking.names(row)} is back on {changes.when_in_words(desk, row.start_local)}."


def _cancelled(desk: Desk, undo: dict[str, Any]) -> str:
    row = _appointment(desk, undo)
    told = changes.restore(desk, row)
    return f"Undone: {booking.names(row)} is booked again.{' I texted them.' if told else ''}"


def _blocked(desk: Desk, undo: dict[str, Any]) -> str:
    calendars.remove_time_off(desk, UUID(undo["id"]))
    return "Undone: that time is open again."


def _unblocked(desk: Desk, undo: dict[str, Any]) -> str:
    for left in undo["left"]:
        calendars.remove_time_off(desk, UUID(left))
    for one in undo["rows"]:
        calendar = calendars.get_calendar(desk, UUID(one["calendar"])) if one["calendar"] else None
        first, last = datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])
        calendars.add_time_off(desk, calendar, first, last, rrule=one["rrule"], words=one["words"])
    return "Undone: that time is blocked again."


def _appointment(desk: Desk, undo: dict[str, Any]) -> Appointment:
    row = booking.find_appointment(desk, undo["number"])
    if row is None:
        raise InputError("That appointment is gone.")
    return row


def _people(desk: Desk, undo: dict[str, Any]) -> list[Customer]:
    return [contacts.get_customer(desk, UUID(one)) for one in undo["members"]]


def _names(people: list[Customer]) -> str:
    return ", ".join(customer.name for customer in people)


_UNDO: dict[str, Callable[[Desk, dict[str, Any]], str]] = {
    "message": _message,
    "stopped": _stopped,
    "customer_added": _customer_added,
    "customer_removed": _customer_removed,
    "customer_changed": _customer_changed,
    "group_created": _group_created,
    "group_renamed": _group_renamed,
    "group_deleted": _group_deleted,
    "group_added": _group_added,
    "group_removed": _group_removed,
    "template_saved": _template_saved,
    "setting": _setting,
    "booked": _booked,
    "series": _series,
    "moved": _moved,
    "cancelled": _cancelled,
    "blocked": _blocked,
    "unblocked": _unblocked,
}

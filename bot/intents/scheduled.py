"""`scheduled` and `unschedule`: what waits to be sent, and stopping it."""

from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Choice, Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time, phone_numbers, recurrence
from bot.errors import InputError
from bot.intents.appointments import cancel
from bot.nlu.frames import When
from bot.services import booking, messaging
from bot.services.work import Desk
from models import Appointment, Message, MessageRecipient
from models.states import MessageStatus, RecipientKind

_MOST = 8
_EXAMPLE = "stop #12"


class Scheduled(Capability):
    """Lists what is waiting."""

    intent = "scheduled"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """The next few, with the numbers by which they can be stopped."""
        waiting = messaging.scheduled(turn.desk, limit=_MOST + 1)
        if not waiting:
            return Reply("Nothing is waiting to be sent.")
        lines = [describe(turn.desk, message) for message in waiting[:_MOST]]
        more = ["More are in the panel."] if len(waiting) > _MOST else []
        return Reply("\n".join([*lines, *more]))


class Unschedule(Capability):
    """Stops something that waits."""

    intent = "unschedule"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """By number, by whom it is for and when; several that fit are asked about."""
        if slots.get("id") and (row := _appointment(turn.desk, str(slots["id"]))):
            return cancel(turn, row)
        fitting = _fitting(turn.desk, slots)
        if not fitting:
            raise InputError("I found nothing like that waiting.", _EXAMPLE)
        if len(fitting) > 1:
            return _ask(turn.desk, self.intent, fitting)
        message = fitting[0]
        stopped, next_local = describe(turn.desk, message), message.next_local
        messaging.stop(turn.desk, message)
        undo = {"kind": "stopped", "number": message.number, "next": next_local and next_local.isoformat()}
        return Reply(f"Stopped: {stopped}.", undo=undo)


def _appointment(desk: Desk, written: str) -> Appointment | None:
    digits = written.lstrip("#")
    return booking.find_appointment(desk, int(digits)) if digits.isdecimal() and len(digits) < 10 else None


def describe(desk: Desk, message: Message) -> str:
    """`#12 VIP, Tue Nov 24 at 3 PM: "your color appointment…"`."""
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    moment = message.next_local or message.start_local
    when = recurrence.in_words(message.rrule, moment) if message.rrule else local_time.in_words(moment, now_local)
    words = message.body if len(message.body) <= 40 else f"{message.body[:37]}..."
    said = f'"{words}"' if words else "a recording"
    return f"#{message.number} {', '.join(names(message))}, {when}: {said}"


def names(message: Message) -> list[str]:
    """Whom a message is for."""
    return [_name(recipient) for recipient in message.recipients]


def _name(recipient: MessageRecipient) -> str:
    if recipient.kind is RecipientKind.ALL:
        return "all"
    if recipient.group_id:
        return recipient.group.name if recipient.group else "a deleted group"
    if recipient.customer_id:
        return recipient.customer.name if recipient.customer else "somebody"
    address = recipient.address or ""
    return address if "@" in address else phone_numbers.pretty(address)


def _fitting(desk: Desk, slots: dict[str, Any]) -> list[Message]:
    if slots.get("id"):
        return [_by_number(desk, str(slots["id"]))]
    waiting = messaging.scheduled(desk)
    wanted = {name.casefold() for name in slots.get("to") or []}
    if wanted:
        waiting = [message for message in waiting if _is_for(message, wanted)]
    if slots.get("when"):
        day = When.from_slot(slots["when"]).start.date()
        waiting = [message for message in waiting if message.next_local and message.next_local.date() == day]
    return waiting


def _is_for(message: Message, wanted: set[str]) -> bool:
    named = {name.casefold() for name in names(message)}
    firsts = {name.split()[0] for name in named if name}
    return bool(wanted & (named | firsts))


def _by_number(desk: Desk, written: str) -> Message:
    digits = written.lstrip("#")
    message = messaging.find_message(desk, int(digits)) if digits.isdecimal() and len(digits) < 10 else None
    if message is None:
        raise InputError(f"There is no message #{digits}.", _EXAMPLE)
    if message.status is not MessageStatus.SCHEDULED:
        state = "went out already" if message.status is MessageStatus.DONE else "was stopped before"
        raise InputError(f"#{message.number} {state}.", "scheduled")
    return message


def _ask(desk: Desk, intent: str, fitting: list[Message]) -> Reply:
    listed = fitting[:5]
    lines = [f"{number} {describe(desk, message)}" for number, message in enumerate(listed, 1)]
    choices = tuple(Choice(describe(desk, message), {"id": str(message.number)}) for message in listed)
    question = "Which one shall I stop?\n" + "\n".join(lines)
    return Reply(question, awaiting="choice", pending=Pending(intent, {}), choices=choices)

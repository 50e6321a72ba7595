"""`inbox` and `reply`: new texts, and answers to them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Choice, Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time, phone_numbers
from bot.errors import InputError
from bot.intents import who
from bot.services import accounts, agenda, contacts, inbox, messaging
from bot.services.work import Desk
from models import InboxItem
from models.states import InboxKind

_EXAMPLE = "reply Ann see you at 3"
_MOST = 3
_CLOSE = timedelta(minutes=15)
"""Two people who wrote within this time of each other: a bare "reply" could mean either."""


class Inbox(Capability):
    """Reads new texts out."""

    intent = "inbox"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """The unread ones; or the latest of one customer."""
        if slots.get("who"):
            return self._of_one(turn, slots)
        items = inbox.unread(turn.desk, limit=_MOST + 1)
        if not items:
            return Reply("No new texts.")
        for item in items[:_MOST]:
            item.read_at = turn.desk.now
        more = ['Text "inbox" for more.'] if len(items) > _MOST else []
        return Reply("\n".join([*(_line(turn.desk, item) for item in items[:_MOST]), *more]))

    def _of_one(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        try:
            customer = who.one_customer(turn.desk, str(slots["who"]))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        if "confirm" in turn.heard.text.casefold() and (ahead := agenda.ahead_of(turn.desk, [customer.id])):
            return Reply("\n".join(agenda.line(turn.desk, one) for one in ahead[:_MOST]))
        items = inbox.latest(turn.desk, [customer.id], limit=_MOST)
        if not items:
            return Reply(f"Nothing from {customer.name} yet.")
        for item in items:
            item.read_at = item.read_at or turn.desk.now
        return Reply("\n".join(_line(turn.desk, item) for item in reversed(items)))


class Answer(Capability):
    """Answers a customer: the one who is named, or who wrote last."""

    intent = "reply"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks whom it is for where two wrote at about the same time."""
        to = slots.get("to")
        if not slots.get("body"):
            return Reply("What should I answer?", awaiting="detail", pending=Pending(self.intent, slots, "body"))
        if to:
            return self._named(turn, slots, to if isinstance(to, str) else to[0])
        items = _recent(turn.desk)
        if not items:
            raise InputError("Nobody has written yet.", "text Ann Lee see you at 3")
        if len(items) > 1:
            return _ask(self.intent, slots, items)
        return _send(turn, items[0].phone, name_of(items[0]), slots["body"], items[0].customer_id)

    def _named(self, turn: Turn, slots: dict[str, Any], name: str) -> Reply:
        if sum(char.isdigit() for char in name) >= 7 and not name.startswith("customer:"):
            phone = phone_numbers.parse(name)
            known = contacts.customers_with_phone(turn.desk, phone)
            called = known[0].name if len(known) == 1 else phone_numbers.pretty(phone)
            return _send(turn, phone, called, slots["body"], known[0].id if len(known) == 1 else None)
        try:
            customer = who.one_customer(turn.desk, name)
        except who.Unclear as unclear:
            return who.ask_which(self.intent, {**slots, "to": unclear.name}, "to", unclear)
        wrote = inbox.latest(turn.desk, [customer.id])
        phone_used = wrote[0].phone if wrote else customer.phone
        if phone_used is None:
            raise InputError(f"{customer.name} has no phone on record.")
        return _send(turn, phone_used, customer.name, slots["body"], customer.id)


def name_of(item: InboxItem) -> str:
    """Who wrote, as the business knows them."""
    return item.customer.name if item.customer else phone_numbers.pretty(item.phone)


def _line(desk: Desk, item: InboxItem) -> str:
    at = local_time.to_local(item.received_at, desk.business.timezone)
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    body = item.body if item.kind is InboxKind.TEXT else "left a voice message, hear it in the panel"
    pictures = f" [{item.media} picture{'s' * (item.media > 1)}, see the panel]" if item.media else ""
    return f"{name_of(item)}, {local_time.in_words(at, now_local)}: {body[:400]}{pictures}"


def _recent(desk: Desk) -> list[InboxItem]:
    """The latest text, and the latest of others who wrote at about the same time; one a phone."""
    items = inbox.latest(desk, limit=10)
    close = [item for item in items if items[0].received_at - item.received_at < _CLOSE]
    by_phone: dict[str, InboxItem] = {}
    for item in close:
        by_phone.setdefault(item.phone, item)
    return list(by_phone.values())


def _ask(intent: str, slots: dict[str, Any], items: list[InboxItem]) -> Reply:
    choices = tuple(Choice(name_of(item), {"to": item.phone}) for item in items[:5])
    listed = ", ".join(f"{number} {choice.label}" for number, choice in enumerate(choices, 1))
    return Reply(f"To whom? {listed}", awaiting="choice", pending=Pending(intent, slots), choices=choices)


def _send(turn: Turn, phone: str, name: str, body: str, customer_id: UUID | None) -> Reply:
    author = accounts.name_of_phone(turn.desk, turn.item.phone)
    messaging.reply(turn.desk, phone, body, customer_id, author)
    inbox.mark_read(turn.desk, phone)
    return Reply(f"OK, on the way to {name}.")

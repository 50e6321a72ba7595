"""A customer's intents. What only the owner can answer lands in the inbox and is acknowledged once, never twice."""

from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Reply
from bot.dialogue.turn import Turn
from bot.errors import InputError
from bot.intents.wording import say
from bot.nlu.frames import Role

QUIET_AFTER_ACKNOWLEDGING = timedelta(hours=4)
"""Somebody who writes three texts in a row needs one "we got it"."""

ACKNOWLEDGED = {
    "alternatives": "received",
    "inform": "received",
    "select": "received",
    "book": "request",
    "order": "order",
    "person": "person",
    "other": "received",
}
"""Intents that the owner has to see, and what the customer is told meanwhile."""

POLITE = {"thanks": "welcome", "greeting": "hello", "goodbye": "goodbye"}


class FromCustomer(Capability):
    """Base of the customer's actions."""

    role: Role = "customer"

    def refused(self, turn: Turn, error: InputError) -> Reply:
        """A customer is not taught commands: the owner sees to it."""
        return acknowledge(self, turn, "received")

    def line(self, turn: Turn, key: str, **values: str) -> str:
        """A line of wording for this customer."""
        name = turn.customers[0].first_name if len(turn.customers) == 1 else ""
        known = {"first_name": name, "business": turn.desk.business.name}
        return say(key, turn.understood.language, **{**known, **values})


class Acknowledge(FromCustomer):
    """For the inbox, with a word of thanks."""

    def __init__(self, intent: str, key: str) -> None:
        self.intent = intent
        self.key = key

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Once within a while."""
        return acknowledge(self, turn, self.key)


class BePolite(FromCustomer):
    """Thanks, hello and goodbye."""

    def __init__(self, intent: str, key: str) -> None:
        self.intent = intent
        self.key = key

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Two machines that thank one another stop after the first time."""
        line = self.line(turn, self.key)
        return Reply(None if line == turn.memory.last_text else line)


class Ask(FromCustomer):
    """The one short question that understanding proposes."""

    intent = "unsure"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """The same question is not asked twice in a row; then it is for the owner."""
        question = str(slots["question"])
        return acknowledge(self, turn, "received") if question == turn.memory.last_text else Reply(question)


def acknowledge(action: FromCustomer, turn: Turn, key: str) -> Reply:
    """Put it before the owner; thank the customer, but not in the same words again within a short while."""
    turn.item.needs_answer = True
    before = turn.memory.acknowledged.get(key)
    if before and turn.desk.now - datetime.fromisoformat(before) < QUIET_AFTER_ACKNOWLEDGING:
        return Reply(None)
    return Reply(action.line(turn, key), acknowledged=key)

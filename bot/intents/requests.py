"""`approve` and `decline`: customers' wishes for a time, answered by the owner."""

from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Reply
from bot.dialogue.turn import Turn
from bot.errors import InputError
from bot.intents.agenda import named_customers
from bot.intents.appointments import by_number, said_of, told_words
from bot.services import agenda, changes, contacts

_SHOWN = 5


class Decide(Capability):
    """`approve` and `decline`: answers a customer's request."""

    def __init__(self, intent: str) -> None:
        self.intent = intent

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """By number, or the only one that waits."""
        desk, waiting = turn.desk, agenda.requests(turn.desk)
        named = {one.id for name in named_customers(turn) for one in contacts.find_customers(desk, name, limit=3)}
        theirs = [row for row in waiting if any(one.customer_id in named for one in row.attendees)]
        waiting = theirs or waiting
        if not slots.get("id") and len(waiting) != 1:
            if not waiting:
                return Reply("No request is waiting for your yes.")
            listed = "\n".join(agenda.line(desk, one) for one in waiting[:_SHOWN])
            raise InputError(f"Which one?\n{listed}\n", f"{self.intent} {waiting[0].number}")
        row = by_number(desk, slots["id"]) if slots.get("id") else waiting[0]
        told = changes.approve(desk, row) if self.intent == "approve" else changes.decline(desk, row)
        done = "Approved" if self.intent == "approve" else "Declined"
        return Reply(f"{done}: {said_of(desk, row)}.{told_words(row, told)}")

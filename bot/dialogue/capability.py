"""The base of every action."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.dialogue import turn as turns
from bot.dialogue.memory import Choice, Pending, Reply
from bot.dialogue.policy import action_name
from bot.dialogue.turn import Turn
from bot.errors import InputError
from bot.nlu.frames import Role
from bot.services import audit

REPLY = "reply"
"""The slot in which an action hands its Reply to the runner."""


class Capability(Action):  # type: ignore[misc]
    """A rasa_sdk action that answers a turn with a Reply.

    Bad input is answered with its own sentence, and nothing of what was begun stays in the database.
    """

    intent: str
    role: Role = "owner"

    def name(self) -> str:
        """What the policy calls it."""
        return action_name(self.role, self.intent)

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """What to say, after having done it. Raises InputError for what cannot be done."""
        raise NotImplementedError

    def refused(self, turn: Turn, error: InputError) -> Reply:
        """What to say where it cannot be done: nothing of it has been."""
        return Reply(str(error))

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """rasa_sdk's entry point."""
        turn = turns.current()
        slots = dict(tracker.get_slot("frame") or {})
        try:
            with turn.desk.session.begin_nested():
                reply = self.answer(turn, slots)
        except InputError as error:
            reply = self.refused(turn, error)
        if slots.get("proved"):
            audit.record(turn.desk, "proof_given", what=(turn.memory.proof or {}).get("words", self.intent))
            reply = replace(reply, wrong_codes=[])
        if reply.text:
            dispatcher.utter_message(text=reply.text)
        return [SlotSet(REPLY, as_slots(reply))]


def as_slots(reply: Reply) -> dict[str, Any]:
    """A reply as plain values."""
    return {
        "text": reply.text,
        "awaiting": reply.awaiting,
        "pending": reply.pending and {**vars(reply.pending), "slots": _unproved(reply.pending.slots)},
        "choices": [vars(choice) for choice in reply.choices],
        "undo": reply.undo,
        "acknowledged": reply.acknowledged,
        "form": reply.form,
        "booked": reply.booked,
        "proof": reply.proof,
        "masked": reply.masked,
        "wrong_codes": reply.wrong_codes,
    }


def as_reply(slots: dict[str, Any]) -> Reply:
    """The inverse of `as_slots`."""
    pending = slots.get("pending")
    return Reply(
        text=slots.get("text"),
        awaiting=slots.get("awaiting"),
        pending=Pending(**pending) if pending else None,
        choices=tuple(Choice(**choice) for choice in slots.get("choices", ())),
        undo=slots.get("undo"),
        acknowledged=slots.get("acknowledged"),
        form=slots.get("form"),
        booked=slots.get("booked"),
        proof=slots.get("proof"),
        masked=slots.get("masked"),
        wrong_codes=slots.get("wrong_codes"),
    )


def _unproved(slots: dict[str, Any]) -> dict[str, Any]:
    """A proof is good for one command: what is asked after it needs another one."""
    return {name: value for name, value in slots.items() if name != "proved"}

"""Risky commands of an owner's phone: read back, and done once it is certain who texts (`bot.domain.proof`)."""

from dataclasses import replace
from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import proof
from bot.services import proofs

_REFUSED = "Please never text your PIN. Call this number from your phone and enter it there, or reply NO."


def is_asked(turn: Turn, slots: dict[str, Any]) -> bool:
    """Whether a risky command has to be proved first."""
    return not slots.get("proved") and proofs.is_needed(turn.desk)


def ask(turn: Turn, pending: Pending, read_back: str, what: str, end: str = "to go ahead") -> Reply:
    """Read it back, and ask for the proof in place of a yes. Raises InputError after too many wrong ones."""
    unconfirmed = {name: value for name, value in pending.slots.items() if name != "confirmed"}
    asked = proofs.challenge(turn.desk, turn.memory.wrong_codes, what, end)
    return Reply(
        f"{read_back} {asked.words}",
        awaiting="confirmation",
        pending=replace(pending, slots=unconfirmed),
        proof=asked.proof,
        masked=f"{read_back} {asked.masked}",
    )


class WrongCode(Capability):
    """A number that is not the one that was sent."""

    intent = "wrong_code"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Two more tries; then the command is dropped and the other phones are told."""
        memory, wrong = turn.memory, [*proof.recent(turn.memory.wrong_codes, turn.desk.now), turn.desk.now.isoformat()]
        if len(wrong) < proof.TRIES:
            words = "That is not the number. Please reply the one in my last text, or NO."
            return replace(_still(turn, words), wrong_codes=wrong)
        what = (memory.proof or {}).get("words", "something")
        proofs.failed(turn.desk, turn.phone, what)
        return Reply("That is not the number either, so I have dropped it.", wrong_codes=wrong)


class NoPinHere(Capability):
    """A PIN typed into a text: it is refused, and not kept."""

    intent = "no_pin_here"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """What waits goes on waiting for the call."""
        return _still(turn, _REFUSED)


class NotProved(Capability):
    """A bare yes, or something unclear, where a proof is waited for."""

    intent = "not_proved"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Says what is needed."""
        if (turn.memory.proof or {}).get("kind") == "pin":
            return _still(turn, "It waits for your call: call this number and enter your PIN. Or reply NO.")
        return _still(turn, "Please reply the number in my last text, so that I know it's you. Or reply NO.")


def _still(turn: Turn, words: str) -> Reply:
    memory = turn.memory
    return Reply(words, memory.awaiting, memory.pending, memory.choices, proof=memory.proof)

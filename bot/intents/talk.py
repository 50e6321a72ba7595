"""The owner's small talk: help, yes and no without a question, what was not understood."""

from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Choice, Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time
from bot.nlu.frames import When
from bot.services import contacts, groups, inbox, messaging
from bot.services.work import Desk

_NOT_UNDERSTOOD = "Sorry, I didn't get that."


class Help(Capability):
    """Help that fits the moment: what a business at this point is likely to need next."""

    intent = "help"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Three things to try."""
        return Reply("You can text me:\n" + "\n".join(examples(turn.desk)))


class Unsure(Capability):
    """Asks the one short question that understanding proposes."""

    intent = "unsure"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """The question with the likely readings."""
        return Reply(str(slots["question"]))


class WhichMoment(Capability):
    """Asks which time is meant, where a text can be read in two ways."""

    intent = "which_moment"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """`Tue Nov 24 at 3 PM or Tue Dec 1 at 3 PM?`"""
        now_local = local_time.to_local(turn.desk.now, turn.desk.business.timezone)
        starts = [When.from_slot(one).start for one in slots["whens"]]
        days = slots["whens"][0]["grain"] == "day"
        in_words = local_time.date_in_words if days else lambda one: local_time.dated_in_words(one, now_local)
        labels = [in_words(one) for one in starts]
        choices = tuple(Choice(label, {"when": one}) for label, one in zip(labels, slots["whens"], strict=True))
        listed = " or ".join(f"{number} {label}" for number, label in enumerate(labels, 1))
        pending = Pending(slots["intent"], slots["slots"])
        return Reply(f"Which one: {listed}?", awaiting="choice", pending=pending, choices=choices)


class Drop(Capability):
    """A no to what was read back."""

    intent = "drop"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Nothing is done."""
        return Reply("OK, I won't.")


class Again(Capability):
    """An answer that is none: the question is asked again, and what waits goes on waiting."""

    intent = "again"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Short, with what can be answered."""
        memory = turn.memory
        listed = ", ".join(f"{number} {choice.label}" for number, choice in enumerate(memory.choices, 1))
        question = f"Please answer with a number: {listed}" if listed else "Please reply YES to go ahead, or NO."
        return Reply(question, awaiting=memory.awaiting, pending=memory.pending, choices=memory.choices)


class Other(Capability):
    """What was not understood. A whole sentence to nobody is most likely an answer to the last customer."""

    intent = "other"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Says so, with an example that works."""
        return Reply(f"{_NOT_UNDERSTOOD} For example: {examples(turn.desk)[0]}. Or text HELP.")


class Nothing(Capability):
    """A yes, a no or a choice where nothing was asked, or too long ago."""

    def __init__(self, intent: str) -> None:
        self.intent = intent

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Nothing is guessed."""
        return Reply('Nothing is waiting for an answer. Text "scheduled" to see what will go out.')


def examples(desk: Desk) -> list[str]:
    """Three commands that make sense for this business now."""
    if not contacts.list_customers(desk, limit=1):
        return ["add customer Ann Lee 212-555-0123", "create group VIP", "forward texts to 212-555-0124"]
    waiting = inbox.unread(desk, limit=1)
    first = ['inbox (new texts), or "reply …" to the last one'] if waiting else []
    known = groups.list_groups(desk)
    to = f"{known[0][0].name} group" if known else contacts.list_customers(desk, limit=1)[0].name
    planned = ["scheduled, or stop #1"] if messaging.scheduled(desk, limit=1) else []
    rest = [f"remind {to} Tuesday 3pm see you soon", "add customer Ann Lee 212-555-0123", "usage", "groups"]
    return [*first, *planned, *rest][:4]

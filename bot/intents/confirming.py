"""A customer's yes and no to a reminder, or to a message that asked for one.

Where several wait (two appointments, two children on one phone), a bare yes is not guessed at: one text asks which, by
number. "yes for Mia, not Leo" says it all.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from bot.dialogue.memory import Choice, Pending, Reply
from bot.dialogue.turn import Turn
from bot.intents.customer import FromCustomer, acknowledge
from bot.intents.own_appointments import said_of, what_instead
from bot.services import booking, changes, confirmations, news
from bot.services.confirmations import Asked
from models.states import Answered

_ALL = re.compile(r"\b(?:both|all|everyone|everybody|each|los dos|las dos|ambos|ambas|todos|todas)\b", re.IGNORECASE)
_CLAUSES = re.compile(r"[,;.!\n]|\band\b|\bbut\b|\by\b|\bpero\b", re.IGNORECASE)
_YES = re.compile(r"\b(?:yes|yeah|yep|ok|sure|sí|si|confirm\w*|coming|will|can|good|puede|viene)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:no|not|n't|cannot|can't|cant|won't|wont|except|isn't|isnt|sick|cancel|neither|tampoco)\b", re.IGNORECASE
)


class Confirm(FromCustomer):
    """Yes, C and their kin: confirm what is waiting."""

    intent = "affirm"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Where nothing waits, it is an answer for the owner's eyes."""
        waiting = chosen(confirmations.waiting(turn.desk, turn.phone), slots)
        if not waiting:
            return acknowledge(self, turn, "received")
        said = by_name(turn, waiting)
        if said:
            return _settle_each(self, turn, said)
        if len(waiting) > 1 and not slots.get("all") and not _ALL.search(turn.heard.text):
            return _which(self, turn, waiting)
        return _settle_each(self, turn, [(one, True) for one in waiting])


class Decline(FromCustomer):
    """No to what was asked."""

    intent = "negate"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """The owner has to know; for an appointment, another time is offered."""
        waiting = chosen(confirmations.waiting(turn.desk, turn.phone), slots)
        if not waiting:
            return acknowledge(self, turn, "received")
        said = by_name(turn, waiting)
        if said:
            return _settle_each(self, turn, said)
        if len(waiting) > 1 and not slots.get("all") and not _ALL.search(turn.heard.text):
            return _which(self, turn, waiting)
        return _settle_each(self, turn, [(one, False) for one in waiting])


def chosen(waiting: Sequence[Asked], slots: dict[str, Any]) -> list[Asked]:
    """Those that an answer by number named; all where none did."""
    wanted = slots.get("asked")
    return [one for one in waiting if not wanted or str(one.delivery.id) in wanted]


def by_name(turn: Turn, waiting: Sequence[Asked]) -> list[tuple[Asked, bool]]:
    """What "yes for Mia, not Leo" says of each; empty where no name of theirs is said."""
    overall = turn.memory.pending.intent if turn.memory.pending else turn.understood.intent
    said: dict[str, bool] = {}
    for clause in _clauses(turn.heard.text, {one.who.casefold() for one in waiting if one.who}):
        words = set(re.findall(r"[^\W\d_]+", clause.casefold()))
        for one in waiting:
            if one.who and one.who.casefold() in words and (comes := _comes(clause, overall)) is not None:
                said[one.who] = comes
    return [(one, said[one.who]) for one in waiting if one.who in said]


def _comes(clause: str, overall: str) -> bool | None:
    """What a clause says of the one whom it names; None where neither it nor the whole text says yes or no."""
    if _NOT.search(clause.replace("’", "'")):
        return False
    if _YES.search(clause) or overall == "affirm":
        return True
    return False if overall in ("negate", "cancel") else None


def _clauses(text: str, names: Collection[str]) -> list[str]:
    """The parts of a text that say something of one person each: "mia yes leo no" are two, without any comma."""
    parts: list[str] = []
    for clause in _CLAUSES.split(text):
        words = clause.split()
        at = [n for n, word in enumerate(words) if re.sub(r"['’]s$|\W", "", word.casefold()) in names]
        cuts = at[1:] if at and at[0] == 0 else [n + 1 for n in at[:-1]]
        edges = [0, *cuts, len(words)]
        parts += [" ".join(words[a:b]) for a, b in pairwise(edges)]
    return parts


def _which(action: FromCustomer, turn: Turn, waiting: Sequence[Asked]) -> Reply:
    choices = [Choice(_label(turn, one), {"asked": [str(one.delivery.id)]}) for one in waiting[:4]]
    choices.append(Choice("todas" if turn.understood.language == "es" else "all of them", {"all": True}))
    listed = ", ".join(f"{number}) {choice.label}" for number, choice in enumerate(choices, 1))
    text = action.line(turn, "which_appointment", listed=listed)
    return Reply(text, awaiting="choice", pending=Pending(action.intent, {}), choices=tuple(choices))


def _label(turn: Turn, asked: Asked) -> str:
    return said_of(turn, asked.appointment) if asked.appointment else asked.who or "the message"


def _settle_each(action: FromCustomer, turn: Turn, said: Sequence[tuple[Asked, bool]]) -> Reply:
    lines = []
    for asked, comes in said:
        confirmations.settle(turn.desk, asked.delivery, Answered.CONFIRMED if comes else Answered.DECLINED)
        if not comes:
            turn.item.needs_answer = True
        lines.append((asked, comes))
    refused = [one for one, comes in lines if not comes]
    if len(lines) == 1 and refused and refused[0].appointment:
        _tell_owner(turn, refused[0])
        return what_instead(action, turn, refused[0].appointment)
    return Reply(" ".join(dict.fromkeys(_thanks(action, turn, one, comes) for one, comes in lines)))


def _thanks(action: FromCustomer, turn: Turn, asked: Asked, comes: bool) -> str:
    if not comes:
        _tell_owner(turn, asked)
        return action.line(turn, "declined")
    if asked.appointment is None:
        return action.line(turn, "confirmed")
    when = changes.when_in_words(turn.desk, asked.appointment.start_local, turn.understood.language)
    return action.line(turn, "confirmed_for", when=when)


def _tell_owner(turn: Turn, asked: Asked) -> None:
    if asked.appointment:
        who, start = booking.names(asked.appointment) or asked.who, asked.appointment.start_local
        news.tell(turn.desk, f"{who} can't come {changes.when_in_words(turn.desk, start)}.", at_once=True)

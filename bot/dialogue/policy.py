"""What to do about what was understood, given what was asked: a pure decision."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.memory import Memory, Pending
from bot.domain import proof
from bot.nlu.customer.choice import number_said
from bot.nlu.frames import Role, Understanding, When

SURE = 0.5
"""Below this a short question beats a guess."""
COMMANDING = 0.7
"""Above this a text is a new command even where a question of ours is open."""

SURE_OF_A_YES = 0.8
"""A customer's yes below this is read by the owner instead: a wrong yes costs an appointment."""

_LONGEST_NUMBER = 4
_ANSWER_WORDS = 6
_ANSWERS = frozenset({"affirm", "negate", "select", "correct", "other", "inform"})


_TIMED = frozenset({"send", "book", "move", "block"})
"""Commands that happen at the time that they name."""
_COMMANDS = frozenset({"help", "undo", "scheduled", "unschedule", "inbox", "usage", "groups", "templates", "prompts"})
"""Commands that nobody means as words to a customer."""


@dataclass(frozen=True)
class Decision:
    """The rasa_sdk action to run, and the slots that it is given."""

    action: str
    slots: dict[str, Any] = field(default_factory=dict)
    form: Form | None = None
    """Where `action` is a form: the form so far. `slots` are then what the text fills of it."""
    then: "Decision | None" = None
    """What else the text asked for; its answer is added."""


def action_name(role: Role, intent: str) -> str:
    """What the action for an intent is called."""
    return f"action_{role}_{intent}"


def decide(role: Role, said: Understanding, memory: Memory, text: str, readings: tuple[When, ...] = ()) -> Decision:
    """The next action. An open question is answered first; a clear new command puts it aside.

    `readings` are what its time may mean, where that is not clear: then the owner is asked which one.
    """
    if role == "owner" and memory.pending:
        decision = go_on("owner", said, memory, text)
        if decision:
            return decision
    if said.question and said.confidence < SURE:
        return Decision(action_name(role, "unsure"), {"question": said.question})
    if said.confidence < _enough(role, said.intent):
        return Decision(action_name(role, "other"))
    if role == "owner" and said.intent in _TIMED and len(readings) > 1:
        whens = [one.as_slot() for one in readings]
        return Decision(action_name(role, "which_moment"), {"intent": said.intent, "slots": said.slots, "whens": whens})
    return Decision(action_name(role, said.intent), said.slots)


def _enough(role: Role, intent: str) -> float:
    """How sure understanding has to be. An opt-out is taken at any confidence: missing one is the worse mistake."""
    if role == "customer" and intent == "opt_out":
        return 0.0
    return SURE_OF_A_YES if role == "customer" and intent == "affirm" else SURE


def go_on(role: Role, said: Understanding, memory: Memory, text: str) -> Decision | None:
    """The decision where the text answers what was asked; None where it is something of its own."""
    if memory.pending is None:
        return None
    if memory.proof and (decision := _prove(role, said, memory.pending, memory.proof, text)):
        return decision
    action, slots = action_name(role, memory.pending.intent), memory.pending.slots
    if said.intent == "negate":
        return Decision(action_name(role, "drop"))
    if memory.awaiting == "confirmation":
        if said.intent == "affirm":
            return Decision(action, {**slots, "confirmed": True})
        if said.intent == "correct":
            return Decision(action, _corrected(slots, said))
        return _ask_again(role, said, "not_proved" if memory.proof else "again")
    if memory.awaiting == "choice" and _is_another(said, memory.pending):
        return None
    if memory.awaiting == "choice":
        chosen = _chosen(said, memory, text)
        return Decision(action, {**slots, **chosen}) if chosen else _ask_again(role, said)
    if memory.pending.missing and _is_detail(said, memory.pending.missing):
        return Decision(action, {**slots, **_detail(said, memory.pending.missing, text)})
    return None


def _prove(role: Role, said: Understanding, pending: Pending, asked: dict[str, Any], text: str) -> Decision | None:
    """Where a proof is waited for, a number is the answer, and a yes is none; None for all else."""
    digits = proof.digits_in(text)
    if digits and asked["kind"] == "pin":
        return Decision(action_name(role, "no_pin_here"))
    if digits and not proof.is_right(asked, digits):
        return Decision(action_name(role, "wrong_code"))
    if digits:
        return Decision(action_name(role, pending.intent), {**pending.slots, "confirmed": True, "proved": True})
    return Decision(action_name(role, "not_proved")) if said.intent == "affirm" else None


def _is_another(said: Understanding, asked: Pending) -> bool:
    """Whether it is a command of its own: "move Dana to 2" does not say whom to cancel."""
    if said.intent in _ANSWERS or said.confidence < COMMANDING:
        return False
    whom, before = said.slots.get("who"), asked.slots.get("who")
    return said.intent != asked.intent or bool(whom and before and whom != before)


def _ask_again(role: Role, said: Understanding, how: str = "again") -> Decision | None:
    """What is neither an answer nor a clear command must not lose what waits."""
    unclear = said.intent in _ANSWERS or said.confidence < SURE
    return Decision(action_name(role, how)) if unclear else None


def _corrected(slots: dict[str, Any], said: Understanding) -> dict[str, Any]:
    """What was read back with what changed; a new time of day keeps the day."""
    changed = {**slots, **said.slots}
    new, old = said.slots.get("when"), slots.get("when")
    if new and old and new.get("said") == ["time"]:
        changed["when"] = {**new, "start": old["start"][:10] + new["start"][10:], "said": ["day", "time"]}
    elif new and old and new.get("said") == ["day"] and old.get("grain") == "minute":
        changed["when"] = {**old, "start": new["start"][:10] + old["start"][10:], "said": ["day", "time"]}
    return changed


def _chosen(said: Understanding, memory: Memory, text: str) -> dict[str, Any] | None:
    number = said.slots.get("choice") or (number_said(text) if len(text.split()) < _ANSWER_WORDS else None)
    if number is None:
        number = _whole(text.strip(" .#)"))
    if number is not None:
        return memory.choices[number - 1].slots if 1 <= number <= len(memory.choices) else None
    when = said.slots.get("when")
    timed = [one.slots for one in memory.choices if when and _same_moment(one.slots.get("when"), when)]
    if len(timed) == 1:
        return timed[0]
    words = str(said.slots.get("who") or text).strip(" .!?").casefold()
    named = [one for one in memory.choices if re.search(rf"\b{re.escape(words)}\b", one.label.casefold())]
    return named[0].slots if len(named) == 1 and words else _by_words(memory, text)


_FILLING = re.compile(
    r"\b(?:the|one|please|pls|on|at|my|for|i|mean|meant|appointment|appt|apt|it|is|it's|its|that|this|o'?clock|thanks|just|"
    r"only|la|el|del|de|las|cita|por favor)\b|'s\b|[^\w\s:]"
)
_CLOCK = re.compile(r"^(\d{1,2}(?::\d\d)?)(am|pm|a|p)?$")


def _by_words(memory: Memory, text: str) -> dict[str, Any] | None:
    """The choice that all the words fit: "the thursday one", "mia's", "the 3pm"."""
    words = _FILLING.sub(" ", text.casefold().replace("’", "'")).split()
    if not 0 < len(words) < _ANSWER_WORDS:
        return None
    fitting = [one for one in memory.choices if all(_in_label(word, one.label.casefold()) for word in words)]
    return fitting[0].slots if len(fitting) == 1 else None


def _in_label(word: str, label: str) -> bool:
    if clock := _CLOCK.match(word):
        return bool(re.search(rf"(?<![\d:]){clock[1]}(?![\d:])(?: {clock[2] or ''})", f"{label} "))
    day = re.match(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*$", word)
    return bool(re.search(rf"\b{day[1] if day else re.escape(word)}\b", label))


def is_number(text: str, count: int) -> bool:
    """Whether it is the number of one of so many choices, and no time."""
    alone = _whole(text.strip(" .#)!"))
    if alone is not None:
        return alone <= count
    return len(text.split()) < _ANSWER_WORDS and (number_said(text) or count + 1) <= count


def _whole(text: str) -> int | None:
    """The number that is all there is. A digit that is no decimal, like ², is none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _same_moment(offered: dict[str, Any] | None, said: dict[str, Any]) -> bool:
    """Whether what is said of a time (its day, its time of day) fits the one that was offered."""
    if not offered:
        return False
    day, clock = said["start"][:10] == offered["start"][:10], said["start"][10:] == offered["start"][10:]
    return ("day" not in said["said"] or day) and ("time" not in said["said"] or clock)


def _is_detail(said: Understanding, missing: str) -> bool:
    """Whether it answers the question. Words to send may sound like anything; a whole command is one all the same."""
    if said.intent in _ANSWERS or said.confidence < COMMANDING:
        return True
    if said.intent == "send":
        return not (said.slots.get("to") and (said.slots.get("body") or said.slots.get("template")))
    return missing in ("body", "value") and said.intent not in _COMMANDS


def _detail(said: Understanding, missing: str, text: str) -> dict[str, Any]:
    if missing in said.slots:
        return {missing: said.slots[missing]}
    return {missing: [text.strip()] if missing == "to" else text.strip()}

"""What to do about a customer's text, given what was asked and what stands between us: a pure decision."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.dialogue import policy
from bot.dialogue.form import FORM, Form, days_of, given, shift_of
from bot.dialogue.memory import Memory
from bot.dialogue.policy import SURE_OF_A_YES, Decision, action_name
from bot.dialogue.situation import Situation
from bot.nlu.frames import Slots, Understanding, When
from models import Appointment

_BESIDE_THE_FORM = frozenset({"ask", "mine", "thanks", "goodbye", "greeting", "person", "late", "cancel"})
"""What leaves an open form as it is; anything else either goes on with it or is asked about."""
_ASKS_WHETHER = re.compile(
    r"\b(?:do you have|have you got|is there|are there|any(?:thing)?|availab\w+|openings?|are you (?:free|open)|is it"
    r"|(?:what|how) about|hay|tienen?|disponib\w+)\b|\bfree\b"
    r"|\bis (?:\S+ ){1,5}(?:possible|doable|taken|open|okay?|good)\b|\bposible\b",
    re.IGNORECASE,
)
_ONE_OR = re.compile(r"\d\s*(?:[ap]m?)? or (?:at )?\d|\d\s*(?:[ap]m?)? o (?:a las )?\d", re.IGNORECASE)
"""Two times, of which one is not taken without asking."""
_INSTEAD = re.compile(
    r"\b(?:instead|chang\w*|actually|rather|make it|no|sorry|mind|second thought|better|prefer\w*|mov\w*|switch"
    r"|mejor|cambi\w*)\b",
    re.IGNORECASE,
)
_AS_WELL = re.compile(r"\b(?:also|another|too|as well|second one|one more|otra|también|tambien)\b", re.IGNORECASE)
_THATS_ALL = re.compile(
    r"\b(?:thank\w*|thx|that'?s (?:all|it)|that is (?:all|it)|all set|nothing|i'?m good|gracias)\b", re.IGNORECASE
)
_DROPS = re.compile(
    r"\b(?:never ?mind|nvm|forget (?:it|about it)|no thank\w*|no thx|don'?t (?:book|bother|want)|"
    r"changed my mind|cancel|"
    r"not (?:interested|any ?more|now|yet)|olvid\w+|mejor no|no gracias|d[eé]jelo)\b",
    re.IGNORECASE,
)
_APART = frozenset({"ask", "mine", "late", "person", "cancel"})
_STRAY = re.compile(r"^\W*[1-3]\W*$")
"""The number of a time that was offered, sent a second time."""
_NO = re.compile(
    r"^\W*(?:(?:oh|actually|wait|hmm+|um|uh|sorry|hey)\W+)*(?:forget it|never ?mind|nvm|scratch that|no|nope|nah|not"
    r"|wrong|that'?s not|i (?:said|meant)|can'?t|i can'?t)\b",
    re.IGNORECASE,
)
_BOOKS = re.compile(r"\b(?:book|appointment|appt|reserv\w*|schedul\w*|cita)\b", re.IGNORECASE)
_NONE_THERE = action_name("customer", "mine")
CONSENT = frozenset({"opt_out", "opt_in", "help", "my_data", "erase_me"})
_WAIT = re.compile(r"\bwait(?:ing)?[ -]?list\b|^\W*wait\W*$|\blista de espera\b|^\W*espera\W*$", re.IGNORECASE)
_ANY = re.compile(
    r"\b(?:any ?time|asap|as soon as possible|whenever|cuando (?:sea|pueda)|lo antes posible|no preference|"
    r"i'?m flexible|any day|(?:the )?(?:soonest|earliest|(?:first|next) (?:available|opening|open|free|possible)))\b",
    re.IGNORECASE,
)
_TIMED = frozenset({"inform", "move", "alternatives", "book", "select", "other", "ask", "affirm"})
_COMES = re.compile(
    r"\b(?:be there|keep (?:it|my|the|that|tuesday)|coming after all|can (?:still )?(?:make it|come)|i'?m coming|"
    r"(?:i'?ll|i will|we'?ll|we will) (?:still )?(?:come|make it|keep it)|leave it (?:as|like|there)|"
    r"s[ií] (?:voy|puedo))\b",
    re.IGNORECASE,
)
_COMES_NOT = re.compile(r"\b(?:can'?t|cannot|won'?t|not|unless|if|maybe|no puedo)\b", re.IGNORECASE)
_TAKES, _PASSES = re.compile(r"^\W*1\b"), re.compile(r"^\W*2\b")


def decide(
    said: Understanding, memory: Memory, situation: Situation, text: str, beside: Understanding | None = None
) -> Decision:
    """The next action, or the form with the slots that the text fills. `beside` is what else the text asks for."""
    decision = _decide(said, memory, situation, text)
    return replace(decision, then=policy.decide("customer", beside, memory, text)) if beside else decision


def _decide(said: Understanding, memory: Memory, situation: Situation, text: str) -> Decision:
    if said.intent in CONSENT and not (said.intent == "opt_in" and _WAIT.search(text)):
        return policy.decide("customer", said, memory, text)
    if not situation.form_asked_last:
        said = _shifted(said, situation, text)
    decision = (
        _chosen(said, memory, situation, text)
        or _of_offer(said, situation, text)
        or _waits(situation, text)
        or _of_form(said, situation, text)
        or _of_each(said, situation, text)
        or _of_somebody_else(said, situation, text)
        or _of_appointments(said, situation, text)
    )
    return decision or policy.decide("customer", said, memory, text)


def _chosen(said: Understanding, memory: Memory, situation: Situation, text: str) -> Decision | None:
    """The answer to "which one?"; a form goes on with it where it asked."""
    if memory.pending is None:
        return None
    if memory.pending.intent in ("affirm", "negate") and _names_one(situation, text):
        return Decision(action_name("customer", memory.pending.intent))
    decision = _of_another_time(said, memory, situation, text) or policy.go_on("customer", said, memory, text)
    if decision is None:
        return None
    goes_to = decision.slots.get("goes_to")
    if goes_to == "book":
        return Decision(FORM, {"when": decision.slots["when"]}, Form(goal="book"))
    if goes_to == "move" or decision.action == action_name("customer", "move"):
        return _move(situation, decision.slots, at_once=bool(goes_to))
    return Decision(action_name("customer", goes_to), {**decision.slots, "confirmed": True}) if goes_to else decision


def _of_each(said: Understanding, situation: Situation, text: str) -> Decision | None:
    """Says of several people who comes and who does not: "Leo can't, Mia can"."""
    words = set(re.findall(r"[^\W\d_]+(?:'t)?", text.casefold().replace("’", "'")))
    named = {one.who.casefold() for one in situation.waiting if one.who} & words
    unsure = said.confidence < policy.SURE
    answers = (said.intent in ("affirm", "negate", "select") or unsure) and not said.slots.get("when")
    if len(named) < _SEVERAL or not answers or "?" in text or not {"yes", "can", "will", "coming"} & words:
        return None
    return Decision(action_name("customer", "affirm" if said.intent == "affirm" else "negate"))


_SEVERAL = 2


def _of_another_time(said: Understanding, memory: Memory, situation: Situation, text: str) -> Decision | None:
    """ "Another time, or cancel it?" is answered by a time; or by coming after all."""
    first = memory.choices[0].slots if memory.choices else {}
    if first.get("goes_to") != "move" or first.get("when") or policy.is_number(text, len(memory.choices)):
        return None
    if said.intent == "cancel" and not said.slots.get("when") and said.confidence >= policy.COMMANDING:
        return Decision(action_name("customer", "cancel"), {"appointment": first["appointment"], "confirmed": True})
    if _COMES.search(text) and not _COMES_NOT.search(text) and "?" not in text and not said.slots.get("when"):
        return Decision(action_name("customer", "keep"), {"appointment": first["appointment"]})
    if said.intent in _TIMED and said.slots.get("when"):
        return _move(situation, {"when": said.slots["when"], "appointment": first["appointment"]})
    return None


def _names_one(situation: Situation, text: str) -> bool:
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    return any(one.who and one.who.casefold() in words for one in situation.waiting)


def _of_offer(said: Understanding, situation: Situation, text: str) -> Decision | None:
    """A freed time was offered: taken, passed on, or something else is talked of."""
    if situation.offer is None or situation.form_asked_last:
        return None
    if _TAKES.match(text) or (said.intent == "affirm" and said.confidence >= SURE_OF_A_YES):
        return Decision(action_name("customer", "take_offer"))
    if _PASSES.match(text) or said.intent == "negate":
        return Decision(action_name("customer", "pass_offer"))
    return None


def _waits(situation: Situation, text: str) -> Decision | None:
    return Decision(action_name("customer", "wait")) if situation.keeps_appointments and _WAIT.search(text) else None


def _of_form(said: Understanding, situation: Situation, text: str) -> Decision | None:
    form = situation.form
    if form is None or not situation.form_asked_last:
        return None
    if said.confidence < (SURE_OF_A_YES if said.intent == "affirm" else policy.SURE):
        said = replace(said, intent="other")  # a time that it names counts all the same: it is read back
    if said.intent == "cancel" and not situation.ahead and not said.slots.get("when"):
        return Decision(action_name("customer", "drop_form"))
    if said.intent == "move" and not said.slots.get("when") and form.goal == "book" and situation.ahead:
        return None
    drops = _DROPS if form.asked == "name" else _THATS_ALL
    if said.intent in ("negate", "cancel") and not said.slots.get("when") and drops.search(text):
        return Decision(action_name("customer", "drop_form"))
    if said.intent == "cancel" and not situation.ahead:
        said = replace(said, intent="inform")  # "I need it for the 11th": there is nothing to cancel
    if _is_beside(form, said):
        return None
    return Decision(FORM, _wish(form, said, text), form)


def _is_beside(form: Form, said: Understanding) -> bool:
    """Whether the text is about something else. A name or a service may sound like anything."""
    if form.asked in ("name", "service", "who"):
        apart = _APART if form.asked == "name" else _BESIDE_THE_FORM
        return said.intent in apart and said.confidence >= SURE_OF_A_YES
    return said.intent in _BESIDE_THE_FORM


def _wish(form: Form, said: Understanding, text: str) -> Slots:
    slots = given(form, said, text)
    if "when" not in slots and "slot" not in slots and form.asked in ("when", "slot") and _ANY.search(text):
        return {**slots, "when": "any"}
    return {**slots, "at_once": _is_plain(said, text)}


def _is_plain(said: Understanding, text: str) -> bool:
    """Whether a time is asked for, and not whether it is free: then it need not be read back first."""
    return said.confidence >= SURE_OF_A_YES and not (_ASKS_WHETHER.search(text) or _ONE_OR.search(text))


def _shifted(said: Understanding, situation: Situation, text: str) -> Understanding:
    """ "An hour later" is later than the appointment that is meant, not than now."""
    minutes, days = shift_of(text), days_of(text)
    id_ = _named(said, situation, text) or situation.appointment_meant
    meant = next((one for one in situation.ahead if one.id == id_), None)
    if meant is None or (minutes is None and days is None):
        return said
    if minutes is None:
        return _days_on(said, meant, days or 0, text)
    when = When(meant.start_local + timedelta(minutes=minutes), "minute", said=("day", "time")).as_slot()
    return replace(said, intent="move", confidence=max(said.confidence, SURE_OF_A_YES), slots={"when": when})


def _days_on(said: Understanding, meant: Appointment, days: int, text: str) -> Understanding:
    """ "Can we do the next day" is the day after the appointment; a time that is named with it counts."""
    wishes = said.intent in ("move", "book", "inform", "alternatives", "negate", "select", "affirm")
    if _AS_WELL.search(text) or not (wishes or (said.intent == "other" and said.confidence < SURE_OF_A_YES)):
        return said
    start = meant.start_local + timedelta(days=days)
    named = said.slots.get("when")
    if named and named["said"] == ["time"] and named["grain"] == "minute":
        start = datetime.fromisoformat(f"{start:%Y-%m-%d}T{named['start'][11:]}")
    when = When(start, "minute", said=("day", "time")).as_slot()
    sure = (
        SURE_OF_A_YES if _SAME.search(text) or abs(days) < _WEEK else policy.COMMANDING
    )  # "the week after" is read back
    return replace(said, intent="move", confidence=sure, slots={"when": when})


_WEEK = 7
_SAME = re.compile(r"\b(?:same|misma?|back|by|forward|out|ahead|off|later|earlier)\b", re.IGNORECASE)
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ITS_DAY = re.compile(
    r"\b(?:my|the|our|from|cancel|that|move|reschedule|switch|change|swap|push|bump|shift) "
    r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:'?s)?\b"
    r"(?! (?:instead|works|at|is|afternoon|morning))",
    re.IGNORECASE,
)


def _named(said: Understanding, situation: Situation, text: str) -> UUID | None:
    """The appointment of the person, or on the day, that the text names, where only one is."""
    words = {word.removesuffix("'s") for word in re.findall(r"[^\W\d_]+(?:'s)?", text.casefold().replace("’", "'"))}
    rows = [one for one in situation.ahead if _first_names(one) & (words | {word.removesuffix("s") for word in words})]
    if len(rows) == 1 and len(situation.ahead) > 1:
        return rows[0].id
    rows, when = rows or list(situation.ahead), said.slots.get("when")
    if said.intent == "cancel" and when and "day" in when["said"]:
        rows = [one for one in rows if _on(When.from_slot(when), one.start_local)]
        return rows[0].id if len(rows) == 1 else None
    if match := _ITS_DAY.search(text):
        rows = [one for one in rows if _DAY_NAMES[one.start_local.weekday()] == match[1].casefold()]
        return rows[0].id if len(rows) == 1 else None
    return None


def _of_somebody_else(said: Understanding, situation: Situation, text: str) -> Decision | None:
    """Where only people are named who have no appointment, nobody else's is touched for them."""
    if said.intent not in ("move", "cancel") or not situation.keeps_appointments:
        return None
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    named = situation.people & (words | {word.removesuffix("s") for word in words})
    if named and situation.ahead and not any(_first_names(one) & named for one in situation.ahead):
        return Decision(action_name("customer", "other"))
    return None


def _first_names(row: Appointment) -> set[str]:
    people = [one.customer for one in row.attendees if one.customer]
    return {one.first_name.casefold() for one in people if one.first_name}


def _on(when: When, moment: datetime) -> bool:
    last = (when.end or when.start) if when.grain == "day" else when.start
    return when.start.date() <= moment.date() <= last.date()


def _of_appointments(said: Understanding, situation: Situation, text: str) -> Decision | None:
    """Booking, moving and cancelling where the business keeps appointments."""
    if not situation.keeps_appointments:
        return None
    if said.confidence < policy.SURE:
        changes = situation.just_booked and said.slots.get("when") and not situation.waiting
        return _move(situation, said.slots) if changes else None
    intent, when = said.intent, said.slots.get("when")
    if situation.just_booked and not situation.waiting:
        decision = _of_just_booked(said, situation, text)
        if decision:
            return decision
    if intent == "affirm" and not situation.waiting and (when or _BOOKS.search(text)):
        return Decision(FORM, _first_wish(said, text), Form(goal="book"))
    if intent == "book" or (intent in ("inform", "alternatives") and when and not situation.ahead):
        return Decision(FORM, _first_wish(said, text), Form(goal="book"))
    if intent == "move" or (intent in ("inform", "alternatives") and when and _is_about_one(situation)):
        if situation.ahead:
            slots = {**said.slots, "appointment": _named(said, situation, text)}
            return _move(situation, slots, at_once=_is_plain(said, text))
        return Decision(FORM, _first_wish(said, text), Form(goal="book")) if when else Decision(_NONE_THERE)
    if intent == "cancel":
        meant = _named(said, situation, text) or situation.appointment_meant
        return Decision(action_name("customer", "cancel"), {"appointment": str(meant)} if meant else {})
    return None


def _of_just_booked(said: Understanding, situation: Situation, text: str) -> Decision | None:
    """Second thoughts about what was booked a moment ago."""
    intent, when = said.intent, said.slots.get("when")
    if _STRAY.match(text):
        return Decision(_NONE_THERE)
    if when and (intent in ("negate", "move", "inform", "alternatives", "affirm") or _INSTEAD.search(text)):
        return None if _AS_WELL.search(text) else _move(situation, said.slots, at_once=_is_plain(said, text))
    if when and intent == "book" and len(when["said"]) < 2 and not _AS_WELL.search(text):
        return _move(situation, said.slots)
    if when and intent == "book" and not _AS_WELL.search(text):
        meant = situation.just_booked
        return Decision(
            action_name("customer", "instead"), {"when": when, "appointment": str(meant.id) if meant else ""}
        )
    if intent == "affirm" or (intent == "negate" and _THATS_ALL.search(text)):
        return Decision(action_name("customer", "goodbye"))
    return Decision(action_name("customer", "cancel")) if intent == "negate" and _NO.search(text) else None


def _is_about_one(situation: Situation) -> bool:
    """Whether a time alone is most likely another one for what is booked."""
    return bool(situation.just_booked or any(one.appointment for one in situation.waiting))


def _first_wish(said: Understanding, text: str) -> Slots:
    slots = {**given(Form(), said, text), "at_once": _is_plain(said, text)}
    return {**slots, "when": "any"} if "when" not in slots and _ANY.search(text) else slots


def _move(situation: Situation, slots: Slots, *, at_once: bool = False) -> Decision:
    """Move the one that is meant; ask where several could be."""
    meant = slots.get("appointment") or situation.appointment_meant
    if not meant:
        return Decision(action_name("customer", "move"), {"when": slots["when"]} if slots.get("when") else {})
    wish = {"when": slots["when"], "at_once": at_once} if slots.get("when") else {}
    return Decision(FORM, wish, Form(goal="move", appointment_id=str(meant)))

"""`send`: messages to customers and groups; now, later or repeated; as text, voice, text-to-voice or email.

What goes to more than one person waits for a yes, with everything said that will happen.
"""

import re
from datetime import datetime
from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import fields, local_time, proof, recurrence
from bot.errors import InputError
from bot.intents import proving, who
from bot.nlu import moments
from bot.nlu.frames import When
from bot.services import messaging, prompts, templates
from bot.services.audience import LeftOut, Recipient
from bot.services.messaging import Draft, Preview
from bot.services.work import Desk
from models import Message
from models.states import Channel

_REMINDS = re.compile(r"\bremind\b", re.IGNORECASE)
_GREETED = re.compile(r"^\W*(hi|hello|hey|dear|hola|good (morning|afternoon|evening))\b", re.IGNORECASE)
_WORDS = {Channel.TEXT: "text", Channel.VOICE: "call", Channel.SPEECH: "spoken call", Channel.EMAIL: "email"}
_BEFORE_A_TIME = re.compile(r"\b(?:at|on|for|in|by|about|next|this)\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s*(?:is|are|was|were|will|works?|would|can|has|looks?|sounds?|instead|still|it is|should|then|[?!,.:])",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(
    r"(?:once )?(?:again|instead|too|also|as well|now|asap|back|later|first|next|soon|please)\W*", re.IGNORECASE
)
_AWAY = re.compile(
    r"(?:(?:\d+|an?|one|two|three|half an?) (?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|day) (?:before|ahead|prior)"
    r"|the (?:day|night|morning|week) before|when(?:ever)? |before (?:his|her|their)|or |and |to \w+$)",
    re.IGNORECASE,
)
_WISHES = re.compile(r"\b(?:remind|wish)\b", re.IGNORECASE)
_MORNING = 9
_MOST_NAMED = 3


class Send(Capability):
    """Sends or schedules a message."""

    intent = "send"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks for what is missing, reads back what would happen, or does it."""
        slots.setdefault("remind", bool(_REMINDS.search(turn.heard.text[:80])))
        try:
            to = who.recipients(turn.desk, list(slots.get("to") or []))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "to", unclear)
        missing = _missing(turn.desk, slots, to)
        if missing:
            slot, question = missing
            return Reply(question, awaiting="detail", pending=Pending(self.intent, slots, missing=slot))
        draft = _draft(turn.desk, slots, to)
        preview = messaging.preview(turn.desk, draft)
        if preview.count == 0:
            raise InputError(_nobody(preview, to))
        if proof.is_risky(preview.count, preview.price) and proving.is_asked(turn, slots):
            what = f"{_a_kind(draft)} to {_how_many(preview)}"
            read_back = _read_back(turn.desk, draft, preview)
            return proving.ask(turn, Pending(self.intent, slots), read_back, what, "to send")
        if (preview.count > 1 or _is_doubtful(turn, slots, draft)) and not slots.get("confirmed"):
            return Reply(
                f"{_read_back(turn.desk, draft, preview)} Send? Reply YES or NO.",
                awaiting="confirmation",
                pending=Pending(self.intent, slots),
            )
        message = messaging.schedule(turn.desk, draft, "text")
        return Reply(_done(turn.desk, draft, preview, message), undo={"kind": "message", "number": message.number})


def _a_kind(draft: Draft) -> str:
    kinds = " and ".join(_WORDS[channel] for channel in draft.channels)
    return f"{'an' if kinds[0] == 'e' else 'a'} {kinds}"


def _how_many(preview: Preview) -> str:
    return f"{preview.count} people" if preview.count > 1 else "one person"


def _is_doubtful(turn: Turn, slots: dict[str, Any], draft: Draft) -> bool:
    """Whether words that would leave at once may say when they are to leave, or hold a second message."""
    body = str(slots.get("body") or "")
    if draft.start_local is not None or draft.rrule or not body or turn.memory.pending:
        return False
    if _NO_WORDS.fullmatch(body):
        return True
    spans = [one.span for one in moments.find(body, turn.heard.reference, turn.heard.timezone)]
    begins = any(not _BEFORE_A_TIME.sub("", body[:start]).strip() for start, _ in spans)
    ends = any(not body[end:].strip(" .!") for _, end in spans)
    if begins and _GOES_ON.match(body[spans[0][1] :]):
        begins = False  # "3pm works", "friday is fine": the time is what it speaks of
    return begins or bool(_AWAY.match(body)) or (ends and bool(_WISHES.search(turn.heard.text[:60])))


def _missing(desk: Desk, slots: dict[str, Any], to: tuple[Recipient, ...]) -> tuple[str, str] | None:
    """The slot to ask for and the question, where something is missing."""
    channels = _channels(slots)
    if not to:
        return "to", "Whom is it for? A customer, a group, a number, or all."
    if Channel.VOICE in channels and not slots.get("prompt"):
        return "prompt", f"Which recording? {_prompts_known(desk)}"
    only_voice = set(channels) == {Channel.VOICE}
    if not only_voice and not slots.get("body") and not slots.get("template"):
        return "body", f"What should it say to {_names(to)}?"
    return None


def _prompts_known(desk: Desk) -> str:
    known = prompts.list_prompts(desk)
    if not known:
        raise InputError("There is no recording yet. Call this number, enter your PIN and record one first.")
    return "You have " + ", ".join(str(prompt.number) for prompt in known[-8:]) + "."


def _channels(slots: dict[str, Any]) -> tuple[Channel, ...]:
    named = tuple(dict.fromkeys(Channel(name) for name in slots.get("channels") or ()))
    if slots.get("prompt") and Channel.VOICE not in named:
        named = (*(one for one in named if one is not Channel.SPEECH), Channel.VOICE)
    return named or (Channel.TEXT,)


def _draft(desk: Desk, slots: dict[str, Any], to: tuple[Recipient, ...]) -> Draft:
    channels = _channels(slots)
    body, reminds = _body(desk, slots), bool(slots.get("remind"))
    calls = Channel.VOICE in channels or Channel.SPEECH in channels
    prompt = prompts.get_prompt(desk, int(str(slots["prompt"]).lstrip("#"))) if slots.get("prompt") else None
    return Draft(
        recipients=to,
        body=_as_reminder(body, channels) if reminds and body else body,
        channels=channels,
        start_local=_start(slots),
        rrule=_rule(slots),
        prompt_id=prompt.id if prompt and Channel.VOICE in channels else None,
        asks_confirmation=reminds or calls,
    )


def _body(desk: Desk, slots: dict[str, Any]) -> str:
    name = slots.get("template")
    if not name:
        return str(slots.get("body") or "")
    template = templates.find_template(desk, str(name))
    if template is None:
        raise InputError(f"There is no template called {name}.", templates.EXAMPLE)
    return template.body


def _as_reminder(body: str, channels: tuple[Channel, ...]) -> str:
    """A reminder greets by first name, and asks for the one letter that confirms (never for YES or CANCEL)."""
    greeted = body if fields.names_somebody(body) or _GREETED.match(body) else f"Hi {{first_name}}, {body}"
    if Channel.TEXT not in channels or "reply c" in body.casefold():
        return greeted
    return f"{greeted.rstrip()}{'' if greeted.rstrip()[-1] in '.!?' else '.'} Reply C to confirm."


def _rule(slots: dict[str, Any]) -> str | None:
    """The recurrence; without a time of day in it, the time of its first occurrence or nine in the morning."""
    rule = slots.get("rrule")
    if not rule or recurrence.has_time(rule):
        return rule
    when = slots.get("when")
    first = When.from_slot(when).start if when and when.get("grain") != "day" else None
    hour, minute = (first.hour, first.minute) if first else (_MORNING, 0)
    return f"{rule};BYHOUR={hour};BYMINUTE={minute}"


def _start(slots: dict[str, Any]) -> datetime | None:
    """When it goes out: a day without a time is nine in the morning, a part of a day is its beginning."""
    if not slots.get("when"):
        return None
    when = When.from_slot(slots["when"])
    return when.start.replace(hour=_MORNING, minute=0) if when.grain == "day" else when.start


def _read_back(desk: Desk, draft: Draft, preview: Preview) -> str:
    kinds = " + ".join(_WORDS[channel] for channel in draft.channels)
    said = f': "{preview.sample}"' if preview.sample else "."
    people = f"{_names(draft.recipients)}{f' ({preview.count} people)' if preview.count > 1 else ''}"
    left = f" {_left_out(preview.left_out)}" if preview.left_out else ""
    return f"{kinds.capitalize()} to {people}, {_when(desk, draft, preview)}{said}{left} {_cost(preview)}"


def _cost(preview: Preview) -> str:
    counted = []
    if preview.parts_total:
        each = f" ({preview.parts_each} each)" if preview.parts_each > 1 else ""
        counted.append(f"{preview.parts_total} text part{'s' * (preview.parts_total > 1)}{each}")
    if preview.calls:
        counted.append(f"{preview.calls} call{'s' * (preview.calls > 1)}")
    if preview.emails:
        counted.append(f"{preview.emails} email{'s' * (preview.emails > 1)}")
    price = f"${preview.price:.2f} extra" if preview.price else "within your plan"
    return f"{', '.join(counted)}, {price}."


def _left_out(left: tuple[LeftOut, ...]) -> str:
    named = ", ".join(f"{one.name} ({one.reason})" for one in left[:_MOST_NAMED])
    more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
    return f"{len(left)} left out: {named}{more}."


def _nobody(preview: Preview, to: tuple[Recipient, ...]) -> str:
    if preview.left_out:
        return f"Nobody would get that. {_left_out(preview.left_out)}"
    return f"There is nobody in {_names(to)} yet."


def _when(desk: Desk, draft: Draft, preview: Preview) -> str:
    if draft.rrule:
        return recurrence.in_words(draft.rrule, preview.first_local)
    if draft.start_local is None:
        return "now"
    return local_time.in_words(preview.first_local, local_time.to_local(desk.now, desk.business.timezone))


def _done(desk: Desk, draft: Draft, preview: Preview, message: Message) -> str:
    to = _names(draft.recipients) if preview.count == 1 else f"{_names(draft.recipients)}, {preview.count} people"
    kinds = " + ".join(_WORDS[channel] for channel in draft.channels)
    said = f' "{preview.sample}"' if preview.sample and preview.count == 1 else ""
    left = f" {_left_out(preview.left_out)}" if preview.left_out else ""
    if draft.start_local is None and not draft.rrule:
        return f"OK, {kinds} on the way to {to}{f':{said}' if said else '.'}{left}"
    first = "" if not draft.rrule else f", first {_first(desk, preview)}"
    number = message.number
    return f'OK, {kinds} to {to}, {_when(desk, draft, preview)}{first}.{said} Text "stop #{number}" to stop it.{left}'


def _first(desk: Desk, preview: Preview) -> str:
    return local_time.day_in_words(preview.first_local, local_time.to_local(desk.now, desk.business.timezone))


def _names(to: tuple[Recipient, ...]) -> str:
    return ", ".join(one.label for one in to)

"""What a text means beside its first meaning, given the question that is open.

"Yes please. What's your address?" is a yes and a question; "Perfect!" after "Shall I book it?" is a yes; "on second
thought, the 13th" is a time. A yes is taken only where nothing in the text could take it back.
"""

import re
from dataclasses import replace

from bot.dialogue.policy import SURE_OF_A_YES
from bot.nlu import moments
from bot.nlu.frames import Context, Heard, Understanding
from bot.nlu.understand import understand

_BESIDE = frozenset({"ask", "thanks", "goodbye", "greeting", "mine"})
"""What may stand beside a yes without taking it back."""
_OPENS = re.compile(
    r"^(yes|yeah|yep|sure|ok|okay|perfect|great)(?: please)? (?=what|where|when|how|can|could|do\b|is\b)", re.IGNORECASE
)
_END = re.compile(
    r"(?<=[.!?])\s+|(?<=[a-z][.!?])(?=[A-Z])"
    r"|,\s*(?:but |however,? |and |also )*(?=(?:also|what|where|when|how|can|could|may|do|is|are)\b)",
    re.IGNORECASE,
)
_PLEASED = re.compile(
    r"perfect|great|wonderful|excellent|awesome|lovely|fantastic|amazing|good|fine|cool|super|works|correct|"
    r"right|indeed"
    r"|exactly|absolutely|definitely|deal"
)
_FILLING = re.compile(
    r"that|thats|that's|is|it|its|it's|sounds?|looks?|all|everything|for|me|just|so|very|really|thanks?|you|yes|"
    r"yeah|yep"
    r"|sure|ok|okay|this|would|be|to|please|a|lot|much|too|and"
)
_NO_BUT = re.compile(
    r"^\W*(?:no|nope|nah)\b[\s,.!-]*(?:make it |rather |how about |at |try |better )*"
    r"(?=\d{1,2}(?::\d\d)?\s*(?:[ap]m?)?\W*$)",
    re.IGNORECASE,
)
"""A no, and nothing after it but the time that would suit."""
_RETHINKS = re.compile(
    r"^\W*(?:on second thoughts?|actually|oh wait|wait|sorry|i meant?|make it|make that|no|oops|,|\s)+", re.IGNORECASE
)
_LATER = re.compile(r"\b(?:let you know|get back|call you|check|think about|not sure|until|by then)\b", re.IGNORECASE)


def look_closer(heard: Heard, said: Understanding) -> tuple[Understanding, Understanding | None]:
    """The meaning of a text after our question, and its second one, where it has two."""
    if heard.context.awaiting is None:
        return said, None
    if heard.context.awaiting == "confirmation":
        said, beside = _parted(heard, said)
        if beside or said.intent == "affirm":
            return said, beside or _asks_too(heard, said)
    if said.intent == "move" and said.confidence >= SURE_OF_A_YES and _ADDS.search(heard.text):
        return said, Understanding("other", 0.9, why=("something more beside the move",), language=said.language)
    return _timed(heard, said), None


_ADDS = re.compile(
    r"\b(?:and|also|plus|&) +(?:also |can you |could you )*(?:add|include|throw in|bring)\b", re.IGNORECASE
)
_WISHES_TOO = re.compile(
    r"\b(?:and|also|plus|but also|oh and|,) +(?:also |please |maybe )*(?:can|could|may|is it ok|would|will|do you|add|"
    r"bring|i(?:'d| would) (?:also )?like|puede|puedo|podr[ií]a)\b.+|[.!?] +(?:and |also )?(?:can|could|may|"
    r"would|is it ok)\b.+",
    re.IGNORECASE,
)


def _asks_too(heard: Heard, said: Understanding) -> Understanding | None:
    """A wish beside a yes that we can't fulfil ourselves ("and can my sister come too?"): the owner reads it."""
    if said.intent != "affirm" or said.confidence < SURE_OF_A_YES or not _WISHES_TOO.search(heard.text):
        return None
    return Understanding("other", 0.9, why=("something more beside the yes",), language=said.language)


def _parted(heard: Heard, said: Understanding) -> tuple[Understanding, Understanding | None]:
    if said.confidence >= SURE_OF_A_YES and said.intent not in _BESIDE:
        return said, None
    pieces = _END.split(_OPENS.sub(r"\1. ", heard.text.strip()), maxsplit=1)
    first = _yes(replace(heard, text=pieces[0]))
    if first is None or len(pieces) == 1:
        return first or said, None
    rest = understand(replace(heard, text=pieces[1], context=Context(last_text=heard.context.last_text)))
    if rest.intent not in _BESIDE:
        return said, None
    return first, rest if rest.intent in ("ask", "mine") else None


def _yes(heard: Heard) -> Understanding | None:
    """A yes that stands alone: for certain, or in nothing but words of pleasure at what was read back."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", heard.text.casefold().replace("’", "'"))
    pleased = [bool(_PLEASED.fullmatch(word)) for word in words]
    if any(pleased) and all(so or _FILLING.fullmatch(word) for so, word in zip(pleased, words, strict=True)):
        return Understanding("affirm", 0.9, why=("pleased with what was read back",))
    said = understand(heard)
    return said if said.intent == "affirm" and said.confidence >= SURE_OF_A_YES else None


def _timed(heard: Heard, said: Understanding) -> Understanding:
    """A time in a text that is otherwise not understood, where a time is what we talk of: it is read back anyway."""
    refused = said.intent == "negate" and heard.context.offered and _NO_BUT.match(heard.text)
    if (said.intent != "other" and not refused) or said.automatic or _LATER.search(heard.text):
        return said
    if heard.context.awaiting == "confirmation" and not heard.context.offered:
        return said
    found = moments.read(
        _NO_BUT.sub("", heard.text) if refused else _RETHINKS.sub("", heard.text),
        heard.reference,
        heard.timezone,
        asked=True,
    )
    if found is None or found.when is None:
        return said
    slots = {**said.slots, "when": found.when.as_slot()}
    return replace(said, slots=slots) if refused else replace(said, intent="inform", confidence=0.6, slots=slots)

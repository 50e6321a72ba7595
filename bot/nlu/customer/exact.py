"""Answers that need no guessing: one letter, one emoji, a keyword."""

import re

from bot.domain import consent_words, tapbacks
from bot.nlu.customer.text import Seen
from bot.nlu.frames import Context, Understanding

_EMOJI = {"emoyes": "affirm", "emono": "negate"}
_LETTER = re.compile(r"\W*([cryn])\W*(?:(?:pl(?:ea)?[sz]e?|thanks|thank you|thx|ty)\W*)?", re.I)
_LINKS = re.compile(r"\s*(?:(?:https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S+)\s*)+", re.I)
_THANKS = frozenset(("emothanks", "emolove"))


def read(seen: Seen, context: Context) -> Understanding | None:
    """What a keyword, a letter or emoji alone mean after what was asked; None where there is more to read."""
    keyword = consent_words.read(seen.raw)
    if keyword == "opt_out" or consent_words.wants_out(seen.raw):
        return Understanding("opt_out", 1.0, why=("words that stop messages",))
    if keyword == "help":
        return Understanding("help", 1.0, why=("the keyword",))
    if keyword == "opt_in":
        return _start(seen, context)
    if _LINKS.fullmatch(seen.raw):
        return Understanding("other", 0.9, why=("nothing but a link",))
    return _letter(seen, context) or _emoji(seen, context)


def _start(seen: Seen, context: Context) -> Understanding:
    stopped = "unsubscribed" in (context.last_text or "").lower() or "reply start" in (context.last_text or "").lower()
    if seen.plain.startswith("yes") and not stopped:
        return Understanding("affirm", 1.0 if context.awaiting else 0.7, why=("yes",))
    return Understanding("opt_in", 1.0, why=("the keyword",))


def _letter(seen: Seen, context: Context) -> Understanding | None:
    letter = _LETTER.fullmatch(seen.raw)
    said = letter[1].lower() if letter else seen.plain
    meaning = {"c": "affirm", "y": "affirm", "r": "move", "n": "negate", "10 4": "affirm"}.get(said)
    if meaning is None or context.awaiting == "choice":
        return None
    return Understanding(meaning, 1.0 if context.awaiting == "confirmation" else 0.7, why=("the letter we ask for",))


def _emoji(seen: Seen, context: Context) -> Understanding | None:
    words = set(seen.plain.split())
    if not words or not all(w.startswith("emo") for w in words):
        return None
    meanings = {_EMOJI[w] for w in words if w in _EMOJI}
    if len(meanings) == 1 and context.awaiting in ("confirmation", "choice", "anything_else", "when", "detail"):
        return Understanding(meanings.pop(), 0.9, why=("emoji, after a question",))
    if words & _THANKS or words == {"emoyes"}:
        return Understanding("thanks", 0.8, why=("emoji",))
    return Understanding(
        "goodbye" if words == {"emowave"} and context.last_text else "greeting" if words == {"emowave"} else "other",
        0.5,
        why=("emoji",),
    )


def reaction(text: str, context: Context) -> Understanding | None:
    """What a reaction to our last words means; to older words it means nothing."""
    tapback = tapbacks.read(text)
    if tapback is None:
        return None
    intent = "other"
    if _quotes(tapback.quote, context.last_text or ""):
        if context.awaiting == "confirmation":
            intent = {"yes": "affirm", "no": "negate", "neutral": "other"}[tapback.feeling]
        elif tapback.feeling == "yes" and context.awaiting is None and not consent_words_in(tapback.quote):
            intent = "thanks"
    return Understanding(intent, 0.8, why=("a reaction to our words",))


def consent_words_in(quote: str) -> bool:
    """Whether the words that somebody reacted to were an advertisement, with its way out."""
    return "stop" in quote.lower()


def _quotes(quote: str, last: str) -> bool:
    short = "".join(filter(str.isalnum, quote.lower()))[:40]
    return len(short) > 3 and "".join(filter(str.isalnum, last.lower())).startswith(short)

"""Reactions that phones send as texts: `Liked “See you at 3”`. The quote is ours; the verb is the customer's."""

import re
from dataclasses import dataclass
from typing import Literal

Feeling = Literal["yes", "no", "neutral"]

_VERBS: dict[str, Feeling] = {
    "liked": "yes", "loved": "yes", "emphasized": "neutral", "questioned": "neutral", "laughed at": "neutral",
    "disliked": "no", "le gusto": "yes", "le encanto": "yes", "me gusta": "yes", "no le gusto": "no",
}  # fmt: skip
_UNDONE = r"(?:removed|quito)\b.{0,40}?\b(?:from|de|a)\b"
_QUOTE = r"\s*[\"“”«'‘](?P<quote>.*?)[\"“”»'’…]*\s*$"
_WORDS = re.compile(rf"^\s*(?P<verb>{'|'.join(sorted(_VERBS, key=len, reverse=True))}){_QUOTE}", re.I | re.S)
_REMOVED = re.compile(rf"^\s*{_UNDONE}{_QUOTE}", re.I | re.S)
_EMOJI = re.compile(rf"^\s*(?:reacted\s+)?(?P<verb>\W{{1,8}}?)\s*(?:to|a)\s{_QUOTE}", re.I | re.S)
_ABOUT_MEDIA = re.compile(rf"^\s*(?P<verb>{'|'.join(_VERBS)}) (?P<quote>an? (?:image|photo|message|video))\s*$", re.I)
_YES, _NO = "👍❤♥💖💕🥰😍💯✅", "👎"


@dataclass(frozen=True)
class Tapback:
    """What the customer felt about which of our words."""

    feeling: Feeling
    quote: str


def read(text: str) -> Tapback | None:
    """The reaction that a text is; None where it is words of somebody's own."""
    plain = text.replace("ó", "o")
    for pattern in (_WORDS, _ABOUT_MEDIA):
        if match := pattern.match(plain):
            return Tapback(_VERBS[match["verb"].lower()], match["quote"])
    if match := _REMOVED.match(plain):
        return Tapback("neutral", match["quote"])
    if match := _EMOJI.match(plain):
        return Tapback(_of_emoji(match["verb"]), match["quote"])
    return None


def _of_emoji(verb: str) -> Feeling:
    if any(c in verb for c in _NO):
        return "no"
    return "yes" if any(c in verb for c in _YES) else "neutral"

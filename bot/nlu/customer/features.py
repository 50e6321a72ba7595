"""What the classifier looks at: words, neighbours, pieces of words, and each of them together with what was asked."""

import re
from itertools import pairwise

from bot.nlu.frames import Context

_PROMO = re.compile(r"\b(?:stop|opt ?out|unsubscribe)\b", re.I)
_ASKS = re.compile(r"\b(?:confirm|reschedule)\b|\?\s*$", re.I)
_BOOKED = re.compile(
    r"\b(?:booked|all set|see you|confirmed|scheduled|got it|done|appointment (?:has been|was) )", re.I
)


def situation(context: Context) -> str:
    """What the customer answers to, in one word."""
    if context.awaiting:
        return context.awaiting
    last = context.last_text or ""
    if not last:
        return "nothing"
    if _PROMO.search(last):
        return "promo"
    return "booked" if _BOOKED.search(last) else "question" if _ASKS.search(last) else "told"


def features(masked: str, where: str) -> list[str]:
    """The features of a text in canonical words, said in a situation (see `situation`)."""
    words = masked.split()[:60]
    edged = ["^", *words, "$"]
    pairs = [f"{a} {b}" for a, b in pairwise(edged)]
    triples = [f"{a} {b} {c}" for a, b, c in zip(edged, edged[1:], edged[2:], strict=False)]
    crossed = [f"{where}:{w}" for w in (*words[:12], *pairs[:12])]
    whole = [f"={masked}", f"{where}={masked}"] if len(words) <= 5 else []
    return [*whole, *words, *pairs, *triples, *crossed, *_pieces(words), f"@{where}", f"@{where}#{min(len(words), 6)}"]


def _pieces(words: list[str]) -> list[str]:
    """Beginnings and ends of longer words, which survive a slip."""
    return [
        p for w in words if len(w) > 4 and w[0] != "x" for p in (f"{w[:4]}~", f"~{w[-4:]}", f"{w[:3]}~", f"~{w[1:4]}~")
    ]

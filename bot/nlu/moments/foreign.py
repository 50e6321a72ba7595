"""Moments in languages that our own grammar does not know: dateparser's reading, told in our values.

dateparser is always given the language (it guesses badly), and nothing that is only a number is believed.
"""

import re
from datetime import datetime, time
from typing import Any

from bot.nlu.frames import Moment, When

OWN = frozenset({"en", "es"})
"""Languages that the grammar reads itself."""


def find_foreign(text: str, reference: datetime, language: str) -> list[Moment]:
    """What dateparser finds in a text of that language (ISO 639-1); empty for a language that it does not know."""
    from dateparser.search import search_dates  # type: ignore[import-untyped]  # slow to load, and rarely needed

    settings: dict[str, Any] = {
        "RELATIVE_BASE": reference, "PREFER_DATES_FROM": "future", "RETURN_TIME_AS_PERIOD": True,
        "RETURN_AS_TIMEZONE_AWARE": False,
    }  # fmt: skip
    try:
        hits = search_dates(text[:400], languages=[language], settings=settings) or []
    except ValueError:
        return []
    moments = []
    at = 0
    for words, when in hits:
        at = text.find(words, at)
        if at >= 0 and re.search(r"[^\W\d]|\d[:/.h]\d", words):
            moments.append(_moment(words, when, at, reference))
    return moments


def _moment(words: str, when: datetime, at: int, reference: datetime) -> Moment:
    timed = (when.hour, when.minute) not in ((0, 0), (reference.hour, reference.minute))
    reading = (
        When(when, "minute", said=("day", "time"))
        if timed
        else When(datetime.combine(when, time()), "day", said=("day",))
    )
    return Moment(when=reading, span=(at, at + len(words)), confidence=0.6, why="dateparser")

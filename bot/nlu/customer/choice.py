"""Which of the offered moments a text takes: by its number, its day or time, or its place among the others."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.nlu.customer import guards
from bot.nlu.customer.text import Seen, canonical
from bot.nlu.customer.when import until
from bot.nlu.frames import Context, When
from bot.nlu.moments import find

_ORDINALS = {
    "first": 1,
    "1st": 1,
    "primera": 1,
    "primero": 1,
    "former": 1,
    "second": 2,
    "2nd": 2,
    "segunda": 2,
    "segundo": 2,
    "third": 3,
    "3rd": 3,
    "tercera": 3,
    "tercero": 3,
    "fourth": 4,
    "4th": 4,
    "cuarta": 4,
    "fifth": 5,
    "5th": 5,
}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "uno": 1, "una": 1, "dos": 2, "tres": 3, "a": 1, "b": 2, "d": 4}
_SHORT_ORDINAL = re.compile(r"(?:on )?(?:the )?(?:[1-4](?:st|nd|rd|th)|first|second|third|fourth)(?: one)?")
_POINTED = re.compile(r"\b(?:option|number|no|numero|opcion|choice|la|slot|#) ?(\d|one|two|three|four|a|b)\b")
_LAST = re.compile(
    r"\b(?:last|latter|(?:go|do|take) late|latest|ultima|ultimo|later (?:\w+ )?(?:ones?|time|slot|of)|(?:la|"
    r"el) mas tarde|late (?:one|"
    r"slot)|farthest)\b"
)
_EARLIEST = re.compile(
    r"\b(?:earliest|earlier (?:\w+ )?(?:ones?|time|slot|of)|(?:la|el) mas temprano|soonest|sooner (?:one|time|slot|"
    r"of)|(?:the )?early (?:one|slot)|"
    r"sooner the better)\b"
)
_EITHER = re.compile(
    r"\b(?:either|any|whichever|whatever|(?:both|all)(?: of (?:them|those))?(?: \w+)? (?:works?|fine|good|ok|great|do|"
    r"suit)|doesnt matter|does not matter|no preference|cualquiera|"
    r"you (?:pick|choose|"
    r"decide)|dealers choice|surprise me|up to you|not picky|dont care|do not care|do not mind)\b"
    r"(?! (?:other|later|earlier|sooner|more|way|chance|taken|gone|booked))"
)
_UNDECIDED = re.compile(
    r"\bwhich (?:one )?(?:is|would|do|does|has|time|are)\b(?! (?:fine|good|ok))|\bcual es\b|\bwhat is the difference\b"
)
"""Asks us back which one to take."""
_ONE_OR_OTHER = re.compile(r"\b(?:\d[\d:]*|xtime|xday)(?: (?:am|pm))? or (?:at |the )?(?:\d|xtime|xday)")
_CONDITION = re.compile(
    r"\b(?:if|as long as|unless|provided|providing|assuming|depend\w*|only when|si (?!es posible)(?:lo|la|me|es|hay|"
    r"esta|puede))\b"
)
"""A choice that hangs on something is none yet."""
_AT_WORK = re.compile(r"\b(?:work hours|at work|during|busy|taken|working|booked)\b")
_CLAUSE = re.compile(r"\bbut\b|[,;!]|\.(?!\d)| - ", re.I)
_MIDDLE = re.compile(r"\bmiddle\b")
_OTHER_ONE = re.compile(r"\bnot (?:the )?(\w+)(?: one)?\b.*\bother\b|\bother one\b.*\bnot (?:the )?(\w+)\b")
_BUT = re.compile(r"\b(?:but|except|not|besides)(?: on| at| the| for| in)* *$", re.I)
_REFUSED = re.compile(
    r"\b(?:any ?thing|any day|any of them|everything|all) (?:but|except) (?:the )?(?:xday|xtime)|"
    r"\b(?:not|except) (?:the |la |el )*(?:early|earlier|earliest|late|later|latest|latter|former|morning|afternoon|"
    r"evening) "
    r"?(?:one|slot|time)?\b|"
    r"\b(?:not|except|neither|none|no) (?:on |at |the |la |el )*(?:xday|xtime|first|second|"
    r"third|last|1st|2nd|3rd)(?: one)?(?: xtime)?"
)
_WANTS_OTHER = re.compile(
    r"\b(?:neither|none|nothing|ninguna|ninguno|anything|any other|something|another|else|different|instead|other "
    r"(?:time|day|option)s?|but|too (?:early|late|soon)|"
    r"can not|do not|does not|will not|not (?:good|great|xday|xtime)|only xtime|(?:before|after|between) xtime|"
    r"what about|how about|later (?:in|that|than)|earlier (?:in|that|than|on)|"
    r"let me (?:check|see|ask|think|look|know|get)|not sure|maybe|if not|unless|cancel|what if|otra|otro|"
    r"(?<!la )(?<!el )mas (?:tarde|temprano)|"
    r"prefer xtime|rather)\b"
)
_ANOTHER_DAY = re.compile(r"\b(?:earlier|later|sooner)\b")
_COUNTS = re.compile(r"^(?:for |we are |its |just )?\d+ (?:people|kids|of us|adults|guests)\b")
_NO_CHOICE = re.compile(r"\b(?:min|people|kids|of us|percent|dollars|years?)\b|\?$")


def offered(context: Context) -> tuple[datetime, ...]:
    """The moments that were offered; none where something else was."""
    return tuple(datetime.fromisoformat(m) for m in context.offered)


def choose(seen: Seen, context: Context, reference: datetime, timezone: str) -> int | None:
    """The number, from 1, of the one taken; None where it is not certain that exactly one is."""
    moments = offered(context)
    count = len(moments) or 9
    without = _REFUSED.sub(" ", seen.masked)
    if (
        _UNDECIDED.search(seen.plain)
        or (_ONE_OR_OTHER.search(seen.plain) and not _EITHER.search(seen.plain))
        or _CONDITION.search(guards.without_harmless(seen.plain))
        or _COUNTS.search(seen.plain)
    ):
        return None
    by_place = _by_place(seen, without, count, bool(moments))
    whens = _whens(seen, reference, timezone)
    if by_place is not None:
        return by_place if 1 <= by_place <= count else _by_moment(whens, moments)
    if _WANTS_OTHER.search(without) or guards.says_no(without):
        return None
    if moments and not whens and _takes_any(seen.plain):
        return 1
    return _by_moment(whens, moments) or _within_day(without, whens, moments)


def number_said(text: str) -> int | None:
    """The number of one in a list: "ok 2", "#2 thx", "the 1st pls", "option b"."""
    plain = canonical(re.sub(r"#", " ", text))
    if _NO_CHOICE.search(plain) or _WANTS_OTHER.search(plain) or guards.says_no(plain):
        return None
    if _CONDITION.search(guards.without_harmless(plain)):
        return None
    spelled = {_ORDINALS[w] for w in plain.split() if w in _ORDINALS}
    if (number := _alone(plain)) is not None or (match := _POINTED.search(plain)) is None:
        return number or (spelled.pop() if len(spelled) == 1 and len(plain.split()) < 7 else None)
    return int(match[1]) if match[1].isdecimal() else _NUMBERS[match[1]]


def _takes_any(plain: str) -> bool:
    return bool(_EITHER.search(plain)) and not guards.says_no(plain) and not _AT_WORK.search(plain)


def without_refused(raw: str) -> tuple[str, str] | None:
    """What is taken and what is refused, where a text does both: "not the morning, the second works"."""
    clauses = [c for c in _CLAUSE.split(raw) if c and c.strip()]
    refused = [c for c in clauses if guards.says_no(canonical(c))]
    taken = [c for c in clauses if c not in refused]
    return (" ".join(taken), " ".join(refused)) if refused and taken and len(clauses) < 5 else None


def the_other(taken: str, refused: Seen, context: Context, reference: datetime, timezone: str) -> int | None:
    """ "Not the first, the other one", of two."""
    if len(context.offered) != 2 or not re.search(r"\bother\b", taken, re.I):
        return None
    place = next((_ORDINALS[w] for w in refused.plain.split() if w in _ORDINALS), None)
    number = place or _by_moment(_whens_named(refused.raw, reference, timezone), offered(context))
    return 3 - number if number in (1, 2) else None


def _within_day(words: str, whens: Sequence[When], moments: tuple[datetime, ...]) -> int | None:
    """ "The first Tuesday slot", "the early one on Tuesday": a place among those of a day."""
    fitting = [n for n, m in enumerate(moments, 1) if whens and all(_fits(w, m) for w in whens)]
    spelled = {_ORDINALS[w] for w in words.split() if w in _ORDINALS}
    place = spelled.pop() if len(spelled) == 1 else _by_rank(words, len(fitting))
    if place is None and _takes_any(words):
        place = 1
    return fitting[place - 1] if place and 0 < place <= len(fitting) else None


def _by_place(seen: Seen, words: str, count: int, known: bool) -> int | None:
    if other := _OTHER_ONE.search(seen.plain):
        refused = _ORDINALS.get(other[1] or other[2])
        return 3 - refused if refused and count == 2 else None
    number = _alone(seen.plain)
    if number is not None:
        return number
    if _WANTS_OTHER.search(words) or _NO_CHOICE.search(words):
        return None
    spelled = {_ORDINALS[w] for w in _REFUSED.sub(" ", seen.plain).split() if w in _ORDINALS}
    if (
        len(spelled) == 1
        and not any(w in seen.plain for w in ("first thing", "at first", "second thought"))
        and not _dated(seen)
    ):
        return spelled.pop()
    if match := _POINTED.search(seen.plain):
        return int(match[1]) if match[1].isdecimal() else _NUMBERS[match[1]]
    return _by_rank(words, count) if known and not _dated(seen) else None


def _dated(seen: Seen) -> bool:
    """Whether a moment is named; "the 2nd" alone is the second of those offered rather than a date."""
    spans = (seen.raw[slice(*m.span)].lower() for m in seen.moments if m.when and not until(seen.raw, m))
    return any(not _SHORT_ORDINAL.fullmatch(span) for span in spans)


def _by_rank(words: str, count: int) -> int | None:
    if _EARLIEST.search(words):
        return 1
    if _LAST.search(words):
        return count
    return 2 if count == 3 and _MIDDLE.search(words) else None


def _alone(plain: str) -> int | None:
    """ "2", "two please", "lets do 2", "#2"."""
    rest = re.sub(
        r"\b(?:please|thanks|thank|you|the|ok|yes|i|will|take|do|let|us|go|with|would|like|want|can|we|"
        r"works?|is|it|gimme|give|ill|lets|emoyes|emosmile|emothanks|yes|sure|num|sounds|good|great|fine|best|"
        r"for|me|option|number|pick|choose|and|i guess|one(?= please))\b",
        " ",
        plain,
    )
    words = rest.split()
    if len(words) != 1:
        return None
    if words[0].isdecimal() and len(words[0]) == 1:
        return int(words[0])
    return _NUMBERS.get(words[0]) if words[0] not in ("a", "d") or plain in ("a", "d") else None


def _whens(seen: Seen, reference: datetime, timezone: str) -> list[When]:
    if re.search(r"\b(?:morning|afternoon|evening) one\b", seen.plain):
        return [m.when for m in find(re.sub(r"\bone\b", "", seen.raw, flags=re.I), reference, timezone) if m.when]
    found = seen.moments or tuple(find(seen.raw, reference, timezone, asked=True))
    wished = [m for m in found if not until(seen.raw, m) and not _BUT.search(seen.raw[: m.span[0]])]
    return [m.when for m in wished if m.when]


def _whens_named(raw: str, reference: datetime, timezone: str) -> list[When]:
    """What is refused, read as if it were wished for."""
    bare = re.sub(r"\bnot\b|\bone\b|n't\b", " ", raw, flags=re.I)
    return [m.when for m in find(bare, reference, timezone, asked=True) if m.when]


def _by_moment(whens: Sequence[When], moments: tuple[datetime, ...]) -> int | None:
    if not whens or not moments:
        return None
    fitting = [n for n, m in enumerate(moments, 1) if all(_fits(w, m) for w in whens)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(when: When, moment: datetime) -> bool:
    if "day" in when.said and not _same_day(when, moment):
        return False
    if "time" not in when.said:
        return "day" in when.said
    if when.grain == "minute":
        return (moment.hour % 12, moment.minute) == (when.start.hour % 12, when.start.minute)
    end = when.end.time() if when.end else None
    return when.start.time() <= moment.time() and (end is None or moment.time() < end or end <= when.start.time())


def _same_day(when: When, moment: datetime) -> bool:
    if when.end and when.grain in ("day", "range") and when.end.date() > when.start.date():
        return when.start.date() <= moment.date() <= when.end.date()
    days = (moment.date() - when.start.date()).days
    return days == 0 or (abs(days) == 7)

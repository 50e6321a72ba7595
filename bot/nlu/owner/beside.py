"""The moment that stands beside a recipient, and whether it is one to send at or part of the words."""

import re

from bot.nlu.frames import When
from bot.nlu.owner.scene import Scene

_SUBJECT = re.compile(
    r"(?!\s*(?:are|will|can|could|would|should|did|do|have) (?:you|u|we|i|they|he|she)\b)\s*(?:is|are|was|were"
    r"|works?|worked|will|would|could|can|can't|cant|won't|wont|isn't|isnt|doesn't|sounds?|looks?|only|instead|still"
    r"|it is|should|has|had|seems|"
    r"and(?! (?:say|tell|let|remind))|or|ok|okay|good|fine|if|for your|for you|through|thru|til|till|until|'s|'ll|'d"
    r"|at the|in the|with (?!prompt|recording|the \w+ template)\w+|onwards?|if|then|please\?|because)\b|\s*[?!%&+/]"
    r"|,?\s*-?\s*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\s*-?\s*\d+%",
    re.I,
)


_DAY_THING = re.compile(
    r"\s*(?:'s|s|')?\s+(?:class|classes|special|specials|session|appointment|appt|appts|menu|sale|slot|practice|game"
    r"|night|lunch|dinner|brunch|workshop|shift|deal|hours|schedule|event|training|meeting|delivery|visit"
    r"|morning class|spot|spots|openings?)\b",
    re.I,
)


_TRIGGER = re.compile(
    r"(?:on|at|@|this|next|in|every|each|tom|tmr|tmw|2mor|2mr|today|tonight|tonite|mon|tue|wed|thu|fri|sat|sun|noon"
    r"|midnight|midday|half|quarter|eod|cob|first|second|third|last|1st|2nd|3rd|daily|weekly|monthly|yearly|weekday"
    r"|weekend|later|"
    r"the (?:\d|first|second|third|fourth|fifth|last|day|morning)|jan|feb|mar|apr|may \d|jun|jul|aug|sep|oct|nov|dec"
    r"|\d|morning|afternoon|evening|for (?:\d|mon|tue|wed|thu|fri|sat|sun|tom|today|tonight|next|this|the|noon)"
    r"|an hour|a week|a day|two|three|four|five|six|seven|eight|nine|ten|starting|christmas|thanksgiving|easter"
    r"|new year|valentine|halloween|end of|before|after|bi-?weekly|fortnightly|quarterly|annually|nightly|around"
    r"|about \d)",
    re.I,
)


_AT = re.compile(r"\s*(?:,\s*)?(?:at|@)?\s*\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m?\.?\b)?", re.I)


def moment_at(scene: Scene, rest: str, *, strict: bool) -> tuple[int, When | None, str | None] | None:
    """The moment at the very beginning of `rest`, unless what follows makes it part of a sentence."""
    if not _TRIGGER.match(rest):
        return None
    piece = re.split(r":(?!\d)|\n| [-–—]+ |[\"]|\?|!", rest, maxsplit=1)[0][:90]
    prefix = re.match(r"(?:for|on|starting|beginning)\s+(?!the kids)", piece, re.I)
    skip = prefix.end() if prefix else 0
    found = _longest(scene, piece) if not skip else None
    if skip and (later := _longest(scene, piece[skip:])):
        found = (skip + later[0], later[1], later[2])
    found = found or _longest(scene, piece)
    if found is None:
        return None
    end, when, rrule = found
    end += 1 if re.match(r"\.(?=\s|$)", rest[end:]) else 0
    after = rest[end:]
    if strict and (_SUBJECT.match(after) or (when and when.grain == "range")):
        return None
    if strict and when and when.said == ("day",) and not rrule and _DAY_THING.match(after):
        return None
    return end, when, rrule


def _longest(scene: Scene, piece: str) -> tuple[int, When | None, str | None] | None:
    found = scene.first_when(piece)
    end = found[0] if found else 0
    more = _AT.match(piece[end:]) if found is None or (found[1] and found[1].said == ("day",)) or found[2] else None
    if (
        more
        and re.search(r"\d", more[0])
        and (found is None or re.match(r"\s*,?\s*(?:at|@)", more[0]) or re.search(r"[apm:]", more[0]))
    ):
        longer = scene.first_when(piece[: end + more.end()])
        if longer and longer[0] >= end + len(more[0].rstrip()) and re.match(r"\s|$|,|-", piece[longer[0] :]):
            return longer
    return found

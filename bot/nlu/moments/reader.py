"""The two questions: which moments does a text name (`find`), and which one does it mean (`read`)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.nlu.frames import Moment
from bot.nlu.moments.chart import Node, cover, nodes
from bot.nlu.moments.foreign import OWN, find_foreign
from bot.nlu.moments.partial import Partial, clock_of
from bot.nlu.moments.resolve import resolve
from bot.nlu.moments.settle import Hours
from bot.nlu.moments.text import Text, canonical
from bot.nlu.moments.unite import unite
from bot.nlu.moments.whens import Now

_TRIGGER = re.compile(
    r"\d|[A-Z]|\b(?:noon|midday|midnight|morning|afternoon|evening|night|lunch|dinner|breakfast|brunch"
    r"|week|every|each|daily|monthly|"
    r"hour|half|quarter|eod|cob|asap|now|easter|christmas|xmas|thanksgiving|halloween|new year|valentine"
    r"|mlk|martin|patrick|paddy|day|"
    r"annual|nightly|yearly|bi-?week|fortnight|once|summer|spring|fall|autumn|winter|q[1-4]|eom|eoy|eow"
    r"|mid|work|school|end|weekends?|wkends?|wknds?|nye|mardi|pentecost|juneteenth|kwanzaa|cinco"
    r"|super ?bowl|closing|fortnight|time)"
)
_NOT = re.compile(
    r"(?:\b(?:not|except|except for|excluding|but not|anything but|any ?(?:[dD]ay|time) but|other than|instead of"
    r"|rather than|besides|no can do|nor|neither|never|no longer|apart from|"
    r"aside from|without|minus|ever since|since)(?: (?:on|at|for|this|the|in|do|doing|available|free|possible|open"
    r"|working|good|great|work|come|make it|until))*,? )$"
)
_NO = re.compile(r"\b(?:no|never|not)(?: \w+ \w+)? (?:on )?$")
_CANNOT = re.compile(
    r"\b(?:can'?t|cannot|cant|can not|couldn'?t|won'?t be able to|unable to|not able to|don'?t want|wont"
    r"|(?:i|we|i've|we've|i'll)(?: already| also)? (?:have|had|got) (?:something"
    r"|plans|work|class|school|to work|another \w+|an? \w+)"
    r"|(?:busy|booked"
    r"|working|away|tied up|out of town)) ?(?:do|make|go|attend|get there|be available|come in|come"
    r"|be there|have|take|it|make it|work)?(?: (?:on|at|for|in|the|this|it))*,? ?$"
)
_UNWANTED_AFTER = re.compile(
    r" (?:doesn'?t|does not|won'?t|will not|isn'?t|is not|is no|is bad|don'?t|doesnt|wont|isnt) ?"
    r"(?:gonna )?(?:work|good|possible|going to work|an option|suit|do)?\b"
)
_MOVES = re.compile(
    r"\b(?:move[ds]?|moving|resched\w*|switch\w*|change[ds]?|changing|push(?:ed)?|shift(?:ed)?|swap\w*"
    r"|bump\w*|slide|postpone\w*)\b"
)


@dataclass(frozen=True, slots=True)
class _Found:
    node: Node
    unwanted: bool

    @property
    def partial(self) -> Partial:
        assert isinstance(self.node.value, Partial)  # noqa: S101 - the caller has looked
        return self.node.value


def find(
    text: str,
    reference: datetime,
    timezone: str,
    *,
    hours: Hours | None = None,
    language: str | None = None,
    asked: bool = False,
) -> list[Moment]:
    """Every expression of time in the text, left to right, not overlapping, with its character span.

    `reference` is naive local wall time. `asked` says that a time was asked for, so that a number alone ("4") is one.
    What the text rules out ("not tuesday") is left out.
    """
    if language not in (None, *OWN) and (foreign := find_foreign(text, reference, language or "")):
        return foreign
    words, found = _look(text, reference, language, asked)
    now = Now(reference, timezone, hours)
    moments = (_moment(words, f.node, f.partial, now) for f in found if not f.unwanted and not _gone(f, reference))
    return [m for m in moments if m is not None]


def read(
    text: str,
    reference: datetime,
    timezone: str,
    *,
    hours: Hours | None = None,
    language: str | None = None,
    asked: bool = False,
) -> Moment | None:
    """The moment that the whole text means: its parts put together, however far apart; None where it names none."""
    if language not in (None, *OWN) and (foreign := find_foreign(text, reference, language or "")):
        return foreign[0]
    words, found = _look(text, reference, language, asked)
    now = Now(reference, timezone, hours)
    found = [f for f in found if not _gone(f, reference)] or found
    moments = [
        (_is_new_time(words.canon, node), m) for node, p in _gathered(found) if (m := _moment(words, node, p, now))
    ]
    if not moments:
        return None
    _, best = max(moments, key=lambda pair: (pair[0], _worth(pair[1]), -pair[1].span[0]))
    return best if len(moments) == 1 else replace(best, confidence=best.confidence * 0.8)


def _gone(found: _Found, reference: datetime) -> bool:
    """A period that is over ("for the last three days"): the story around a text, never a time to come."""
    p = found.partial
    return p.within is not None and p.within[1] <= reference.date() and p.within[0] < p.within[1] and not p.has_day


def _is_new_time(canon: str, node: Node) -> bool:
    """Whether it is what something is moved to: "my 3 on the 10th … change to the 12th"."""
    leads = canon[: node.start].endswith("to ") or canon.startswith("to ", node.start)
    return leads and _MOVES.search(canon) is not None


def _worth(m: Moment) -> int:
    if m.rrule:
        return 3
    return len(m.when.said) if m.when else 0


def _look(text: str, reference: datetime, language: str | None, asked: bool) -> tuple[Text, list[_Found]]:
    words = canonical(text, language)
    canon = words.canon
    if not _TRIGGER.search(canon):
        return words, []
    found = [_Found(n, _unwanted(canon, n)) for n in cover(nodes(canon, reference, bool(_MOVES.search(canon))))]
    if asked and not found:
        found = _bare_answer(canon)
    return words, _weighed(canon, [_opened(canon, f) for f in found])


_ONWARDS = re.compile(
    r",? (?:(?:or|and) (?:any ?time )?(?:later|after|afterwards?|on|onwards?|beyond)\b(?! \d)|onwards?\b"
    r"|\+)|.{0,24}\b(?:after|past) (?:that|then)\b"
)


def _opened(canon: str, found: _Found) -> _Found:
    """ "4 or later", "off at 5:30 so any time after that": a range that is open at its end."""
    p, after = found.partial, _ONWARDS.match(canon[found.node.end :])
    if not after or not p.clock or p.bound or p.end or p.every:
        return found
    return replace(found, node=replace(found.node, value=p.but(bound="after"), why=f"{found.node.why} + onwards"))


def _bare_answer(canon: str) -> list[_Found]:
    match = re.fullmatch(r"\D{0,24}?\b(\d{1,4})(?:ish)?\b\D{0,24}", canon)
    clock = clock_of(int(match[1])) if match and int(match[1]) > 0 else None
    if match is None or clock is None:
        return []
    return [
        _Found(Node(match.start(1), match.end(1), Partial(clock=clock), 1, "a number, when a time was asked"), False)
    ]


def _unwanted(canon: str, node: Node) -> bool:
    before = canon[: node.start]
    repeats = isinstance(node.value, Partial) and node.value.every is not None
    return bool(_NOT.search(before) or (repeats and _NO.search(before)))


def _weighed(canon: str, found: list[_Found]) -> list[_Found]:
    """ "Can't make 9, could do 11": what cannot be is left out where something else is said."""
    if len(found) < 2:
        return found
    refused = [f for f in found if _CANNOT.search(canon[: f.node.start]) or _UNWANTED_AFTER.match(canon[f.node.end :])]
    if len(refused) == len(found):
        return found
    return [replace(f, unwanted=f.unwanted or f in refused) for f in found]


def _gathered(found: list[_Found]) -> list[tuple[Node, Partial]]:
    """What stands apart but belongs together: "next week … on Wednesday", "the 6th … a slot at 2:30"."""
    gathered: list[tuple[Node, Partial]] = []
    for item in (f for f in found if not f.unwanted):
        node, partial = item.node, item.partial
        if gathered:
            before, last = gathered[-1]
            both = _together(last, partial)
            if both is not None:
                gathered[-1] = (Node(before.start, node.end, both, 1, f"{before.why} … {node.why}"), both)
                continue
        gathered.append((node, partial))
    return gathered


def _together(a: Partial, b: Partial) -> Partial | None:
    if (a.bound and not a.clock) or (b.bound and not b.clock):
        return None
    complementary = (a.dated and not a.timed) != (b.dated and not b.timed) and not (a.dated and b.dated)
    narrower = (a.within and b.has_day) or (b.within and a.has_day)
    return unite(a, b) if complementary or narrower else None


def _moment(words: Text, node: Node, partial: Partial, now: Now) -> Moment | None:
    moment = resolve(partial, now)
    if moment is None:
        return None
    start, end = words.origin(node.start, node.end)
    return replace(moment, span=_trimmed(words.original, start, end), why=node.why)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " ,.;":
        end -= 1
    while start < end and text[start] in " ,":
        start += 1
    return start, end

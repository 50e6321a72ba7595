"""From atoms to whole expressions: neighbours are put together as long as they make sense, and the best cover wins.

A node is a stretch of the canonical text with what it says. Atoms come from the rules; two nodes with nothing but
joining words between them ("at", "on", a comma; "to"; "and"; "after") may make a greater one. In the end the
non-overlapping nodes that account for the most characters are the expressions found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bot.nlu.moments import (  # noqa: F401  (they register their rules)
    clocks,
    dates,
    dayparts,
    lengths,
    monthly,
    periods,
    repeats,
    weekdays,
)
from bot.nlu.moments.join import Gap, after_mark, join
from bot.nlu.moments.partial import Partial
from bot.nlu.moments.rules import RULES

MOST_NODES = 400
"""A text that yields more is cut short: what is found by then is what is found."""


@dataclass(frozen=True, slots=True)
class Node:
    """A stretch of the canonical text and what it says; `value` is a mark's word or constraints."""

    start: int
    end: int
    value: Partial | str
    weight: float
    why: str


_MARK = re.compile(
    r"(?<![\w'])(?:(?P<after>(?:any ?time |some ?time |not |starting |beginning |right |just |later "
    r"|on or )*(?:after|later than"
    r"|no earlier than|past|not before))"
    r"|(?P<before>(?:any ?time |some ?time |right |just |not )?(?:before|prior to|earlier than|b4))"
    r"|(?P<until>(?:any ?time |some ?time |right |just )?(?:between now and|from now (?:until|till|to|through)"
    r"|until|untill|till|til|'til|no later than|not after|up to))"
    r"|(?P<between>(?:any ?time |some ?time )?(?:between|btwn|betw|b/w|b/t))|(?P<from>(?:any ?time "
    r"|some ?time )?(?:from|starting(?: (?:at|on|from))?"
    r"|beginning(?: (?:at|on))?|as of))"
    r"|(?P<weekafter>(?:the )?Week (?:after|following))|(?P<weekbefore>(?:the )?Week before)"
    r"|(?P<weekend>(?:the )?weekend (?:of|before))|(?P<by>(?:come |stop |drop )?by)"
    r"|(?P<week>(?:in |during |for |on )?(?:the )?Week (?:of|starting"
    r"|beginning|commencing)))"
    r"(?: (?:at|around|about|like|on))? (?=the |\w)(?:the (?=\d+ |Week))?"
)
_GAPS: tuple[tuple[Gap, re.Pattern[str]], ...] = (
    (
        "join",
        re.compile(
            r"[ ,.]*(?:(?:at|@|on|by|in|for|of|the|around|about|is|like|say|maybe|some ?time|any ?time|;|:|\(|\)"
            r"|starting|from|there|please|works|okay|ok|same|its|it's|right|"
            r"early|late|perhaps|preferably|possibly|probably|hopefully) ?,? ?){0,3}"
        ),
    ),
    ("dash", re.compile(r" ?- ?(?:at )?")),
    (
        "to",
        re.compile(
            r" ?,?(?:to|-|until|untill|till|til|thru|through|up to|'til|and ending(?: at| on)?|or so to"
            r"|and finishing at) ?(?:(?:at|about|on|around|the|like) )?"
        ),
    ),
    ("through", re.compile(r" (?:through|thru|through to|up to and including) (?:the )?(?:end of (?:the )?)?")),
    ("and", re.compile(r"[ ,]*(?:and|&|but|n) ?(?:(?:at|about|on|around|the|like) )?")),
    (
        "after",
        re.compile(r" (?:after|from|past|following|later than) (?:the )?"),
    ),
    ("starting", re.compile(r",? (?:from|starting(?: from| on| at)?|beginning(?: on| at)?|as of) (?:the )?")),
    ("before", re.compile(r" (?:before|prior to|ahead of|earlier than|until|till|til|to) (?:the )?")),
)


@lru_cache(maxsize=8192)
def _gaps(between: str) -> tuple[Gap, ...]:
    return tuple(name for name, pattern in _GAPS if pattern.fullmatch(between))


def nodes(canon: str, now: datetime, movable: bool = False) -> list[Node]:
    """All nodes of the text, atoms and composed; `movable` says that "to" leads to a new time, not to an end."""
    chart = list(_atoms(canon, now))
    chart += [Node(m.start(), m.end(), m.lastgroup or "", 0.1, m[0].strip()) for m in _MARK.finditer(canon)]
    seen = {(n.start, n.end, n.value) for n in chart}
    i = 0
    while i < len(chart) and len(chart) < MOST_NODES:
        for j in range(i):
            for made in _pair(chart[i], chart[j], canon, now, movable):
                if (made.start, made.end, made.value) not in seen:
                    seen.add((made.start, made.end, made.value))
                    chart.append(made)
        i += 1
    return chart


def _atoms(canon: str, now: datetime) -> Iterator[Node]:
    for rule in RULES:
        for match in rule.pattern.finditer(canon):
            value = rule.build(match, now)
            if value is not None:
                yield Node(match.start(), match.end(), value, rule.weight, rule.name)


def _pair(a: Node, b: Node, canon: str, now: datetime, movable: bool) -> Iterator[Node]:
    if a.start > b.start:
        a, b = b, a
    if a.end > b.start or b.start - a.end > 30 or isinstance(b.value, str):
        return
    between = canon[a.end : b.start]
    if isinstance(a.value, str):
        made = (
            after_mark("by" if movable and a.value == "from" else a.value, b.value, now)
            if not between.strip()
            else None
        )
        if made is not None:
            yield _node(a, b, made, a.value)
        return
    for gap in _gaps(between):
        made = None if gap == "to" and movable else join(a.value, gap, b.value, now)
        if made is not None:
            yield _node(a, b, made, gap)


def _node(a: Node, b: Node, value: Partial, how: str) -> Node:
    why = f"{a.why} + {b.why}" if how in ("join", "after", "before", "from", "between") else f"{a.why} {how} {b.why}"
    return Node(a.start, b.end, value, max(a.weight, b.weight) + 0.1, why)


def cover(chart: list[Node]) -> list[Node]:
    """The non-overlapping nodes that stand for a moment and account for the most of the text, left to right."""
    whole = [n for n in chart if isinstance(n.value, Partial) and stands_alone(n.value)]
    whole.sort(key=lambda n: (n.end, n.start))
    best: list[tuple[float, list[Node]]] = [(0.0, [])]
    ends: list[int] = [-1]
    for node in whole:
        k = max(i for i, end in enumerate(ends) if end <= node.start)
        score = best[k][0] + (node.end - node.start) + node.weight - 3
        if score > best[-1][0]:
            best.append((score, [*best[k][1], node]))
            ends.append(node.end)
    return best[-1][1]


def stands_alone(p: Partial) -> bool:
    """Whether this is a moment by itself, and not a number, a length or a year that waits for its neighbours."""
    if p.soft or (p.bare is not None and p.end is None) or p.bound == "between":
        return False
    if p.nth is not None and not (p.month or p.within or p.on):
        return False
    if (p.lasting or p.times) and not (p.timed or p.dated or p.at or p.every):
        return False
    return bool(p.dated or p.timed or p.at or p.every or p.end)

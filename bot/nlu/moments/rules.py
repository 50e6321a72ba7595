"""How a rule is written: a regular expression over canonical words with named macros, and what it says."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.nlu.moments import lexicon as words
from bot.nlu.moments.partial import Partial

Build = Callable[[re.Match[str], datetime], Partial | None]

MACROS = {
    "wd": "(?P<wd>" + "|".join(words.WEEKDAYS) + ")",
    "wds": "(?:" + "|".join(words.WEEKDAYS) + ")",
    "mon": "(?P<mon>" + "|".join(words.MONTHS) + ")",
    "dom": r"(?P<dom>3[01]|[12]\d|0?[1-9])",
    "th": r"(?:st|nd|rd|th)",
    "year": r"(?P<year>(?:19|20)\d\d)",
    "hh": r"(?P<hh>2[0-4]|1\d|0?\d)",
    "mm": r"(?P<mm>[0-5]\d)",
    "half": r"(?: ?(?P<half>am|pm)\b)",
    "n": r"(?P<n>\d{1,3}(?:\.\d)?|an?|the|couple|few)",
    "unit": r"(?P<unit>Minute|Hour|Day|Week|Fortnight|Month|Quarter|Year)s?",
    "len": r"(?:(?:about|around|like|another|exactly|just|approximately|roughly) )?(?P<len>"
    r"half (?:an? )?Hour|(?:an? |1 )?half[- ]Hour|an? Hour and an? (?:half|quarter)|(?:an?"
    r"|1)? ?[qQ]uarter (?:of an? |of the |an )?Hour"
    r"|3 [qQ]uarters? of an Hour|3/4 (?:of an )?Hour|1/[24] (?:of an )?Hour|(?:(?:an?|the) )?(?:couple"
    r"|few|several)(?: of)? (?:more )?"
    r"(?:Minute|Hour|Day|Week|Month|Year)s?"
    r"|(?:\d{1,4}(?:\.\d+)?|an?)(?: and (?:a half|1/2)| 1/2)? ?(?:more |business |working )?(?:Minute"
    r"|Hour|Day|Week|Fortnight|Month|Quarter|Year)s?"
    r"(?: and (?:a half|an? quarter))?(?:,? (?:and )?\d{1,3} (?:Minute|Hour|Day|Week|Month)s?){0,2})(?!\w)",
    "part": r"(?P<part>(?:(?:early|late|mid) (?:in the )?)?(?:morning|afternoon|evening|night|nite)s?(?: ?time)?"
    r"|(?:lunch|dinner|supper|brunch|breakfast)(?: ?time)?)",
    "L": r"(?<![\w.\x00$/])(?<!\d:)",
    "R": r"(?![\w\x00])(?!(?<=\d)[.:/]\d)",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern that reads one atom of a text."""

    name: str
    pattern: re.Pattern[str]
    build: Build
    weight: float


RULES: list[Rule] = []


def _expanded(pattern: str) -> str:
    """Macros put in; a group's name goes to the first of its kind."""
    named: set[str] = set()

    def put(match: re.Match[str]) -> str:
        macro = MACROS[match[1]]
        again = match[1] in named
        named.add(match[1])
        return re.sub(r"\?P<\w+>", "?:", macro) if again else macro

    return re.sub(r"\{([a-zA-Z]+)\}", put, pattern)


def rule(name: str, pattern: str, weight: float = 1.0) -> Callable[[Build], Build]:
    """Register a rule. `{wd}`, `{mon}`, `{len}` … stand for the macros; the groups they name reach the function."""

    def register(build: Build) -> Build:
        expanded = _expanded(pattern)
        RULES.append(Rule(name, re.compile(MACROS["L"] + "(?:" + expanded + ")" + MACROS["R"]), build, weight))
        return build

    return register

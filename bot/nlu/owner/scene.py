"""A text with the names, numbers and ids in it marked, so that a command is one short pattern.

`Scene.masked` is the text with each name replaced by two private-use characters: its kind and its place in
`Scene.found`. Patterns are regular expressions in which `{who}`, `{group}`… stand for these marks (`pattern`); what a
named group matched is read back by `Scene.raw`, `values`, `value`.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from bot.nlu.frames import Heard, Slots, When
from bot.nlu.moments import find, read
from bot.nlu.names import EVERYDAY, Kind, Name, Roster, Token, fold, roster, tokens, wordlike

CUSTOMER, BOTH, GROUP, CALENDAR, SERVICE, PHONE, EMAIL, ID = (chr(0xE001 + n) for n in range(8))
_MARKS = {"customer": CUSTOMER, "group": GROUP, "calendar": CALENDAR, "service": SERVICE}
_MARK = re.compile("[\ue001-\ue008](.)", re.S)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HYPHEN = re.compile(r"(?<![\d\-/:])(\d{1,2}(?::\d\d)?)-(\d{1,2}(?::\d\d)?(?: ?[ap]m)?)(?![\d\-/])")
_PHONE = (
    r"(?<![\w#$])(?:\+\d{1,3}[ .\-]?)?(?:1[ .\-])?(?:\(\d{3}\) ?|\d{3}[ .\-]?)\d{3}[ .\-]?\d{4}(?![\w])"
    r"|(?<![\w#$\-])\d{3}[\-.]\d{4}(?![\w\-])|\+\d{8,15}(?!\w)"
)
_EMAIL = r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
_EXACT = re.compile(f"(?P<email>{_EMAIL})|(?P<phone>{_PHONE})|(?P<id>#\\s?\\d{{1,9}}\\b)")
_DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "weds",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "noon",
        "cancel",
        "move",
        "book",
    ]
)
_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
    ]
)
_BEFORE_NAME = frozenset(
    [
        "text",
        "tell",
        "remind",
        "book",
        "move",
        "cancel",
        "call",
        "email",
        "message",
        "msg",
        "ping",
        "ask",
        "reply",
        "to",
        "for",
        "with",
        "and",
        "from",
        "add",
        "remove",
        "delete",
        "block",
        "find",
        "unschedule",
        "push",
        "invite",
        "notify",
        "let",
        "put",
        "schedule",
        "reschedule",
        "bump",
        "did",
        "has",
        "does",
        "is",
        "who's",
        "whos",
        "w",
        "see",
        "free",
        "schedule",
        "squeeze",
        "fit",
        "answer",
        "about",
        "of",
        "on",
        "show",
        "get",
        "opt",
        "out",
        "unsubscribe",
        "change",
        "update",
        "rename",
        "drop",
        "take",
    ]
)
_MOST = 80
"""Words of a command looked at for names."""

NAMES = {
    "who": f"[{CUSTOMER}{BOTH}{PHONE}].",
    "customer": f"[{CUSTOMER}{BOTH}].",
    "group": f"{GROUP}.",
    "staff": f"[{CALENDAR}{BOTH}].",
    "service": f"{SERVICE}.",
    "phone": f"{PHONE}.",
    "email": f"{EMAIL}.",
    "id": f"(?:{ID}.|(?:no\\.? ?|number )?\\d{{1,9}})",
    "and": r"(?:\s*,\s*(?:and\s+)?|\s*[&+/]\s*|\s+and\s+|\s+)",
    "word": r"[^\W\d_][\w'.\-]*",
}


def pattern(text: str) -> re.Pattern[str]:
    """A command's pattern: `{who}`, `{whos}`, `{name}` (words not known as a name) and so on are filled in."""
    names = dict(NAMES)
    names["whos"] = f"{names['who']}(?:{names['and']}{names['who']})*"
    names["name"] = f"{names['word']}(?: {names['word']}){{0,2}}"
    for key, value in names.items():
        text = text.replace("{" + key + "}", value)
    return re.compile(text, re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Scene:
    """A text being understood: `text` may be what is left of `heard.text` after a greeting."""

    heard: Heard
    text: str

    @cached_property
    def roster(self) -> Roster:
        """The names that this business knows."""
        return roster(self.heard.directory)

    @cached_property
    def found(self) -> list[Name | tuple[int, int, str, str]]:
        """Every name, phone number, address and id, left to right, not overlapping."""
        exact = [(m.start(), m.end(), str(m.lastgroup), m[0]) for m in _EXACT.finditer(self.text)]
        names: list[Name | tuple[int, int, str, str]] = list(exact)
        words, i = tokens(self.text)[:_MOST], 0
        while i < len(words):
            taken = any(s <= words[i].start < e for s, e, _, _ in exact)
            name = None if taken else self._name(words, i)
            if name is None:
                i += 1
                continue
            names.append(name)
            while i < len(words) and words[i].start < name.end:
                i += 1
        return sorted(names, key=lambda n: n.start if isinstance(n, Name) else n[0])

    def _name(self, words: list[Token], i: int) -> Name | None:
        if words[i].plain in _DAYS and not (i + 1 < len(words) and words[i + 1].raw[0].isupper()):
            kinds: tuple[Kind, ...] = ("group", "calendar")
        else:
            kinds = ("customer", "group", "calendar", "service")
        before = words[i - 1].plain if i else ""
        if words[i].plain in _MONTHS and i + 1 < len(words) and words[i + 1].raw[0].isdigit():
            return None
        slips = words[i].plain not in EVERYDAY
        names = [n for kind in kinds if (n := self.roster.at(words, i, kind, text=self.text, slips=slips))]
        if wordlike(words[i]) and before not in _BEFORE_NAME and i:
            names = [n for n in names if n.kind != "customer" or n.end > words[i].end]
        if not names:
            return None
        best = max(names, key=lambda n: (n.score, n.end))
        calendar = next((n.value for n in names if n.kind == "calendar" and n.end >= best.end), None)
        return replace(best, calendar=calendar) if best.kind == "customer" else best

    @cached_property
    def masked(self) -> str:
        """The text with its names marked; typographic apostrophes and quotes made plain."""
        parts, at = [], 0
        for n, name in enumerate(self.found[:200]):
            start, end, mark = self._marked(name)
            parts += [_PRIVATE.sub(" ", self.text[at:start]), mark + chr(0xE100 + n)]
            at = end
        return plain("".join([*parts, _PRIVATE.sub(" ", self.text[at:])]))

    @staticmethod
    def _marked(name: Name | tuple[int, int, str, str]) -> tuple[int, int, str]:
        if isinstance(name, Name):
            return name.start, name.end, BOTH if name.calendar and name.kind == "customer" else _MARKS[name.kind]
        return name[0], name[1], {"phone": PHONE, "email": EMAIL, "id": ID}[name[2]]

    def raw(self, masked: str) -> str:
        """Part of the masked text as it was written."""
        return _MARK.sub(lambda m: self._written(self.found[ord(m[1]) - 0xE100]), masked).strip(" \t\n,;:.-–—\"'")

    def _written(self, name: Name | tuple[int, int, str, str]) -> str:
        return self.text[name.start : name.end] if isinstance(name, Name) else name[3]

    def values(self, masked: str, *, calendar: bool = False) -> list[str]:
        """What the marks in part of the masked text stand for, as the business writes it."""
        found = []
        for m in _MARK.finditer(masked):
            name = self.found[ord(m[1]) - 0xE100]
            value = (name.calendar if calendar and name.calendar else name.value) if isinstance(name, Name) else name[3]
            found.append(value.lstrip("# ") if isinstance(name, tuple) and name[2] == "id" else value)
        return list(dict.fromkeys(found))

    def value(self, masked: str, *, calendar: bool = False) -> str:
        """The first of `values`, or the words as written."""
        values = self.values(masked, calendar=calendar)
        return values[0] if values else self.raw(masked)

    def when(self, masked: str, *, asked: bool = False) -> tuple[Slots | None, str | None]:
        """The moment and the recurrence that part of the masked text names."""
        text = _HYPHEN.sub(r"\1 to \2", _MARK.sub(" § ", masked)).strip(" ,.;-")
        moment = read(text, self.heard.reference, self.heard.timezone, asked=asked) if text else None
        if moment is None:
            return None, None
        return (moment.when.as_slot() if moment.when else None), moment.rrule

    def first_when(self, text: str) -> tuple[int, When | None, str | None] | None:
        """The moment that stands at the very beginning of a piece of the text: where it ends, and what it is."""
        for moment in find(text, self.heard.reference, self.heard.timezone):
            if not re.sub(r"\b(?:at|on|for|by)\b", "", text[: moment.span[0]].lower()).strip(" ,@"):
                return moment.span[1], moment.when, moment.rrule
            break
        return None


def plain(text: str) -> str:
    """Typographic quotes and apostrophes made plain, one for one."""
    return text.translate(_PLAIN)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
__all__ = ["Scene", "fold", "pattern", "plain"]

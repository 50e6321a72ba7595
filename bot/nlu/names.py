"""Names in a text, matched against those that a business knows.

Without case, accents and apostrophes; by first name where it is unique; with one typing slip ("jnae"); plural and
possessive ("vips", "Bob's", "anns"); groups of several words, or their beginning. A name that fits several customers is
given as written: whoever asked finds out which one is meant.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.frames import Directory

Kind = Literal["customer", "group", "calendar", "service", "template"]
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*\.?")
_ABBREVIATED = frozenset(("dr.", "mr.", "mrs.", "ms.", "st.", "jr.", "sr."))
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST = 5


def _list(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / "words" / f"{name}.txt").read_text(encoding="utf-8").split())


EVERYDAY = _list("everyday")
"""Words that are no slip of a name."""
ALSO_WORDS = _list("word_names")
"""Names that are everyday words too."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text, where it stands, and how it is compared."""

    start: int
    end: int
    raw: str
    plain: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name found: `value` is how the business writes it, or the words as written where several customers fit."""

    start: int
    end: int
    kind: Kind
    value: str
    score: float = 1.0
    also: tuple[str, ...] = ()
    """All that fit, where there are several."""
    calendar: str | None = None
    """The calendar that the same words name."""


def fold(text: str) -> str:
    """Text for comparing: no case, accents, apostrophes or full stops."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"['’‘.]", "", bare.translate(_LETTERS))


def tokens(text: str) -> list[Token]:
    """The words of a text, left to right."""
    found = []
    for m in _WORD.finditer(text):
        stop = m[0].endswith(".") and m[0].lower() not in _ABBREVIATED and len(m[0]) > 2
        end = m.end() - 1 if stop else m.end()
        raw = text[m.start() : end]
        found.append(Token(m.start(), end, raw, fold(raw)))
    return found


def _words(name: str) -> tuple[str, ...]:
    return tuple(w for w in re.split(r"[\s\-]+", fold(name)) if w)


def _split(parts: Iterable[Token]) -> tuple[str, ...]:
    return tuple(w for t in parts for w in t.plain.split("-") if w)


def _singular(words: tuple[str, ...], raw: str) -> list[tuple[str, ...]]:
    """The words as they are, then without a possessive or plural s."""
    last = words[-1]
    forms = [words]
    if _POSSESSIVE.search(raw):
        forms.insert(0, (*words[:-1], last.removesuffix("s"))) if raw[-1] == "s" else None
    elif last.endswith("s") and len(last) > 3:
        forms.append((*words[:-1], last[:-1]))
    return forms


@dataclass(slots=True)
class _Index:
    exact: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    part: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    last: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    longest: int = 1

    _joined: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def joined(self, table: str) -> dict[str, tuple[str, ...]]:
        """The keys of a table as strings, for measuring distances."""
        if table not in self._joined:
            self._joined[table] = {" ".join(key): key for key in getattr(self, table)}
        return self._joined[table]

    def put(self, table: str, key: tuple[str, ...], value: str) -> None:
        values = getattr(self, table).setdefault(key, [])
        if value not in values:
            values.append(value)
        self.longest = max(self.longest, len(key))


def _customers(names: tuple[str, ...]) -> _Index:
    index = _Index()
    for name in names:
        words = _words(name)
        if not words:
            continue
        index.put("exact", words, name)
        for key in _shorter(words):
            index.put("part", key, name)
        index.put("last", words[-1:], name)
        index.put("last", words[1:], name) if len(words) > 2 else None
    return index


def _shorter(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """First name; with initial ("bob n"); with the beginning of the rest; without a hyphen."""
    if len(words) == 1:
        return []
    keys = [words[:n] for n in range(1, len(words))]
    keys += [(*words[:n], words[n][0]) for n in range(1, len(words))]
    keys.append((words[0], words[-1]))
    keys.append(("".join(words[:2]),)) if len(words) > 2 else None
    return keys


def _titled(names: tuple[str, ...]) -> _Index:
    """Groups, calendars, services, templates: whole, and by their beginning; "chen" for "Dr. Chen"."""
    index = _Index()
    for name in names:
        words = _words(name)
        if not words:
            continue
        index.put("exact", words, name)
        index.put("exact", ("".join(words),), name) if len(words) > 1 else None
        for n in range(1, len(words)):
            index.put("part", words[:n], name)
        if words[0] in ("dr", "doctor", "mr", "mrs", "ms", "miss"):
            index.put("exact", words[1:], name)
            index.put("exact", ("doctor", *words[1:]), name)
            index.put("exact", ("doc", *words[1:]), name)
    return index


class Roster:
    """The names of one business, indexed."""

    def __init__(self, directory: Directory) -> None:
        self.customers = _customers(directory.customers)
        self.groups = _titled(directory.groups)
        self.calendars = _titled(directory.calendars)
        self.services = _titled(directory.services)
        self.templates = _titled(directory.templates)

    def _table(self, kind: Kind) -> _Index:
        return {
            "customer": self.customers,
            "group": self.groups,
            "calendar": self.calendars,
            "service": self.services,
            "template": self.templates,
        }[kind]

    def at(
        self, words: list[Token], i: int, kind: Kind, *, text: str, loose: bool = False, slips: bool = True
    ) -> Name | None:
        """The longest name of this kind that begins at token `i`; `loose` takes beginnings of names and last names."""
        index = self._table(kind)
        tables = [index.exact]
        if kind == "customer" or loose:
            tables.append(index.part)
        if loose and kind == "customer":
            tables.append(index.last)
        for n in range(min(index.longest, _LONGEST, len(words) - i), 0, -1):
            chunk = words[i : i + n]
            if n > 1 and not _adjoining(text, chunk):
                continue
            found = self._lookup(tables, chunk, kind, text)
            if found:
                return found
        return self._slip(words, i, kind, text) if slips else None

    def _lookup(
        self, tables: list[dict[tuple[str, ...], list[str]]], chunk: list[Token], kind: Kind, text: str
    ) -> Name | None:
        for key in _singular(_split(chunk), chunk[-1].raw):
            for table in tables:
                if key in table and not (kind == "customer" and _initial_alone(key, chunk)):
                    return _named(kind, table[key], chunk, text, 1.0)
        return None

    def _slip(self, words: list[Token], i: int, kind: Kind, text: str) -> Name | None:
        index = self._table(kind)
        for n in (3, 2, 1):
            chunk = words[i : i + n]
            if len(chunk) < n or not _adjoining(text, chunk):
                continue
            keys = [
                k for k in _singular(_split(chunk), chunk[-1].raw) if n > 1 or (len(k[0]) > 2 and k[0] not in EVERYDAY)
            ]
            values = _near(keys, index.exact, index.joined("exact"))
            if not values and kind == "customer":
                values = _near(keys, index.part, index.joined("part"))
            if values:
                return _named(kind, values, chunk, text, 0.85)
        return None


def _initial_alone(key: tuple[str, ...], chunk: list[Token]) -> bool:
    """ "bob a" before a word is no initial unless it ends the name; "text ann a link"."""
    return len(key) > 1 and len(key[-1]) == 1 and key[-1] in ("a", "i") and not chunk[-1].raw[0].isupper()


def _adjoining(text: str, chunk: list[Token]) -> bool:
    return all(re.fullmatch(r"[ \u00a0]{1,3}", text[a.end : b.start]) for a, b in pairwise(chunk))


def _near(
    keys: list[tuple[str, ...]], table: dict[tuple[str, ...], list[str]], joined: dict[str, tuple[str, ...]]
) -> list[str]:
    for key in keys:
        written = " ".join(key)
        if len(written) < 3:
            continue
        if len(written) == 3 and (
            swapped := [k for k in joined if len(k) == 3 and k != written and sorted(k) == sorted(written)]
        ):
            return list(dict.fromkeys(v for k in swapped for v in table[joined[k]]))
        near = process.extract(
            written, joined.keys(), scorer=OSA.distance, score_cutoff=1 if len(written) < 8 else 2, limit=5
        )
        near = near if len(written) > 3 else []
        fitting = [joined[other] for other, _, _ in near if _same_start(key, joined[other])]
        values = [v for other in fitting for v in table[other]]
        if values:
            return list(dict.fromkeys(values))
    return []


def _same_start(key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same number of words, beginning with the same letter or with two that changed places."""
    first, second = key[0], other[0]
    return (
        len(key) == len(other)
        and len(other[-1]) > 2
        and (first[0] == second[0] or sorted(first[:2]) == sorted(second[:2]))
    )


def _named(kind: Kind, values: list[str], chunk: list[Token], text: str, score: float) -> Name:
    start, end = chunk[0].start, chunk[-1].end
    if len(values) == 1:
        return Name(start, end, kind, values[0], score)
    written = _POSSESSIVE.sub("", text[start:end])
    firsts = {_words(v)[0] for v in values}
    if kind == "customer" and fold(written) not in firsts and fold(written).removesuffix("s") in firsts:
        written = written[:-1]
    return Name(start, end, kind, written, score, tuple(values))


@lru_cache(maxsize=64)
def roster(directory: Directory) -> Roster:
    """The index of a directory; the last few are kept."""
    return Roster(directory)


def wordlike(token: Token) -> bool:
    """A name that is an everyday word too, written like the word ("will", "joy")."""
    return token.plain in ALSO_WORDS and not token.raw[0].isupper()

"""vCards 2.1, 3.0 and 4.0 as rows under a header of their own."""

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

import vobject

from bot.domain.contact_files.cells import BETWEEN

HEADER = (
    "First Name", "Last Name", "Full Name", "Mobile Phone", "Other Phone", "E-mail Address", "Notes", "Labels",
    "Company", "Time Zone",
)  # fmt: skip
_BEGIN = re.compile(r"\s*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE)
_END = re.compile(r"\s*END\s*:\s*VCARD\s*$", re.IGNORECASE)
_LONGEST_CARD = 1_000_000
_MOBILE = frozenset({"cell", "mobile", "iphone"})
_NO_PHONE = frozenset({"fax", "pager"})

logging.getLogger("vobject").setLevel(logging.CRITICAL)  # it would put lines of the file into our log


def rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """One row a card; a card that cannot be read is a row of empty cells."""
    for card in _cards(lines):
        yield _row(card) or [""] * len(HEADER)


def _cards(lines: Iterable[str]) -> Iterator[str]:
    """The text of each card. One that never ends is a card, too; photographs and the like are left out."""
    card: list[str] = []
    size, inside = 0, False
    for line in lines:
        if _BEGIN.match(line):
            if inside:
                yield "".join(card)
            card, size, inside = [], 0, True
        if inside and size < _LONGEST_CARD:
            card.append(line)
            size += len(line)
        if inside and _END.match(line):
            yield "".join(card)
            inside = False
    if inside:
        yield "".join(card)


def _row(card: str) -> list[str] | None:
    try:
        read = vobject.readOne(card, allowQP=True)
        return _cells(read) if read is not None else None
    except Exception:  # whatever the library raises for a broken card: the next one may be whole
        return None


def _cells(card: Any) -> list[str]:
    phones = [(_phone(one), _kinds(one, card)) for one in _all(card, "tel")]
    mobile = [number for number, kinds in phones if kinds & _MOBILE]
    other = [number for number, kinds in phones if not kinds & (_MOBILE | _NO_PHONE)]
    first, last = _names(card)
    groups = [part for one in _all(card, "categories") for part in _parts(one.value)]
    company = [part for one in _all(card, "org") for part in _parts(one.value)[:1]]
    return [
        first, last, _text(card, "fn"), BETWEEN.join(mobile), BETWEEN.join(other),
        BETWEEN.join(str(one.value) for one in _all(card, "email")), _text(card, "note"), BETWEEN.join(groups),
        company[0] if company else "", _text(card, "tz"),
    ]  # fmt: skip


def _all(card: Any, name: str) -> list[Any]:
    return list(card.contents.get(name, ()))


def _text(card: Any, name: str) -> str:
    return "\n".join(str(one.value) for one in _all(card, name) if one.value)


def _names(card: Any) -> tuple[str, str]:
    for one in _all(card, "n"):
        return _joined(one.value.given), _joined(one.value.family)
    return "", ""


def _joined(value: Any) -> str:
    return " ".join(_parts(value))


def _parts(value: Any) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]


def _phone(one: Any) -> str:
    """`tel:+1-212-555-0111;ext=5` is how 4.0 writes a phone."""
    return str(one.value).strip().removeprefix("tel:").removeprefix("TEL:").partition(";")[0]


def _kinds(one: Any, card: Any) -> set[str]:
    """CELL, HOME, FAX …, by its parameters or, as Apple does, by a label beside it in the same group."""
    said = [*one.singletonparams, *(value for name in ("TYPE", "X-TYPE") for value in one.params.get(name, ()))]
    if one.group:
        said += [str(label.value) for label in _all(card, "x-ablabel") if label.group == one.group]
    return set(re.findall(r"[a-z]+", " ".join(said).lower()))

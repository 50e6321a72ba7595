"""A row becomes a person; what cannot be taken over is said, with an example of what can."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from bot.domain import email_addresses, phone_numbers
from bot.domain.contact_files import cells as cell
from bot.errors import InputError

LONGEST_NAME, LONGEST_NOTE, LONGEST_GROUP = 80, 10_000, 80
MOST_ADDRESSES = 10
"""Phones, and emails, of one person."""
_FEWEST_DIGITS = 7
_MOBILE = re.compile(r"mobile|cell|iphone|handy|movil|m[oó]vil", re.IGNORECASE)
_NO_PHONE = re.compile(r"fax|pager", re.IGNORECASE)
_NO_GROUP = frozenset({"mycontacts", "starred", "contacts", "my contacts"})
"""What Google puts into the column of labels by itself."""


@dataclass(frozen=True)
class Person:
    """Who stands in a row. Phones are E.164, mobiles first; emails are lower case."""

    first_name: str = ""
    last_name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    notes: str = ""
    groups: tuple[str, ...] = ()
    timezone: str | None = None

    @property
    def name(self) -> str:
        """First and last name, or what there is of them."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Reading:
    """`person` is None where the row cannot be taken; `problems` say why, or what of it was left out."""

    person: Person | None
    problems: tuple[str, ...] = ()


def read_person(row: Sequence[str], columns: Sequence[str]) -> Reading:
    """Read a row whose columns hold these fields."""
    held = _held(row, columns)
    problems: list[str] = []
    phones = _parsed(_phones(held), phone_numbers.parse, problems)
    emails = _parsed(_split(held, "email", ",;"), email_addresses.parse, problems)
    if not phones and not emails:
        nothing = "has no phone and no email that can be written to", f"Ann,Lee,{phone_numbers.EXAMPLE}"
        return Reading(None, tuple(problems) or (_said(*nothing),))
    first, last = _names(held, problems)
    person = Person(first, last, phones, emails, _notes(held, problems), _groups(held), _zone(held, problems))
    return Reading(person, tuple(problems))


def rough_keys(row: Sequence[str], columns: Sequence[str]) -> set[str]:
    """What tells quickly whether two rows are about one person: digits of phones and addresses as written."""
    held = _held(row, columns)
    digits = {re.sub(r"\D", "", phone)[-10:] for phone in _phones(held)}
    emails = {email.lower() for email in _split(held, "email", ",;")}
    return {one for one in digits if len(one) >= _FEWEST_DIGITS} | {one for one in emails if "@" in one}


def _held(row: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    """Fields with what stands in them; a phone that is labelled as a mobile is one, a fax is none."""
    held: list[tuple[str, str]] = []
    label = ""
    for field, written in zip(columns, row, strict=False):
        text = cell.clean(written) if field else ""
        if field == "phone_label":
            label = text
        elif text:
            kind = _kind(label) if field == "phone" else field
            label = "" if field == "phone" else label
            held.append((kind, text))
    return held


def _kind(label: str) -> str:
    if _NO_PHONE.search(label):
        return "fax"
    return "mobile" if _MOBILE.search(label) else "phone"


def _of(held: list[tuple[str, str]], field: str) -> Iterator[str]:
    return (text for name, text in held if name == field)


def _split(held: list[tuple[str, str]], field: str, also: str) -> list[str]:
    return [one for text in _of(held, field) for one in cell.values(text, also)]


def _phones(held: list[tuple[str, str]]) -> list[str]:
    return [_plain(one) for field in ("mobile", "phone") for one in _split(held, field, ";")]


def _plain(phone: str) -> str:
    return phone[4:] if phone[:4].lower() == "tel:" else phone


def _parsed(written: list[str], parse: Callable[[str], str], problems: list[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in written[:MOST_ADDRESSES]:
        try:
            found[parse(one)] = None
        except InputError as error:
            problems.append(str(error))
    return tuple(found)


def _names(held: list[tuple[str, str]], problems: list[str]) -> tuple[str, str]:
    """First and last name; a whole name is parted at its first blank, or at its comma; a company is a name, too."""
    first, last = (" ".join(next(_of(held, field), "").split()) for field in ("first_name", "last_name"))
    if not first and not last:
        whole = " ".join((next(_of(held, "name"), "") or next(_of(held, "company"), "")).split())
        family, comma, given = whole.partition(",")
        first, last = (given.strip(), family.strip()) if comma and given.strip() else _parted(whole)
    if max(len(first), len(last)) > LONGEST_NAME:
        problems.append(_said(f"has a name of more than {LONGEST_NAME} letters, which is cut", "Ann Lee"))
    return first[:LONGEST_NAME].strip(), last[:LONGEST_NAME].strip()


def _parted(whole: str) -> tuple[str, str]:
    first, _, last = whole.partition(" ")
    return first, last


def _notes(held: list[tuple[str, str]], problems: list[str]) -> str:
    notes = "\n".join(_of(held, "notes"))
    if len(notes) > LONGEST_NOTE:
        problems.append(_said(f"has notes of more than {LONGEST_NOTE:,} letters, which are cut", "likes tea"))
    return notes[:LONGEST_NOTE]


def _groups(held: list[tuple[str, str]]) -> tuple[str, ...]:
    named = (one.removeprefix("*").strip()[:LONGEST_GROUP].strip() for one in _split(held, "groups", ";,"))
    return tuple({name: None for name in named if name and name.casefold() not in _NO_GROUP})


def _zone(held: list[tuple[str, str]], problems: list[str]) -> str | None:
    zone = next(_of(held, "timezone"), None)
    if zone is None or zone in available_timezones():
        return zone
    problems.append(_said(f'has "{zone[:40]}" as time zone, which is none', "America/New_York"))
    return None


def _said(what: str, example: str) -> str:
    return str(InputError(f"This row {what}.", example))

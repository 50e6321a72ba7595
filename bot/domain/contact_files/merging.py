"""Somebody in a file who is a customer already: gaps are filled, what is there stays as it is."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.contact_files.people import Person

RULE = (
    "Who has the same phone, or else the same email, as one of your customers is merged with that customer: "
    "what is missing is filled in, and nothing that is there is changed."
)


class Known(Protocol):
    """What of a customer decides."""

    @property
    def first_name(self) -> str:
        """Empty where it is not known; so are the others."""

    @property
    def last_name(self) -> str:
        """Family name."""

    @property
    def name(self) -> str:
        """First and last name."""

    @property
    def notes(self) -> str:
        """What the owner noted."""

    @property
    def timezone(self) -> str | None:
        """IANA name."""


@dataclass(frozen=True)
class Merge:
    """`names`, `notes` and `timezone` are None where they stay; `kept` says what of the file was not taken over."""

    names: tuple[str, str] | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    notes: str | None = None
    timezone: str | None = None
    kept: tuple[str, ...] = field(default=(), compare=False)

    @property
    def changes(self) -> bool:
        """Whether anything is filled in."""
        return self != Merge()


def merge(known: Known, phones: set[str], emails: set[str], person: Person) -> Merge:
    """What a person in a file adds to a customer who has these phones and emails."""
    kept = []
    if not _completes(known, person):
        kept.append(f'Is "{known.name}" here already; the name "{person.name}" was not taken over.')
    if person.notes and known.notes and person.notes != known.notes:
        kept.append(f"{known.name} has notes here already; those of the file were not taken over.")
    return Merge(
        names=_names(known, person),
        phones=tuple(one for one in person.phones if one not in phones),
        emails=tuple(one for one in person.emails if one not in emails),
        notes=person.notes if person.notes and not known.notes else None,
        timezone=person.timezone if person.timezone and not known.timezone else None,
        kept=tuple(kept),
    )


def _completes(known: Known, person: Person) -> bool:
    """The file knows the part of the name that is missing here, or the other way round."""
    pairs = ((known.first_name, person.first_name), (known.last_name, person.last_name))
    return all(not ours or not theirs or ours.casefold() == theirs.casefold() for ours, theirs in pairs)


def _names(known: Known, person: Person) -> tuple[str, str] | None:
    if not _completes(known, person):
        return None
    names = known.first_name or person.first_name, known.last_name or person.last_name
    return None if names == (known.first_name, known.last_name) else names

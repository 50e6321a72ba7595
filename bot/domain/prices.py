"""What a month costs: the plan's fee, and what is beyond what it includes. To the cent, in Decimal.

In the first and the last month of an account the fee and what it includes are shared out by days: who came on the 16th
of a month of 30 days pays half and has half. Emails are free. Forwarded texts and calls are two units, one for each
leg: both are in the usage ledger already.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from models.states import EntryKind

CENT = Decimal("0.01")
WHOLE = Fraction(1)


@dataclass(frozen=True)
class Terms:
    """What a plan says: a fee a month, units that it includes, and what each unit beyond costs."""

    name: str
    fee: Decimal
    texts: int
    voice: int
    extra: Decimal

    def as_texts(self) -> dict[str, str]:
        """Each as text, to be stored."""
        return {name: str(value) for name, value in vars(self).items()}

    @classmethod
    def from_texts(cls, stored: Mapping[str, str]) -> "Terms":
        """The inverse of `as_texts`."""
        fee, extra = Decimal(stored["fee"]), Decimal(stored["extra"])
        return cls(stored["name"], fee, int(stored["texts"]), int(stored["voice"]), extra)


@dataclass(frozen=True)
class Line:
    """One line of an invoice."""

    kind: EntryKind
    words: str
    units: int
    amount: Decimal


def share(year: int, month: int, first: date, last: date | None = None) -> Fraction:
    """How much of a month an account was there, from its first day to its last one, both included."""
    days = monthrange(year, month)[1]
    begin = max(first, date(year, month, 1))
    end = min(last or date.max, date(year, month, days))
    return Fraction(max(0, (end - begin).days + 1), days)


def lines(terms: Terms, texts: int, voice: int, part: Fraction = WHOLE) -> tuple[Line, ...]:
    """The lines of a month with so many message parts and minutes; `part` of the month is paid for."""
    fee = Line(EntryKind.FEE, _fee_words(terms, part), 1, _cents(terms.fee * part.numerator / part.denominator))
    more = (
        _extra(EntryKind.TEXTS, "text parts", texts, int(terms.texts * part), terms.extra),
        _extra(EntryKind.VOICE, "voice minutes", voice, int(terms.voice * part), terms.extra),
    )
    return (fee, *(one for one in more if one.units))


def total(listed: tuple[Line, ...]) -> Decimal:
    """What lines come to."""
    return sum((one.amount for one in listed), Decimal(0)).quantize(CENT)


def _fee_words(terms: Terms, part: Fraction) -> str:
    name = f"{terms.name} plan"
    return name if part == WHOLE else f"{name}, {part.numerator}/{part.denominator} of the month"


def _extra(kind: EntryKind, what: str, used: int, included: int, price: Decimal) -> Line:
    beyond = max(0, used - included)
    words = f"{beyond} {what} beyond the {included} of the plan, ${price.normalize():f} each"
    return Line(kind, words, beyond, _cents(beyond * price))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)

"""What an installation allows every business, as values; the environment may say otherwise (`bot.settings`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain import phone_numbers, retention

NEW_FOR = timedelta(days=7)
"""For so long a business has the ceiling of a new one: whoever signs up to spam wants to send much at once."""


@dataclass(frozen=True)
class Rules:
    """`countries`: region codes of phones that may be written to or called. Ceilings are texts and calls in a day."""

    countries: frozenset[str] = phone_numbers.HOME
    a_day: int = 20_000
    a_day_when_new: int = 500
    kept: Mapping[str, timedelta] = field(default_factory=lambda: retention.parse(""))
    """How long what is kept, by kind (`bot.domain.retention`)."""

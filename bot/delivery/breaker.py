"""A circuit breaker (Nygard, Release It!): a carrier that takes nothing is left alone for a while.

Each worker keeps one for the carrier's account and one for the mail server. While it is open nothing is claimed, so
that no delivery uses up its attempts, and what is due waits in the database.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import meters
from bot.errors import Ambiguous, NotTaken
from bot.ports import Receipt

TRIPS_AT = 5
"""Refusals in a row, without anything taken in between."""
FIRST, LONGEST = timedelta(seconds=2), timedelta(minutes=1)


@dataclass
class Breaker:
    """Closed as long as something is taken now and then."""

    failures: int = 0
    pause: timedelta = FIRST
    open_until: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether nothing should be tried now. After the pause, one batch is let through to try."""
        return self.open_until is not None and self.open_until - LONGEST <= now < self.open_until

    def note(self, outcomes: Iterable[object], now: datetime) -> None:
        """What came of a batch. A refusal of one text (a number that does not exist) shows that the carrier works."""
        for outcome in outcomes:
            if isinstance(outcome, NotTaken | Ambiguous):
                self.failures += 1
            elif isinstance(outcome, Receipt | Exception):
                self.failures, self.pause, self.open_until = 0, FIRST, None
        if self.failures >= TRIPS_AT:
            spread = random.uniform(0.75, 1.0)  # noqa: S311 - so that not all workers come back at once
            self.open_until = now + self.pause * spread
            meters.BREAKS.inc()
            self.pause = min(self.pause * 2, LONGEST)

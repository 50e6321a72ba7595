"""How long before: a day is a wall day, an hour an hour, on both days on which clocks change."""

from datetime import UTC, datetime

import pytest

from bot.domain.before import from_minutes, in_words, moment_before
from models.states import Unit

ZONE = "America/New_York"


@pytest.mark.parametrize(
    ("start", "amount", "unit", "moment"),
    [
        (datetime(2026, 3, 8, 15), 1, Unit.DAYS, datetime(2026, 3, 7, 20)),  # 23 hours
        (datetime(2026, 3, 8, 15), 24, Unit.HOURS, datetime(2026, 3, 7, 19)),
        (datetime(2026, 11, 1, 15), 1, Unit.DAYS, datetime(2026, 10, 31, 19)),  # 25 hours
        (datetime(2026, 11, 1, 15), 24, Unit.HOURS, datetime(2026, 10, 31, 20)),
        (datetime(2026, 11, 24, 15), 30, Unit.MINUTES, datetime(2026, 11, 24, 19, 30)),
    ],
)
def test_the_moment_before(start: datetime, amount: int, unit: Unit, moment: datetime) -> None:
    assert moment_before(start, ZONE, amount, unit) == moment.replace(tzinfo=UTC)


def test_minutes_are_said_in_the_largest_unit() -> None:
    assert [from_minutes(minutes) for minutes in (1440, 120, 90)] == [
        (1, Unit.DAYS),
        (2, Unit.HOURS),
        (90, Unit.MINUTES),
    ]
    assert in_words(1, Unit.DAYS) == "1 day before"

"""Wall time means one moment, on both DST days too (RFC 5545, 3.3.5)."""

from datetime import UTC, datetime

import pytest

from bot.domain import local_time
from bot.errors import InputError

NEW_YORK = "America/New_York"


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_time_that_occurs_twice_is_the_first() -> None:
    assert local_time.to_utc(wall("2026-11-01T01:30"), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_time_that_never_occurs_moves_forward_by_the_gap() -> None:
    assert local_time.settle(wall("2026-03-08T02:30"), NEW_YORK) == wall("2026-03-08T03:30")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23T15:00", "today at 3 PM"),
        ("2026-11-24T09:05", "tomorrow at 9:05 AM"),
        ("2026-11-28T12:00", "Sat Nov 28 at noon"),
        ("2027-01-02T00:30", "Sat Jan 2 2027 at 12:30 AM"),
    ],
)
def test_a_moment_in_words(moment: str, words: str) -> None:
    assert local_time.in_words(wall(moment), wall("2026-11-23T10:00")) == words


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Pacific", "America/Los_Angeles"),
        ("eastern time", NEW_YORK),
        ("chicago", "America/Chicago"),
        ("america/new_york", NEW_YORK),
        ("New York", NEW_YORK),
    ],
)
def test_zones_are_known_by_their_common_names(words: str, zone: str) -> None:
    assert local_time.zone(words) == zone


def test_an_unknown_zone_is_refused_with_an_example() -> None:
    with pytest.raises(InputError, match="Pacific"):
        local_time.zone("Narnia")

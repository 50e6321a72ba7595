"""How fast a number may send."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import pace
from bot.domain.pace import NumberType
from models.states import Lane

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("+12125550199", NumberType.LOCAL),
        ("+18885550199", NumberType.TOLL_FREE),
        ("72345", NumberType.SHORT_CODE),
        ("+4915112345678", NumberType.LOCAL),
        ("no number", NumberType.LOCAL),
    ],
)
def test_the_type_of_a_number_is_read_from_its_digits(number: str, kind: NumberType) -> None:
    assert pace.number_type(number) is kind


def test_what_the_operator_sets_counts_instead_of_the_usual() -> None:
    assert pace.rate(Lane.TEXT, "+12125550199") == 1
    assert pace.rate(Lane.TEXT, "+12125550199", texts=75) == 75
    assert pace.rate(Lane.CALL, "+12125550199", texts=75) == 1


@given(
    st.lists(st.integers(1, 10), min_size=20, max_size=60),
    st.floats(0.5, 200),
    st.lists(st.floats(0, 2), min_size=1, max_size=300),
)
def test_in_no_stretch_of_time_does_more_leave_than_the_pace_allows(
    parts: list[int], per_second: float, pauses: list[float]
) -> None:
    now, free_at, sent, waiting = NOW, datetime(2000, 1, 1, tzinfo=UTC), 0, list(parts)
    largest = max(parts)
    for pause in pauses:
        now += timedelta(seconds=pause)
        while waiting and (after := pace.take(free_at, now, waiting[0], per_second)):
            free_at, sent = after, sent + waiting.pop(0)
    allowed = ((now - NOW).total_seconds() + pace.AHEAD.total_seconds()) * per_second
    assert sent <= allowed + largest + 0.001
    assert not waiting or free_at > now - timedelta(milliseconds=1)

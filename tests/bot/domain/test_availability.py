"""Free times: never outside the hours, never over something booked, and none that should be there is missing."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import local_time
from bot.domain.availability import Length, Open, Span, free_seat, join, open_spans, starts, without

ZONE = "America/New_York"
MONDAY = date(2026, 11, 23)
MIDNIGHT = local_time.to_utc(datetime.combine(MONDAY, time()), ZONE)


def at(minute: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)


spans = st.tuples(st.integers(0, 1380), st.integers(5, 240)).map(lambda pair: Span(at(pair[0]), at(pair[0] + pair[1])))
busy_seats = st.dictionaries(st.integers(0, 2), st.lists(spans, max_size=6), max_size=3)
lengths = st.builds(Length, st.integers(5, 180), st.integers(0, 30))


@given(st.lists(spans, max_size=4), busy_seats, st.integers(1, 3), lengths)
def test_what_is_offered_is_exactly_what_is_open_and_free(
    open_: list[Span], busy: dict[int, list[Span]], capacity: int, length: Length
) -> None:
    open_ = join(open_)
    found = set(starts(open_, busy, capacity, length, 15, ZONE))
    for minute in range(0, 1440, 15):
        moment = at(minute)
        is_open = any(span.holds(length.lasting(moment)) for span in open_)
        is_free = any(
            all(not length.taking(moment).overlaps(taken) for taken in busy.get(seat, [])) for seat in range(capacity)
        )
        assert (moment in found) == (is_open and is_free)
    assert all((one - MIDNIGHT).total_seconds() % 900 == 0 for one in found)


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_what_is_left_has_nothing_of_what_was_taken_away_and_all_the_rest(open_: list[Span], taken: list[Span]) -> None:
    left = without(join(open_), taken)
    for minute in range(0, 1700, 7):
        moment = at(minute)
        inside = any(span.start <= moment < span.end for span in open_)
        gone = any(span.start <= moment < span.end for span in taken)
        assert any(span.start <= moment < span.end for span in left) == (inside and not gone)


@given(spans, busy_seats, st.integers(1, 3))
def test_a_free_seat_is_free(wanted: Span, busy: dict[int, list[Span]], capacity: int) -> None:
    seat = free_seat(wanted, busy, capacity)
    if seat is not None:
        assert not any(wanted.overlaps(span) for span in busy.get(seat, []))


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    (span,) = open_spans([Open(0, time(20), time(2))], MONDAY, MONDAY, ZONE)
    assert span.end - span.start == timedelta(hours=6)


def test_the_days_on_which_clocks_change_have_the_hours_that_a_clock_shows() -> None:
    night = [Open(6, time(0), time(4))]
    (spring,) = open_spans(night, date(2026, 3, 8), date(2026, 3, 8), ZONE)
    (autumn,) = open_spans(night, date(2026, 11, 1), date(2026, 11, 1), ZONE)
    assert (spring.end - spring.start, autumn.end - autumn.start) == (timedelta(hours=3), timedelta(hours=5))


def test_two_stretches_that_touch_are_one() -> None:
    morning, noon, night = (datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (9, 12, 18))
    assert join([Span(noon, night), Span(morning, noon)]) == [Span(morning, night)]

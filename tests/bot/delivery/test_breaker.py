"""A carrier that takes nothing is left alone for a while, and nothing is lost by that."""

from datetime import UTC, datetime, timedelta

from bot.delivery.breaker import FIRST, LONGEST, TRIPS_AT, Breaker
from bot.errors import Ambiguous, NotTaken, Rejected
from bot.ports import Receipt
from models.states import Channel, DeliveryStatus
from tests.factories.post import BOB, Post

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BUSY = [NotTaken("the carrier is busy")] * TRIPS_AT


def test_it_opens_after_refusals_in_a_row_and_closes_with_the_first_that_is_taken() -> None:
    breaker = Breaker()
    breaker.note(BUSY[1:], NOW)
    assert not breaker.is_open(NOW)
    breaker.note([Ambiguous("it had an error")], NOW)
    assert breaker.is_open(NOW)
    assert not breaker.is_open(NOW + FIRST)
    breaker.note([Receipt("SM1")], NOW)
    assert not breaker.is_open(NOW)


def test_it_stays_open_longer_each_time_up_to_a_minute() -> None:
    breaker, now, waits = Breaker(), NOW, []
    for _ in range(8):
        breaker.note(BUSY, now)
        assert breaker.open_until is not None
        waits.append(breaker.open_until - now)
        now = breaker.open_until
    assert waits[0] <= FIRST
    assert max(waits) <= LONGEST
    assert waits[-1] > timedelta(seconds=40)


def test_a_number_that_does_not_exist_is_no_trouble_of_the_carrier() -> None:
    breaker = Breaker()
    breaker.note([Rejected("this number does not exist")] * 50, NOW)
    assert not breaker.is_open(NOW)


def test_a_clock_that_is_set_back_does_not_keep_it_open() -> None:
    breaker = Breaker()
    breaker.note(BUSY, NOW)
    assert not breaker.is_open(NOW - timedelta(hours=2))


def test_an_outage_uses_up_no_attempts_and_everything_arrives_afterwards(post: Post) -> None:
    post.tell("misbehaviour", kind="429", times=TRIPS_AT)
    ids = [post.due(body=f"text {number}") for number in range(TRIPS_AT)]
    post.send(*ids)
    post.later(seconds=1)
    late = post.due(body="late", address=BOB)
    assert post.send(late) == 0
    row = post.row(late)
    assert (row.status, row.attempts) == (DeliveryStatus.WAITING, 0)
    assert row.reason == "the carrier takes nothing at the moment; trying again"
    post.later(minutes=1)
    post.send(*ids, late)
    assert sorted([*post.taken(), *post.taken(BOB)]) == sorted([*(f"text {number}" for number in range(5)), "late"])


def test_email_goes_out_while_the_carrier_is_down(post: Post) -> None:
    post.tell("misbehaviour", kind="429", times=TRIPS_AT)
    post.send(*(post.due(body=f"text {number}") for number in range(TRIPS_AT)))
    email = post.due("ann@example.com", channel=Channel.EMAIL)
    assert post.send(email) == 1
    assert post.status(email) is DeliveryStatus.SENT

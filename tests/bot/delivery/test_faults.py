"""At most once, whatever the carrier does, and nothing lost: told by the carrier's own books."""

import pytest

from bot import delivery
from bot.delivery import leases
from bot.delivery.claim import claim
from bot.delivery.prepare import Addresses
from models.states import Channel, DeliveryStatus, UsageKind
from tests.factories.post import ANN, Post


def test_a_busy_carrier_is_asked_again_later(post: Post) -> None:
    post.tell("misbehaviour", kind="429", times=2)
    one = post.due()
    for _ in range(3):
        assert post.send(one) == 1
        post.later(minutes=5)
    assert post.taken() == ["See you soon"]
    assert post.row(one).attempts == 3


def test_a_carrier_that_is_busy_gets_a_pause(post: Post) -> None:
    post.tell("misbehaviour", kind="429", times=1)
    one = post.due()
    post.send(one)
    row = post.row(one)
    assert (row.status, row.reason) == (DeliveryStatus.WAITING, "the carrier is busy; trying again")
    assert row.due_at > post.clock.now()


def test_a_carrier_that_cannot_be_reached_took_nothing(post: Post) -> None:
    http = post.app.ports.sms._messages._version.domain.twilio.http_client  # type: ignore[attr-defined]
    there, http._api_url = http._api_url, "http://127.0.0.1:9"
    one = post.due()
    post.send(one)
    assert post.status(one) is DeliveryStatus.WAITING
    http._api_url = there
    post.later(minutes=5)
    post.send(one)
    assert post.taken() == ["See you soon"]


@pytest.mark.parametrize("fault", ["500-after", "closed-after"])
def test_what_the_carrier_took_without_saying_so_is_found_in_its_list(post: Post, fault: str) -> None:
    post.tell("misbehaviour", kind=fault, times=1)
    one = post.due()
    post.send(one)
    assert post.status(one) is DeliveryStatus.UNKNOWN
    assert post.send(one) == 0
    post.later(seconds=leases.LOOK_UP.total_seconds())
    assert post.sweep() == [one]
    post.send(one)
    assert post.status(one) is DeliveryStatus.ACCEPTED
    assert post.taken() == ["See you soon"]
    assert post.usage(UsageKind.TEXT_OUT) == [1]


@pytest.mark.parametrize("fault", ["500-before", "closed-before"])
def test_what_the_carrier_has_no_trace_of_is_sent_once_more(post: Post, fault: str) -> None:
    post.tell("misbehaviour", kind=fault, times=1)
    one = post.due()
    post.send(one)
    post.later(seconds=leases.LOOK_UP.total_seconds())
    post.send(*post.sweep())
    assert post.status(one) is DeliveryStatus.WAITING
    post.send(one)
    assert post.status(one) is DeliveryStatus.ACCEPTED
    assert post.taken() == ["See you soon"]


def test_once_more_is_not_for_ever(post: Post) -> None:
    post.tell("misbehaviour", kind="500-before")
    one = post.due()
    for _ in range(4):
        post.send(one)
        post.later(minutes=1)
        post.sweep()
    row = post.row(one)
    assert (row.status, row.reason) == (DeliveryStatus.FAILED, "the carrier did not answer, twice")
    assert row.attempts == 2


def test_the_same_words_sent_on_purpose_are_not_taken_for_the_lost_ones(post: Post) -> None:
    first = post.due()
    post.send(first)
    post.tell("misbehaviour", kind="500-before", times=1)
    second = post.due()
    post.send(second)
    post.later(minutes=1)
    post.send(*post.sweep())
    assert post.status(second) is DeliveryStatus.WAITING
    post.send(second)
    assert len(post.taken()) == 2


def test_a_call_nobody_knows_of_is_found_too(post: Post) -> None:
    post.tell("misbehaviour", kind="500-after", times=1)
    one = post.due(channel=Channel.SPEECH)
    post.send(one)
    post.later(minutes=1)
    post.send(*post.sweep())
    assert post.status(one) is DeliveryStatus.ACCEPTED
    assert len(post.taken(ANN)) == 1


def test_a_worker_that_dies_after_the_claim_loses_nothing(post: Post) -> None:
    one = post.due()
    with post.app.work() as work:
        assert len(claim(work, [one], Addresses("http://x", "s"))) == 1
    assert post.send(one) == 0
    post.later(minutes=2)
    post.send(*post.sweep())
    post.send(one)
    assert post.taken() == ["See you soon"]


def test_what_a_lost_queue_held_is_found_again(post: Post) -> None:
    one = post.due()
    with post.app.work() as work:
        assert delivery.queue_due(work, "bulk") == [one]
    assert post.sweep() == []
    post.later(minutes=2)
    post.sweep()
    with post.app.work() as work:
        assert delivery.queue_due(work, "bulk") == [one]


def test_two_claims_at_once_have_one_winner(post: Post) -> None:
    ids = [post.due(body=f"text {n}") for n in range(20)]
    with post.app.work() as work:
        mine = claim(work, ids[:15], Addresses("http://x", "s"))
    with post.app.work() as work:
        theirs = claim(work, ids, Addresses("http://x", "s"))
    assert [len(mine), len(theirs)] == [15, 5]


def test_one_of_many_texts_to_one_phone_is_found_in_the_carriers_list(post: Post) -> None:
    post.tell("misbehaviour", kind="500-after", times=1)
    one = post.due(body="the first")
    post.send(one)
    post.send(*(post.due(body=f"text {number}") for number in range(120)))
    post.later(minutes=1)
    post.send(*post.sweep())
    assert post.status(one) is DeliveryStatus.ACCEPTED
    assert post.taken().count("the first") == 1

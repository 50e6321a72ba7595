"""The first text to somebody says who writes and how to stop; no later one does."""

import pytest

from bot.domain import segments
from bot.domain.introduction import introduced
from models.states import Channel, DeliveryKind, DeliveryStatus, UsageKind
from tests.factories.post import BOB, Post

TAIL = "Bella Salon: reply STOP to stop, HELP for help. Msg frequency varies; msg & data rates may apply."


@pytest.fixture(autouse=True)
def introducing(post: Post) -> None:
    with post.app.work() as work:
        post.desk(work).business.introduces = True


def test_the_first_text_has_it_under_its_words_and_the_second_has_not(post: Post) -> None:
    post.send(post.due(body="See you soon"))
    post.send(post.due(body="See you again"))
    assert post.taken() == [f"See you soon\n{TAIL}", "See you again"]


def test_of_two_that_leave_together_the_first_has_it(post: Post) -> None:
    post.send(post.due(body="one"), post.due(body="two"))
    assert sorted(post.taken()) == sorted([f"one\n{TAIL}", "two"])


def test_everybody_has_a_first_text(post: Post) -> None:
    post.send(post.due(body="one"), post.due(BOB, body="two"))
    assert TAIL in post.taken()[0]
    assert TAIL in post.taken(BOB)[0]


def test_its_parts_are_counted_and_paid(post: Post) -> None:
    one = post.due(body="x" * 100)
    post.send(one)
    assert post.row(one).parts == 2
    assert post.usage(UsageKind.TEXT_OUT) == [2]


@pytest.mark.parametrize("kind", [DeliveryKind.ANSWER, DeliveryKind.REPLY, DeliveryKind.CONSENT, DeliveryKind.NOTICE])
def test_whoever_wrote_first_is_not_told_whom_they_wrote_to(post: Post, kind: DeliveryKind) -> None:
    post.send(post.due(body="At nine.", kind=kind))
    assert post.taken() == ["At nine."]


def test_calls_are_as_they_were(post: Post) -> None:
    one = post.due(channel=Channel.SPEECH, body="See you soon")
    post.send(one)
    assert post.row(one).body == "See you soon"


def test_one_that_nobody_knows_of_is_looked_up_by_the_words_that_it_had(post: Post) -> None:
    post.tell("misbehaviour", kind="500-after", times=1)
    one = post.due(body="See you soon")
    post.send(one)
    post.later(minutes=5)
    post.sweep()
    post.send(one)
    assert post.taken() == [f"See you soon\n{TAIL}"]
    assert post.status(one) is DeliveryStatus.ACCEPTED


def test_a_first_text_that_was_kept_back_is_first_all_the_same_later(post: Post) -> None:
    post.tell("misbehaviour", kind="429", times=1)
    one = post.due(body="See you soon")
    post.send(one)
    post.later(minutes=5)
    post.send(one)
    assert post.taken() == [f"See you soon\n{TAIL}"]


def test_it_makes_no_text_dearer_and_cuts_none() -> None:
    for language in ("en", "es", None):
        assert segments.count(introduced("See you soon", "Bella Salon", language)).encoding == "GSM-7"
    assert introduced("x" * 1600, "Bella Salon", "en") == "x" * 1600

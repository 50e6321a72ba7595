"""Numbers send at their pace, and nobody waits behind somebody else."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import update

from bot import delivery
from bot.domain import pace
from bot.ports import Urgency
from models import Business
from models.states import Channel, DeliveryKind
from tests.factories.post import Post

BURST = int(pace.AHEAD.total_seconds()) + 1


def queued(post: Post, urgency: Urgency = "bulk") -> list[UUID]:
    with post.app.work() as work:
        return delivery.queue_due(work, urgency)


def usual_pace(post: Post, texts: Decimal | None = None, calls: Decimal | None = None) -> None:
    with post.app.work() as work:
        work.session.execute(update(Business).values(texts_per_second=texts, calls_per_second=calls))


def another_business(post: Post, number: str = "+12125550198") -> UUID:
    with post.app.work() as work:
        business = Business(name="Zoe's Dogs", number=number, created_at=work.now)
        work.session.add(business)
        work.session.flush()
        return business.id


def test_a_local_number_sends_one_part_a_second(post: Post) -> None:
    usual_pace(post)
    for number in range(60):
        post.due(body=f"text {number}")
    assert len(queued(post)) == BURST
    assert queued(post) == []
    for _ in range(10):
        post.later(seconds=1)
        assert len(queued(post)) == 1


def test_a_text_of_three_parts_takes_three_turns(post: Post) -> None:
    usual_pace(post)
    post.due(body="long", parts=BURST)
    after = post.due(body="next")
    assert len(queued(post)) == 1
    post.later(seconds=0.5)
    assert queued(post) == []
    post.later(seconds=1)
    assert queued(post) == [after]


def test_what_the_operator_allows_is_used(post: Post) -> None:
    usual_pace(post, texts=Decimal(20))
    for number in range(200):
        post.due(body=f"text {number}")
    assert len(queued(post)) == 61
    post.later(seconds=1)
    assert len(queued(post)) == 20


def test_answers_pass_a_broadcast(post: Post) -> None:
    usual_pace(post)
    for number in range(20):
        post.due(body=f"text {number}")
    queued(post)
    answers = {post.due(kind=DeliveryKind.REPLY, body=f"answer {number}") for number in range(20)}
    assert set(queued(post, "now")) == answers


def test_a_reminder_goes_before_the_messages_that_wait(post: Post) -> None:
    usual_pace(post)
    for number in range(20):
        post.due(body=f"text {number}")
    queued(post)
    post.later(seconds=1)
    reminder = post.due(kind=DeliveryKind.REMINDER)
    assert queued(post) == [reminder]


def test_calls_and_texts_do_not_wait_for_one_another(post: Post) -> None:
    usual_pace(post)
    for number in range(20):
        post.due(body=f"text {number}")
    queued(post)
    call, email = post.due(channel=Channel.SPEECH), post.due("ann@example.com", channel=Channel.EMAIL)
    assert set(queued(post)) == {call, email}


def test_one_business_does_not_wait_behind_another(post: Post) -> None:
    for number in range(delivery.AT_ONCE * 2):
        post.due(body=f"text {number}")
    other = another_business(post)
    theirs = post.due(business_id=other)
    first_round = queued(post)
    assert theirs in first_round
    assert len(first_round) > 100


def test_after_an_idle_day_only_a_handful_leaves_at_once(post: Post) -> None:
    usual_pace(post)
    post.due()
    queued(post)
    post.later(days=1)
    for number in range(30):
        post.due(body=f"text {number}")
    assert len(queued(post)) == BURST


def test_a_clock_that_is_set_back_does_not_stop_a_number_for_long(post: Post) -> None:
    usual_pace(post)
    post.due()
    assert len(queued(post)) == 1
    post.later(hours=-2)
    post.due(body="next")
    assert len(queued(post)) == 1


def test_lanes_are_kept_in_the_delivery_itself(post: Post) -> None:
    lanes = {
        post.row(post.due(kind=kind, channel=channel)).lane
        for kind, channel in [
            (DeliveryKind.REPLY, Channel.TEXT),
            (DeliveryKind.MESSAGE, Channel.TEXT),
            (DeliveryKind.REMINDER, Channel.VOICE),
            (DeliveryKind.MESSAGE, Channel.EMAIL),
        ]
    }
    assert lanes == {"now", "text", "call", "email"}

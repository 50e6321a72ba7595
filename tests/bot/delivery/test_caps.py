"""One phone gets no more than so many messages a day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update

from models import Business
from models.states import DeliveryKind, DeliveryStatus
from tests.factories.post import BOB, Post

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("America/New_York"))


def capped(post: Post, most: int) -> None:
    post.clock.moment = NOON
    with post.app.work() as work:
        work.session.execute(update(Business).values(most_a_day=most))


def test_what_is_too_much_waits_for_the_next_morning_and_says_so(post: Post) -> None:
    capped(post, 3)
    ids = [post.due(body=f"text {number}") for number in range(5)]
    post.send(*ids[:2])
    assert post.send(*ids[2:]) == 1
    held = post.row(ids[4])
    assert (held.status, held.reason) == (
        DeliveryStatus.WAITING,
        "already 3 messages today; held until tomorrow at 9 AM",
    )
    post.later(hours=21)
    post.send(*ids)
    assert len(post.taken()) == 5


def test_reminders_and_replies_are_not_held_back(post: Post) -> None:
    capped(post, 1)
    post.send(post.due())
    reminder, reply = post.due(kind=DeliveryKind.REMINDER), post.due(kind=DeliveryKind.REPLY)
    assert post.send(reminder, reply) == 2


def test_another_phone_has_its_own_count(post: Post) -> None:
    capped(post, 1)
    assert post.send(post.due(), post.due(address=BOB)) == 2

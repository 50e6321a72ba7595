"""The clock's beat: what is due is handed to the right queue, and nothing is lost when there is no queue."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from bot.services import messaging
from bot.services.messaging import Draft, Recipient
from models import Delivery, Recording, new_id
from models.states import DeliveryKind, DeliveryStatus, RecipientKind
from scheduler.clock import Ticker
from tests.factories.post import ANN, Post


@pytest.fixture
def post(engine: Engine) -> Post:
    """A business; nothing is sent here."""
    return Post(engine)


def handed(post: Post) -> list[tuple[str, UUID]]:
    """What the queue was handed, in order."""
    return [(str(urgency), one) for urgency, one in post.queue.handed]


def test_what_is_due_goes_to_its_queue_once(post: Post) -> None:
    reminder, reply = post.due(), post.due(kind=DeliveryKind.REPLY)
    later = post.due(due_at=post.clock.now() + timedelta(minutes=1))
    ticker = Ticker(post.app)
    ticker.tick()
    ticker.tick()
    assert handed(post) == [("now", reply), ("bulk", reminder)]
    assert post.status(reminder) is DeliveryStatus.QUEUED
    assert post.status(later) is DeliveryStatus.WAITING
    post.later(minutes=1)
    ticker.tick()
    assert handed(post)[-1] == ("bulk", later)


def test_two_clocks_hand_over_once(post: Post) -> None:
    ids = {post.due(body=f"{n}") for n in range(5)}
    Ticker(post.app).tick()
    Ticker(post.app).tick()
    assert sorted(one for _, one in handed(post)) == sorted(ids)


def test_without_a_queue_it_waits_in_the_database(post: Post) -> None:
    one = post.due()
    ticker = Ticker(post.app)
    post.queue.down = True
    ticker.tick()
    assert post.status(one) is DeliveryStatus.WAITING
    post.queue.down = False
    ticker.tick()
    assert handed(post) == [("bulk", one)]


def test_what_a_lost_queue_held_is_handed_over_again(post: Post) -> None:
    one = post.due()
    ticker = Ticker(post.app)
    ticker.tick()
    post.queue.handed.clear()
    post.later(minutes=2)
    ticker.tick()
    ticker.tick()
    assert handed(post) == [("bulk", one)]


def test_a_clock_that_is_set_back_sends_nothing_twice(post: Post) -> None:
    one = post.due()
    ticker = Ticker(post.app)
    ticker.tick()
    post.later(hours=-2)
    ticker.tick()
    assert handed(post) == [("bulk", one)]


def test_a_message_becomes_deliveries_when_its_time_comes(post: Post) -> None:
    with post.app.work() as work:
        desk = post.desk(work)
        start = post.clock.now() + timedelta(hours=2)
        desk.business.timezone = "UTC"
        local = start.replace(tzinfo=None)
        messaging.schedule(desk, Draft((Recipient(RecipientKind.PHONE, address=ANN),), "Hi", start_local=local), "text")
    ticker = Ticker(post.app)
    ticker.tick()
    assert handed(post) == []
    post.later(hours=2)
    ticker.tick()
    assert len(handed(post)) == 1


def test_only_so_many_are_in_the_queue_at_a_time(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.due.IN_HAND", 3)
    ids = [post.due(body=f"{n}") for n in range(5)]
    Ticker(post.app).tick()
    assert len(handed(post)) == 3
    with post.app.work() as work:
        for one in ids[:3]:
            work.session.get_one(Delivery, one).status = DeliveryStatus.ACCEPTED
    Ticker(post.app).tick()
    assert len(handed(post)) == 5


def test_a_recording_that_did_not_come_home_is_asked_for_again(post: Post) -> None:
    with post.app.work() as work:
        values = {"carrier_sid": "RE" + "1" * 32, "call_sid": "CA1", "created_at": work.now}
        row = Recording(id=new_id(), business_id=post.business_id, **values)
        work.session.add(row)
        recording_id = row.id
    Ticker(post.app).tick()
    assert post.queue.recordings == []
    post.later(seconds=30)
    Ticker(post.app).tick()
    assert post.queue.recordings == [recording_id]

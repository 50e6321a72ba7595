"""Clocks that jump, and installations that were switched off for weeks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.services import expansion, messaging
from bot.services.audience import Recipient
from bot.services.messaging import Draft
from models import Delivery
from models.states import DeliveryStatus, RecipientKind
from tests.factories.post import ANN, Post
from tests.faults.house import House

NEW_YORK = ZoneInfo("America/New_York")
AHEAD = timedelta(minutes=2)


def every_day(post: Post, at: datetime) -> None:
    """Ann gets the same text every day at the time of day of `at`, from then on."""
    with post.app.work() as work:
        to = (Recipient(RecipientKind.PHONE, address=ANN),)
        draft = Draft(to, "Good morning", start_local=at, rrule="FREQ=DAILY")
        messaging.schedule(post.desk(work), draft, "panel")


def the_clock_ticks(post: Post) -> None:
    """What the clock and a worker do."""
    with post.app.work() as work:
        expansion.expand_due(work, AHEAD)
    with post.app.reading() as work:
        due = list(work.session.scalars(select(Delivery.id).where(Delivery.status == DeliveryStatus.WAITING)))
    post.send(*due)


@pytest.fixture
def post(house: House) -> Post:
    """The business of a house in which no process runs: time passes as the test says."""
    return house.post


def test_after_forty_days_switched_off_the_latest_text_goes_out_at_most(post: Post) -> None:
    post.clock.moment = datetime(2026, 6, 1, 8, tzinfo=NEW_YORK)
    every_day(post, datetime(2026, 6, 1, 9))
    post.clock.moment = datetime(2026, 7, 11, 9, 30, tzinfo=NEW_YORK)
    the_clock_ticks(post)
    the_clock_ticks(post)
    assert post.taken() == ["Good morning"]


def test_a_clock_two_hours_forward_and_back_sends_nothing_twice(post: Post) -> None:
    post.clock.moment = datetime(2026, 6, 1, 8, tzinfo=NEW_YORK)
    every_day(post, datetime(2026, 6, 1, 9))
    for moment in (10, 8, 9, 10):
        post.clock.moment = datetime(2026, 6, 1, moment, tzinfo=NEW_YORK)
        the_clock_ticks(post)
    assert post.taken() == ["Good morning"]

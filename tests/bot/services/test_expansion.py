"""A message that is due becomes its deliveries: once, to who is there then, at the wall time that was meant."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.services import expansion, groups, messaging
from bot.services.audience import Recipient
from models.states import Channel, DeliveryStatus, MessageStatus, RecipientKind
from tests.factories import Shop

ANN, BOB = "+12125550111", "+12125550112"
DAILY = "FREQ=DAILY;BYHOUR={};BYMINUTE={}"


@pytest.fixture
def shop(engine: Engine) -> Shop:
    made = Shop(engine)
    made.customer("Ann Lee", ANN, group="VIP")
    return made


def schedule(shop: Shop, *, start: datetime | None = None, rrule: str | None = None) -> None:
    with shop.app.work() as work:
        desk = shop.desk(work)
        group = groups.find_group(desk, "VIP")
        assert group is not None
        to = (Recipient(RecipientKind.GROUP, group_id=group.id),)
        messaging.schedule(desk, messaging.Draft(to, "hello", (Channel.TEXT,), start, rrule), "panel")


def expand(shop: Shop) -> int:
    with shop.app.work() as work:
        return expansion.expand_due(work, timedelta(seconds=5))


def test_who_joins_before_it_is_due_gets_it_too(shop: Shop) -> None:
    schedule(shop, start=datetime(2026, 11, 24, 9, 0))
    shop.customer("Bob Stone", BOB, group="VIP")
    shop.clock.moment = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert expand(shop) == 1
    assert {one.address for one in shop.deliveries()} == {ANN, BOB}


def test_it_is_expanded_once_however_many_clocks_there_are(shop: Shop) -> None:
    schedule(shop, start=datetime(2026, 11, 24, 9, 0))
    shop.clock.moment = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert [expand(shop) for _ in range(3)] == [1, 0, 0]
    assert len(shop.deliveries()) == 1


@pytest.mark.parametrize(("hour", "minute"), [(2, 30), (1, 30), (0, 30)])
@pytest.mark.parametrize("change", [datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 10, 31, 12, tzinfo=UTC)])
def test_daily_at_night_fires_once_a_day_over_both_changes(
    shop: Shop, change: datetime, hour: int, minute: int
) -> None:
    shop.clock.moment = change
    schedule(shop, rrule=DAILY.format(hour, minute))
    for _ in range(4 * 24 * 2):
        shop.clock.pass_time(minutes=30)
        expand(shop)
    days = [one.occurrence_local for one in shop.deliveries()]
    assert len(days) == 4
    assert len({day.date() for day in days if day}) == 4


def test_a_new_time_zone_keeps_the_wall_time(shop: Shop) -> None:
    schedule(shop, start=datetime(2026, 11, 24, 9, 0))
    with shop.app.work() as work:
        desk = shop.desk(work)
        desk.business.timezone = "America/Los_Angeles"
        messaging.rezone(desk)
        (message,) = messaging.scheduled(desk)
        assert message.next_at == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def test_stopping_cancels_what_waits_and_what_would_come(shop: Shop) -> None:
    schedule(shop, rrule=DAILY.format(9, 0))
    shop.clock.moment = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    expand(shop)
    with shop.app.work() as work:
        (message,) = messaging.scheduled(shop.desk(work))
        assert messaging.stop(shop.desk(work), message) == 1
        assert message.status is MessageStatus.STOPPED
    shop.clock.pass_time(days=3)
    assert expand(shop) == 0
    assert [one.status for one in shop.deliveries()] == [DeliveryStatus.CANCELLED]

"""The last days in numbers, by the business's own calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.services import booking, deliveries, figures
from models.states import Answered, AppointmentStatus, Channel, DeliveryKind, DeliveryStatus
from tests.factories import Shop

ANN = "+12125550111"


@pytest.fixture
def shop(engine: Engine) -> Shop:
    made = Shop(engine)
    made.clock.moment = datetime(2026, 11, 24, 3, tzinfo=UTC)  # the evening of the 23rd in New York
    return made


def sent(shop: Shop, status: DeliveryStatus, kind: DeliveryKind = DeliveryKind.MESSAGE, **values: object) -> None:
    with shop.app.work() as work:
        row = deliveries.outgoing(shop.desk(work), kind, Channel.TEXT, ANN, "Hi")
        row.status = status
        for name, value in values.items():
            setattr(row, name, value)


def days(shop: Shop) -> list[figures.DayFigures]:
    with shop.app.reading() as work:
        return figures.last_days(shop.desk(work), 3)


def test_a_day_is_a_day_of_the_business_and_today_is_the_last(shop: Shop) -> None:
    sent(shop, DeliveryStatus.SENT)
    sent(shop, DeliveryStatus.SENT, created_at=shop.clock.moment - timedelta(days=1))
    assert [(one.day, one.sent) for one in days(shop)] == [
        (date(2026, 11, 21), 0),
        (date(2026, 11, 22), 1),
        (date(2026, 11, 23), 1),
    ]


def test_what_left_arrived_and_was_confirmed_is_counted(shop: Shop) -> None:
    sent(shop, DeliveryStatus.DELIVERED, answered=Answered.CONFIRMED)
    sent(shop, DeliveryStatus.DELIVERED)
    sent(shop, DeliveryStatus.ACCEPTED)
    today = days(shop)[-1]
    assert (today.sent, today.delivered, today.confirmed) == (3, 2, 1)


@pytest.mark.parametrize("status", [DeliveryStatus.FAILED, DeliveryStatus.WAITING, DeliveryStatus.SUPPRESSED])
def test_what_did_not_leave_is_not_sent(shop: Shop, status: DeliveryStatus) -> None:
    sent(shop, status)
    assert days(shop)[-1].sent == 0


def test_answers_and_notes_to_the_owner_are_not_counted(shop: Shop) -> None:
    sent(shop, DeliveryStatus.DELIVERED, kind=DeliveryKind.ANSWER)
    sent(shop, DeliveryStatus.DELIVERED, kind=DeliveryKind.NOTICE)
    assert days(shop)[-1].sent == 0


def test_who_did_not_come_is_counted_on_the_day_of_the_appointment(shop: Shop) -> None:
    shop.calendar()
    one = shop.book(shop.customer("Ann Lee", ANN), datetime(2026, 11, 25, 10))
    shop.clock.moment += timedelta(days=3)
    with shop.app.work() as work:
        booking.get_appointment(shop.desk(work), one).status = AppointmentStatus.NO_SHOW
    assert [day.no_shows for day in days(shop)] == [0, 1, 0]

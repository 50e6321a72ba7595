"""Calendars elsewhere."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from bot.domain import ical
from bot.services import booking, calendars, feeds
from tests.bot.domain.test_ical import OUTLOOK
from tests.factories.shop import Shop

TUESDAY_3PM = datetime(2026, 11, 24, 15)
LATER = OUTLOOK.replace(b"2026030", b"2026120").replace(b"20260706", b"20261221").replace(b"20260711", b"20261224")


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """A salon with one chair."""
    made = Shop(engine)
    made.calendar()
    return made


def feed(shop: Shop) -> str:
    with shop.app.reading() as work:
        desk = shop.desk(work)
        return feeds.feed(desk, calendars.list_calendars(desk)[0]).decode()


def test_a_feed_shows_who_comes_for_what_and_no_phone_number(shop: Shop) -> None:
    shop.book(shop.customer("Ann Lee", "+12125550111"), TUESDAY_3PM, name="Haircut", place="12 Main St")
    said = feed(shop)
    assert "SUMMARY:Ann Lee\\, Haircut" in said
    assert "LOCATION:12 Main St" in said
    assert "555" not in said


def test_a_change_makes_a_new_version_and_nothing_else_does(shop: Shop) -> None:
    booked = shop.book(shop.customer("Ann Lee"), TUESDAY_3PM)

    def version() -> str:
        with shop.app.reading() as work:
            desk = shop.desk(work)
            return feeds.version(desk, calendars.list_calendars(desk)[0])

    before = version()
    assert version() == before
    shop.clock.pass_time(minutes=1)
    with shop.app.work() as work:
        desk = shop.desk(work)
        booking.cancel(desk, booking.get_appointment(desk, booked))
    assert version() != before


def take_over(shop: Shop) -> feeds.TakenOver:
    with shop.app.work() as work:
        desk = shop.desk(work)
        read = ical.read(LATER, *feeds.reach(desk))
        return feeds.take_over(desk, read.found, calendars.list_calendars(desk)[0])


def test_importing_a_file_twice_books_nothing_twice(shop: Shop) -> None:
    assert take_over(shop) == feeds.TakenOver(2, 1, 0)
    assert take_over(shop) == feeds.TakenOver(0, 0, 3)
    assert [one.name for one in shop.appointments()] == ["Team", "Team"]


def test_what_is_imported_keeps_its_time_from_customers(shop: Shop) -> None:
    take_over(shop)
    with pytest.raises(booking.Taken):
        shop.book(shop.customer("Ann Lee"), shop.appointments()[0].start_local, by_customer=True)

"""The secret iCalendar feed over HTTP, and the appointment in an email reminder."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.services import calendars
from tests.factories.shop import Shop
from web import create_app


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """A salon with one booking."""
    made = Shop(engine)
    made.calendar()
    made.book(made.customer("Ann Lee"), datetime(2026, 11, 24, 15))
    return made


@pytest.fixture
def client(shop: Shop) -> FlaskClient:
    """Somebody's calendar program."""
    return create_app(shop.app).test_client()


def token(shop: Shop) -> str:
    with shop.app.reading() as work:
        return calendars.list_calendars(shop.desk(work))[0].feed_token


def test_a_calendar_program_reads_it_and_is_told_when_nothing_changed(shop: Shop, client: FlaskClient) -> None:
    first = client.get(f"/feeds/{token(shop)}.ics")
    assert (first.status_code, first.mimetype) == (200, "text/calendar")
    assert b"SUMMARY:Ann Lee" in first.data
    again = client.get(f"/feeds/{token(shop)}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_secret_that_is_none_or_was_renewed_shows_nothing(shop: Shop, client: FlaskClient) -> None:
    old = token(shop)
    with shop.app.work() as work:
        calendars.renew_feed(calendars.list_calendars(shop.desk(work))[0])
    assert client.get(f"/feeds/{old}.ics").status_code == 404
    assert client.get("/feeds/guess.ics").status_code == 404


@pytest.mark.parametrize("address", ["%00", "a%00b", "%ed%a0%80", "%ff", "%0d%0a", "x" * 3000])
def test_an_address_that_can_be_no_secret_shows_nothing(client: FlaskClient, address: str) -> None:
    assert client.get(f"/feeds/{address}.ics").status_code == 404
    assert client.get(f"/media/{address}").status_code == 404
    assert client.get(f"/unsubscribe/{address}").status_code == 404

"""The calendar of appointments in a real browser."""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from werkzeug.serving import make_server

from bot.services import accounts
from models.session import make_engine
from tests.factories import Shop
from web import create_app

EMAIL, PASSWORD = "owner@example.com", "a long enough password"


@pytest.fixture
def shop(sqlite_url: str) -> Iterator[Shop]:
    """A salon with one chair and a booking on Tuesday at 11."""
    engine: Engine = make_engine(sqlite_url)
    made = Shop(engine)
    with made.app.work() as work:
        accounts.add_member(made.desk(work), EMAIL, PASSWORD, "Maria")
    made.calendar("Maria")
    made.book(made.customer("Ann Lee", "+12125550111"), datetime(2026, 11, 24, 11), name="Haircut")
    yield made
    engine.dispose()


@pytest.fixture
def address(shop: Shop) -> Iterator[str]:
    """Where the panel is."""
    server = make_server("127.0.0.1", 0, create_app(shop.app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_an_appointment_is_dragged_to_another_time_and_a_collision_goes_back(
    shop: Shop, address: str, page: Page
) -> None:
    page.set_viewport_size({"width": 1100, "height": 1200})
    sign_in(page, address)
    page.goto(f"{address}/appointments?day=2026-11-23")
    drag_down_two_hours(page, "1:00 - 2:00")
    assert shop.appointments()[0].start_local == datetime(2026, 11, 24, 13)

    shop.book(shop.customer("Bob Ray"), datetime(2026, 11, 24, 15))
    page.reload()
    drag_down_two_hours(page, "3:00 - 4:00")
    expect(page.get_by_role("alert")).to_contain_text("is not free")
    assert shop.appointments()[0].start_local == datetime(2026, 11, 24, 13)


def drag_down_two_hours(page: Page, until: str) -> None:
    """An hour's appointment is an hour high."""
    event = page.locator(".fc-event", has_text="Ann Lee")
    expect(event).to_be_visible()
    box = event.bounding_box()
    assert box
    x, y = box["x"] + 10, box["y"] + 5
    page.mouse.move(x, y)
    page.mouse.down()
    for hours in (1, 2):
        page.mouse.move(x, y + hours * box["height"], steps=8)
    expect(page.locator(".fc-event-mirror")).to_contain_text(until)
    with page.expect_response("**/drag"):
        page.mouse.up()


def test_the_form_offers_free_times_while_it_is_filled_in(shop: Shop, address: str, page: Page) -> None:
    sign_in(page, address)
    page.goto(f"{address}/appointments/new?at=2026-11-24T11:00")
    page.get_by_label("Minutes", exact=True).fill("60")
    page.get_by_label("Attendee 1").fill("Ann Lee")
    expect(page.locator("#conflict")).to_contain_text("That time is taken.")
    page.locator("#conflict button").first.click()
    expect(page.locator("#conflict .wrong")).to_have_count(0)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Booked: #2.")
    assert len(shop.appointments()) == 2


def test_the_pages_hold_on_a_phone(shop: Shop, address: str, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, address)
    for path in ("/appointments?day=2026-11-23", "/appointments/new", "/calendars", "/services"):
        page.goto(f"{address}{path}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, (path, wide)

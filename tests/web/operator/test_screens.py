"""The operator's screens in a real browser: nothing that shuts people out, nothing too wide."""

import threading
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize
from werkzeug.serving import make_server

from bot.services import accounts, operators
from models import Plan
from models.session import make_engine
from tests.factories import Shop
from tests.fakes.clock import FakeClock
from web import create_app

EMAIL, PASSWORD = "boss@example.net", "horse battery staple"
PHONE = ViewportSize(width=360, height=740)
RULES = {"resultTypes": ["violations"]}


@pytest.fixture
def served(sqlite_url: str) -> Iterator[tuple[str, str]]:
    """The installation over HTTP, and the page of its one business."""
    engine = make_engine(sqlite_url)
    shop = Shop(engine)
    with shop.app.work() as work:
        desk = shop.desk(work)
        accounts.add_member(desk, "owner@example.com", PASSWORD, "Maria")
        desk.business.plan = Plan(name="Standard", monthly_fee=Decimal(29), included_texts=500, included_voice=100)
        operators.create(work, EMAIL, PASSWORD)
        operators.record(work, None, desk.business, "changed the pace")
    server = make_server("127.0.0.1", 0, create_app(shop.app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", f"/operator/businesses/{shop.business_id}"
    server.shutdown()
    thread.join()
    engine.dispose()


def faults(page: Page) -> list[str]:
    """What axe finds, and whether something has to be scrolled sideways."""
    found = [f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations(page)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, f"{page.url} is {wide} px wide"] if wide > PHONE["width"] else found


def violations(page: Page) -> list[dict[str, list[dict[str, str]]]]:
    listed: list[dict[str, list[dict[str, str]]]] = Axe().run(page, options=RULES).response["violations"]
    return listed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_shuts_anybody_out(served: tuple[str, str], page: Page, scheme: Literal["light", "dark"]) -> None:
    url, business = served
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    page.goto(f"{url}/operator")
    found = faults(page)
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    found += faults(page)
    key = page.locator("kbd").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows now").fill(pyotp.TOTP(key).at(FakeClock().now()))
    page.get_by_role("button", name="Turn it on").click()
    for path in ("/operator", business, "/operator/plans", "/operator/health"):
        page.goto(url + path)
        found += faults(page)
    page.goto(url + business)
    page.get_by_role("button", name="Sign in as Maria").click()
    found += faults(page)
    page.get_by_role("button", name="Stop").click()
    assert page.get_by_role("heading", name="Bella Salon").is_visible()
    assert not found, "\n".join(found)

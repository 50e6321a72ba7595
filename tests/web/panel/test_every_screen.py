"""Every screen of the panel, in a real browser: nothing that shuts people out, nothing too wide, nothing too heavy.

The screens are found by following links, one address for each route: a new one is looked at without being named.
"""

import zlib
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, ViewportSize
from werkzeug.exceptions import HTTPException

from bot.services import accounts, templates
from models.session import make_engine
from tests.factories import Shop
from tests.web.panel.serving import EMAIL, PASSWORD, serving, sign_in
from web import create_app

ANN = "+12125550111"
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=900)
HEAVIEST = 150_000
"""Compressed bytes of a page with everything it loads, the calendar apart."""
RULES = {"resultTypes": ["violations"]}


@pytest.fixture
def busy(sqlite_url: str) -> Iterator[Shop]:
    """A shop where every list has something in it."""
    engine = make_engine(sqlite_url)
    shop = Shop(engine)
    ann = shop.customer("Ann Lee", ANN, "ann@example.com", group="VIP")
    shop.calendar()
    shop.service("Cleaning")
    with shop.app.work() as work:
        desk = shop.desk(work)
        accounts.add_member(desk, EMAIL, PASSWORD, "Maria")
        templates.save_template(desk, "Birthday", "Happy birthday {first_name}!", "message")
        templates.save_template(desk, "Tomorrow", "See you at {start}", "appointment")
    shop.book(ann, shop.clock.moment.replace(tzinfo=None, hour=15, minute=0))
    shop.text("do you have parking for a horse", ANN)
    shop.text("text Ann we are open")
    shop.text("every monday 9am text VIP good morning")
    yield shop
    engine.dispose()


@pytest.fixture
def served(busy: Shop) -> Iterator[tuple[Flask, str]]:
    """The panel over HTTP."""
    app = create_app(busy.app)
    with serving(app) as url:
        yield app, url


def screens(app: Flask, url: str, page: Page) -> Iterator[str]:
    """Sign in, then every screen that links lead to, one for each route; the page shows it."""
    routes = app.url_map.bind("127.0.0.1")
    seen, waiting = set(), ["/sign-in", "/"]
    page.goto(f"{url}/sign-in")
    while waiting:
        path = waiting.pop(0)
        page.goto(url + path)
        if path == "/sign-in":
            yield path
            sign_in(page, url)
            continue
        yield path
        for href in page.eval_on_selector_all("a[href]:not([download])", "all => all.map(one => one.href)"):
            parts = urlsplit(href)
            try:
                endpoint, _ = routes.match(parts.path, method="GET")
            except HTTPException:
                continue
            if href.startswith(url) and endpoint not in seen and not endpoint.startswith("hooks"):
                seen.add(endpoint)
                waiting.append(parts.path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_shuts_anybody_out(served: tuple[Flask, str], page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    found, looked_at = [], 0
    for path in screens(*served, page):
        looked_at += 1
        for one in Axe().run(page, options=RULES).response["violations"]:
            found += [f"{path}: {one['id']}: {node['html'][:200]}: {node['failureSummary']}" for node in one["nodes"]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            found.append(f"{path} is {wide} px wide")
    assert looked_at > 15
    assert not found, "\n".join(found)


def test_no_screen_is_heavier_than_a_photo(served: tuple[Flask, str], page: Page) -> None:
    page.set_viewport_size(DESK)
    too_heavy = []
    for path in screens(*served, page):
        page.goto(served[1] + path)
        sizes = page.evaluate(
            "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
            ".map(one => one.encodedBodySize)"
        )
        if sum(sizes) > HEAVIEST and path != "/appointments":
            too_heavy.append(f"{path}: {sum(sizes)}")
    assert too_heavy == []


def test_styles_and_scripts_are_sent_compressed_and_kept_until_they_change(served: tuple[Flask, str]) -> None:
    with served[0].test_client() as client:
        style = client.get("/static/panel.css", headers={"Accept-Encoding": "deflate"})
        assert zlib.decompress(style.data).startswith(b":root")
        assert "max-age=31536000" in style.headers["Cache-Control"]
        assert "/static/panel.css?v=" in client.get("/sign-in").text

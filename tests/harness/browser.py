"""Chromium, driven by Playwright, that reaches nothing but this machine."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, sync_playwright

from tests.harness.network_guard import is_local

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-fake-device-for-media-stream",  # a microphone that beeps
    "--use-fake-ui-for-media-stream",
)


def find_chromium() -> str | None:
    """The path of an installed Chromium."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def open_page(executable: str) -> Iterator[Page]:
    """A page in a browser of its own; at the end, AssertionError for script errors and requests to other machines.

    Playwright keeps an event loop in the thread while it is open, so it is opened per test, not per session: other
    tests call `asyncio.run`.
    """
    wrong: list[str] = []

    def stay_here(route: Route) -> None:
        if is_local(urlsplit(route.request.url).hostname or ""):
            route.continue_()
        else:
            wrong.append(f"asked another machine for {route.request.url}")
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        page = browser.new_page()
        page.route("**/*", stay_here)
        page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
        try:
            yield page
        finally:
            browser.close()
    assert wrong == []

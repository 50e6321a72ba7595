"""The panel over HTTP in a thread, for a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

EMAIL, PASSWORD = "owner@example.com", "a long enough password"


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Its URL as long as this is open."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def sign_in(page: Page, url: str) -> None:
    """As the owner of the fixtures."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

"""How long every page of the panel takes the server, for a business with 10,000 customers and a year of messages.

python -m tests.bench.pages [--times 30] [--only /customers]
"""

import argparse
import gc
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.routing import Rule

from bot.services import accounts
from models.session import make_engine
from tests.bench.a_year import Year, phone
from tests.bench.installation import analyse
from tests.factories import Shop
from tests.harness.databases import PostgresFactory
from web import create_app
from web.panel import SCREENS, roles

GOAL = 0.050
"""Seconds of the server for a page."""
DOWNLOADS = ("imports.export", "account.csv", "imports.problems")
"""Files, not pages: as long as what is in them."""
EMAIL, PASSWORD = "owner@example.com", "a long enough password"
MORE = (
    "/customers?q=quinn+7",
    "/customers?q=2000123",
    "/customers?order=email",
    "/inbox?label=Order",
    "/inbox?unread=1",
    "/messages/new?group={group}",
    "/customers/names?to=ann+lee",
)
"""Ways to ask for a page that are in no route."""


@dataclass(frozen=True)
class Page:
    """What one address took: seconds of each time it was asked for, statements of one time, bytes."""

    path: str
    seconds: list[float]
    statements: int
    size: int

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[18]

    def row(self) -> str:
        """A line of the table."""
        p50 = statistics.median(self.seconds)
        over = "  over the goal" if self.p95 > GOAL else ""
        shown = re.sub(r"[0-9a-f-]{36}", "…", self.path)[:42]
        head = f"{shown:<44}{p50 * 1000:>8.1f} ms{self.p95 * 1000:>8.1f} ms"
        return f"{head}{self.statements:>6}{self.size / 1024:>8.0f} KB{over}"


class Statements:
    """Counts what the database is asked."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "before_cursor_execute", self._one_more)

    def _one_more(self, *_: Any) -> None:
        self.count += 1


def measure(client: FlaskClient, statements: Statements, path: str, times: int) -> Page:
    """Ask for a page so often, once more before that to warm up. AssertionError where it is not there."""
    seconds, size = [], 0
    first = client.get(path)
    assert first.status_code in (200, 302), f"{path}: {first.status_code}"
    before = statements.count
    for _ in range(times):
        begun = time.perf_counter()
        size = len(client.get(path).data)
        seconds.append(time.perf_counter() - begun)
    return Page(path, seconds, (statements.count - before) // times, size)


def pages(app: Flask, year: Year) -> Iterator[str]:
    """Every address of the panel that shows something."""
    names = {screen.blueprint.name for screen in SCREENS} - roles.OPEN
    for rule in app.url_map.iter_rules():
        shows = "GET" in (rule.methods or ()) and rule.endpoint not in DOWNLOADS
        if shows and rule.endpoint.partition(".")[0] in names and (values := _values(rule, year)) is not None:
            yield str(app.url_map.bind("localhost").build(rule.endpoint, values))
    yield from (path.format(group=year.groups[0]) for path in MORE)


def _values(rule: Rule, year: Year) -> dict[str, object] | None:
    """What is in an address; None for one that needs what there is none of."""
    known = {
        "customer_id": year.customers[0], "group_id": year.groups[0], "message_id": year.messages[0],
        "appointment_id": year.appointments[-1], "delivery_id": year.deliveries[-1],
        "invoice_id": year.invoices[0], "phone": phone(0),
    }  # fmt: skip
    if not rule.arguments <= known.keys():
        return None
    asked: dict[str, object] = {name: known[name] for name in rule.arguments}
    if rule.endpoint.endswith(".events"):
        start = year.now.replace(hour=0)
        asked |= {"start": start.isoformat(), "end": (start + timedelta(days=42)).isoformat()}
    return asked


def main() -> None:
    """Prints the table, the slowest first."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=30)
    arguments.add_argument("--only", default="/", help="how the addresses begin")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        factory = PostgresFactory(Path(folder) / "postgres", settings=())
        with factory.fresh() as url:
            engine = make_engine(url)
            found = _run(engine, given.times, given.only)
            engine.dispose()
        factory.close()
    lines = [one.row() for one in sorted(found, key=lambda page: -page.p95)]
    sys.stdout.write("\n".join([f"{'':<44}{'p50':>11}{'p95':>11}{'SQL':>6}{'size':>11}", *lines]) + "\n")


def _run(engine: Engine, times: int, only: str) -> list[Page]:
    shop = Shop(engine)
    with shop.app.work() as work:
        accounts.add_member(shop.desk(work), EMAIL, PASSWORD, "Maria")
    year = Year(shop)
    year.fill()
    gc.freeze()  # what filled the database is no part of a page
    analyse(engine)
    app = create_app(shop.app)
    app.config["WTF_CSRF_ENABLED"] = False
    client, statements = app.test_client(), Statements(engine)
    signed_in = client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert signed_in.status_code == 302, signed_in.status_code
    wanted = [path for path in pages(app, year) if path.startswith(only)]
    return [measure(client, statements, path, times) for path in wanted]


if __name__ == "__main__":
    main()

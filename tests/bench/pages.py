"""The panel's pages of a business with 10,000 customers and a year of messages: server time and statements for each.

python -m tests.bench.pages [--customers 10000] [--messages 100000] [--times 30]
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, insert
from werkzeug.exceptions import HTTPException

from bot.services import accounts, groups
from models import (
    Appointment,
    Attendee,
    AuditEntry,
    Consent,
    Customer,
    CustomerPhone,
    Delivery,
    GroupMember,
    InboxItem,
    Message,
    Usage,
    new_id,
)
from models.session import make_engine
from models.states import (
    AppointmentStatus,
    Channel,
    ConsentState,
    DeliveryKind,
    DeliveryStatus,
    Door,
    Lane,
    MessageStatus,
    UsageKind,
)
from tests.bench.installation import analyse
from tests.factories import Shop
from tests.harness.databases import PostgresFactory
from tests.web.panel.serving import EMAIL, PASSWORD
from web import create_app

GOAL = 0.05
_ROWS = 10_000
_HREF = re.compile(r'href="([^"#]+)"')
_BESIDE = (
    "/customers?q=mari",
    "/customers?q=%2B1212555&order=phone",
    "/customers?order=email",
    "/messages/recipients?q=ma",
)
"""Ways into a list that no link shows."""


@dataclass
class Pages:
    """Seconds and statements by route."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)


def fill(shop: Shop, engine: Engine, customers: int, messages: int) -> None:
    """A year, in bulk."""
    now, business = shop.clock.now(), {"business_id": shop.business_id}
    people = [new_id() for _ in range(customers)]
    _put(engine, Customer, [_customer(n, one, now) | business for n, one in enumerate(people)])
    _put(
        engine,
        CustomerPhone,
        [{"id": new_id(), "customer_id": one, "phone": _phone(n)} for n, one in enumerate(people)],
    )
    with shop.app.work() as work:
        group = groups.create_group(shop.desk(work), "Newsletter").id
    _put(
        engine,
        GroupMember,
        [{"id": new_id(), "group_id": group, "customer_id": one} for one in people[: customers // 3]],
    )
    _put(engine, Consent, [_consent(n, now) | business for n in range(0, customers, 5)])
    blasts = [new_id() for _ in range(200)]
    _put(engine, Message, [_message(n, one, now) | business for n, one in enumerate(blasts)])
    sent = [_delivery(n, people, blasts, now, messages) | business for n in range(messages)]
    _put(engine, Delivery, sent)
    _put(engine, Usage, [_usage(one) | business for one in sent])
    _put(engine, InboxItem, [_heard(n, people, now, messages // 5) | business for n in range(messages // 5)])
    _put(engine, AuditEntry, [_noted(n, now) | business for n in range(3000)])
    _book(shop, engine, people, now)


def _put(engine: Engine, kind: type[Any], rows: list[dict[str, Any]]) -> None:
    for first in range(0, len(rows), _ROWS):
        with engine.begin() as connection:
            connection.execute(insert(kind), rows[first : first + _ROWS])


def _phone(n: int) -> str:
    return f"+1212{5550000 + n % 10_000 if n < 10_000 else 2_000_000 + n}"


def _customer(n: int, one: UUID, now: datetime) -> dict[str, Any]:
    first, last = f"Maria{n % 700}", f"Lopez{n}"
    keys = {"first_key": f"{first} {last}".lower(), "last_key": f"{last} {first}".lower(), "phone_key": _phone(n)}
    return {"id": one, "first_name": first, "last_name": last, "notes": "", "created_at": now, "email_key": "", **keys}


def _consent(n: int, now: datetime) -> dict[str, Any]:
    state = ConsentState.OUT if n % 4 else ConsentState.IN
    at = now - timedelta(days=n % 300)
    return {"id": new_id(), "address": _phone(n), "state": state, "source": "text", "words": "stop", "at": at}


def _message(n: int, one: UUID, now: datetime) -> dict[str, Any]:
    created = now - timedelta(days=n)
    status = MessageStatus.SCHEDULED if n < 20 else MessageStatus.DONE
    start = (now + timedelta(days=n + 1)).replace(tzinfo=None)
    when = {
        "start_local": start,
        "timezone": "America/New_York",
        "next_at": now + timedelta(days=n + 1) if n < 20 else None,
    }
    return {
        "id": one,
        "number": 1000 + n,
        "channels": ["text"],
        "body": f"News {n}",
        "status": status,
        "created_by": "panel",
        "created_at": created,
        **when,
    }


def _delivery(n: int, people: list[UUID], blasts: list[UUID], now: datetime, count: int) -> dict[str, Any]:
    at, who = now - timedelta(days=365) * (1 - n / count), n % len(people)
    status = DeliveryStatus.FAILED if n % 50 == 0 else DeliveryStatus.DELIVERED
    return {
        "id": new_id(), "kind": DeliveryKind.MESSAGE, "channel": Channel.TEXT, "lane": Lane.TEXT,
        "address": _phone(who), "customer_id": people[who], "message_id": blasts[n % len(blasts)],
        "body": "See you soon", "status": status,
        "reason": "the phone is switched off" if n % 50 == 0 else None, "carrier_sid": f"SM{n:032x}",
        "due_at": at, "sent_at": at, "finished_at": at, "created_at": at,
    }  # fmt: skip


def _usage(sent: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "kind": UsageKind.TEXT_OUT,
        "units": 1,
        "source": f"delivery:{sent['id']}",
        "at": sent["sent_at"],
    }


def _heard(n: int, people: list[UUID], now: datetime, count: int) -> dict[str, Any]:
    at, who = now - timedelta(days=365) * (1 - n / count), n % len(people)
    read = None if n % 20 == 0 else at
    return {
        "id": new_id(), "carrier_sid": f"SM9{n:031x}", "phone": _phone(who), "customer_id": people[who],
        "body": "do you have parking", "needs_answer": n % 20 == 0, "intent": "ask",
        "label": "Question" if n % 3 == 0 else None, "received_at": at, "read_at": read,
    }  # fmt: skip


def _noted(n: int, now: datetime) -> dict[str, Any]:
    at = now - timedelta(hours=n)
    return {"id": new_id(), "at": at, "door": Door.PANEL, "who": "Maria", "code": "customer_removed", "facts": {}}


def _book(shop: Shop, engine: Engine, people: list[UUID], now: datetime) -> None:
    calendar = shop.calendar()
    first = now.replace(tzinfo=None, hour=9, minute=0, second=0, microsecond=0) - timedelta(days=330)
    rows, coming = [], []
    for n in range(5000):
        start = first + timedelta(days=n // 14, minutes=30 * (n % 14))
        at = start.replace(tzinfo=now.tzinfo) + timedelta(hours=5)
        moments = {
            "start_local": start,
            "start_at": at,
            "end_at": at + timedelta(minutes=30),
            "changed_at": at,
            "created_at": at,
        }
        rows.append(
            {
                "id": new_id(),
                "business_id": shop.business_id,
                "number": 5000 + n,
                "calendar_id": calendar,
                "name": "Cleaning",
                "timezone": "America/New_York",
                "minutes": 30,
                "status": AppointmentStatus.BOOKED,
                "created_by": "owner",
                **moments,
            }
        )
        coming.append({"id": new_id(), "appointment_id": rows[-1]["id"], "customer_id": people[n % len(people)]})
    _put(engine, Appointment, rows)
    _put(engine, Attendee, coming)


def routes(app: Flask, browser: FlaskClient) -> Iterator[tuple[str, str]]:
    """Every screen that links lead to, one address for each route."""
    known = app.url_map.bind("localhost")
    seen: set[str] = set()
    waiting = ["/", *_BESIDE]
    while waiting:
        path = waiting.pop(0)
        answer = browser.get(path)
        if answer.status_code != 200 or "html" not in answer.content_type:
            continue
        yield path if "?" in path else known.match(urlsplit(path).path)[0], path
        for href in _HREF.findall(answer.text):
            try:
                endpoint, _ = known.match(urlsplit(href.replace("&amp;", "&")).path, method="GET")
            except HTTPException:
                continue
            if href.startswith("/") and endpoint not in seen and endpoint.partition(".")[0] not in ("hooks", "static"):
                seen.add(endpoint)
                waiting.append(href.replace("&amp;", "&"))


def measure(app: Flask, browser: FlaskClient, engine: Engine, times: int) -> Pages:
    """Each page, the first look apart."""
    found, counted = Pages(), [0]
    event.listen(engine, "before_cursor_execute", lambda *_: counted.__setitem__(0, counted[0] + 1))
    for name, path in routes(app, browser):
        for _ in range(times):
            counted[0], begun = 0, time.perf_counter()
            browser.get(path)
            found.seconds.setdefault(name, []).append(time.perf_counter() - begun)
        found.statements[name] = counted[0]
        sys.stderr.write(f"\r{len(found.seconds)} pages ")
    return found


def table(found: Pages) -> str:
    """The slowest first."""
    rows = sorted(found.seconds.items(), key=lambda one: -statistics.median(one[1]))
    lines = [f"{'':<44}{'p50':>10}{'p95':>10}{'statements':>12}"]
    for name, seconds in rows:
        p95 = statistics.quantiles(seconds, n=20)[18]
        lines.append(
            f"{name:<44}{statistics.median(seconds) * 1000:>7.1f} ms{p95 * 1000:>7.1f} ms{found.statements[name]:>12}"
        )
    slow = [name for name, seconds in rows if statistics.median(seconds) > GOAL]
    lines.append(f"{len(rows)} pages, {len(slow)} above {GOAL * 1000:.0f} ms")
    return "\n".join(lines)


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--customers", type=int, default=10_000)
    arguments.add_argument("--messages", type=int, default=100_000)
    arguments.add_argument("--times", type=int, default=30)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        factory = PostgresFactory(Path(folder) / "postgres", settings=())
        with factory.fresh() as url:
            engine = make_engine(url)
            shop = Shop(engine)
            with shop.app.work() as work:
                accounts.add_member(shop.desk(work), EMAIL, PASSWORD, "Maria")
            fill(shop, engine, given.customers, given.messages)
            analyse(engine)
            app = create_app(shop.app)
            app.config["WTF_CSRF_ENABLED"] = False
            browser = app.test_client()
            browser.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
            sys.stdout.write(table(measure(app, browser, engine, given.times)) + "\n")
            engine.dispose()
        factory.close()


if __name__ == "__main__":
    main()

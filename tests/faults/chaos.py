"""Everything is killed and started again at random under load, and then it is counted.

    python -m tests.faults.chaos [--minutes 10] [--database postgres|sqlite] [--seed 1]

Web, workers, clocks and Redis get SIGKILL; PostgreSQL loses its connections, or goes down as in a power cut and comes
back by its log. Exit code 1 where anything was lost or went twice. Leases are as long as they are in life, so that the
end takes a few minutes.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.session import make_engine
from models.states import DeliveryStatus
from tests.factories.post import TOKEN, Post
from tests.faults.house import House, Process, kill
from tests.harness.databases import PostgresFactory, SqliteFactory
from tests.harness.simulator import simulator

ROLES: dict[str, Callable[[House], Process]] = {
    "web": House.start_web,
    "worker": lambda house: house.start("scheduler.worker"),
    "second worker": lambda house: house.start("scheduler.worker"),
    "clock": lambda house: house.start("scheduler.clock"),
    "second clock": lambda house: house.start("scheduler.clock"),
}
A_BURST, EVERY, REPORT_EVERY = 20, 1.0, 10.0
_LONGEST_END = 420.0
_CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid()"
)


class Chaos:
    """The processes of a house, and what can happen to them."""

    def __init__(self, house: House, dice: random.Random, crash: Callable[[], None] | None) -> None:
        self.house, self.dice, self.killed, self.crash = house, dice, 0, crash
        self.running: dict[str, Process] = {role: start(house) for role, start in ROLES.items()}

    def strike(self) -> None:
        """One thing breaks, and is put up again."""
        self.killed += 1
        self.dice.choice([self._kill, self._kill, self._kill, self._redis, self._cut, self._power])()

    def _kill(self) -> None:
        role = self.dice.choice(list(ROLES))
        kill(self.running[role])
        self.running[role] = ROLES[role](self.house)

    def _redis(self) -> None:
        self.house.kill_redis()
        self.house.start_redis()

    def _cut(self) -> None:
        engine = self.house.post.app.engine
        if engine.dialect.name == "postgresql":
            with suppress(DBAPIError), engine.connect() as connection:
                connection.execute(text(_CUT))
            engine.dispose()

    def _power(self) -> None:
        if self.crash:
            self.crash()
            self.house.post.app.engine.dispose()


@contextmanager
def a_house(database: str) -> Iterator[tuple[House, Callable[[], None] | None]]:
    """A database as it comes (PostgreSQL with fsync), a carrier, a Redis; and how the database goes down, if it can."""
    crash: Callable[[], None] | None = None
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if database == "postgres":
            factory = PostgresFactory(folder / "postgres", settings=())
            stack.callback(factory.close)
            url, crash = stack.enter_context(factory.fresh()), factory.crash
        else:
            (folder / "sqlite").mkdir()
            url = stack.enter_context(SqliteFactory(folder / "sqlite").fresh())
        carrier = stack.enter_context(simulator(auth_token=TOKEN))
        post = Post(make_engine(url), carrier.url)
        stack.callback(post.close)
        yield House(post, url, folder, stack), crash


def run(
    house: House,
    minutes: float,
    dice: random.Random,
    say: Callable[[str], None],
    crash: Callable[[], None] | None = None,
) -> bool:
    """Load and strikes for so long, then peace until everything has ended; whether nothing was lost or went twice."""
    chaos, planned, begun, reported = Chaos(house, dice, crash), 0, time.monotonic(), 0.0
    strike_at = begun + 5
    while (now := time.monotonic()) - begun < minutes * 60:
        house.post.clock.moment = datetime.now(UTC)
        with suppress(DBAPIError):
            planned += len(house.many(A_BURST, start=planned))
        if now > strike_at:
            chaos.strike()
            strike_at = now + dice.uniform(2, 10)
        if now - reported > REPORT_EVERY:
            reported = now
            say(f"{now - begun:6.0f} s  accepted {planned}  killed {chaos.killed}  {_states(house)}")
        time.sleep(EVERY)
    end = time.monotonic() + _LONGEST_END
    while time.monotonic() < end and _is_busy(house):
        time.sleep(5)
        say(f"   ending  {_states(house)}")
    return _count(house, planned, chaos.killed, say)


def _count(house: House, planned: int, killed: int, say: Callable[[str], None]) -> bool:
    taken, counts = house.at_the_carrier(), house.counts()
    twice = sum(times > 1 for times in taken.values())
    lost = planned - len(taken) - counts[DeliveryStatus.UNKNOWN]
    rows = [
        ("accepted here", planned),
        ("at the carrier", len(taken)),
        ("unknown", counts[DeliveryStatus.UNKNOWN]),
        ("lost", lost),
        ("twice", twice),
        ("parts in the ledger", house.paid()),
        ("kills", killed),
    ]
    say("\n".join(f"{name:<22}{value:>8}" for name, value in rows))
    return lost == 0 and twice == 0


def _is_busy(house: House) -> bool:
    counts = house.counts()
    open_ = (DeliveryStatus.WAITING, DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)
    return any(counts[status] for status in open_)


def _states(house: House) -> str:
    return "  ".join(f"{status} {count}" for status, count in sorted(house.counts().items()))


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--database", choices=["postgres", "sqlite"], default="postgres")
    arguments.add_argument("--seed", type=int, default=None)
    given = arguments.parse_args()
    seed = given.seed if given.seed is not None else random.randrange(10_000)

    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    say(f"seed {seed}")
    with a_house(given.database) as (house, crash):
        sys.exit(0 if run(house, given.minutes, random.Random(seed), say, crash) else 1)


if __name__ == "__main__":
    main()

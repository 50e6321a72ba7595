"""Makes up what comes in, and lets it in: no error of ours, bounded time, and nothing of another business.

    python -m tests.fuzz.run [--inputs 1000000] [--only calls] [--seed 1]

Inputs come in batches, each into a house of its own, so that what is stored does not grow; on SQLite and on PostgreSQL
in turn. A finding is made as short
as it can be, shown, and ends the run; the seed that is shown finds it again.
"""

import argparse
import logging
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.house import Broken, House, a_house
from tests.fuzz.targets import ALL, Target
from tests.harness.databases import PostgresFactory, SqliteFactory

A_BATCH = 250
LONGEST = 15
"""Seconds for one input, which is up to a whole call. The carrier itself gives up after as many."""


def fuzz(target: Target, house: House, count: int, number: int, each: Callable[[], None] = lambda: None) -> None:
    """Let `count` inputs in, made up from the seed `number`. Raises what the shortest bad one brings about."""

    def one(made_up: Any) -> None:
        each()
        with _bounded(LONGEST):
            target.act(house, made_up)

    health = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
    how = settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=health,
        print_blob=False,
    )
    seed(number)(how(given(target.given)(one)))()
    house.check_the_other()


@contextmanager
def _bounded(seconds: int) -> Iterator[None]:
    """Raises Broken in whatever still runs after so many seconds, a loop without an end too."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Broken(f"took longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _Progress:
    """One line that is written over, at most once a second."""

    def __init__(self, whole: int) -> None:
        self._whole, self._done, self._begun, self._shown = whole, 0, time.monotonic(), 0.0
        self.name = ""

    def step(self) -> None:
        self._done += 1
        now = time.monotonic()
        if now - self._shown > 1:
            self._shown = now
            pace = self._done / (now - self._begun)
            left = max(0, self._whole - self._done) / pace / 60
            line = (
                f"{self._done:,} of {self._whole:,} inputs, {pace:.0f} a second, {left:.0f} minutes left: {self.name}"
            )
            sys.stderr.write(f"\r{line:<100}")
            sys.stderr.flush()

    def __str__(self) -> str:
        return f"{self._done:,} inputs in {time.monotonic() - self._begun:.0f} seconds"


def run(targets: Sequence[Target], count: int, first_seed: int) -> str:
    """All targets in turn, until `count` inputs were in; what was done, in words."""
    progress = _Progress(count)
    with tempfile.TemporaryDirectory(prefix="customer-messaging-fuzz-") as folder:
        factories = (SqliteFactory(Path(folder)), PostgresFactory(Path(folder) / "postgres"))
        for batch, begin in enumerate(range(0, count, A_BATCH)):
            target, number = targets[batch // 2 % len(targets)], first_seed + batch
            progress.name = f"{target.name}, seed {number}"
            with factories[number % 2].fresh() as url, a_house(url) as house:
                fuzz(target, house, min(A_BATCH, count - begin), number, progress.step)
        factories[1].close()
    return str(progress)


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--inputs", type=int, default=1_000_000, help="how many over all targets")
    options.add_argument("--only", default="", help="targets whose name has this in it")
    options.add_argument("--seed", type=int, default=random.randrange(10**9), help="where the making-up begins")
    asked = options.parse_args()
    targets = [target for target in ALL if asked.only in target.name]
    if not targets:
        options.error(f"no target is called so; there are: {', '.join(target.name for target in ALL)}")
    logging.disable(logging.WARNING)
    said = run(targets, asked.inputs, asked.seed)
    sys.stdout.write(f"\n{said}: no error, nothing that did not end, nothing of another business.\n")


if __name__ == "__main__":
    main()

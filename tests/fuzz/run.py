"""Makes up what comes in, and lets it in: no error of ours, bounded time, and nothing of another business.

    python -m tests.fuzz.run [--inputs 1000000] [--only calls] [--seed 1]

An input is one request: a text, a step of a call, a report, a page of an import. They come in batches, each into a
house of its own, so that what is stored does not grow; on SQLite and on PostgreSQL in turn, in as many processes as
there are processors. A finding is made as short as it can be, shown, and ends the run; the seed that is shown finds
it again.
"""

import argparse
import atexit
import logging
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.house import Broken, House, a_house
from tests.fuzz.targets import ALL, Target
from tests.harness.databases import PostgresFactory, SqliteFactory

A_BATCH = 250
LONGEST = 15
"""Seconds of the processor for what is acted on once, up to a whole call. The carrier itself gives up after as many."""
NEVER = 20 * LONGEST
"""Seconds on the wall: on a machine that is busy with something else, all but what waits for ever ends before."""


def fuzz(target: Target, house: House, count: int, number: int) -> None:
    """Act `count` times on what is made up from the seed `number`. Raises what the shortest bad one brings about."""

    def one(made_up: Any) -> None:
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

    limits = ((signal.ITIMER_PROF, signal.SIGPROF, seconds), (signal.ITIMER_REAL, signal.SIGALRM, NEVER))
    before = [(number, signal.signal(number, stop)) for _, number, _ in limits]
    try:
        for timer, _, limit in limits:
            signal.setitimer(timer, limit)
        yield
    finally:
        for timer, _, _ in limits:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)


class _Progress:
    """One line that is written over as batches come back."""

    def __init__(self, whole: int) -> None:
        self._whole, self.done, self._begun = whole, 0, time.monotonic()

    def step(self, inputs: int) -> None:
        """So many more were let in."""
        self.done += inputs
        pace = self.done / (time.monotonic() - self._begun)
        left = max(0, self._whole - self.done) / max(pace, 1) / 60
        line = f"{self.done:,} of {self._whole:,} inputs, {pace:.0f} a second, {left:.0f} minutes left"
        sys.stderr.write(f"\r{line:<80}")
        sys.stderr.flush()

    def __str__(self) -> str:
        return f"{self.done:,} inputs in {time.monotonic() - self._begun:.0f} seconds"


@cache
def _factories() -> tuple[SqliteFactory, PostgresFactory]:
    """Databases of this process, for as long as it lives."""
    folder = tempfile.TemporaryDirectory(prefix="customer-messaging-fuzz-")
    postgres = PostgresFactory(Path(folder.name) / "postgres")
    atexit.register(folder.cleanup)
    atexit.register(postgres.close)
    return SqliteFactory(Path(folder.name)), postgres


def batch(which: int, number: int, count: int = A_BATCH) -> int:
    """Fuzz one target, with the seed `number`, in a house of its own. How many inputs that were."""
    logging.disable(logging.WARNING)
    target = ALL[which]
    with _factories()[number % 2].fresh() as url, a_house(url) as house:
        try:
            fuzz(target, house, count, number)
        except BaseException as found:
            found.add_note(f"found by --only {target.name!r} --seed {number}")
            raise
        return house.answered


def run(targets: Sequence[int], whole: int, first_seed: int) -> str:
    """All targets in turn, until as many inputs were in; what was done, in words."""
    progress, begun = _Progress(whole), 0
    running: set[Future[int]] = set()
    at_once = os.cpu_count() or 1
    with ProcessPoolExecutor(at_once, multiprocessing.get_context("spawn")) as pool:
        while running or progress.done < whole:
            while progress.done < whole and len(running) < 2 * at_once:
                running.add(pool.submit(batch, targets[begun // 2 % len(targets)], first_seed + begun))
                begun += 1
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            progress.step(sum(one.result() for one in ready))
    return str(progress)


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--inputs", type=int, default=1_000_000, help="how many over all targets")
    options.add_argument("--only", default="", help="targets whose name has this in it")
    options.add_argument("--seed", type=int, default=random.randrange(10**9), help="where the making-up begins")
    asked = options.parse_args()
    targets = [which for which, target in enumerate(ALL) if asked.only in target.name]
    if not targets:
        options.error(f"no target is called so; there are: {', '.join(target.name for target in ALL)}")
    said = run(targets, asked.inputs, asked.seed)
    sys.stdout.write(f"\n{said}: no error, nothing that did not end, nothing of another business.\n")


if __name__ == "__main__":
    main()

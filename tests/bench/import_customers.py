"""Looking at and importing a file of customers, against what the csv module takes to read it. PostgreSQL.

python -m tests.bench.import_customers [--rows 100000]
"""

import argparse
import csv
import io
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import psutil
from sqlalchemy.orm import Session, sessionmaker

from bot.services import importing
from bot.services.work import Desk, Work
from models import Business, ImportJob
from tests.bench.installation import Bench, installation

HEADER = "First Name,Last Name,Mobile Phone,E-mail Address,Notes\n"


class Import:
    """One file in one business, dealt with as a worker does: each batch in a transaction of its own."""

    def __init__(self, bench: Bench) -> None:
        self._sessions = sessionmaker(bench.engine, expire_on_commit=False)
        self._business_id = bench.business_id

    def begin(self, data: bytes) -> UUID:
        """Upload."""
        with self._sessions.begin() as session:
            return importing.begin(self._desk(session), "bench.csv", data).id

    def start(self, job_id: UUID) -> None:
        """Say go."""
        with self._sessions.begin() as session:
            desk = self._desk(session)
            importing.start(desk, importing.get_job(desk, job_id), group_name="Bench")

    def finish(self, job_id: UUID) -> None:
        """To the end of the file."""
        with self._sessions() as session:
            run = importing.resume(self._desk(session).work, job_id)
        more = run is not None
        while more and run is not None:
            with self._sessions.begin() as session:
                more = importing.step(self._desk(session).work, run)

    def counts(self, job_id: UUID) -> tuple[int, int]:
        """Added and unchanged."""
        with self._sessions() as session:
            job = session.get_one(ImportJob, job_id)
            return job.added, job.unchanged

    def _desk(self, session: Session) -> Desk:
        work = Work(session, datetime.now(UTC))
        return Desk(work, session.get_one(Business, self._business_id))


def file(rows: int) -> bytes:
    """So many people."""
    phones = (f"({212 + n // 1_000_000}) {200 + n // 10_000 % 100}-{n % 10_000:04d}" for n in range(rows))
    lines = (f"Ann{n},Lee{n},{phone},ann{n}@example.com,likes tea\n" for n, phone in enumerate(phones))
    return (HEADER + "".join(lines)).encode()


def seconds(step: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def bare(data: bytes) -> None:
    """What every import does at least."""
    for _ in csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")):
        pass


def main() -> None:
    """Prints seconds, and how many times the bare reading that is."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=100_000)
    rows = arguments.parse_args().rows
    data = file(rows)
    reading = seconds(lambda: bare(data))
    lines = [f"{rows} rows, {len(data) / 1e6:.1f} MB", f"{'csv alone':24} {reading:8.2f} s"]
    with installation("postgres") as bench:
        one, process = Import(bench), psutil.Process()
        for again, what in enumerate(("everybody is new", "everybody is there")):
            job_id = one.begin(data)
            looked = seconds(partial(one.finish, job_id))
            one.start(job_id)
            done = seconds(partial(one.finish, job_id))
            assert one.counts(job_id)[again] == rows, one.counts(job_id)
            for name, took in ((f"{what}: look", looked), (f"{what}: import", done)):
                lines.append(f"{name:24} {took:8.2f} s  {took / reading:6.0f} times  {took / rows * 1e3:.2f} ms a row")
            lines.append(f"memory {process.memory_info().rss / 1e6:.0f} MB")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

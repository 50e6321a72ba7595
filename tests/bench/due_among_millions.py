"""Finding what is due among ten million waiting deliveries, against ten thousand. PostgreSQL.

python -m tests.bench.due_among_millions [--rows 10000000]
"""

import argparse
import sys
import time
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot import delivery
from bot.services.work import Work
from tests.bench.figures import Figures, table
from tests.bench.installation import Bench, analyse, installation

ROUNDS, DUE = 40, 100
_FILL = """
INSERT INTO deliveries (id, business_id, kind, channel, lane, address, body, parts, answered, promotional, status,
  due_at, attempts, tries_before, created_at)
SELECT gen_random_uuid(), :business, 'message', 'text', 'text', '+1212' || (2000000 + n % 7000000), 'Hi', 1,
  'not_asked', false, 'waiting', now() at time zone 'UTC' + interval '1 day' + n * interval '1 second', 0, 0, now()
FROM generate_series(1, :rows) AS n
"""


def fill(bench: Bench, rows: int) -> None:
    """So many more that are due some day."""
    with bench.engine.begin() as connection:
        connection.execute(text(_FILL), {"business": bench.business_id, "rows": rows})
    analyse(bench.engine)


def beats(bench: Bench) -> Figures:
    """What the clock does in each beat: find what is due, sweep."""
    seconds = []
    for _ in range(ROUNDS):
        bench.plan([datetime.now(UTC)] * DUE)
        begun = time.perf_counter()
        with Session(bench.engine) as session, session.begin():
            work = Work(session, datetime.now(UTC))
            found = delivery.queue_due(work, "now") + delivery.queue_due(work, "bulk")
            delivery.sweep(work)
        seconds.append(time.perf_counter() - begun)
        assert len(found) == DUE, len(found)
        with bench.engine.begin() as connection:
            connection.execute(text("UPDATE deliveries SET status = 'accepted' WHERE status = 'queued'"))
    return Figures.of(seconds, sum(seconds))


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=10_000_000)
    given = arguments.parse_args()
    with installation("postgres") as bench:
        fill(bench, 10_000)
        beats(bench)
        few = beats(bench)
        fill(bench, given.rows - 10_000)
        many = beats(bench)
    ratio = f"a beat among {given.rows} waiting costs {many.p50 / few.p50:.2f} times one among 10000 (median)"
    sys.stdout.write(table([("among 10000", few), (f"among {given.rows}", many)], ratio) + "\n")


if __name__ == "__main__":
    main()

"""Due → handed to the carrier: clock and one worker as real processes, compared with other ways on the same machine.

    python -m tests.bench.due_to_carrier [--texts 5000] [--rate 100] [--latency 0.02]
        [--database postgres|sqlite|postgresql+psycopg://…]

All rows have the same stub carrier and, but for the tutorials, the same client.
"""

import argparse
import asyncio
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from twilio.rest import Client

from bot.ports import OutgoingText
from bot.providers.rq_queue import RqJobQueue
from bot.providers.twilio_http import IN_FLIGHT, PooledHttpClient
from bot.providers.twilio_sms import TwilioSms
from models import new_id
from models.states import DeliveryKind
from tests.bench.figures import Figures, table
from tests.bench.installation import Bench, installation, phone
from tests.bench.tutorial_celery import send_text_task
from tests.bench.tutorials import SENDER, SID, TOKEN


def bare(bench: Bench, count: int) -> Figures:
    """The same client, as many at once, and nothing else."""

    async def one(sms: TwilioSms, gate: asyncio.Semaphore, number: int) -> float:
        async with gate:
            begun = time.perf_counter()
            await sms.send(OutgoingText(new_id(), SENDER, phone(number), "Hi"))
            return time.perf_counter() - begun

    async def all_of_them() -> list[float]:
        http, gate = PooledHttpClient(bench.carrier_url), asyncio.Semaphore(IN_FLIGHT)
        sms = TwilioSms(Client(SID, TOKEN, http_client=http), "http://127.0.0.1:9")
        seconds = await asyncio.gather(*(one(sms, gate, number) for number in range(count)))
        await http.close()
        return seconds

    begun = time.perf_counter()
    return Figures.of(asyncio.run(all_of_them()), time.perf_counter() - begun)


def drain(bench: Bench, count: int) -> Figures:
    """Everything comes due at the same moment: how late each is, and how many a second."""
    before, due = bench.count(), datetime.now(UTC) + timedelta(seconds=2 + count / 10_000)
    bench.plan([due] * count)
    taken = bench.wait_for(before + count)[before:]
    return Figures.of([at - due.timestamp() for at in taken], taken[-1] - due.timestamp())


def one_by_one(bench: Bench, count: int, rate: float) -> Figures:
    """Texts come due one by one: how late each is."""
    before, first = bench.count(), datetime.now(UTC) + timedelta(seconds=2)
    moments = [first + timedelta(seconds=number / rate) for number in range(count)]
    bench.plan(moments)
    taken = sorted(bench.wait_for(before + count)[before:])
    late = [at - due.timestamp() for due, at in zip(moments, taken, strict=True)]
    return Figures.of(late, count / rate)


def at_once(bench: Bench, count: int, rate: float) -> Figures:
    """Urgent ones, handed over right after their commit as the product does: how late each is."""
    before, queue, begun = bench.count(), RqJobQueue(bench.redis_url), time.time()
    asked: list[float] = []
    for number in range(count):
        time.sleep(max(0.0, begun + number / rate - time.time()))
        ids = bench.plan([datetime.now(UTC)], kind=DeliveryKind.REPLY)
        asked.append(time.time())
        queue.hand_over(ids, "now")
    taken = sorted(bench.wait_for(before + count)[before:])
    return Figures.of([at - when for when, at in zip(asked, taken, strict=True)], count / rate)


def rq_tutorial(bench: Bench, count: int) -> Figures:
    """One RQ job for each message, a worker that forks."""
    before = bench.count()
    with Redis.from_url(bench.redis_url) as redis:
        queue = Queue("tutorial", connection=redis, serializer=JSONSerializer)
        queue.enqueue_many(
            [Queue.prepare_data("tests.bench.tutorials.send_text", args=[phone(n)]) for n in range(count)]
        )
    worker = bench.start("rq.cli", "worker", "tutorial", "--url", bench.redis_url, "--serializer", "json", "--burst")
    return _finish(bench, worker, before, count)


def celery_tutorial(bench: Bench, count: int) -> Figures:
    """One Celery task for each message, two processes."""
    before = bench.count()
    send_text_task.app.conf.broker_url = bench.redis_url
    for number in range(count):
        send_text_task.delay(phone(number))
    options = ("--pool=prefork", "--concurrency=2", "--loglevel=ERROR")
    worker = bench.start("celery", "-A", "tests.bench.tutorial_celery", "worker", *options)
    return _finish(bench, worker, before, count)


def _finish(bench: Bench, worker: "subprocess.Popen[bytes]", before: int, count: int) -> Figures:
    """From the first that was taken to the last, so that no start-up is counted."""
    taken = bench.wait_for(before + count)[before:]
    worker.terminate()
    worker.wait(30)
    return Figures.of([at - taken[0] for at in taken], taken[-1] - taken[0])


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--texts", type=int, default=5000)
    arguments.add_argument("--rate", type=float, default=100)
    arguments.add_argument("--database", default="postgres")
    arguments.add_argument("--latency", type=float, default=0.02, help="of the stub carrier, in seconds")
    given = arguments.parse_args()
    with installation(given.database, given.latency) as bench:
        plain = bare(bench, given.texts)
        celery, rq = celery_tutorial(bench, given.texts // 5), rq_tutorial(bench, max(20, given.texts // 50))
        bench.send()
        ours = drain(bench, given.texts)
        late, now = one_by_one(bench, given.texts // 5, given.rate), at_once(bench, given.texts // 5, given.rate)
    ratio = (
        f"all due at once leave at {ours.per_second / plain.per_second:.0%} of the bare loop's rate,"
        f" {ours.per_second / rq.per_second:.0f} times one RQ job each,"
        f" {ours.per_second / celery.per_second:.1f} times one Celery task each"
    )
    rows = [
        ("all due at once", ours),
        ("due one by one", late),
        ("now", now),
        ("bare loop", plain),
        ("one RQ job each", rq),
        ("one Celery task each, prefork 2", celery),
    ]
    sys.stdout.write(table(rows, ratio) + "\n")


if __name__ == "__main__":
    main()

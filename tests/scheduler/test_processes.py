"""Worker and clock as real processes, on a real Redis."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import redis
from sqlalchemy import Engine, update

from bot.providers.rq_queue import RqJobQueue
from models import Delivery
from models.states import DeliveryKind, DeliveryStatus
from tests.factories.post import TOKEN, Post, variables
from tests.harness.simulator import simulator
from tests.harness.waiting import eventually

ROOT = Path(__file__).resolve().parent.parent.parent
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def post(engine: Engine) -> Iterator[Post]:
    """A business with a carrier, and the clock of this machine for the processes."""
    with simulator(auth_token=TOKEN) as carrier:
        made = Post(engine, carrier.url)
        yield made
        made.close()


@pytest.fixture
def start(post: Post, database_url: str, redis_url: str) -> Iterator[Start]:
    """Starts `python -m …` of ours; everything is stopped at the end."""
    environment = {**os.environ, **variables(database_url, post.carrier_url, "smtp://127.0.0.1:9", redis_url)}
    with ExitStack() as stack:

        def run(*command: str) -> "subprocess.Popen[bytes]":
            process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment)
            stack.callback(process.wait, 20)
            stack.callback(process.terminate)
            return process

        yield run


def accepted(post: Post, delivery_id: UUID) -> Callable[[], bool]:
    return lambda: post.status(delivery_id) is DeliveryStatus.ACCEPTED


def test_what_is_due_is_found_by_the_clock_and_sent_by_the_worker(post: Post, start: Start, redis_url: str) -> None:
    start("scheduler.worker")
    start("scheduler.clock")
    warm = post.due(body="warm")
    eventually(accepted(post, warm), timeout=30)
    one = post.due(body="on time")
    eventually(accepted(post, one))
    assert post.taken() == ["warm", "on time"]


def test_now_leaves_without_the_clock(post: Post, start: Start, redis_url: str) -> None:
    start("scheduler.worker", "now")
    queue = RqJobQueue(redis_url)
    warm, one = post.due(body="warm"), post.due(body="now", kind=DeliveryKind.REPLY)
    queue.hand_over([warm], "now")
    eventually(accepted(post, warm), timeout=30)
    queue.hand_over([one], "now")
    eventually(accepted(post, one))


def test_losing_all_of_redis_loses_nothing(post: Post, start: Start, redis_url: str) -> None:
    ids = [post.due(body=f"text {n}") for n in range(30)]
    start("scheduler.clock")
    with redis.Redis.from_url(redis_url) as client:
        eventually(lambda: client.llen("rq:queue:bulk"), timeout=30)
        client.flushall()
    _leases_run_out(post)
    start("scheduler.worker")
    eventually(lambda: all(post.status(one) is DeliveryStatus.ACCEPTED for one in ids), timeout=30)
    assert sorted(post.taken()) == sorted(f"text {n}" for n in range(30))


def test_several_clocks_and_workers_send_each_once(post: Post, start: Start, redis_url: str) -> None:
    for command in ("scheduler.clock", "scheduler.clock", "scheduler.worker", "scheduler.worker"):
        start(command)
    ids = [post.due(body=f"text {n}") for n in range(150)]
    eventually(lambda: all(post.status(one) is DeliveryStatus.ACCEPTED for one in ids), timeout=60)
    assert sorted(post.taken()) == sorted(f"text {n}" for n in range(150))


def test_a_worker_killed_while_the_carrier_answers_sends_nothing_twice(
    post: Post, start: Start, redis_url: str
) -> None:
    post.tell("misbehaviour", kind="timeout-after", times=1, delay=30)
    worker = start("scheduler.worker")
    start("scheduler.clock")
    one = post.due(body="only once")
    eventually(post.taken, timeout=30)
    worker.kill()
    assert post.status(one) is DeliveryStatus.SENDING
    _leases_run_out(post)
    start("scheduler.worker")
    eventually(accepted(post, one), timeout=30)
    assert post.taken() == ["only once"]


@pytest.mark.parametrize("name", ["scheduler.worker", "scheduler.clock"])
def test_sigterm_ends_it_cleanly(post: Post, start: Start, redis_url: str, name: str) -> None:
    both = [start("scheduler.worker"), start("scheduler.clock")]
    eventually(accepted(post, post.due()), timeout=30)
    process = both[name == "scheduler.clock"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0


def _leases_run_out(post: Post) -> None:
    past = post.clock.now() - timedelta(hours=1)
    with post.app.work() as work:
        work.session.execute(update(Delivery).values(lease_until=past))

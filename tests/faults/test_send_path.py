"""Processes are killed, queues are lost, connections are cut: each text goes out once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import requests
from sqlalchemy import Engine, text

from bot.delivery import due
from bot.providers.rq_queue import RqJobQueue
from models import Business
from models.states import DeliveryStatus
from tests.faults.house import House, black_hole
from tests.harness.waiting import eventually


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Nobody can write a delivery as long as this is open."""
    postgres = engine.dialect.name == "postgresql"
    with engine.connect() as connection, connection.begin():
        connection.execute(text("LOCK TABLE deliveries IN SHARE MODE" if postgres else "SELECT 1"))
        yield


def test_a_worker_killed_before_its_claim_is_committed_has_claimed_nothing(house: House, engine: Engine) -> None:
    one = house.post.due()
    RqJobQueue(house.redis_url).hand_over([one], "bulk")
    with locked(engine):
        worker = house.start("scheduler.worker")
        eventually(lambda: house.queued() == 0, timeout=30)
        worker.kill()
        worker.wait()
    assert house.post.status(one) is DeliveryStatus.WAITING
    house.start("scheduler.worker")
    house.start("scheduler.clock")
    eventually(lambda: house.are_accepted(one), timeout=30)
    house.check_invariants()


def test_a_worker_killed_between_claim_and_carrier_leaves_it_unknown_and_it_is_sent_once(house: House) -> None:
    one = house.post.due()
    with black_hole() as nowhere:
        worker = house.start("scheduler.worker", TWILIO_API_URL=nowhere)
        RqJobQueue(house.redis_url).hand_over([one], "bulk")
        eventually(lambda: house.post.status(one) is DeliveryStatus.SENDING, timeout=30)
        worker.kill()
        worker.wait()
    house.leases_run_out()
    house.start("scheduler.worker")
    house.start("scheduler.clock")
    eventually(lambda: house.are_accepted(one), timeout=30)
    assert house.post.row(one).error_code in (None, "resent")
    house.check_invariants()


def test_redis_killed_in_the_middle_loses_and_repeats_nothing(house: House) -> None:
    ids = house.many(300)
    house.start("scheduler.clock")
    house.start("scheduler.worker")
    eventually(lambda: len(house.at_the_carrier()) > 20, timeout=30)
    house.kill_redis()
    house.start_redis()
    house.wait_until_accepted(ids)
    house.check_invariants()


def test_workers_and_clocks_that_are_killed_again_and_again_lose_and_repeat_nothing(house: House) -> None:
    ids = house.many(300)
    for round_ in range(3):
        running = [house.start("scheduler.clock"), house.start("scheduler.worker")]
        house.wait_until_taken(min(len(house.at_the_carrier()) + 20, 299))
        if round_ < 2:
            for process in running:
                process.kill()
                process.wait()
            house.leases_run_out()
    house.wait_until_accepted(ids)
    house.check_invariants()


def test_connections_to_postgresql_cut_in_the_middle_lose_and_repeat_nothing(house: House, engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no connections that could be cut")
    ids = house.many(300)
    house.start("scheduler.clock")
    house.start("scheduler.worker")
    eventually(lambda: len(house.at_the_carrier()) > 20, timeout=30)
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        connection.execute(text(cut))
    engine.dispose()
    house.wait_until_nothing_waits()
    house.leases_run_out()  # what was at the carrier when the connection broke is in nobody's hand
    house.wait_until_accepted(ids)
    house.check_invariants()


def test_one_text_of_another_business_waits_for_no_more_than_what_is_in_hand(house: House) -> None:
    with house.post.app.work() as work:
        other = Business(name="Zoe's Dogs", number="+12125550198", created_at=work.now, introduces=False)
        work.session.add(other)
        work.session.flush()
        other_id = other.id
    house.post.tell("numbers", number="+12125550198")
    house.many(due.IN_HAND + 1000)
    house.start("scheduler.clock")
    eventually(lambda: house.queued() > 0, timeout=30)
    theirs = house.post.due(business_id=other_id, body="mine")
    house.start("scheduler.worker")
    eventually(lambda: house.are_accepted(theirs), timeout=60)
    assert list(house.at_the_carrier()).index(theirs) < due.IN_HAND + due.AT_ONCE


def test_an_outage_is_drained_in_order_and_what_is_too_late_is_dropped_visibly(house: House) -> None:
    post = house.post
    post.tell("misbehaviour", kind="429")
    expires = post.clock.now() + timedelta(minutes=10)
    late, good = post.due(body="late", expires_at=expires), post.due(body="still good")
    for _ in range(10):
        post.send(late, good)
        post.later(minutes=3)
    requests.delete(f"{post.carrier_url}/sim/misbehaviour", timeout=10).raise_for_status()
    for _ in range(3):
        post.send(late, good)
        post.later(minutes=5)
    row = post.row(late)
    assert (row.status, row.reason) == (DeliveryStatus.EXPIRED, "it was too late to be of use")
    assert post.taken() == ["still good"]


def test_two_claims_and_a_stop_at_the_same_moment_have_one_outcome(house: House) -> None:
    from bot.services import consent

    post = house.post
    ids = [post.due(body=f"text {number}") for number in range(20)]

    def stop() -> None:
        with post.app.work() as work:
            consent.opt_out(post.desk(work), post.row(ids[0]).address, "text", "STOP")

    stopping = threading.Thread(target=stop)
    stopping.start()
    post.send(*ids)
    stopping.join()
    post.send(*ids)
    states = {post.status(one) for one in ids}
    assert states <= {DeliveryStatus.ACCEPTED, DeliveryStatus.SUPPRESSED}
    assert len(post.taken()) == sum(post.status(one) is DeliveryStatus.ACCEPTED for one in ids)

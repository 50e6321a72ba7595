"""PostgreSQL goes down in the middle of sending, as when the power is cut, and comes back by its log."""

from contextlib import ExitStack
from pathlib import Path

from models.session import make_engine
from tests.factories.post import TOKEN, Post
from tests.faults.house import House
from tests.harness.databases import PostgresFactory
from tests.harness.simulator import simulator
from tests.harness.waiting import eventually


def test_postgresql_restarted_in_the_middle_loses_and_repeats_nothing(tmp_path: Path) -> None:
    with ExitStack() as stack:
        factory = PostgresFactory(tmp_path / "postgres", settings=())  # with fsync: it is what the promise rests on
        stack.callback(factory.close)
        url = stack.enter_context(factory.fresh())
        post = Post(make_engine(url), stack.enter_context(simulator(auth_token=TOKEN)).url)
        stack.callback(post.close)
        house = House(post, url, tmp_path, stack)
        ids = house.many(300)
        house.start("scheduler.clock")
        house.start("scheduler.worker")
        eventually(lambda: len(house.at_the_carrier()) > 20, timeout=30)
        factory.crash()
        post.app.engine.dispose()
        house.wait_until_nothing_waits()
        house.leases_run_out()  # what was at the carrier when the database went is in nobody's hand
        house.wait_until_accepted(ids)
        house.check_invariants()

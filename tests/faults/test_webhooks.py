"""The carrier's reports reach a real web process: too early, twice, in any order, or not at all."""

import pytest

from models.states import DeliveryStatus
from tests.faults.house import House, kill
from tests.harness.waiting import eventually

COUNT = 30


@pytest.fixture
def running(house: House) -> House:
    """A house whose web process answers and whose worker works."""
    house.start_web()
    house.start("scheduler.clock")
    house.start("scheduler.worker")
    eventually(house.web_answers, timeout=60)
    return house


@pytest.mark.parametrize("kinds", [("early-callbacks",), ("duplicate-webhooks", "out-of-order-callbacks")])
def test_reports_before_the_answer_twice_and_in_any_order_end_delivered_and_are_paid_once(
    running: House, kinds: tuple[str, ...]
) -> None:
    for kind in kinds:
        running.post.tell("misbehaviour", kind=kind)
    ids = running.many(COUNT)
    eventually(lambda: running.counts()[DeliveryStatus.DELIVERED] == len(ids), timeout=60)
    running.check_invariants()


def test_what_was_taken_without_an_answer_is_resolved_by_the_report_and_not_sent_again(running: House) -> None:
    running.post.tell("misbehaviour", kind="500-after", times=COUNT)
    ids = running.many(COUNT)
    eventually(lambda: running.counts()[DeliveryStatus.DELIVERED] == len(ids), timeout=60)
    running.check_invariants()


def test_the_web_process_killed_in_the_middle_loses_reports_and_no_texts(house: House) -> None:
    web = house.start_web()
    eventually(house.web_answers, timeout=60)
    house.start("scheduler.clock")
    house.start("scheduler.worker")
    ids = house.many(COUNT * 5)
    eventually(lambda: house.counts()[DeliveryStatus.DELIVERED] > 0, timeout=60)
    kill(web)
    eventually(lambda: len(house.at_the_carrier()) == len(ids), timeout=60)
    house.wait_until_nothing_waits()
    eventually(lambda: not house.counts()[DeliveryStatus.SENDING], timeout=30)
    house.check_invariants()

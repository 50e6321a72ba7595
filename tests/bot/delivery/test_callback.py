"""A status only moves forward, whatever order it is told in."""

from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from bot import delivery
from bot.ports import CallReport, StatusReport
from bot.services import consent
from models import new_id
from models.states import CallStatus, Channel, DeliveryStatus, UsageKind
from tests.factories.post import ANN, Post

SENT = (DeliveryStatus.ACCEPTED, DeliveryStatus.SENT, DeliveryStatus.DELIVERED)


def report(post: Post, delivery_id: UUID, status: DeliveryStatus, **more: Any) -> bool:
    with post.app.work() as work:
        return delivery.apply_report(work, delivery_id, StatusReport(status, "SM1", **more))


@pytest.mark.parametrize("order", list(permutations(SENT)))
def test_reports_in_any_order_end_delivered_and_are_paid_once(post: Post, order: tuple[DeliveryStatus, ...]) -> None:
    one = post.due()
    post.send(one)
    for status in (*order, *order):
        report(post, one, status)
    assert post.status(one) is DeliveryStatus.DELIVERED
    assert post.usage(UsageKind.TEXT_OUT) == [1]


def test_a_report_of_an_unknown_delivery_changes_nothing(post: Post) -> None:
    assert report(post, new_id(), DeliveryStatus.DELIVERED) is False


def test_a_report_resolves_what_nobody_knew(post: Post) -> None:
    post.tell("misbehaviour", kind="500-after", times=1)
    one = post.due()
    post.send(one)
    report(post, one, DeliveryStatus.SENT)
    post.later(minutes=5)
    assert post.sweep() == []
    assert post.status(one) is DeliveryStatus.SENT


def test_a_late_report_stops_the_second_attempt(post: Post) -> None:
    one = post.due()
    report(post, one, DeliveryStatus.DELIVERED)
    assert post.send(one) == 0
    assert post.taken() == []


def test_a_failure_says_why(post: Post) -> None:
    one = post.due()
    post.send(one)
    report(post, one, DeliveryStatus.FAILED, code="30005", reason="this number is not in use")
    row = post.row(one)
    assert (row.status, row.reason, row.error_code) == (DeliveryStatus.FAILED, "this number is not in use", "30005")
    report(post, one, DeliveryStatus.SENT)
    assert post.status(one) is DeliveryStatus.FAILED


def test_an_opt_out_in_a_report_is_recorded(post: Post) -> None:
    one = post.due()
    post.send(one)
    with post.app.work() as work:
        told = StatusReport(DeliveryStatus.FAILED, "SM1", "21610", opted_out=True)
        delivery.apply_report(work, one, told)
    with post.app.reading() as work:
        assert consent.opted_out(work.session, post.business_id, [ANN]) == {ANN}


@pytest.mark.parametrize(
    ("last", "ends", "reason", "minutes"),
    [
        (CallReport(CallStatus.COMPLETED, "CA1", 61), DeliveryStatus.DELIVERED, None, [2]),
        (CallReport(CallStatus.COMPLETED, "CA1", 20, True), DeliveryStatus.DELIVERED, "left on voicemail", [1]),
        (CallReport(CallStatus.BUSY, "CA1"), DeliveryStatus.FAILED, "the line was busy; trying again", []),
        (CallReport(CallStatus.NO_ANSWER, "CA1"), DeliveryStatus.FAILED, "nobody answered; trying again", []),
    ],
)
def test_a_call_ends_as_it_was(
    post: Post, last: CallReport, ends: DeliveryStatus, reason: str | None, minutes: list[int]
) -> None:
    one = post.due(channel=Channel.SPEECH)
    post.send(one)
    for told in (last, CallReport(CallStatus.IN_PROGRESS, "CA1"), last):
        with post.app.work() as work:
            delivery.apply_call_report(work, one, told)
    assert post.status(one) is ends
    assert (post.row(one).reason or "").startswith(reason or "")
    assert post.usage(UsageKind.CALL_OUT) == minutes

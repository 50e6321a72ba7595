"""Another try: what reached nobody is tried again, as a delivery of its own, as long as it is of use."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import delivery
from bot.ports import CallReport, StatusReport
from bot.services import confirmations, contacts, messaging
from bot.services.messaging import Draft, Recipient
from models import Customer, Delivery
from models.states import (
    Answered,
    CallStatus,
    Channel,
    DeliveryKind,
    DeliveryStatus,
    PhoneKind,
    RecipientKind,
)
from tests.factories.post import ANN, Post

NEW_YORK = ZoneInfo("America/New_York")


def noon(post: Post) -> None:
    post.clock.moment = datetime(2026, 11, 23, 12, tzinfo=NEW_YORK)


def called(post: Post, one: UUID, status: CallStatus, sid: str = "CA1") -> None:
    with post.app.work() as work:
        delivery.apply_call_report(work, one, CallReport(status, sid))


def failed(post: Post, one: UUID, code: str) -> None:
    with post.app.work() as work:
        report = StatusReport(DeliveryStatus.FAILED, "SM1", code, "the phone was switched off or out of reach")
        delivery.apply_report(work, one, report)


def tries(post: Post, one: UUID) -> list[Delivery]:
    with post.app.reading() as work:
        query = select(Delivery).where(Delivery.origin_id == one).order_by(Delivery.tries_before)
        return list(work.session.scalars(query))


def test_a_busy_line_is_called_again_in_five_minutes(post: Post) -> None:
    noon(post)
    one = post.due(channel=Channel.SPEECH)
    post.send(one)
    called(post, one, CallStatus.BUSY)
    assert post.row(one).reason == "the line was busy; trying again today at 12:05 PM"
    second = tries(post, one)[0]
    assert post.send(second.id) == 0
    post.later(minutes=5)
    assert post.send(second.id) == 1
    assert len(post.taken()) == 2


def test_the_third_time_nobody_answers_is_the_last(post: Post) -> None:
    noon(post)
    one = last = post.due(channel=Channel.SPEECH)
    for number in range(3):
        post.send(last)
        called(post, last, CallStatus.NO_ANSWER, f"CA{number}")
        post.later(hours=2)
        last = tries(post, one)[-1].id
    assert [row.tries_before for row in tries(post, one)] == [1, 2]
    assert post.row(last).reason == "nobody answered"


def test_the_same_report_five_times_plans_one_try(post: Post) -> None:
    noon(post)
    one = post.due(channel=Channel.SPEECH)
    post.send(one)
    for _ in range(5):
        called(post, one, CallStatus.BUSY)
    assert len(tries(post, one)) == 1


def test_a_phone_that_was_switched_off_gets_one_more_text(post: Post) -> None:
    noon(post)
    one = post.due()
    post.send(one)
    failed(post, one, "30003")
    again = tries(post, one)[0]
    post.later(minutes=30)
    post.send(again.id)
    failed(post, again.id, "30003")
    assert len(tries(post, one)) == 1
    assert post.taken() == ["See you soon", "See you soon"]


@pytest.mark.parametrize("code", ["30005", "30007", "21610", "99999"])
def test_what_would_fail_again_is_not_tried_again(post: Post, code: str) -> None:
    one = post.due()
    post.send(one)
    failed(post, one, code)
    assert tries(post, one) == []


def test_an_answer_is_not_repeated_later(post: Post) -> None:
    one = post.due(kind=DeliveryKind.ANSWER)
    post.send(one)
    failed(post, one, "30003")
    assert tries(post, one) == []


def test_nothing_is_tried_again_after_it_is_of_use(post: Post) -> None:
    noon(post)
    one = post.due(channel=Channel.SPEECH, expires_at=post.clock.now() + timedelta(minutes=4))
    post.send(one)
    called(post, one, CallStatus.BUSY)
    assert tries(post, one) == []
    assert post.row(one).reason == "the line was busy"


def test_nobody_is_called_again_at_night(post: Post) -> None:
    post.clock.moment = datetime(2026, 11, 23, 19, 50, tzinfo=NEW_YORK)
    one = post.due(channel=Channel.SPEECH)
    post.send(one)
    called(post, one, CallStatus.NO_ANSWER)
    assert tries(post, one)[0].due_at == datetime(2026, 11, 24, 9, tzinfo=NEW_YORK)


def test_a_stopped_message_is_not_tried_again(post: Post) -> None:
    noon(post)
    with post.app.work() as work:
        desk = post.desk(work)
        to = (Recipient(RecipientKind.PHONE, address=ANN),)
        message = messaging.schedule(desk, Draft(to, "Hello", (Channel.SPEECH,)), "text")
    one = _only_delivery(post, message.id)
    post.send(one)
    called(post, one, CallStatus.BUSY)
    with post.app.work() as work:
        messaging.stop(post.desk(work), work.session.get_one(type(message), message.id))
    post.later(minutes=10)
    again = tries(post, one)[0].id
    assert post.send(again) == 0
    assert (post.status(again), post.row(again).reason) == (DeliveryStatus.CANCELLED, "stopped")


def test_a_yes_meanwhile_ends_the_tries(post: Post) -> None:
    noon(post)
    one = post.due(channel=Channel.SPEECH, answered=Answered.ASKED)
    post.send(one)
    called(post, one, CallStatus.BUSY)
    with post.app.work() as work:
        desk = post.desk(work)
        assert confirmations.confirm(desk, ANN) is not None
    post.later(minutes=10)
    again = tries(post, one)[0].id
    assert post.send(again) == 0
    assert post.row(again).reason == "it was answered meanwhile"


def test_a_yes_to_another_try_is_a_yes_to_the_first(post: Post) -> None:
    noon(post)
    one = post.due(channel=Channel.SPEECH, answered=Answered.ASKED)
    post.send(one)
    called(post, one, CallStatus.BUSY)
    post.later(minutes=10)
    again = tries(post, one)[0].id
    post.send(again)
    with post.app.work() as work:
        confirmations.settle(post.desk(work), work.session.get_one(Delivery, again), Answered.CONFIRMED)
    assert post.row(one).answered is Answered.CONFIRMED


@pytest.mark.parametrize("later", [False, True])
def test_a_landline_is_noted_and_called_from_then_on(post: Post, later: bool) -> None:
    with post.app.work() as work:
        ann = contacts.add_customer(post.desk(work), first_name="Ann", phones=(ANN,))
    if not later:
        post.tell("misbehaviour", kind="error", code=21614, number=ANN, times=1)
    one = post.due()
    post.send(one)
    if later:
        failed(post, one, "21635")
    with post.app.reading() as work:
        assert work.session.get_one(Customer, ann.id).phones[0].kind is PhoneKind.LANDLINE


def _only_delivery(post: Post, message_id: UUID) -> UUID:
    with post.app.reading() as work:
        return work.session.scalars(select(Delivery.id).where(Delivery.message_id == message_id)).one()

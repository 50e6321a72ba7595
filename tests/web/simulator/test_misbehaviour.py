"""The carrier fails on request, in the ways that carriers fail."""

from typing import Any

import pytest
import requests

from tests.web.simulator.conftest import ANN, BOB, NUMBER, Desk, refused


def send(desk: Desk, to: str = ANN) -> Any:
    return desk.client.messages.create(to=to, from_=NUMBER, body="hi", status_callback=f"{desk.product.url}/s")


def accepted(desk: Desk) -> int:
    return len(desk.get("ledger", kind="message", outcome="accepted")["ledger"])


def states(desk: Desk) -> list[str]:
    return [asked["MessageStatus"] for asked in desk.product.at("/s")]


@pytest.mark.parametrize(
    ("kind", "code", "kept"), [("429", 20429, 0), ("500-before", 20500, 0), ("500-after", 20500, 1)]
)
def test_a_refused_create_is_accepted_or_not_as_told(desk: Desk, kind: str, code: int, kept: int) -> None:
    desk.post("misbehaviour", kind=kind, times=1)
    assert refused(lambda: send(desk)).code == code
    assert accepted(desk) == kept
    assert send(desk).status == "queued"


@pytest.mark.parametrize(("kind", "kept"), [("closed-before", 0), ("closed-after", 1), ("timeout-after", 1)])
def test_a_connection_that_breaks_leaves_the_caller_in_doubt(desk: Desk, kind: str, kept: int) -> None:
    desk.post("misbehaviour", kind=kind, times=1, delay=0.2)
    with pytest.raises(requests.ConnectionError):
        send(desk)
    assert accepted(desk) == kept


def test_an_error_code_is_for_one_number_only(desk: Desk) -> None:
    desk.post("misbehaviour", kind="error", number=BOB, code=21614)
    assert refused(lambda: send(desk, BOB)).code == 21614
    assert send(desk, ANN).status == "queued"


def test_a_message_can_fail_after_it_was_accepted(desk: Desk) -> None:
    desk.post("misbehaviour", kind="undelivered", number=BOB, code=30005)
    sent = send(desk, BOB)
    desk.wait(type="status", sid=sent.sid, status="undelivered")
    desk.until(lambda: states(desk)[-1:] == ["undelivered"])
    assert desk.product.at("/s")[-1]["ErrorCode"] == "30005"
    assert desk.client.messages(sent.sid).fetch().error_code == 30005


def test_callbacks_come_in_reverse_late_early_or_never(desk: Desk) -> None:
    desk.post("misbehaviour", kind="out-of-order-callbacks", times=1)
    send(desk)
    desk.until(lambda: len(states(desk)) == 4)
    assert states(desk) == ["delivered", "sent", "sending", "queued"]
    desk.post("misbehaviour", kind="early-callbacks", times=1)
    desk.post("misbehaviour", kind="lost-callbacks", times=1)
    sent = send(desk)
    assert states(desk)[4:] == ["sent"]
    desk.wait(type="status", sid=sent.sid, status="delivered")
    desk.post("misbehaviour", kind="late-callbacks", times=1, delay=60)
    sent = send(desk)
    desk.wait(type="status", sid=sent.sid, status="delivered")
    assert len(states(desk)) == 5
    desk.until(lambda: len(states(desk)) == 8)


def test_a_webhook_is_posted_twice(desk: Desk) -> None:
    desk.product.answers["/sms"] = "<Response><Message>Hello</Message></Response>"
    desk.post("misbehaviour", kind="duplicate-webhooks", times=1)
    told = desk.text(ANN, NUMBER, "hi")
    assert [asked["MessageSid"] for asked in desk.product.at("/sms")] == [told["sid"]] * 2
    assert len(told["replies"]) == 1


def test_a_kind_that_does_not_exist_is_explained(desk: Desk) -> None:
    assert "try one of: 429" in desk.post("misbehaviour", kind="tornado")["error"]
    requests.delete(f"{desk.url}/sim/misbehaviour", timeout=5)
    assert desk.get("misbehaviour")["rules"] == []

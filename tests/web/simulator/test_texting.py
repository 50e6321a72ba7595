"""Texts both ways, as the official client and a webhook see them."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.harness.ports import free_port
from tests.openapi import contract
from tests.web.simulator.conftest import ANN, BOB, NUMBER, SID, Desk, refused


def test_a_text_reaches_the_phone_and_every_state_is_reported(desk: Desk) -> None:
    sent = desk.client.messages.create(to=ANN, from_=NUMBER, body="Hi Ann", status_callback=f"{desk.product.url}/s/7")
    assert (sent.status, sent.num_segments) == ("queued", "1")
    desk.wait(type="status", sid=sent.sid, status="delivered")
    desk.until(lambda: len(desk.product.at("/s/7")) == 3)
    assert [asked["MessageStatus"] for asked in desk.product.at("/s/7")] == ["sending", "sent", "delivered"]
    assert desk.product.forged == 0
    assert desk.client.messages(sent.sid).fetch().status == "delivered"


def test_a_phones_text_is_posted_and_the_answers_are_tracked(desk: Desk) -> None:
    desk.product.answers["/sms"] = (
        '<Response><Message statusCallback="/s/1">One</Message>'
        '<Message action="/s/2"><Body>Two</Body></Message></Response>'
    )
    told = desk.text(ANN, NUMBER, "Is Bob free at 4?")
    assert [reply["body"] for reply in told["replies"]] == ["One", "Two"]
    asked = desk.product.at("/sms")[0]
    assert (asked["From"], asked["To"], asked["Body"]) == (ANN, NUMBER, "Is Bob free at 4?")
    assert (asked["MessageSid"], asked["AccountSid"], asked["NumMedia"]) == (told["sid"], SID, "0")
    desk.until(lambda: [a["MessageStatus"] for a in desk.product.at("/s/1")][-1:] == ["delivered"])
    desk.until(lambda: [a["MessageStatus"] for a in desk.product.at("/s/2")][-1:] == ["delivered"])
    assert desk.product.forged == 0


def test_a_redirect_is_followed(desk: Desk) -> None:
    desk.product.answers["/sms"] = "<Response><Message>A</Message><Redirect>/more?x=1</Redirect></Response>"
    desk.product.answers["/more"] = "<Response><Message>B</Message></Response>"
    told = desk.text(ANN, NUMBER, "hi")
    assert [reply["body"] for reply in told["replies"]] == ["A", "B"]
    assert desk.product.forged == 0


def test_the_fallback_url_is_asked_when_the_first_fails(desk: Desk) -> None:
    number = desk.client.incoming_phone_numbers.list()[0]
    number.update(sms_fallback_url=f"{desk.product.url}/spare")
    desk.product.answers |= {"/sms": 500, "/spare": "<Response><Message>Spare</Message></Response>"}
    told = desk.text(ANN, NUMBER, "hi")
    assert [reply["body"] for reply in told["replies"]] == ["Spare"]
    assert desk.product.at("/spare")[0]["ErrorCode"] == "11200"


def test_a_webhook_that_nobody_listens_at_is_tried_twice_and_then_the_fallback(desk: Desk) -> None:
    number = desk.client.incoming_phone_numbers.list()[0]
    closed = f"http://127.0.0.1:{free_port()}/sms"
    number.update(sms_url=closed, sms_fallback_url=f"{desk.product.url}/spare")
    desk.text(ANN, NUMBER, "hi")
    assert [hook["error"] for hook in desk.get("webhooks", url=closed)["webhooks"]] == ["connect", "connect"]
    assert desk.product.at("/spare")[0]["ErrorCode"] == "11205"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"to": "+15551234567"}, 21211),
        ({"to": "hello"}, 21211),
        ({"from_": BOB}, 21659),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_carriers_code(desk: Desk, wish: dict[str, str], code: int) -> None:
    refusal = refused(lambda: desk.client.messages.create(**({"to": ANN, "from_": NUMBER, "body": "hi"} | wish)))
    assert (refusal.code, refusal.status) == (code, 400)
    assert desk.get("ledger", kind="message", outcome="refused")["ledger"][0]["code"] == code
    assert desk.get("ledger", kind="message", outcome="accepted")["ledger"] == []


def test_other_credentials_are_refused(desk: Desk) -> None:
    answer = requests.get(f"{desk.url}/2010-04-01/Accounts/{SID}/Messages.json", auth=(SID, "wrong"), timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_messages_are_listed_by_number_and_day_and_page(desk: Desk) -> None:
    sids = [desk.client.messages.create(to=ANN, from_=NUMBER, body=str(n)).sid for n in range(5)]
    desk.client.messages.create(to=BOB, from_=NUMBER, body="other")
    lately = datetime.now(UTC) - timedelta(hours=1)
    listed = desk.client.messages.list(to=ANN, from_=NUMBER, date_sent_after=lately, page_size=2)
    assert [message.sid for message in listed] == sids[::-1]
    assert desk.client.messages.list(to=ANN, date_sent_before=datetime(2020, 1, 1, tzinfo=UTC)) == []


def test_a_number_is_found_taken_and_given_back(desk: Desk) -> None:
    offers = desk.client.available_phone_numbers("US").local.list(area_code=212, limit=3)
    assert [offer.phone_number[:8] for offer in offers] == ["+1212555"] * 3
    taken = desk.client.incoming_phone_numbers.create(phone_number=offers[0].phone_number, sms_url="http://x.test/sms")
    assert desk.client.incoming_phone_numbers.list(phone_number=taken.phone_number)[0].sms_url == "http://x.test/sms"
    assert refused(lambda: desk.client.incoming_phone_numbers.create(phone_number=taken.phone_number)).code == 21422
    taken.delete()
    assert desk.client.incoming_phone_numbers.list(phone_number=taken.phone_number) == []


def test_the_carriers_own_stop_handling_can_be_turned_on(desk: Desk) -> None:
    desk.post("numbers", number=NUMBER, opt_out=True)
    desk.text(ANN, NUMBER, "Stop")
    assert desk.product.at("/sms")[0]["OptOutType"] == "STOP"
    assert refused(lambda: desk.client.messages.create(to=ANN, from_=NUMBER, body="hi")).code == 21610
    desk.text(ANN, NUMBER, "START")
    assert desk.client.messages.create(to=ANN, from_=NUMBER, body="hi").status == "queued"


def test_the_contract_catches_a_field_that_does_not_exist() -> None:
    checked = contract()
    url = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json"
    checked.check_request("POST", url, {"To": ANN, "From": NUMBER, "Body": "hi"}, {})
    with pytest.raises(AssertionError, match="Bodyy"):
        checked.check_request("POST", url, {"To": ANN, "From": NUMBER, "Bodyy": "hi"}, {})


def test_a_reset_forgets_what_is_under_way(desk: Desk) -> None:
    desk.post("settings", speed=0.5)
    sent = desk.client.messages.create(to=ANN, from_=NUMBER, body="hi", status_callback=f"{desk.product.url}/s")
    desk.post("reset")
    assert desk.get("messages")["messages"] == []
    assert desk.get("ledger")["ledger"] == []
    assert [number.phone_number for number in desk.client.incoming_phone_numbers.list()] == [NUMBER]
    assert not desk.get("wait", type="status", sid=sent.sid, timeout=0.4)["found"]


def test_thirty_replies_in_a_row_are_taken_for_two_robots(desk: Desk) -> None:
    desk.product.answers["/sms"] = "<Response><Message>I am out of office</Message></Response>"
    for _ in range(31):
        told = desk.text(ANN, NUMBER, "Me too")
    assert told["replies"] == []
    assert told["message"]["error_code"] == 14107


def test_a_query_that_makes_no_sense_is_explained(desk: Desk) -> None:
    assert "A number was expected" in desk.get("messages", limit="many")["error"]
    assert "There is no such control call" in desk.get("nonsense")["error"]

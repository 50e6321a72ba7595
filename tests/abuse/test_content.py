"""Words, names and numbers that try to be more than that."""

import xml.etree.ElementTree as ElementTree
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from bot.services import accounts
from models import Delivery
from models.states import DeliveryKind, DeliveryStatus
from tests.factories import OWNER, Shop
from tests.factories.shop import NUMBER, TOKEN, URL

ANN = "+12125550111"
OVER = (DeliveryStatus.SENT, DeliveryStatus.DELIVERED)
DIALS = "</Say><Dial>+19005550100</Dial>"


def carrier(client: FlaskClient, path: str, **values: str) -> ElementTree.Element:
    signature = RequestValidator(TOKEN).compute_signature(f"{URL}{path}", values)
    answer = client.post(path, data=values, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.data)


@pytest.mark.parametrize("words", ["²", "①", "9" * 5000])
def test_digits_that_are_no_numbers_get_an_answer_in_any_conversation(shop: Shop, words: str) -> None:
    shop.calendar()
    shop.book(shop.customer("Ann Lee", ANN), datetime(2026, 11, 25, 10))
    for body in (words, "1e999", words, "can we do another time", words, "cancel", words):
        shop.text(body, ANN)
        shop.clock.pass_time(minutes=1)
    shop.text(f"text Ann {words}")
    assert shop.text(words)
    assert shop.text(f"stop #{words}")
    assert shop.text(f"approve {words}")


def test_a_name_that_is_xml_is_spoken_and_calls_nobody(shop: Shop, visitor: FlaskClient) -> None:
    with shop.app.work() as work:
        shop.desk(work).business.name = DIALS
    greeting = carrier(visitor, "/hooks/voice", CallSid="CA1", From=ANN, To=NUMBER)
    assert not list(greeting.iter("Dial"))
    assert any(DIALS in (node.text or "") for node in greeting.iter("Say"))


def test_words_that_are_xml_are_spoken_and_answered_as_words(shop: Shop, visitor: FlaskClient) -> None:
    shop.customer("Ann Lee", ANN)
    shop.text(f"call Ann: {DIALS}")
    with shop.app.reading() as work:
        delivery = work.session.scalars(select(Delivery.id).where(Delivery.address == ANN)).one()
    offer = carrier(visitor, f"/hooks/voice/out/{delivery}", CallSid="CA2", AnsweredBy="human")
    assert not list(offer.iter("Dial"))
    found = carrier(visitor, "/hooks/sms", MessageSid="SM9", From=OWNER, To=NUMBER, Body=f"find {DIALS}")
    assert [node.tag for node in found] == ["Message"]


@pytest.mark.parametrize("words", ["{{7*7}}", "{x.__class__}", "{first_name.__init__.__globals__}", "%(secret)s"])
def test_what_looks_like_a_program_in_a_text_is_sent_as_it_stands_or_refused(shop: Shop, words: str) -> None:
    shop.customer("Ann Lee", ANN)
    answer = shop.text(f"text Ann look: {words}") or ""
    sent = [row.body for row in shop.deliveries(kind=DeliveryKind.MESSAGE, address=ANN)]
    assert sent in ([f"look: {words}"], [])
    assert sent or words.strip("{}").split(".")[0][:5] in answer
    assert "49" not in answer
    assert "class '" not in answer


def test_two_robots_stop_and_the_owner_is_told_once(shop: Shop) -> None:
    """Somebody's auto-responder answers each of our answers at once."""
    shop.calendar()
    said = []
    for _ in range(60):
        said.append(shop.text("do you have anything tomorrow?", ANN))
        shop.clock.pass_time(seconds=2)
    assert sum(answer is not None for answer in said) <= 8
    told = [row.body for row in shop.deliveries(kind=DeliveryKind.NOTICE, address=OWNER)]
    assert len([words for words in told if "texts like a robot" in words]) == 1
    assert len(shop.inbox()) == 60


def test_forwarding_to_the_number_itself_is_refused(shop: Shop) -> None:
    for body in ("forward texts to (212) 555-0199", "forward calls to (212) 555-0199"):
        assert "own number" in (shop.text(body) or "")
    with shop.app.reading() as work:
        business = shop.desk(work).business
        assert not business.text_forwards
        assert business.call_forward_to is None


def test_two_businesses_that_forward_to_one_another_stop_at_once(shop: Shop, other_shop: Shop) -> None:
    for one, to in ((shop, other_shop.number), (other_shop, shop.number)):
        with one.app.work() as work:
            accounts.set_text_forwards(one.desk(work), [to])
    shop.text("hello from a stranger", ANN)
    for _ in range(3):
        for one, two in ((shop, other_shop), (other_shop, shop)):
            for row in one.deliveries(kind=DeliveryKind.FORWARD):
                if row.status not in OVER:
                    one.went_out(row)
                    two.text(row.body, one.number)
    assert len(shop.deliveries(kind=DeliveryKind.FORWARD)) == 1
    assert not other_shop.deliveries(kind=DeliveryKind.FORWARD)


@pytest.mark.parametrize("number", ["+19005550100", "900-555-0100"])
def test_what_is_dear_to_call_is_refused(shop: Shop, number: str) -> None:
    for body in (f"call {number}: hello", f"forward calls to {number}", f"text {number} hello"):
        shop.text(body)
    assert not shop.deliveries(kind=DeliveryKind.MESSAGE)
    with shop.app.reading() as work:
        assert shop.desk(work).business.call_forward_to is None

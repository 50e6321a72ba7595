"""A text comes in through the webhook, and its answer rides the response."""

import xml.etree.ElementTree as ElementTree

import pytest

from bot.services import usage
from models.states import DeliveryKind, DeliveryStatus
from tests.factories import Shop
from tests.web.hooks.conftest import Posting

ANN = "+12125550111"
TEXT = {"MessageSid": "SM1", "From": ANN, "To": "+12125550199", "Body": "do you have parking for a horse"}


def test_the_answer_rides_the_response_and_reports_to_its_delivery(shop: Shop, posted: Posting) -> None:
    response = posted("/hooks/sms", **TEXT)
    (message,) = ElementTree.fromstring(response.data).findall("Message")
    (answer,) = shop.deliveries(kind=DeliveryKind.ANSWER)
    assert message.text == answer.body
    assert message.get("action") == f"https://example.test/hooks/sms/status/{answer.id}"
    assert answer.status is DeliveryStatus.SENDING


def test_a_repeat_is_answered_with_nothing(shop: Shop, posted: Posting) -> None:
    posted("/hooks/sms", **TEXT)
    repeat = posted("/hooks/sms", **TEXT)
    assert not list(ElementTree.fromstring(repeat.data))
    assert len(shop.inbox()) == 1


@pytest.mark.parametrize("signature", ["", "forged"])
def test_without_a_good_signature_nothing_is_written(shop: Shop, posted: Posting, signature: str) -> None:
    assert posted("/hooks/sms", signature=signature, **TEXT).status_code == 403
    assert not shop.inbox()


def test_what_came_in_is_counted_in_parts(shop: Shop, posted: Posting) -> None:
    posted("/hooks/sms", **TEXT, NumSegments="3")
    with shop.app.reading() as work:
        assert usage.this_month(shop.desk(work)).texts_in == 3


@pytest.mark.parametrize(
    "change",
    [
        {"Body": "\x00\ud83d", "MessageSid": "SM2"},
        {"Body": ""},
        {"NumMedia": "-1", "NumSegments": "many"},
        {"From": "not a phone"},
        {"From": ""},
        {"To": "+19995550000"},
        {"MessageSid": ""},
        {"MessageSid": "S" * 500},
        {"From": "9" * 500},
        {"Unheard": "of"},
    ],
)
def test_nothing_that_comes_in_breaks_it(posted: Posting, change: dict[str, str]) -> None:
    values = {name: value.encode("utf-8", "ignore").decode() for name, value in {**TEXT, **change}.items()}
    assert posted("/hooks/sms", **values).status_code == 200

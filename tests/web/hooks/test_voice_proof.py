"""Who calls: a text that waits for the PIN is approved in a call, and a forged caller id opens nothing."""

import pytest

from bot.ivr import menus
from bot.services import accounts, audit, pins
from models.states import DeliveryKind, Proof
from tests.factories import OWNER, Shop
from tests.web.hooks.conftest import Posting
from tests.web.hooks.test_voice import call, says

PIN, NUMBER = "4711", "+12125550199"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Thirty people, and an owner who wants the PIN for risky texts."""
    for number in range(30):
        shop.customer(f"Guest{number} Lee", f"+121255502{number:02d}", group="VIP")
    with shop.app.work() as work:
        pins.set_pin(shop.desk(work), PIN)
        shop.desk(work).business.proof = Proof.PIN
    return shop


def sent(shop: Shop) -> int:
    return len(shop.deliveries(kind=DeliveryKind.MESSAGE))


def test_a_risky_text_waits_for_the_pin_in_a_call_and_is_sent_after_1(shop: Shop, posted: Posting) -> None:
    shop.text("text VIP we are closed on Friday")
    assert "asked for a text to 30 people" in says(call(posted, OWNER, {"Digits": PIN}))
    assert sent(shop) == 0
    assert menus.APPROVED in says(posted("/hooks/voice/2", CallSid="CA1", Digits="1"))
    posted("/hooks/voice/2", CallSid="CA1", Digits="1")
    assert sent(shop) == 30
    (told,) = shop.deliveries(kind=DeliveryKind.NOTICE)
    assert (told.address, "30 people" in told.body) == (OWNER, True)
    assert "Nothing is waiting" in (shop.text("yes") or "")


def test_2_drops_it(shop: Shop, posted: Posting) -> None:
    shop.text("text VIP we are closed on Friday")
    assert menus.DROPPED in says(call(posted, OWNER, {"Digits": PIN}, {"Digits": "2"}))
    assert menus.MENU in says(posted("/hooks/voice", CallSid="CA2", From=OWNER, To=NUMBER)) + says(
        posted("/hooks/voice/1", CallSid="CA2", Digits=PIN)
    )
    assert sent(shop) == 0


def test_a_wrong_pin_approves_nothing(shop: Shop, posted: Posting) -> None:
    shop.text("text VIP we are closed on Friday")
    call(posted, OWNER, {"Digits": "9999"}, {"Digits": "1"})
    assert sent(shop) == 0


def test_it_waits_for_half_an_hour(shop: Shop, posted: Posting) -> None:
    shop.text("text VIP we are closed on Friday")
    shop.clock.pass_time(minutes=31)
    assert says(call(posted, OWNER, {"Digits": PIN})) == menus.MENU


def test_without_a_text_that_waits_the_pin_opens_the_menu(posted: Posting) -> None:
    assert says(call(posted, OWNER, {"Digits": PIN})) == menus.MENU


@pytest.mark.parametrize("stamp", ["TN-Validation-Passed-A", "TN-Validation-Passed-C", "No-TN-Validation", ""])
def test_a_phone_that_is_attested_or_not_looked_at_is_asked_for_the_pin(posted: Posting, stamp: str) -> None:
    assert "PIN" in says(posted("/hooks/voice", CallSid="CA1", From=OWNER, To=NUMBER, StirVerstat=stamp))


@pytest.mark.parametrize("stamp", ["TN-Validation-Failed-A", "TN-Validation-Failed-C", "TN-Validation-Failed"])
def test_a_forged_caller_id_is_a_stranger_and_is_noted(shop: Shop, posted: Posting, stamp: str) -> None:
    heard = says(posted("/hooks/voice", CallSid="CA1", From=OWNER, To=NUMBER, StirVerstat=stamp))
    assert "leave a message" in heard
    assert "PIN" not in says(posted("/hooks/voice/1", CallSid="CA1", Digits=PIN))
    with shop.app.reading() as work:
        (row,) = audit.listed(shop.desk(work), 1)
    assert "caller id" in audit.sentence(row)
    assert OWNER not in row.who


def test_a_call_that_comes_back_to_us_again_and_again_is_not_sent_on(shop: Shop, posted: Posting) -> None:
    """The phone that calls are sent on to sends them back: nobody can call three times before hanging up once."""
    with shop.app.work() as work:
        accounts.set_call_forward(shop.desk(work), "212-555-0155")
    rounds = [posted("/hooks/voice", CallSid=f"CA{turn}", From="+12125550111", To=NUMBER).text for turn in range(3)]
    assert ["<Dial" in one for one in rounds] == [True, True, False]
    assert "leave a message" in rounds[2]

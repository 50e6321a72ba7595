"""A thousand guesses of the PIN, over calls and numbers that are only pretended."""

from itertools import count

import pytest
from flask.testing import FlaskClient

from bot.services import accounts, pins
from models.states import DeliveryKind
from tests.factories import OWNER, Shop
from tests.web.panel import people

PIN, SECOND = "471199", "+12125550101"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    with shop.app.work() as work:
        desk = shop.desk(work)
        accounts.authorise_phone(desk, SECOND)
        pins.set_pin(desk, PIN)
    return shop


def guess(shop: Shop, pin: str, phone: str = OWNER) -> bool:
    with shop.app.work() as work:
        return pins.check_pin(shop.desk(work), pin, phone)


def told(shop: Shop) -> list[str]:
    """What the owner was texted about it, once to each phone."""
    rows = shop.deliveries(kind=DeliveryKind.NOTICE, address=OWNER)
    return [row.body for row in rows if "PIN" in row.body]


def test_a_thousand_guesses_are_locked_out_told_of_and_undone_by_the_owner(shop: Shop, member: FlaskClient) -> None:
    tried = count(100_000)
    for turn in range(1000):
        assert not guess(shop, str(next(tried)), (OWNER, SECOND)[turn % 2])
        shop.clock.pass_time(minutes=7)
    assert not guess(shop, PIN)
    assert [words.split(" times")[0] for words in told(shop)] == [
        f"A wrong PIN was entered {tries}" for tries in (9, 18, 27)
    ]
    assert "until you unlock it" in told(shop)[-1]
    member.post("/sign-in", data={"email": "owner@example.com", "password": people.PASSWORD})
    assert "locked after too many wrong ones" in member.get("/settings").text
    assert member.post("/settings/pin", data={"unlock": "yes"}).status_code == 302
    assert guess(shop, PIN)
    assert {"Unlocked the PIN", "The PIN was locked after 27 wrong ones"} <= {*people.done(shop)}


def test_one_phone_is_locked_after_two_calls_and_the_other_goes_on(shop: Shop) -> None:
    for turn in range(pins.PHONE_LOCKED_AFTER):
        assert not guess(shop, f"99999{turn}")
    assert not guess(shop, PIN)
    assert guess(shop, PIN, SECOND)
    assert not told(shop)


def test_a_lock_of_half_an_hour_ends_by_itself(shop: Shop) -> None:
    for turn in range(pins.LOCKED_AFTER):
        guess(shop, f"99999{turn}", (OWNER, SECOND)[turn % 2])
    assert not guess(shop, PIN)
    shop.clock.pass_time(minutes=31)
    assert guess(shop, PIN)


def test_a_right_pin_forgives_the_wrong_ones_before(shop: Shop) -> None:
    for _ in range(4):
        for turn in range(5):
            guess(shop, f"99999{turn}")
        assert guess(shop, PIN)
    assert not told(shop)


@pytest.mark.parametrize("pin", ["1234", "98765", "0000", "123", "123456789", "47a1", "४७११", ""])
def test_what_is_guessed_first_is_no_pin(member: FlaskClient, pin: str) -> None:
    refused = member.post("/settings/pin", data={"pin": pin})
    assert refused.status_code == 422
    assert "A PIN" in refused.text

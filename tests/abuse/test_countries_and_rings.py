"""Dear numbers are refused at the door, and what would go round for ever stops."""

import pytest
from flask.testing import FlaskClient

from bot.domain import phone_numbers
from bot.domain.rules import Rules
from bot.errors import ConfigurationError, InputError
from bot.services import accounts
from bot.settings import Settings
from models.states import DeliveryKind
from tests.factories import Shop
from tests.factories.post import variables

JAMAICA, LONDON, PUERTO_RICO, TORONTO = "+18765550123", "+442079460123", "+17875550123", "+14165550123"
PREMIUM = "+19005550123"
ANN = "+12125550111"


@pytest.mark.parametrize("phone", [JAMAICA, LONDON])
def test_a_number_abroad_is_refused_with_a_sentence_at_every_door(shop: Shop, member: FlaskClient, phone: str) -> None:
    assert "does not reach" in (shop.text(f"text {phone} your car is ready") or "")
    assert "does not reach" in (shop.text(f"add customer Bob Stone {phone}") or "")
    assert "does not reach" in (shop.text(f"forward calls to {phone}") or shop.text("9999") or "")
    form = {"first_name": "Bob", "last_name": "Stone", "phones": phone}
    refused = member.post("/customers/new", data=form)
    assert (refused.status_code, "does not reach" in refused.text) == (422, True)
    for block, field in (("phones", "phone"), ("forwarding", "call_forward_to"), ("forwarding", "text_forwards")):
        assert member.post(f"/settings/{block}", data={field: phone}).status_code == 422
    assert not shop.customers()
    assert not shop.deliveries(kind=DeliveryKind.MESSAGE)


@pytest.mark.parametrize("phone", [PUERTO_RICO, TORONTO])
def test_territories_and_canada_are_home(shop: Shop, phone: str) -> None:
    assert "Added Bob Stone" in (shop.text(f"add customer Bob Stone {phone}") or "")


@pytest.mark.parametrize("phone", [PREMIUM, "+12125550199"])
def test_premium_and_the_own_number_are_refused(shop: Shop, phone: str) -> None:
    assert "Added" not in (shop.text(f"add customer Bob Stone {phone}") or "")
    shop.text(f"text {phone} hello")
    assert not shop.deliveries(kind=DeliveryKind.MESSAGE)


def test_a_text_from_abroad_is_kept_and_not_answered(shop: Shop) -> None:
    """Whoever earns by each answer there would have us answer all day."""
    assert shop.text("what are your hours?", phone=JAMAICA) is None
    assert [one.phone for one in shop.inbox()] == [JAMAICA]


def test_an_installation_names_its_countries() -> None:
    assert phone_numbers.countries(["US"]) == {"US", "PR", "VI", "GU", "AS", "MP"}
    with pytest.raises(InputError):
        phone_numbers.check_country(TORONTO, phone_numbers.countries(["US"]))
    environ = {**variables("sqlite:////tmp/x.db", "http://127.0.0.1:9", "smtp://127.0.0.1:9", "redis://127.0.0.1:1/0")}
    assert Settings.from_environment(environ).rules == Rules()
    named = Settings.from_environment({**environ, "ALLOWED_COUNTRIES": "us, gb", "OUTGOING_A_DAY_WHEN_NEW": "50"})
    assert not phone_numbers.is_abroad(LONDON, named.rules.countries)
    assert named.rules.a_day_when_new == 50
    for name, wrong in (("ALLOWED_COUNTRIES", "Narnia"), ("OUTGOING_A_DAY", "lots"), ("KEEP_DAYS", "messages=0")):
        with pytest.raises(ConfigurationError, match=name):
            Settings.from_environment({**environ, name: wrong})


def forward_texts(shop: Shop, to: str) -> None:
    with shop.app.work() as work:
        accounts.set_text_forwards(shop.desk(work), [to])


def forward_calls(shop: Shop, to: str) -> None:
    with shop.app.work() as work:
        accounts.set_call_forward(shop.desk(work), to)


def test_a_ring_of_three_that_forward_texts_is_broken(shop: Shop, other_shop: Shop) -> None:
    """Shop → other → third: what came from one of us is not sent on to one of us."""
    third = Shop(shop.app.engine, name="Zoe", number="+12125550399", owner="+12125550300")
    forward_texts(shop, other_shop.number)
    forward_texts(other_shop, third.number)
    forward_texts(third, shop.number)
    shop.text("hello there, it's a question", phone=ANN)
    assert [one.address for one in shop.deliveries(kind=DeliveryKind.FORWARD)] == [other_shop.number]
    other_shop.text("(212) 555-0111: hello there", phone=shop.number)
    assert not other_shop.deliveries(kind=DeliveryKind.FORWARD)


def test_two_numbers_do_not_send_one_call_round(shop: Shop, other_shop: Shop) -> None:
    forward_calls(shop, other_shop.number)
    with pytest.raises(InputError, match="come back to your own number"):
        forward_calls(other_shop, shop.number)

"""The second factor: set up, asked for, never taken twice, and a way in without the phone."""

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from bot.services import accounts
from models import Member
from tests.factories import Shop
from tests.web.panel import people
from tests.web.panel.serving import EMAIL, PASSWORD

RIGHT = {"email": EMAIL, "password": PASSWORD}


def enters(client: FlaskClient, code: str) -> int:
    """Password, then code: 302 lets in, 401 does not."""
    assert client.post("/sign-in", data=RIGHT).headers["Location"] == "/sign-in/code"
    return client.post("/sign-in/code", data={"code": code}).status_code


def test_it_is_set_up_with_a_drawing_a_first_code_and_the_password(shop: Shop, member: FlaskClient) -> None:
    page = member.get("/settings/yourself/second-factor")
    assert "<svg" in page.text
    key = page.text.split("<kbd>")[1].split("</kbd>")[0].replace(" ", "")
    code = pyotp.TOTP(key).at(shop.clock.moment)
    for wrong in ({"code": "000000", "password": PASSWORD}, {"code": code, "password": "wrong"}):
        assert member.post("/settings/yourself/second-factor", data=wrong).status_code == 422
    done = member.post("/settings/yourself/second-factor", data={"code": code, "password": PASSWORD})
    assert done.text.count("<li><kbd>") == 10
    owner = people.find(shop, EMAIL)
    assert owner
    assert owner.totp_secret
    assert key not in owner.totp_secret
    assert "10 recovery codes are left" in member.get("/settings/yourself").text


def test_the_password_alone_opens_nothing(shop: Shop, visitor: FlaskClient) -> None:
    people.with_app(shop, EMAIL)
    visitor.post("/sign-in", data=RIGHT)
    assert "/sign-in" in visitor.get("/customers").headers["Location"]


def test_a_code_of_the_app_lets_in_once(shop: Shop, visitor: FlaskClient) -> None:
    phone, _ = people.with_app(shop, EMAIL)
    code = phone.at(shop.clock.moment)
    assert enters(visitor, code) == 302
    assert visitor.get("/customers").status_code == 200
    assert enters(visitor.application.test_client(), code) == 401
    assert "Gave the right password but a wrong code" in people.done(shop)


@pytest.mark.parametrize(("seconds", "lets_in"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_a_phones_clock_may_be_half_a_minute_off(shop: Shop, visitor: FlaskClient, seconds: int, lets_in: bool) -> None:
    phone, _ = people.with_app(shop, EMAIL)
    code = phone.at(int(shop.clock.moment.timestamp()) + seconds)
    assert (enters(visitor, code) == 302) is lets_in


def test_an_earlier_code_is_not_taken_after_a_later_one(shop: Shop, visitor: FlaskClient) -> None:
    phone, _ = people.with_app(shop, EMAIL)
    now = int(shop.clock.moment.timestamp())
    assert enters(visitor, phone.at(now + 30)) == 302
    assert enters(visitor.application.test_client(), phone.at(now)) == 401


def test_a_recovery_code_lets_in_once_however_it_is_typed(shop: Shop, visitor: FlaskClient) -> None:
    _, codes = people.with_app(shop, EMAIL)
    assert enters(visitor, codes[0].lower().replace("-", " ")) == 302
    assert enters(visitor.application.test_client(), codes[0]) == 401
    assert "Signed in with a recovery code; 9 are left" in people.done(shop)


def test_new_recovery_codes_replace_those_before(shop: Shop, visitor: FlaskClient) -> None:
    _, codes = people.with_app(shop, EMAIL)
    assert enters(visitor, codes[0]) == 302
    made = visitor.post("/settings/yourself/second-factor/codes", data={"password": PASSWORD})
    assert made.text.count("<li><kbd>") == 10
    assert enters(visitor.application.test_client(), codes[1]) == 401


def test_turning_it_off_asks_for_the_password(shop: Shop, visitor: FlaskClient) -> None:
    _, codes = people.with_app(shop, EMAIL)
    enters(visitor, codes[0])
    off = "/settings/yourself/second-factor/off"
    assert visitor.post(off, data={"password": "wrong"}).status_code == 422
    assert visitor.post(off, data={"password": PASSWORD}).status_code == 302
    people.browser(visitor.application, EMAIL)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "x" * 5000])
def test_what_is_no_code_is_refused(shop: Shop, visitor: FlaskClient, typed: str) -> None:
    people.with_app(shop, EMAIL)
    assert enters(visitor, typed) == 401


def test_the_step_between_lasts_ten_minutes_and_ends_with_the_password(shop: Shop, visitor: FlaskClient) -> None:
    phone, _ = people.with_app(shop, EMAIL)
    visitor.post("/sign-in", data=RIGHT)
    with shop.app.work() as work:
        work.session.execute(update(Member).values(session_epoch=Member.session_epoch + 1))
    assert visitor.post("/sign-in/code", data={"code": phone.at(shop.clock.moment)}).status_code == 401
    visitor.post("/sign-in", data=RIGHT)
    shop.clock.pass_time(minutes=11)
    late = visitor.post("/sign-in/code", data={"code": phone.at(shop.clock.moment)})
    assert late.headers["Location"] == "/sign-in"


def test_ten_wrong_codes_are_enough_wherever_they_come_from(shop: Shop, visitor: FlaskClient) -> None:
    phone, _ = people.with_app(shop, EMAIL)
    visitor.post("/sign-in", data=RIGHT)
    answers = [
        visitor.post("/sign-in/code", data={"code": "000000"}, environ_base={"REMOTE_ADDR": f"203.0.113.{turn}"})
        for turn in range(11)
    ]
    assert [one.status_code for one in answers] == [401] * 10 + [429]
    assert visitor.post("/sign-in/code", data={"code": phone.at(shop.clock.moment)}).status_code == 429


def test_an_operator_lets_in_who_has_lost_phone_and_codes(shop: Shop, visitor: FlaskClient) -> None:
    people.with_app(shop, EMAIL)
    shell = visitor.application.test_cli_runner()
    assert "alone now" in shell.invoke(args=["member", "without-phone", "--email", EMAIL]).output
    people.browser(visitor.application, EMAIL)
    assert "Turned off the code from an authenticator app" in people.done(shop)
    unknown = shell.invoke(args=["member", "without-phone", "--email", "nobody@example.com"])
    assert unknown.exit_code == 1


def test_who_has_to_have_it_sees_nothing_before(
    shop: Shop, member: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_BOUND", frozenset({"owner"}))
    assert member.get("/customers").headers["Location"] == "/settings/yourself/second-factor"
    people.with_app(shop, EMAIL)
    assert member.get("/customers").status_code == 200
    refused = member.post("/settings/yourself/second-factor/off", data={"password": PASSWORD})
    assert refused.status_code == 422

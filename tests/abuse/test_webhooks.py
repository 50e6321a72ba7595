"""Webhooks from somebody who pretends to be the carrier, and from a carrier that changes its token."""

import pytest
from flask import request
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from bot.errors import ConfigurationError
from bot.settings import Settings
from tests.factories import Shop
from tests.factories.post import variables
from tests.factories.shop import NUMBER, TOKEN, URL
from tests.fuzz.house import everything
from web import create_app

ANN, OLDER = "+12125550111", "o" * 32
TEXT = {"MessageSid": "SM1", "From": ANN, "To": NUMBER, "Body": "do you have parking"}


def post(client: FlaskClient, token: str, url: str = URL, **headers: str) -> TestResponse:
    signature = RequestValidator(token).compute_signature(f"{url}/hooks/sms", TEXT)
    return client.post("/hooks/sms", data=TEXT, headers={"X-Twilio-Signature": signature, **headers})


def test_a_token_that_was_replaced_signs_as_long_as_it_is_named(shop: Shop, visitor: FlaskClient) -> None:
    assert post(visitor, OLDER).status_code == 403
    shop.app.older_tokens = (OLDER,)
    assert post(visitor, OLDER).status_code == 200
    assert post(visitor, TOKEN).status_code == 200
    assert post(visitor, "n" * 32).status_code == 403


def test_a_host_that_is_forged_behind_a_proxy_signs_nothing(shop: Shop) -> None:
    shop.app.trusted_proxies = 1
    behind = create_app(shop.app).test_client()
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.7"}
    assert post(behind, TOKEN, "http://evil.example", **forged).status_code == 403
    assert not shop.inbox()
    assert post(behind, TOKEN, **forged).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "sent", "seen"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 192.0.2.9", "203.0.113.7"),
        (1, "", "127.0.0.1"),
    ],
)
def test_limits_count_by_the_address_that_the_outermost_of_our_proxies_saw(
    shop: Shop, proxies: int, sent: str, seen: str
) -> None:
    shop.app.trusted_proxies = proxies
    app, addresses = create_app(shop.app), []
    app.before_request(lambda: addresses.append(request.remote_addr))
    app.test_client().get("/sign-in", headers={"X-Forwarded-For": sent})
    assert addresses == [seen]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "ten"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "12"),
        ("OLDER_TWILIO_AUTH_TOKENS", f"{OLDER} short"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    sane = variables("sqlite:////tmp/m.db", "http://127.0.0.1:1", "smtp://127.0.0.1:1", "redis://127.0.0.1:1/0")
    assert Settings.from_environment({**sane, "TRUSTED_PROXIES": "2"}).trusted_proxies == 2
    assert Settings.from_environment({**sane, "OLDER_TWILIO_AUTH_TOKENS": OLDER}).older_auth_tokens == (OLDER,)
    with pytest.raises(ConfigurationError, match=name):
        Settings.from_environment({**sane, name: value})


def test_a_call_and_a_recording_of_another_business_stay_there(
    shop: Shop, other_shop: Shop, visitor: FlaskClient
) -> None:
    def carrier(path: str, **values: str) -> TestResponse:
        signature = RequestValidator(TOKEN).compute_signature(f"{URL}{path}", values)
        return visitor.post(path, data=values, headers={"X-Twilio-Signature": signature})

    carrier("/hooks/voice", CallSid="CAtheirs", From=ANN, To=other_shop.number)
    carrier("/hooks/recording", CallSid="CAtheirs", RecordingSid="REtheirs", RecordingDuration="3")
    carrier("/hooks/voice", CallSid="CAours", From=ANN, To=NUMBER)
    before = everything(other_shop)
    assert "Sorry" in carrier("/hooks/voice", CallSid="CAtheirs", From=ANN, To=NUMBER).text
    assert (
        carrier("/hooks/recording", CallSid="CAours", RecordingSid="REtheirs", RecordingDuration="9").status_code == 204
    )
    assert (
        carrier("/hooks/voice/1", CallSid="CAours", RecordingSid="REtheirs", RecordingDuration="9").status_code == 200
    )
    assert everything(other_shop) == before
    assert not shop.inbox()

"""A carrier that signs what it posts."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from tests.factories import Shop
from tests.factories.shop import TOKEN, URL
from web import create_app

Posting = Callable[..., TestResponse]


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine)


@pytest.fixture
def client(shop: Shop) -> FlaskClient:
    return create_app(shop.app).test_client()


@pytest.fixture
def posted(client: FlaskClient) -> Posting:
    """Posts form values to a path with the carrier's signature, or with another."""

    def post(path: str, signature: str | None = None, **values: str) -> TestResponse:
        right = RequestValidator(TOKEN).compute_signature(f"{URL}{path}", values)
        headers = {"X-Twilio-Signature": right if signature is None else signature}
        return client.post(path, data=values, headers=headers)

    return post

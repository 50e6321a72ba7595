"""Reports of the carrier, signed and not."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from models import new_id
from models.states import DeliveryStatus
from tests.factories.post import PUBLIC_URL, TOKEN, Post
from tests.harness.simulator import simulator
from web import create_app


@pytest.fixture
def post(engine: Engine) -> Iterator[Post]:
    """A business whose texts the carrier took."""
    with simulator(auth_token=TOKEN) as carrier:
        made = Post(engine, carrier.url)
        yield made
        made.close()


@pytest.fixture
def client(post: Post) -> FlaskClient:
    """The web application around it."""
    return create_app(post.app).test_client()


def path_of(delivery_id: UUID) -> str:
    return f"/hooks/sms/status/{delivery_id}"


def told(client: FlaskClient, path: str, sent: Mapping[str, str], token: str = TOKEN, **more: str) -> TestResponse:
    signature = RequestValidator(token).compute_signature(f"{PUBLIC_URL}{path}", dict(sent))
    return client.post(path, data=sent, headers={"X-Twilio-Signature": signature, **more})


def test_a_signed_report_moves_the_delivery(post: Post, client: FlaskClient) -> None:
    one = post.due()
    post.send(one)
    for word in ("delivered", "sent", "queued"):
        assert told(client, path_of(one), {"MessageSid": "SM1", "MessageStatus": word}).status_code == 204
    assert post.status(one) is DeliveryStatus.DELIVERED


def test_the_carriers_code_is_said_in_plain_words(post: Post, client: FlaskClient) -> None:
    one = post.due()
    post.send(one)
    told(client, path_of(one), {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30006"})
    assert post.row(one).reason == "this number is a landline or cannot be reached"


def test_a_forged_host_does_not_matter(post: Post, client: FlaskClient) -> None:
    one = post.due()
    post.send(one)
    sent = {"MessageSid": "SM1", "MessageStatus": "sent"}
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Host": "evil.example"}
    assert told(client, path_of(one), sent, **forged).status_code == 204
    assert post.status(one) is DeliveryStatus.SENT


@pytest.mark.parametrize("signature", ["", "nonsense", "ä"])
def test_without_a_good_signature_nothing_is_written(post: Post, client: FlaskClient, signature: str) -> None:
    one = post.due()
    post.send(one)
    headers = {"X-Twilio-Signature": signature} if signature.isascii() else {"X-Twilio-Signature": "\xe4"}
    sent = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    assert client.post(path_of(one), data=sent, headers=headers).status_code == 403
    assert told(client, path_of(one), sent, token="another-token").status_code == 403
    assert post.status(one) is DeliveryStatus.ACCEPTED


def test_a_signature_for_other_words_is_refused(post: Post, client: FlaskClient) -> None:
    one = post.due()
    path = path_of(one)
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC_URL}{path}", {"MessageStatus": "sent"})
    sent = {"MessageStatus": "delivered"}
    assert client.post(path, data=sent, headers={"X-Twilio-Signature": signature}).status_code == 403


def test_a_json_body_is_believed_by_its_hash_only(post: Post, client: FlaskClient) -> None:
    body = json.dumps({"MessageSid": "SM1"})
    path = f"{path_of(post.due())}?bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC_URL}{path}", {})
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/json"}
    assert client.post(path, data=body, headers=headers).status_code == 204
    assert client.post(path, data=body + " ", headers=headers).status_code == 403


def test_a_json_body_without_a_hash_is_refused(post: Post, client: FlaskClient) -> None:
    path = path_of(post.due())
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC_URL}{path}", {})
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/json"}
    assert client.post(path, data='{"MessageStatus": "delivered"}', headers=headers).status_code == 403


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"MessageSid": "SM1", "MessageStatus": "teleported"},
        {"MessageSid": "S" * 500, "MessageStatus": "sent"},
        {"MessageSid": "SM1\x00", "MessageStatus": "sent\x00", "Extra": "\x00"},
        {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "9" * 400},
    ],
)
def test_nothing_that_is_reported_breaks_it(post: Post, client: FlaskClient, sent: dict[str, str]) -> None:
    for delivery_id in (post.due(), new_id()):
        assert told(client, path_of(delivery_id), sent).status_code == 204

"""/metrics: what Prometheus reads, and who may."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.bootstrap import Application
from models.states import DeliveryKind
from tests.factories.post import Post
from web import create_app


@pytest.fixture
def post(engine: Engine) -> Post:
    return Post(engine)


@pytest.fixture
def client(post: Post) -> FlaskClient:
    return create_app(post.app).test_client()


def test_what_waits_and_how_late_it_is(post: Post, client: FlaskClient) -> None:
    post.due(kind=DeliveryKind.REPLY)
    post.later(seconds=90)
    post.due(kind=DeliveryKind.REPLY)
    text = client.get("/metrics").text
    assert 'messaging_due{lane="now"} 2.0' in text
    assert 'messaging_oldest_due_seconds{lane="now"} 90.0' in text


def test_moves_are_counted_and_no_number_is_told(post: Post, client: FlaskClient) -> None:
    one = post.due(body="")
    post.send(one)
    text = client.get("/metrics").text
    assert 'messaging_deliveries_total{channel="text",status="failed"}' in text
    assert "+1212" not in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-Ip"])
def test_nobody_reads_it_through_a_proxy(client: FlaskClient, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_nobody_reads_it_from_elsewhere(client: FlaskClient) -> None:
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "8.8.8.8"}).status_code == 404


@pytest.mark.parametrize(("given", "status"), [("Bearer " + "t" * 20, 200), ("Bearer no", 404), ("", 404)])
def test_a_token_decides_where_there_is_one(post: Post, given: str, status: int) -> None:
    app = Application(post.app.engine, replace(post.app.ports), "http://x", "s" * 40, metrics_token="t" * 20)
    headers = {"Authorization": given, "X-Forwarded-For": "8.8.8.8"}
    assert create_app(app).test_client().get("/metrics", headers=headers).status_code == status

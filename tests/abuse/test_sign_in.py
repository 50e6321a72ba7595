"""Somebody who wants to get in: sprayed passwords, missing tokens, planted and kept cookies, links to elsewhere."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.session import make_engine
from tests.factories import Shop
from tests.web.panel import people
from tests.web.panel.serving import EMAIL, PASSWORD
from tests.web.panel.test_roles import VALUES, address
from web import create_app, hooks

RIGHT = {"email": EMAIL, "password": PASSWORD}
COOKIE = "__Host-session"


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    """No story here is about the database."""
    made = make_engine(sqlite_url)
    yield made
    made.dispose()


def test_one_password_tried_on_many_addresses_is_stopped_and_the_victim_still_gets_in(visitor: FlaskClient) -> None:
    answers = [
        visitor.post("/sign-in", data={"email": f"someone{turn}@example.com", "password": "Summer2026!"}).status_code
        for turn in range(101)
    ]
    assert answers == [401] * 100 + [429]
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert visitor.post("/sign-in", data=RIGHT, environ_base=elsewhere).status_code == 302


def test_one_account_tried_from_afar_is_not_locked_for_its_owner(visitor: FlaskClient) -> None:
    afar = {"REMOTE_ADDR": "203.0.113.9"}
    for _ in range(12):
        visitor.post("/sign-in", data={**RIGHT, "password": "guess"}, environ_base=afar)
    assert visitor.post("/sign-in", data=RIGHT, environ_base=afar).status_code == 429
    assert visitor.post("/sign-in", data=RIGHT).status_code == 302


def test_links_are_not_found_by_trying(visitor: FlaskClient) -> None:
    answers = [visitor.post(f"/with-link/guess{turn}").status_code for turn in range(11)]
    assert answers == [404] * 10 + [429]


def test_no_form_is_taken_without_its_token(shop: Shop, member: FlaskClient) -> None:
    """Every route that changes something, signed in, as another site would post to it."""
    kept = member.get_cookie(COOKIE)
    assert kept is not None
    app = create_app(shop.app)
    signed = {blueprint.name for blueprint in hooks.blueprints()}
    taken = []
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            if rule.endpoint.partition(".")[0] in signed:
                continue
            client = app.test_client()
            client.set_cookie(COOKIE, kept.value)
            answer = client.open(address(app, rule), method=method, data=dict.fromkeys(VALUES, "x"))
            if answer.status_code != 400:
                taken.append(f"{method} {rule.rule}: {answer.status_code}")
    assert taken == []


def test_a_token_of_another_session_is_no_token(shop: Shop) -> None:
    app = create_app(shop.app)
    mine, theirs = app.test_client(), app.test_client()
    token = people.csrf(mine.get("/sign-in", base_url="https://localhost"))
    refused = theirs.post("/sign-in", data={**RIGHT, "csrf_token": token}, base_url="https://localhost")
    assert refused.status_code == 400


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "\\\\evil",
    ],
)
def test_signing_in_never_leads_to_another_site(visitor: FlaskClient, target: str) -> None:
    led = visitor.post("/sign-in", query_string={"next": target}, data=RIGHT).headers["Location"]
    assert led == "/"


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_nor_does_the_second_step(shop: Shop, visitor: FlaskClient, target: str) -> None:
    phone, _ = people.with_app(shop, EMAIL)
    visitor.post("/sign-in", query_string={"next": target}, data=RIGHT)
    assert visitor.post("/sign-in/code", data={"code": phone.at(shop.clock.moment)}).headers["Location"] == "/"


def test_the_second_step_is_not_reached_without_the_first(shop: Shop, visitor: FlaskClient) -> None:
    phone, _ = people.with_app(shop, EMAIL)
    jumped = visitor.post("/sign-in/code", data={"code": phone.at(shop.clock.moment)})
    assert jumped.headers["Location"] == "/sign-in"
    assert visitor.get("/customers").status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "\u00e9"])
def test_a_made_up_cookie_opens_nothing(visitor: FlaskClient, cookie: str) -> None:
    visitor.set_cookie(COOKIE, cookie)
    assert "/sign-in" in visitor.get("/customers").headers["Location"]


def test_an_endless_password_is_answered_quickly(visitor: FlaskClient) -> None:
    assert visitor.post("/sign-in", data={"email": EMAIL, "password": "x" * 500_000}).status_code in (401, 413)


def test_words_of_the_log_of_what_was_done_are_never_markup(shop: Shop, member: FlaskClient) -> None:
    member.post("/groups", data={"name": "<script>alert(1)</script> {0.__class__}"})
    page = member.get("/groups").text
    group = page.split('href="/groups/')[1].split('"')[0]
    member.post(f"/groups/{group}/delete")
    shown = member.get("/settings/what-was-done").text
    assert "Deleted the group &lt;script&gt;alert(1)&lt;/script&gt; {0.__class__}" in shown

"""A forgotten password: by email, asked for in the panel or by text."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient

from bot.delivery import send_batch
from bot.providers.smtp_email import SmtpEmail
from models.states import Role
from tests.factories import Shop
from tests.harness.smtp_server import SmtpServer
from tests.web.panel import people
from tests.web.panel.serving import EMAIL

NEW = "another good password"


def asks(visitor: FlaskClient, email: str = EMAIL) -> str:
    return visitor.post("/forgotten-password", data={"email": email}).text


def test_the_answer_is_the_same_for_every_address(shop: Shop, visitor: FlaskClient) -> None:
    known, unknown = asks(visitor), asks(visitor, "nobody@example.com")
    assert known == unknown
    assert len(people.links(shop, EMAIL)) == 1
    assert not people.links(shop, "nobody@example.com")


def test_the_link_sets_a_password_once_and_ends_every_session(shop: Shop, member: FlaskClient) -> None:
    visitor = member.application.test_client()
    asks(visitor)
    (link,) = people.links(shop, EMAIL)
    assert visitor.get(link).status_code == 200
    assert visitor.post(link, data={"password": "short"}).status_code == 422
    assert visitor.post(link, data={"password": NEW}).headers["Location"] == "/sign-in"
    assert member.get("/customers").status_code == 302
    assert visitor.post(link, data={"password": "yet another one"}).status_code == 404
    people.browser(member.application, EMAIL, NEW)
    assert "Changed the password of Maria" in people.done(shop)


def test_a_link_lasts_thirty_minutes_and_not_beyond_the_next_password(shop: Shop, visitor: FlaskClient) -> None:
    asks(visitor)
    asks(visitor)
    first, second = people.links(shop, EMAIL)
    visitor.post(second, data={"password": NEW})
    assert visitor.post(first, data={"password": "yet another one"}).status_code == 404
    asks(visitor)
    shop.clock.pass_time(minutes=30)
    assert visitor.get(people.links(shop, EMAIL)[2]).status_code == 404


def test_forged_links_and_those_for_something_else_are_not_there(shop: Shop, visitor: FlaskClient) -> None:
    asks(visitor)
    (link,) = people.links(shop, EMAIL)
    for forged in (link[:-1], f"{link}x", "/with-link/x", "/with-link/%00", "/with-link/é"):
        assert visitor.get(forged).status_code in (400, 404)
    elsewhere = shop.app.vault.sign("unsubscribe", link)
    assert visitor.get(f"/with-link/{elsewhere}").status_code == 404


def test_a_mailbox_is_not_filled_by_somebody_else(shop: Shop, visitor: FlaskClient) -> None:
    for turn in range(12):
        asked = {"email": EMAIL}
        visitor.post("/forgotten-password", data=asked, environ_base={"REMOTE_ADDR": f"203.0.113.{turn}"})
    assert len(people.links(shop, EMAIL)) == 3


def test_a_second_factor_is_still_asked_for_after_a_new_password(shop: Shop, visitor: FlaskClient) -> None:
    people.with_app(shop, EMAIL)
    asks(visitor)
    visitor.post(people.links(shop, EMAIL)[0], data={"password": NEW})
    signed_in = visitor.post("/sign-in", data={"email": EMAIL, "password": NEW})
    assert signed_in.headers["Location"] == "/sign-in/code"


def test_an_owner_asks_by_text_and_the_link_goes_by_email(shop: Shop, visitor: FlaskClient) -> None:
    people.add(shop, "jo@example.com", Role.STAFF)
    answer = shop.text("I forgot my password") or ""
    assert "by email, to o…@example.com" in answer
    assert "/with-link/" not in answer
    assert len(people.links(shop, EMAIL)) == 1
    assert not people.links(shop, "jo@example.com")


def test_a_customer_who_asks_by_text_starts_nothing(shop: Shop, visitor: FlaskClient) -> None:
    shop.text("reset password", "+12125550111")
    assert not people.links(shop, EMAIL)


def test_the_email_brings_the_link_and_no_way_to_unsubscribe(
    shop: Shop, visitor: FlaskClient, smtp_server: SmtpServer
) -> None:
    asks(visitor)
    (link,) = people.links(shop, EMAIL)
    dispatch = replace(shop.app.dispatch, email=SmtpEmail(smtp_server.url))
    shop.clock.pass_time(seconds=1)
    asyncio.run(send_batch(dispatch, [one for _, one in shop.queue.handed]))
    (received,) = smtp_server.wait_for(1)
    body = received.message.get_body(("plain",))
    assert body is not None
    assert f"https://example.test{link}" in body.get_content().splitlines()
    assert received.message["List-Unsubscribe"] is None
    assert "Unsubscribe" not in body.get_content()
    assert received.message["From"] == "Bella Salon <no-reply@example.test>"


def test_an_email_that_is_too_late_is_not_sent(shop: Shop, visitor: FlaskClient, smtp_server: SmtpServer) -> None:
    asks(visitor)
    shop.clock.moment += timedelta(hours=1)
    dispatch = replace(shop.app.dispatch, email=SmtpEmail(smtp_server.url))
    asyncio.run(send_batch(dispatch, [one for _, one in shop.queue.handed]))
    assert not smtp_server.received

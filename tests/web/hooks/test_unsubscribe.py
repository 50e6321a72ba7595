"""Leaving a business's emails by the link in each of them."""

import pytest
from sqlalchemy import Engine

from bot.services import consent
from models.states import Channel
from tests.factories.post import Post
from web import create_app

ADDRESS = "ann@example.com"


@pytest.fixture
def post(engine: Engine) -> Post:
    """A business; nothing is sent here."""
    return Post(engine)


def link(post: Post) -> str:
    url = post.app.dispatch.addresses.unsubscribe_url(post.due(address=ADDRESS, channel=Channel.EMAIL))
    return url.removeprefix(post.app.public_url)


def out(post: Post) -> bool:
    with post.app.reading() as work:
        return bool(consent.opted_out(work.session, post.business_id, [ADDRESS]))


def test_opening_the_link_asks_and_changes_nothing(post: Post) -> None:
    page = create_app(post.app).test_client().get(link(post))
    assert page.status_code == 200
    assert f"no more emails from Bella Salon at {ADDRESS}" in page.text
    assert not out(post)


def test_one_click_is_enough(post: Post) -> None:
    client, where = create_app(post.app).test_client(), link(post)
    for _ in range(2):
        page = client.post(where, data={"List-Unsubscribe": "One-Click"})
        assert (page.status_code, "You are unsubscribed" in page.text) == (200, True)
    assert out(post)


@pytest.mark.parametrize("token", ["x", "IjEyMyI.abc", "%00", "ä"])
def test_a_link_that_is_not_ours_says_so(post: Post, token: str) -> None:
    link(post)
    client = create_app(post.app).test_client()
    for answer in (client.get(f"/unsubscribe/{token}"), client.post(f"/unsubscribe/{token}")):
        assert (answer.status_code, "does not work" in answer.text) == (404, True)
    assert not out(post)

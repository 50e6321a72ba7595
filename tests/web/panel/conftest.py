"""A signed-in member of a salon, and a member of another business beside it."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.services import accounts
from tests.factories import Shop
from tests.web.panel.serving import EMAIL, PASSWORD, serving
from web import create_app


@pytest.fixture
def shop(engine: Engine) -> Shop:
    made = Shop(engine)
    with made.app.work() as work:
        accounts.add_member(made.desk(work), EMAIL, PASSWORD, "Maria")
    return made


@pytest.fixture
def other_shop(engine: Engine, shop: Shop) -> Shop:
    """Another business on the same installation."""
    return Shop(engine, name="Maple Dental", number="+12125550299", owner="+12125550200")


@pytest.fixture
def visitor(shop: Shop) -> FlaskClient:
    """Somebody who is not signed in. CSRF tokens are left to the browser journeys."""
    app = create_app(shop.app)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def member(visitor: FlaskClient) -> FlaskClient:
    """Signed in."""
    signed_in = visitor.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert signed_in.status_code == 302
    return visitor


@pytest.fixture
def served(shop: Shop) -> Iterator[str]:
    """The panel over HTTP, for a browser."""
    with serving(create_app(shop.app)) as url:
        yield url

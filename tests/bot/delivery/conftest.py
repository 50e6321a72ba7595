"""Deliveries that really go out."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.factories.post import TOKEN, Post
from tests.harness.simulator import simulator
from tests.harness.smtp_server import SmtpServer


@pytest.fixture
def post(engine: Engine, smtp_server: SmtpServer) -> Iterator[Post]:
    """A business with a carrier and a mail server."""
    with simulator(auth_token=TOKEN) as carrier:
        made = Post(engine, carrier.url, smtp_server.url)
        yield made
        made.close()

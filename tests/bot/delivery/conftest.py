"""Deliveries that really go out."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.factories.post import Post
from tests.harness.simulator import running_simulator
from tests.harness.smtp_server import SmtpServer


@pytest.fixture
def post(engine: Engine, smtp_server: SmtpServer) -> Iterator[Post]:
    """A business with a carrier and a mail server."""
    with running_simulator() as carrier_url:
        made = Post(engine, carrier_url, smtp_server.url)
        yield made
        made.close()

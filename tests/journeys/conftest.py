"""A whole town for a journey, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.log_guard import GUARD
from tests.harness.smtp_server import SmtpServer
from tests.journeys.town import Town, a_town


@pytest.fixture
def town(tmp_path: Path, database_url: str, redis_url: str, smtp_server: SmtpServer) -> Iterator[Town]:
    """One business with an owner's phone; carrier, web, worker and clock run beside the test."""
    with a_town(tmp_path, database_url, redis_url, smtp_server.url) as made:
        GUARD.remember(made.environment["SECRET_KEY"], made.environment["TWILIO_AUTH_TOKEN"])
        yield made
    for name in ("web", "worker", "bulk", "clock"):
        GUARD.check_file(tmp_path / f"{name}.log")

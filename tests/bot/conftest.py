"""A salon in a fresh database, on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import Engine

from tests.factories import Shop


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """A business with an owner's phone and nobody else."""
    return Shop(engine)

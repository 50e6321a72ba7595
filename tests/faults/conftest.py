"""Houses to be set on fire."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.factories.post import TOKEN, Post
from tests.faults.house import House
from tests.harness.simulator import simulator


@pytest.fixture
def house(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[House]:
    """One business with a carrier and a Redis of its own; nothing of ours runs yet."""
    with ExitStack() as stack:
        carrier = stack.enter_context(simulator(auth_token=TOKEN))
        post = Post(engine, carrier.url)
        stack.callback(post.close)
        yield House(post, database_url, tmp_path, stack)

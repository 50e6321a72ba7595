"""The job queues, on a real Redis."""

import json
import zlib

import pytest
import redis

from bot.errors import NotTaken
from bot.providers.rq_queue import RqJobQueue
from models import new_id
from tests.harness.ports import free_port


def test_ids_are_handed_over_in_batches_as_plain_json(redis_url: str) -> None:
    ids = [new_id() for _ in range(250)]
    RqJobQueue(redis_url).hand_over(ids, "bulk")
    with redis.Redis.from_url(redis_url) as client:
        jobs = [client.hget(f"rq:job:{job.decode()}", "data") for job in client.lrange("rq:queue:bulk", 0, -1)]
        assert client.llen("rq:queue:now") == 0
    batches = [json.loads(_unpacked(data or b""))[2][0] for data in jobs]
    assert [len(batch) for batch in batches] == [200, 50]
    assert [one for batch in batches for one in batch] == [one.hex for one in ids]


def test_a_redis_that_is_away_is_told_in_our_words() -> None:
    queue = RqJobQueue(f"redis://127.0.0.1:{free_port()}/0")
    with pytest.raises(NotTaken):
        queue.hand_over([new_id()], "now")
    with pytest.raises(NotTaken):
        queue.fetch_recording(new_id())


def _unpacked(data: bytes) -> bytes:
    return zlib.decompress(data) if data[:1] == b"x" else data

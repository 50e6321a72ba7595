"""`python -m scheduler.worker [now] [bulk]`: sends what it is handed, from both queues where none is named.

It runs jobs in its own process, without a fork for each: one event loop and one pool of connections serve them all. RQ
may lose a job that a killed worker had just taken from one of several queues; the sweep finds such deliveries.
"""

import asyncio
import logging
import os
import sys
import time
from collections.abc import Sequence

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from bot import logs, settings
from bot.bootstrap import assemble
from bot.errors import ConfigurationError
from scheduler import jobs

log = logging.getLogger(__name__)

QUEUES = ("now", "bulk")
_RETRY_SECONDS = 1.0
BEHIND = 10
"""Niceness (POSIX): where the cores are busy, the web process comes first, for somebody waits for its answer."""


class Worker(SimpleWorker):
    """Comes back soon after Redis does."""

    max_connection_wait_time = 2.0


def work(redis_url: str, queues: Sequence[str]) -> None:
    """Work until SIGTERM or SIGINT; the job that has begun is finished. A Redis that is away is waited for."""
    while True:
        try:
            connection = Redis.from_url(redis_url)
            names = [Queue(name, connection=connection, serializer=JSONSerializer) for name in queues]
            Worker(names, connection=connection, serializer=JSONSerializer).work(logging_level="WARNING")
        except RedisError as error:
            log.warning("Redis cannot be reached (%s); trying again", type(error).__name__)
            time.sleep(_RETRY_SECONDS)
        else:
            return


def main() -> None:
    """The command line."""
    queues = sys.argv[1:] or list(QUEUES)
    if unknown := [name for name in queues if name not in QUEUES]:
        sys.exit(f"There is no queue {unknown[0]}; use: python -m scheduler.worker now")
    try:
        loaded = settings.load()
    except ConfigurationError as error:
        sys.exit(str(error))
    logs.set_up(loaded.log_level, loaded.log_format)
    os.nice(BEHIND)
    with asyncio.Runner() as loop:
        application = assemble(loaded)
        jobs.equip(jobs.Hands(application, loop))
        work(loaded.redis_url, queues)
        loop.run(application.close())


if __name__ == "__main__":
    main()

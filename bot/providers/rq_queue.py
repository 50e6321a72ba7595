"""Job queues on Redis by RQ. Jobs carry ids only, as JSON; what a lost queue held is found in the database again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.queue import EnqueueData
from rq.serializers import JSONSerializer

from bot.errors import NotTaken
from bot.ports import Urgency

BATCH = 200
"""Deliveries in one job. Sending overlaps its pieces, and a job more costs more than a piece more."""
ENOUGH = 20
SEND, FETCH = "scheduler.jobs.send_batch", "scheduler.jobs.fetch_recording"
IMPORT = "scheduler.jobs.import_customers"
RECONCILE = "scheduler.jobs.reconcile"
BILL = "scheduler.jobs.bill"
FORGET = "scheduler.jobs.forget"
RETURN = "scheduler.jobs.return_numbers"
_PATIENCE = 2.0
_JOB_SECONDS = 180
_FAILED_KEPT = 24 * 3600


class RqJobQueue:
    """Hands ids to the queues `now` and `bulk`."""

    def __init__(self, redis_url: str) -> None:
        redis = Redis.from_url(redis_url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._queues = {name: Queue(name, connection=redis, serializer=JSONSerializer) for name in ("now", "bulk")}

    def hand_over(self, delivery_ids: Sequence[UUID], urgency: Urgency) -> None:
        """Raises NotTaken where Redis cannot be reached.

        A job for something urgent takes along what else is urgent: where enough of them wait, no more are needed.
        """
        if urgency == "now" and self._waiting("now") >= ENOUGH:
            return
        ids = [one.hex for one in delivery_ids]
        batches = [ids[first : first + BATCH] for first in range(0, len(ids), BATCH)]
        self._enqueue(urgency, [_job(SEND, [batch]) for batch in batches])

    def fetch_recording(self, recording_id: UUID) -> None:
        """Raises NotTaken where Redis cannot be reached."""
        self._enqueue("now", [_job(FETCH, [recording_id.hex])])

    def import_customers(self, import_id: UUID) -> None:
        """Raises NotTaken where Redis cannot be reached."""
        self._enqueue("bulk", [_job(IMPORT, [import_id.hex])])

    def bill(self) -> None:
        """Raises NotTaken where Redis cannot be reached."""
        self._enqueue("bulk", [_job(BILL, [])])

    def reconcile(self) -> None:
        """Raises NotTaken where Redis cannot be reached."""
        self._enqueue("bulk", [_job(RECONCILE, [])])

    def forget(self) -> None:
        """Raises NotTaken where Redis cannot be reached."""
        self._enqueue("bulk", [_job(FORGET, [])])

    def return_numbers(self) -> None:
        """Raises NotTaken where Redis cannot be reached."""
        self._enqueue("bulk", [_job(RETURN, [])])

    def check(self) -> None:
        """Raises NotTaken where Redis cannot be reached."""
        try:
            self._queues["now"].connection.ping()
        except (RedisError, OSError) as error:
            raise NotTaken("the queue cannot be reached") from error

    def lengths(self) -> Mapping[str, int]:
        """Raises NotTaken where Redis cannot be reached."""
        try:
            failed = sum(queue.failed_job_registry.get_job_count() for queue in self._queues.values())
            return {**{name: queue.count for name, queue in self._queues.items()}, "failed": failed}
        except (RedisError, OSError) as error:
            raise NotTaken("the queue cannot be reached") from error

    def _waiting(self, name: Urgency) -> int:
        try:
            return self._queues[name].count
        except (RedisError, OSError) as error:
            raise NotTaken("the queue cannot be reached") from error

    def _enqueue(self, name: Urgency, jobs: list[EnqueueData]) -> None:
        try:
            self._queues[name].enqueue_many(jobs)
        except (RedisError, OSError) as error:
            raise NotTaken("the queue cannot be reached") from error


def _job(function: str, args: list[object]) -> EnqueueData:
    return Queue.prepare_data(function, args=args, timeout=_JOB_SECONDS, result_ttl=0, failure_ttl=_FAILED_KEPT)

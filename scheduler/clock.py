"""`python -m scheduler.clock`: finds in the database what is due, and wakes workers up. Any number of them may run."""

import logging
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Event

from sqlalchemy.exc import SQLAlchemyError

from bot import delivery, logs, opening, settings
from bot.bootstrap import Application, assemble
from bot.errors import CarrierError, ConfigurationError
from bot.ports import Urgency
from bot.services import agenda, authenticator_keys, importing, news, recordings, reminders, series, standing
from bot.services.expansion import expand_due
from bot.services.work import Work
from scheduler.sweep import sweep

log = logging.getLogger(__name__)

EVERY = 0.25
SWEEP_EVERY = timedelta(seconds=5)
AHEAD = timedelta(seconds=2)
"""Messages become deliveries this much before they are due, so that those can leave on time."""
_ROUNDS_OF_THE_MINUTE: tuple[Callable[[Work], int], ...] = (
    news.tell_due,
    agenda.evening_due,
    series.extend_due,
    importing.forget_old,
)
"""What need not be on time to the second."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_URGENCIES: tuple[Urgency, ...] = ("now", "bulk")
_ROUNDS = 10


class Ticker:
    """The clock's beat. What fails in one beat is logged and done in the next."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._next_sweep = self._next_minute = self._next_bill = application.ports.clock.now()
        self._secrets_are_sealed = False

    def tick(self) -> None:
        """Expand, queue, and now and then sweep and do the rounds."""
        self._safely(self._expand)
        self._safely(self._queue)
        now = self._application.ports.clock.now()
        if now >= self._next_sweep:
            self._next_sweep = now + SWEEP_EVERY
            self._safely(lambda: sweep(self._application))
        if now >= self._next_bill:
            self._next_bill = now + HOUR
            self._safely(self._application.ports.jobs.bill)
        if now >= self._next_minute:
            self._next_minute = now + MINUTE
            self._safely(self._beat)
            self._safely(self._daily)
            self._safely(self._open_businesses)
            self._safely(self._seal)
            for step in _ROUNDS_OF_THE_MINUTE:
                self._safely(partial(self._round, step))

    def run(self, stop: Event) -> None:
        """Beat until it is told to stop; the beat that has begun is finished."""
        while not stop.is_set():
            self.tick()
            stop.wait(EVERY)

    def _expand(self) -> None:
        for _ in range(_ROUNDS):
            with self._application.work() as work:
                expanded = expand_due(work, AHEAD) + reminders.fire_due(work, AHEAD)
                work.bulk.clear()  # what is due of them is queued in this same beat
            if not expanded:
                return

    def _seal(self) -> None:
        """What an older key sealed is sealed anew, a few at a time, until that key is needed no more."""
        with self._application.work() as work:
            recordings.seal_anew(work, self._application.vault)
            if not self._secrets_are_sealed:
                authenticator_keys.seal_anew(work, self._application.vault)
        self._secrets_are_sealed = True

    def _beat(self) -> None:
        with self._application.work() as work:
            standing.beat(work, "clock")

    def _open_businesses(self) -> None:
        if self._application.opening:
            opening.go_on(self._application.opening)

    def _daily(self) -> None:
        with self._application.work() as work:
            if delivery.is_time(work):
                self._application.ports.jobs.return_numbers()
                self._application.ports.jobs.reconcile()  # a queue that is away leaves the round to be done
                self._application.ports.jobs.forget()

    def _round(self, step: Callable[[Work], int]) -> None:
        with self._application.work() as work:
            step(work)

    def _queue(self) -> None:
        for urgency in _URGENCIES:
            for _ in range(_ROUNDS):
                if self._queue_some(urgency) < delivery.AT_ONCE:
                    break

    def _queue_some(self, urgency: Urgency) -> int:
        with self._application.work() as work:
            ids = delivery.queue_due(work, urgency)
        if ids:
            try:
                self._application.ports.jobs.hand_over(ids, urgency)
            except CarrierError:
                with self._application.work() as work:
                    delivery.release(work, ids)
                raise
        return len(ids)

    def _safely(self, step: Callable[[], None]) -> None:
        try:
            step()
        except CarrierError as error:
            log.warning("%s; trying again", error.reason)
        except SQLAlchemyError as error:
            log.warning("the database did not answer (%s); trying again", type(error).__name__)
        except Exception:
            log.exception("a beat of the clock failed; trying again")


def main() -> None:
    """The command line."""
    try:
        loaded = settings.load()
    except ConfigurationError as error:
        sys.exit(str(error))
    logs.set_up(loaded.log_level, loaded.log_format)
    stop = Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    Ticker(assemble(loaded)).run(stop)


if __name__ == "__main__":
    main()

"""The one place where parts are put together; it alone imports providers."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot.errors import CarrierError
from bot.ports import Clock, EmailSender, JobQueue, Numbers, RecordingStore, SmsSender, Urgency, VoiceCaller
from bot.services.work import Work
from models.session import make_reading_sessions, make_sessions

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ports:
    """Everything outside."""

    sms: SmsSender
    voice: VoiceCaller
    email: EmailSender
    recordings: RecordingStore
    numbers: Numbers
    jobs: JobQueue
    clock: Clock


class Application:
    """The parts, put together. One per process."""

    def __init__(self, engine: Engine, ports: Ports, public_url: str, secret_key: str) -> None:
        self.engine = engine
        self.ports = ports
        self.public_url = public_url.rstrip("/")
        self.secret_key = secret_key
        self._sessions: sessionmaker[Session] = make_sessions(engine)
        self._reading: sessionmaker[Session] = make_reading_sessions(engine)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction. After its commit, what it made due is handed to workers; nothing is when it fails."""
        with self._sessions.begin() as session:
            work = Work(session, self.ports.clock.now())
            yield work
        self._hand_over(work)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A transaction that only reads; on SQLite it waits for no writer."""
        with self._reading() as session:
            yield Work(session, self.ports.clock.now())

    def _hand_over(self, work: Work) -> None:
        """What cannot be handed over is not lost: the clock finds it in the database."""
        urgencies: list[tuple[Urgency, list[UUID]]] = [("now", work.urgent), ("bulk", work.bulk)]
        try:
            for urgency, ids in urgencies:
                if ids:
                    self.ports.jobs.hand_over(ids, urgency)
            for recording_id in work.recordings:
                self.ports.jobs.fetch_recording(recording_id)
        except CarrierError:
            log.warning("the queue cannot be reached; the clock will find what is due")

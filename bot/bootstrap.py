"""The one place where parts are put together; it alone imports providers."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot.delivery import Dispatch
from bot.delivery.prepare import Addresses
from bot.dialogue.runner import Runner
from bot.domain.rules import Rules
from bot.errors import CarrierError
from bot.intents import all_actions
from bot.opening import Opening
from bot.ports import (
    Checks,
    Clock,
    EmailSender,
    JobQueue,
    Numbers,
    Payments,
    RecordingStore,
    SmsSender,
    Urgency,
    VoiceCaller,
)
from bot.providers.rq_queue import RqJobQueue
from bot.providers.smtp_email import SmtpEmail
from bot.providers.stripe_payments import StripePayments
from bot.providers.system_clock import SystemClock
from bot.providers.twilio_checks import TwilioChecks
from bot.providers.twilio_http import PlainHttpClient, PooledHttpClient, carrier_client
from bot.providers.twilio_numbers import TwilioNumbers
from bot.providers.twilio_recordings import TwilioRecordings
from bot.providers.twilio_sms import TwilioSms
from bot.providers.twilio_voice import TwilioVoice
from bot.services.vault import Vault
from bot.services.work import Work, four_digits
from bot.settings import Settings
from models.session import make_engine, make_reading_sessions, make_sessions

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ports:
    """Everything outside."""

    sms: SmsSender
    voice: VoiceCaller
    email: EmailSender
    recordings: RecordingStore
    numbers: Numbers
    payments: Payments | None
    """None where this installation charges nobody."""
    checks: Checks
    jobs: JobQueue
    clock: Clock
    new_code: Callable[[], str] = four_digits
    """Makes the numbers that owners text back."""


class Application:
    """The parts, put together. One per process."""

    def __init__(
        self,
        engine: Engine,
        ports: Ports,
        public_url: str,
        secret_key: str,
        carrier_token: str | None = None,
        redis_url: str | None = None,
        metrics_token: str | None = None,
        payment_secret: str | None = None,
        older_keys: tuple[str, ...] = (),
        sign_up_number: str | None = None,
        older_tokens: tuple[str, ...] = (),
        trusted_proxies: int = 0,
        rules: Rules | None = None,
    ) -> None:
        """`carrier_token` signs the carrier's webhooks; without it, none is believed.

        `redis_url` is where all processes count together; without it, each counts for itself.
        `older_tokens` sign them too, while the carrier goes over to another one.
        `sign_up_number` texts codes to people who sign up; without one, nobody can.
        """
        self.engine = engine
        self.ports = ports
        self.public_url = public_url.rstrip("/")
        self.secret_key = secret_key
        self.carrier_token = carrier_token
        self.older_tokens = older_tokens
        self.trusted_proxies = trusted_proxies
        self.redis_url = redis_url
        self.metrics_token = metrics_token
        self.payment_secret = payment_secret
        """Signs the payment company's webhooks; without it, none is believed."""
        self.older_keys = older_keys
        self.vault = Vault(secret_key, older_keys)
        self.rules = rules or Rules()
        self.runner = Runner(all_actions())
        self.on_close: list[Callable[[], Awaitable[None]]] = []
        addresses = Addresses(self.public_url, secret_key, older_keys)
        self.dispatch = Dispatch(self.work, ports.sms, ports.voice, ports.email, ports.clock, addresses)
        """What a worker sends with."""
        self.opening = self._opening(sign_up_number) if sign_up_number else None
        """What a sign-up is made with; None: this installation takes none."""
        self._sessions: sessionmaker[Session] = make_sessions(engine)
        self._reading: sessionmaker[Session] = make_reading_sessions(engine)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction. After its commit, what it made due is handed to workers; nothing is when it fails."""
        with self._sessions.begin() as session:
            work = Work(session, self.ports.clock.now(), new_code=self.ports.new_code, rules=self.rules)
            yield work
        self._hand_over(work)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A transaction that only reads; on SQLite it waits for no writer."""
        with self._reading() as session:
            yield Work(session, self.ports.clock.now(), rules=self.rules)

    async def close(self) -> None:
        """Let connections go; on the event loop that sent."""
        for let_go in self.on_close:
            await let_go()
        self.engine.dispose()

    def _opening(self, sender: str) -> Opening:
        mail_from = f"no-reply@{self.dispatch.addresses.mail_domain}"
        return Opening(self.work, self.ports.numbers, self.ports.checks, self.ports.email, sender, mail_from)

    def _hand_over(self, work: Work) -> None:
        """What cannot be handed over is not lost: the clock finds it in the database."""
        urgencies: list[tuple[Urgency, list[UUID]]] = [("now", work.urgent), ("bulk", work.bulk)]
        try:
            for urgency, ids in urgencies:
                if ids:
                    self.ports.jobs.hand_over(ids, urgency)
            for recording_id in work.recordings:
                self.ports.jobs.fetch_recording(recording_id)
            for import_id in work.imports:
                self.ports.jobs.import_customers(import_id)
        except CarrierError:
            log.warning("the queue cannot be reached; the clock will find what is due")


def assemble(settings: Settings) -> Application:
    """The real parts, as an installation's settings name them."""
    pool = PooledHttpClient(settings.twilio_api_url)
    engine, ports = make_engine(settings.database_url), _ports(settings, pool)
    application = Application(
        engine,
        ports,
        settings.public_url,
        settings.secret_key,
        settings.twilio_auth_token,
        settings.redis_url,
        settings.metrics_token,
        settings.stripe_webhook_secret,
        settings.older_secret_keys,
        settings.sign_up_number,
        settings.older_auth_tokens,
        settings.trusted_proxies,
        settings.rules,
    )
    application.on_close.append(pool.close)
    return application


def _ports(settings: Settings, pool: PooledHttpClient) -> Ports:
    account = (settings.twilio_account_sid, settings.twilio_auth_token)
    sending = carrier_client(*account, pool)
    asking = carrier_client(*account, PlainHttpClient(settings.twilio_api_url))
    return Ports(
        sms=TwilioSms(sending, settings.public_url),
        voice=TwilioVoice(sending, settings.public_url),
        email=SmtpEmail(settings.smtp_url),
        recordings=TwilioRecordings(asking, settings.twilio_api_url),
        numbers=TwilioNumbers(asking, settings.public_url),
        payments=StripePayments(settings.stripe_api_key, settings.stripe_api_url) if settings.stripe_api_key else None,
        checks=TwilioChecks(asking),
        jobs=RqJobQueue(settings.redis_url),
        clock=SystemClock(),
    )

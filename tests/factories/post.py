"""A business whose deliveries really go out: to the stand-in carrier and to a mail server."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import requests
from sqlalchemy import Engine, select

from bot import delivery
from bot.bootstrap import Application, assemble
from bot.services.work import Desk, Work
from bot.settings import Settings
from models import Business, Delivery, Usage, new_id
from models.states import Channel, DeliveryKind, DeliveryStatus, UsageKind
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue
from tests.harness.log_guard import GUARD
from tests.harness.simulator import SID

NUMBER, ANN, BOB = "+12125550199", "+12125550111", "+12125550122"
FAST = Decimal(10_000)
"""Texts and calls a second of a number whose pace a story is not about."""
TOKEN = "7" * 32
"""Long enough to pass for an auth token."""
PUBLIC_URL = "http://127.0.0.1:9"
"""Nobody listens there: the carrier's reports are lost unless a test makes them."""


class Post:
    """One business, real providers, a clock that the test moves, and the carrier's own books."""

    def __init__(self, engine: Engine, carrier_url: str | None = None, smtp_url: str = "smtp://127.0.0.1:9") -> None:
        self.carrier_url = carrier_url or "http://127.0.0.1:9"
        self.clock, self.queue = FakeClock(datetime.now(UTC)), FakeQueue()
        real = assemble(settings_for(str(engine.url), self.carrier_url, smtp_url))
        ports = replace(real.ports, clock=self.clock, jobs=self.queue)
        self.app = Application(engine, ports, PUBLIC_URL, real.secret_key, TOKEN)
        self.app.on_close += real.on_close
        self.loop = asyncio.Runner()
        if carrier_url:
            self.tell("numbers", number=NUMBER, opt_out=True)
        with self.app.work() as work:
            business = Business(
                name="Bella Salon",
                number=NUMBER,
                created_at=work.now,
                texts_per_second=FAST,
                calls_per_second=FAST,
                most_a_day=1000,
                outgoing_a_day=1_000_000,
                introduces=False,
            )
            work.session.add(business)
            work.session.flush()
            self.business_id = business.id

    def close(self) -> None:
        """Let go of the loop and its connections."""
        self.loop.run(self.app.close())
        self.loop.close()

    def desk(self, work: Work) -> Desk:
        """The business's desk in an open unit of work."""
        return Desk(work, work.session.get_one(Business, self.business_id))

    def due(self, address: str = ANN, body: str = "See you soon", **more: Any) -> UUID:
        """A delivery that is due."""
        GUARD.remember(body)
        with self.app.work() as work:
            usual = {"kind": DeliveryKind.MESSAGE, "channel": Channel.TEXT, "due_at": work.now}
            values = {"business_id": self.business_id, "created_at": work.now, **usual, **more}
            row = Delivery(id=new_id(), address=address, body=body, **values)
            work.session.add(row)
            return row.id

    def send(self, *ids: UUID) -> int:
        """What a worker does with these; how many were sent."""
        return self.loop.run(delivery.send_batch(self.app.dispatch, ids))

    def sweep(self) -> list[UUID]:
        """What the clock does now and then."""
        with self.app.work() as work:
            return delivery.sweep(work)

    def row(self, delivery_id: UUID) -> Delivery:
        """A delivery as it stands."""
        with self.app.reading() as work:
            return work.session.get_one(Delivery, delivery_id)

    def status(self, delivery_id: UUID) -> DeliveryStatus:
        """Where a delivery stands."""
        return self.row(delivery_id).status

    def usage(self, kind: UsageKind) -> list[int]:
        """The units in the ledger."""
        with self.app.reading() as work:
            return list(work.session.scalars(select(Usage.units).where(Usage.kind == kind)))

    def later(self, **span: float) -> None:
        """Time passes."""
        self.clock.moment += timedelta(**span)

    def tell(self, path: str, **wish: Any) -> Any:
        """Ask the carrier's control interface."""
        answer = requests.post(f"{self.carrier_url}/sim/{path}", json=wish, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def taken(self, to: str = ANN) -> Sequence[str]:
        """The words of the texts that the carrier accepted for a phone, by its own books."""
        query = {"outcome": "accepted", "to": to}
        listed = requests.get(f"{self.carrier_url}/sim/ledger", params=query, timeout=10).json()["ledger"]
        return [entry["body"] for entry in listed]


def settings_for(database_url: str, carrier_url: str, smtp_url: str) -> Settings:
    """An installation's settings in a test; its Redis is not there."""
    return Settings.from_environment(variables(database_url, carrier_url, smtp_url, "redis://127.0.0.1:1/0"))


def variables(database_url: str, carrier_url: str, smtp_url: str, redis_url: str) -> dict[str, str]:
    """An installation's environment in a test."""
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PUBLIC_URL": PUBLIC_URL,
        "SECRET_KEY": "s" * 40,
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_URL": carrier_url,
        "SMTP_URL": smtp_url,
    }

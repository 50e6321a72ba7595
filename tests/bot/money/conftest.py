"""A shop on a plan, with a payment company."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import pytest
from sqlalchemy import Engine

from bot.ports import Payments
from models import Plan
from scheduler import jobs
from tests.factories import Shop
from tests.fakes.payments import FakePayments


class PayingShop(Shop):
    """A shop that pays $29 a month, with 100 texts and 20 minutes in it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.payments = FakePayments()
        self.app.ports = replace(self.app.ports, payments=cast("Payments", self.payments))
        self.clock.moment = datetime(2026, 9, 16, 12, tzinfo=UTC)
        with self.app.work() as work:
            plan = Plan(name="Small", monthly_fee=Decimal("29.00"), included_texts=100, included_voice=20)
            work.session.add(plan)
            business = self.desk(work).business
            business.plan, business.created_at = plan, datetime(2026, 9, 16, 12, tzinfo=UTC)

    def with_card(self) -> None:
        """A card is entered."""
        with self.app.work() as work:
            business = self.desk(work).business
            business.payment_customer, business.card_words = "cus_1", "Visa ending 4242, 12/28"

    def at(self, month: int, day: int, hour: int = 12) -> None:
        """Later in the same year."""
        self.clock.moment = datetime(2026, month, day, hour, tzinfo=UTC)

    def bill(self) -> int:
        """What the worker does each hour."""
        return jobs.bill()


@pytest.fixture
def shop(engine: Engine) -> Iterator[PayingShop]:
    made = PayingShop(engine)
    jobs.equip(jobs.Hands(made.app, cast(asyncio.Runner, None)))
    yield made
    jobs._hands.clear()

"""What is fuzzed: the real Flask app and a real database, with a business that is written to and one that is not."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from sqlalchemy import select
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from bot.ports import Payments
from bot.services import accounts, booking, calendars, pins
from bot.services.booking import Wish
from models import Base, Business, Calendar, Delivery, new_id
from models.session import make_engine
from tests.factories import Shop
from tests.factories.shop import TOKEN, URL
from tests.fakes.payments import FakePayments
from web import create_app
from web.hooks.media import signed_url

SECRET = "zebra crossing at midnight"
"""Words of the other business. In no answer to anybody else."""
ANN, BOB, ZOE = "+12125550111", "+12125550112", "+12125550333"
PIN, EMAIL, PASSWORD, STRIPE = "471199", "owner@example.com", "a long enough password", "whsec_tests"
ANSWERED = range(200, 500)
Answer = TypeVar("Answer", bound=Response)


class Broken(AssertionError):
    """What no input may bring about. It says which, never what else is stored."""


class House:
    """A salon with customers, an appointment, messages and a PIN; beside it a dentist whom nobody asks about."""

    def __init__(self, database_url: str) -> None:
        self.engine = make_engine(database_url)
        self.shop = Shop(self.engine)
        self.other = Shop(self.engine, name="Maple Dental", number="+12125550299", owner="+12125550200")
        self.shop.app.payment_secret = STRIPE
        self.shop.app.ports = replace(self.shop.app.ports, payments=cast(Payments, FakePayments()))
        _furnish(self.shop)
        _furnish_other(self.other)
        flask = create_app(self.shop.app)
        flask.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=True)
        self.client, self.member = flask.test_client(), flask.test_client()
        signed_in = self.member.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
        assert signed_in.status_code == 302
        self.deliveries = [row.id for row in self.shop.deliveries()]
        self.paths = _paths(self)
        self.answered = 0
        self._before = self._rows_of_the_other()

    def post(self, path: str, values: Mapping[str, str]) -> TestResponse:
        """As the carrier posts: signed, over what was sent."""
        signature = RequestValidator(TOKEN).compute_signature(f"{URL}{path}", MultiDict(values))
        return self.checked(self.client.post(path, data=values, headers={"X-Twilio-Signature": signature}))

    def get(self, path: str) -> TestResponse:
        """As anybody asks."""
        return self.checked(self.client.get(path))

    def tell_of_payment(self, body: bytes) -> TestResponse:
        """As the payment company posts."""
        now = int(time.time())
        good = hmac.new(STRIPE.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Stripe-Signature": f"t={now},v1={good}"}
        return self.checked(self.client.post("/hooks/stripe", data=body, headers=headers))

    def checked(self, answer: Answer) -> Answer:
        """Counts it; raises Broken for an error of ours, and for words of the other business."""
        self.answered += 1
        if answer.status_code not in ANSWERED:
            raise Broken(f"answered {answer.status_code}")
        if SECRET.encode() in answer.data:
            raise Broken("shows what is another business's")
        return answer

    def check_the_other(self) -> None:
        """Raises Broken where a row of the other business changed, came or went."""
        if self._rows_of_the_other() != self._before:
            raise Broken("changed what is another business's")

    def _rows_of_the_other(self) -> dict[str, list[tuple[object, ...]]]:
        return everything(self.other)


@contextmanager
def a_house(database_url: str) -> Iterator[House]:
    """A house in a migrated, empty database."""
    house = House(database_url)
    try:
        yield house
    finally:
        house.engine.dispose()


def everything(shop: Shop) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a business, table by table."""
    found = {}
    with shop.app.reading() as work:
        for table in Base.metadata.sorted_tables:
            owner = table.c.id if table.name == Business.__tablename__ else table.c.get("business_id")
            if owner is not None:
                query = select(table).where(owner == shop.business_id).order_by(*table.primary_key.columns)
                found[table.name] = [tuple(row) for row in work.session.execute(query)]
    return found


def event(kind: object, about: object) -> bytes:
    """What the payment company sends."""
    return json.dumps({"type": kind, "data": {"object": about}}).encode()


def carrier_sid(kind: str) -> str:
    """An id that the carrier did not use before."""
    return f"{kind}{new_id().hex}"


def _furnish(shop: Shop) -> None:
    ann = shop.customer("Ann Lee", ANN, "ann@example.com", group="VIP")
    shop.customer("Bob Ray", BOB, group="VIP")
    shop.calendar()
    shop.service("Haircut")
    shop.text("save template birthday: Happy birthday {first_name}!")
    shop.text("email Ann: your color appointment is tomorrow")
    shop.text("call Ann: your color appointment is tomorrow at 3")
    with shop.app.work() as work:
        desk = shop.desk(work)
        pins.set_pin(desk, PIN)
        accounts.add_member(desk, EMAIL, PASSWORD, "Maria")
        booking.book(desk, Wish(datetime(2026, 11, 25, 10), customers=(ann,)))


def _furnish_other(shop: Shop) -> None:
    zoe = shop.customer("Zoe Fox", ZOE, group="Zebras")
    shop.calendar()
    shop.text(f"text Zoe {SECRET}")
    shop.text(SECRET, ZOE)
    shop.text(f"save template zebra: {SECRET}")
    with shop.app.work() as work:
        desk = shop.desk(work)
        booking.book(desk, Wish(datetime(2026, 11, 25, 10), customers=(zoe,), name=SECRET))
        calendars.rules(desk)


def _paths(house: House) -> dict[str, str]:
    """Addresses that are good, for `mutated` to spoil."""
    with house.shop.app.reading() as work:
        query = select(Calendar.feed_token).where(Calendar.business_id == house.shop.business_id)
        feed = work.session.scalars(query).one()
        email = select(Delivery.id).where(Delivery.business_id == house.shop.business_id, Delivery.channel == "email")
        delivery: UUID = work.session.scalars(email).one()
    leave = house.shop.app.dispatch.addresses.unsubscribe_url(delivery)
    with house.client.application.app_context():
        media = signed_url(new_id())
    return {
        "feed": f"/feeds/{feed}.ics",
        "unsubscribe": leave.removeprefix(URL),
        "media": media.removeprefix(URL),
    }

"""The number of an ended account: kept for a month, its owner told a week before, then given back."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.services import accounts, charging
from models import Business
from models.states import Channel, DeliveryKind, Role
from scheduler import jobs
from tests.factories import Shop
from tests.factories.shop import NUMBER
from tests.fakes.numbers import FakeNumbers
from web import create_app


@pytest.fixture
def numbers() -> FakeNumbers:
    return FakeNumbers(NUMBER)


@pytest.fixture
def shop(engine: Engine, numbers: FakeNumbers) -> Shop:
    """An account that its owner has just ended; someone on the staff signs in too."""
    made = Shop(engine)
    made.app.ports = replace(made.app.ports, numbers=numbers)
    with made.app.work() as work:
        accounts.add_member(made.desk(work), "owner@example.com", "a long enough password", "Maria")
        accounts.add_member(made.desk(work), "jo@example.com", "a long enough password", "Jo", Role.STAFF)
        charging.cancel(made.desk(work))
    return made


def a_day(shop: Shop, days: int = 1) -> None:
    """So many days later the daily job has run."""
    shop.clock.pass_time(days=days)
    with asyncio.Runner() as loop:
        jobs.equip(jobs.Hands(shop.app, loop))
        jobs.return_numbers()


def warnings(shop: Shop) -> list[str]:
    rows = shop.deliveries(kind=DeliveryKind.NOTICE, channel=Channel.EMAIL)
    return [row.address for row in rows if "goes back to the carrier" in row.body]


def business(shop: Shop) -> Business:
    with shop.app.reading() as work:
        return work.session.get_one(Business, shop.business_id)


def test_the_owner_is_told_a_week_before_and_then_the_number_goes_back(shop: Shop, numbers: FakeNumbers) -> None:
    a_day(shop, 22)
    assert warnings(shop) == []
    a_day(shop)
    a_day(shop)
    assert warnings(shop) == ["owner@example.com"]
    (row,) = [one for one in shop.deliveries(channel=Channel.EMAIL) if "goes back" in one.body]
    assert "(212) 555-0199 goes back to the carrier on December 23" in row.body
    a_day(shop, 5)
    assert numbers.rented == {NUMBER}
    a_day(shop)
    assert numbers.rented == set()
    assert business(shop).number_returned_at == shop.clock.moment
    assert shop.text("hello", "+12125550111") is None


def test_who_was_not_told_for_a_week_keeps_the_number_for_one(shop: Shop, numbers: FakeNumbers) -> None:
    a_day(shop, 40)
    assert (warnings(shop), numbers.rented) == (["owner@example.com"], {NUMBER})
    a_day(shop, 7)
    assert numbers.rented == set()


def test_a_carrier_that_does_not_answer_is_asked_the_next_day(shop: Shop, numbers: FakeNumbers) -> None:
    a_day(shop, 25)
    numbers.down = True
    a_day(shop, 10)
    assert business(shop).number_returned_at is None
    numbers.down = False
    a_day(shop)
    assert business(shop).number_returned_at is not None


def test_who_has_not_ended_the_account_keeps_the_number(engine: Engine, shop: Shop, numbers: FakeNumbers) -> None:
    other = Shop(engine, name="Maple Dental", number="+12125550299", owner="+12125550200")
    numbers.rent(other.number)
    a_day(shop, 25)
    a_day(shop, 25)
    assert numbers.rented == {other.number}
    assert business(other).number == other.number


def test_a_number_that_went_back_can_be_anothers(engine: Engine, shop: Shop) -> None:
    a_day(shop, 25)
    a_day(shop, 25)
    next_one = Shop(engine, name="Quinn Dental", number=NUMBER, owner="+12125550300")
    assert next_one.text("groups")
    assert shop.deliveries(kind=DeliveryKind.ANSWER) == []


def test_an_operator_gives_it_back_at_once_from_the_shell(engine: Engine, shop: Shop, numbers: FakeNumbers) -> None:
    other = Shop(engine, name="Maple Dental", number="+12125550299", owner="+12125550200")
    shell = create_app(shop.app).test_cli_runner()
    done = shell.invoke(args=["business", "return-number", "--number", NUMBER])
    assert (done.exit_code, done.output) == (0, "(212) 555-0199 is given back.\n")
    assert numbers.rented == set()
    refused = shell.invoke(args=["business", "return-number", "--number", other.number])
    assert refused.exit_code == 1
    assert "has not cancelled its account" in str(refused.exception)

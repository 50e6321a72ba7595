"""Codes from an app still let in after SECRET_KEY changed, and the older key can go."""

import pyotp
import pytest
from sqlalchemy import Engine

from bot.services import accounts, operator_codes, operators, second_factor
from bot.services.vault import Vault
from models import Member, Operator
from scheduler.clock import Ticker
from tests.factories import Shop

PASSWORD = "correct horse battery staple"


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """With a member and an operator who have a code from an app."""
    shop = Shop(engine)
    with shop.app.work() as work:
        member = accounts.add_member(shop.desk(work), "maria@example.com", PASSWORD, "Maria")
        second_factor.prepare(member, shop.app.vault)
        member.totp_since = work.now
        operator = operators.create(work, "olga@example.com", PASSWORD)
        operator_codes.prepare(operator, shop.app.vault)
        operator.totp_since = work.now
    return shop


def sealed(shop: Shop) -> list[str]:
    with shop.app.reading() as work:
        people = *work.session.query(Member), *work.session.query(Operator)
        return [one.totp_secret or "" for one in people]


def lets_in(shop: Shop) -> list[bool]:
    vault = shop.app.vault
    with shop.app.work() as work:
        member, operator = work.session.query(Member).one(), work.session.query(Operator).one()
        codes = [pyotp.TOTP(vault.unseal(one.totp_secret or "")).at(work.now) for one in (member, operator)]
        return [
            second_factor.check(shop.desk(work), member, codes[0], vault),
            operator_codes.check(work, operator, codes[1], vault),
        ]


def test_after_a_restart_with_a_new_key_the_older_one_is_needed_no_more(shop: Shop) -> None:
    shop.app.vault = Vault("a new key", ["secret"])
    Ticker(shop.app)._seal()
    shop.app.vault = Vault("a new key")
    assert lets_in(shop) == [True, True]


def test_what_the_newest_key_sealed_and_what_nobody_can_read_stays_as_it_is(shop: Shop) -> None:
    before = sealed(shop)
    Ticker(shop.app)._seal()
    assert sealed(shop) == before
    shop.app.vault = Vault("a new key")
    Ticker(shop.app)._seal()
    assert sealed(shop) == before

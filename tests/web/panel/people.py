"""Members of a shop in their own browsers, and what is in their mailboxes."""

from typing import Any
from uuid import UUID

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.services import accounts, audit, member_links, second_factor
from models import Member
from models.states import DeliveryKind, Role
from tests.factories import Shop

PASSWORD = "a long enough password"


def add(shop: Shop, email: str, role: Role = Role.STAFF, name: str = "Jo") -> UUID:
    """Another member."""
    with shop.app.work() as work:
        return accounts.add_member(shop.desk(work), email, PASSWORD, name, role).id


def browser(app: Flask, email: str, password: str = PASSWORD) -> FlaskClient:
    """A browser of its own, signed in."""
    client = app.test_client()
    signed_in = client.post("/sign-in", data={"email": email, "password": password})
    assert signed_in.status_code == 302, signed_in.text
    return client


def find(shop: Shop, email: str) -> Member | None:
    with shop.app.reading() as work:
        return work.session.scalar(select(Member).where(Member.email == email))


def links(shop: Shop, email: str) -> list[str]:
    """Paths of the links that were emailed to an address, the oldest first."""
    rows = shop.deliveries(kind=DeliveryKind.ACCOUNT, address=email)
    return [member_links.address("", shop.app.vault, row.id) for row in rows]


def done(shop: Shop) -> list[str]:
    """What the audit log says, the newest first."""
    with shop.app.reading() as work:
        return [audit.sentence(row) for row in audit.listed(shop.desk(work), 100)]


def with_app(shop: Shop, email: str) -> tuple[pyotp.TOTP, list[str]]:
    """Set up an authenticator app for a member: it, and the recovery codes."""
    with shop.app.work() as work:
        desk, member = shop.desk(work), work.session.scalars(select(Member).where(Member.email == email)).one()
        second_factor.prepare(member, shop.app.vault)
        phone = pyotp.TOTP(shop.app.vault.unseal(member.totp_secret or ""))
        codes = second_factor.confirm(desk, member, phone.at(shop.clock.moment), shop.app.vault)
    shop.clock.pass_time(minutes=2)
    return phone, codes


def csrf(page: Any) -> str:
    """The token of a page's forms."""
    return str(page.text.split('name="csrf_token" value="')[1].split('"')[0])

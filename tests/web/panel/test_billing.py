"""The Billing page: what it comes to, cards, invoices, the end of an account."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import pytest
from flask.testing import FlaskClient

from bot.ports import Card, Payments
from bot.services import billing
from models import Plan
from tests.factories import Shop
from tests.fakes.payments import FakePayments


@pytest.fixture
def paying(shop: Shop) -> FakePayments:
    made = FakePayments()
    shop.app.ports = replace(shop.app.ports, payments=cast(Payments, made))
    with shop.app.work() as work:
        business = shop.desk(work).business
        business.plan = Plan(name="Small", monthly_fee=Decimal(29), included_texts=100, included_voice=20)
        business.created_at = datetime(2026, 10, 1, 12, tzinfo=UTC)
    with shop.app.work() as work:
        billing.close_due(work)
    return made


def test_the_month_so_far_and_the_last_invoice_are_shown(paying: FakePayments, member: FlaskClient) -> None:
    page = member.get("/billing").text
    assert "November so far" in page
    assert "Small plan" in page
    assert "2026-10" in page
    assert "Still to pay: $29.00" in page


def test_an_invoice_can_be_printed(paying: FakePayments, shop: Shop, member: FlaskClient) -> None:
    with shop.app.reading() as work:
        [one] = billing.invoices(shop.desk(work))
    page = member.get(f"/billing/invoices/{one.id}").text
    assert one.number in page
    assert "$29.00" in page
    assert "Bella Salon" in page


def test_nobody_sees_another_businesss_invoice(
    paying: FakePayments, shop: Shop, other_shop: Shop, member: FlaskClient
) -> None:
    with shop.app.work() as work:
        [one] = billing.invoices(shop.desk(work))
        one.business_id = other_shop.business_id
        theirs = one.id
    assert member.get(f"/billing/invoices/{theirs}").status_code == 404


def test_a_card_is_typed_elsewhere_and_comes_back_as_words(
    paying: FakePayments, shop: Shop, member: FlaskClient
) -> None:
    gone = member.post("/billing/card")
    assert gone.headers["Location"].startswith("https://pay.example.test/cus_")
    paying.cards["cs_1"] = Card(f"cus_{shop.business_id.hex}", "Visa ending 4242, 12/28")
    back = member.get("/billing/card?session=cs_1", follow_redirects=True).text
    assert "The card is saved." in back
    assert "Visa ending 4242, 12/28" in back


def test_coming_back_without_a_card_is_no_error(paying: FakePayments, member: FlaskClient) -> None:
    assert "No card yet." in member.get("/billing/card?session=cs_none", follow_redirects=True).text
    assert "No card yet." in member.get("/billing/card", follow_redirects=True).text


def test_without_a_payment_company_it_says_so(member: FlaskClient) -> None:
    assert "This installation charges nobody" in member.get("/billing").text
    assert member.post("/billing/card").status_code == 404


def test_an_account_is_cancelled_only_by_typing_its_name(shop: Shop, member: FlaskClient) -> None:
    assert "type the name" in member.post("/billing/cancel", data={"name": "yes"}, follow_redirects=True).text
    assert "is cancelled" in member.post("/billing/cancel", data={"name": " bella  salon "}, follow_redirects=True).text
    with shop.app.reading() as work:
        assert billing.is_cancelled(shop.desk(work))
    assert "cancelled" in (shop.text("text 212-555-0123 hello") or "")

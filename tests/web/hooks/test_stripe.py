"""The payment company's webhooks: signed, in any order, repeated."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from bot.ports import Card, Payments
from bot.services import billing
from models import Invoice, Plan
from models.states import InvoiceStatus
from tests.factories import Shop
from tests.fakes.payments import FakePayments
from web import create_app

SECRET = "whsec_tests"
Posting = Callable[..., TestResponse]


@pytest.fixture
def shop(engine: Engine) -> Shop:
    made = Shop(engine)
    made.payments = FakePayments()  # type: ignore[attr-defined]
    made.app.ports = replace(made.app.ports, payments=cast(Payments, made.payments))  # type: ignore[attr-defined]
    made.app.payment_secret = SECRET
    made.clock.moment = datetime(2026, 11, 1, 12, tzinfo=UTC)
    with made.app.work() as work:
        business = made.desk(work).business
        business.plan = Plan(name="Small", monthly_fee=Decimal(29), included_texts=100, included_voice=20)
        business.created_at, business.payment_customer = datetime(2026, 10, 1, 12, tzinfo=UTC), "cus_1"
    with made.app.work() as work:
        billing.close_due(work)
    return made


@pytest.fixture
def post(shop: Shop) -> Iterator[Posting]:
    with create_app(shop.app).test_client() as client:

        def send(kind: str, about: dict[str, Any], signature: str | None = None) -> TestResponse:
            return signed(client, {"type": kind, "data": {"object": about}}, signature)

        yield send


def signed(client: FlaskClient, event: Any, signature: str | None = None) -> TestResponse:
    body, now = json.dumps(event), int(time.time())
    good = hmac.new(SECRET.encode(), f"{now}.{body}".encode(), hashlib.sha256).hexdigest()
    header = signature if signature is not None else f"t={now},v1={good}"
    return client.post("/hooks/stripe", data=body, headers={"Stripe-Signature": header})


def invoice(shop: Shop) -> Invoice:
    with shop.app.reading() as work:
        return billing.invoices(shop.desk(work))[0]


def about(shop: Shop) -> dict[str, Any]:
    one = invoice(shop)
    return {"id": "pi_1", "metadata": {"invoice": str(one.id), "key": f"{one.id.hex}-0"}}


def test_a_payment_is_noted_once_however_often_it_is_told(shop: Shop, post: Posting) -> None:
    assert [post("payment_intent.succeeded", about(shop)).status_code for _ in range(3)] == [204, 204, 204]
    assert (invoice(shop).status, invoice(shop).payment_ref) == (InvoiceStatus.PAID, "pi_1")
    with shop.app.reading() as work:
        assert billing.balance(shop.desk(work)) == 0


def test_a_refusal_after_the_payment_changes_nothing(shop: Shop, post: Posting) -> None:
    post("payment_intent.succeeded", about(shop))
    post("payment_intent.payment_failed", about(shop))
    assert invoice(shop).status is InvoiceStatus.PAID


def test_a_refusal_is_noted_once(shop: Shop, post: Posting) -> None:
    for _ in range(2):
        no = {**about(shop), "last_payment_error": {"message": "Your card has expired."}}
        no["metadata"]["key"] = f"{invoice(shop).id.hex}-0"
        post("payment_intent.payment_failed", no)
    assert (invoice(shop).tries, invoice(shop).reason) == (1, "your card has expired")


def test_a_card_that_was_entered_is_shown_and_charged_from_then_on(shop: Shop, post: Posting) -> None:
    shop.payments.cards["cs_1"] = Card("cus_1", "Visa ending 4242, 12/28")  # type: ignore[attr-defined]
    assert post("checkout.session.completed", {"id": "cs_1", "mode": "setup"}).status_code == 204
    with shop.app.reading() as work:
        assert shop.desk(work).business.card_words == "Visa ending 4242, 12/28"


@pytest.mark.parametrize("signature", ["", "nonsense", "t=1,v1=00", "t=4102444800,v1=00"])
def test_without_a_good_signature_nothing_is_believed(shop: Shop, post: Posting, signature: str) -> None:
    assert post("payment_intent.succeeded", about(shop), signature).status_code == 403
    assert invoice(shop).status is InvoiceStatus.OPEN


@pytest.mark.parametrize("event", [None, [], "x", {}, {"type": "a"}, {"type": "a", "data": {"object": None}}])
def test_an_event_of_no_known_shape_is_no_error_of_ours(shop: Shop, event: Any) -> None:
    with create_app(shop.app).test_client() as client:
        assert signed(client, event).status_code in (204, 400)


def test_an_invoice_that_nobody_knows_and_kinds_that_do_not_matter_are_passed_over(shop: Shop, post: Posting) -> None:
    assert post("payment_intent.succeeded", {"id": "pi", "metadata": {"invoice": "x" * 30}}).status_code == 400
    assert post("customer.updated", {"id": "cus_1"}).status_code == 204


def test_where_nobody_is_charged_there_is_no_such_page(shop: Shop, post: Posting) -> None:
    shop.app.payment_secret = None
    assert post("payment_intent.succeeded", about(shop)).status_code == 404

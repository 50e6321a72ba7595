"""Invoices are charged once; a declined card is tried again, told of, and in the end stops what is new."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.errors import InputError
from bot.services import accounts, billing, charging, messaging
from bot.services.audience import Recipient
from bot.services.messaging import Draft
from models import Invoice
from models.states import Channel, DeliveryKind, InvoiceStatus, RecipientKind
from tests.bot.money.conftest import PayingShop

ANN = "+12125550111"


def invoice(shop: PayingShop) -> Invoice:
    with shop.app.reading() as work:
        return billing.invoices(shop.desk(work))[-1]


def balance(shop: PayingShop) -> Decimal:
    with shop.app.reading() as work:
        return billing.balance(shop.desk(work))


def told(shop: PayingShop) -> list[str]:
    return [one.body for one in shop.deliveries(kind=DeliveryKind.NOTICE, channel=Channel.TEXT)]


def send(shop: PayingShop) -> None:
    with shop.app.work() as work:
        to = (Recipient(RecipientKind.PHONE, address=ANN),)
        messaging.schedule(shop.desk(work), Draft(to, "hello"), "panel")


def test_the_month_before_is_charged_at_the_beginning_of_the_month_once(shop: PayingShop) -> None:
    shop.with_card()
    shop.at(10, 1)
    assert [shop.bill(), shop.bill()] == [1, 0]
    assert list(shop.payments.taken.values()) == [("cus_1", 1450)]
    assert invoice(shop).status is InvoiceStatus.PAID
    assert balance(shop) == 0


def test_without_payments_nobody_is_charged_and_nothing_stops(shop: PayingShop) -> None:
    shop.app.ports = replace(shop.app.ports, payments=None)
    shop.at(10, 1)
    shop.bill()
    shop.at(12, 1)
    send(shop)
    assert told(shop) == []


def test_an_answer_that_was_lost_charges_once(shop: PayingShop) -> None:
    shop.with_card()
    shop.payments.silent = 1
    shop.at(10, 1)
    assert shop.bill() == 0
    shop.clock.moment += timedelta(hours=2)
    assert shop.bill() == 1
    assert len(shop.payments.taken) == 1
    assert invoice(shop).status is InvoiceStatus.PAID


def test_a_declined_card_is_tried_again_and_the_owner_is_told_by_text_and_email(shop: PayingShop) -> None:
    with shop.app.work() as work:
        accounts.add_member(shop.desk(work), "owner@example.com", "a long enough password", "Maria")
    shop.with_card()
    shop.payments.declines = 1
    shop.at(10, 1)
    shop.bill()
    assert told(shop) == [
        "Your card was declined for $14.50 (your card was declined). We try again Fri Oct 2. Another card?"
        " Billing page in the panel."
    ]
    assert [one.address for one in shop.deliveries(channel=Channel.EMAIL)] == ["owner@example.com"]
    shop.clock.moment += timedelta(hours=2)
    assert shop.bill() == 0
    shop.at(10, 2, 13)
    assert shop.bill() == 1
    assert told(shop)[-1] == "Thank you, your invoice is paid and everything goes on."


def test_a_card_that_stays_declined_is_tried_five_times_then_waits_for_another(shop: PayingShop) -> None:
    shop.with_card()
    shop.payments.declines = 100
    for day in range(1, 31):
        shop.at(10, day)
        shop.bill()
    assert 100 - shop.payments.declines == 5
    shop.payments.declines = 0
    with shop.app.work() as work:
        charging.card_added(shop.desk(work), "cus_1", "Mastercard ending 4444, 01/30")
    assert shop.bill() == 1


def test_after_two_weeks_nothing_new_is_sent_and_a_payment_restores_it(shop: PayingShop) -> None:
    shop.with_card()
    shop.payments.declines = 100
    shop.at(10, 1)
    shop.bill()
    shop.at(10, 14)
    send(shop)
    shop.at(10, 16)
    with pytest.raises(InputError, match="last invoice is not paid"):
        send(shop)
    assert "not paid" in (shop.text("text 212-555-0123 hello") or "")
    assert "no more" in (shop.text("STOP", ANN) or "").lower()
    shop.payments.declines = 0
    with shop.app.work() as work:
        charging.card_added(shop.desk(work), "cus_1", "Mastercard ending 4444, 01/30")
    shop.bill()
    send(shop)


def test_who_has_no_card_is_told_once(shop: PayingShop) -> None:
    for day in (1, 2, 3):
        shop.at(10, day, 13)
        shop.bill()
    assert told(shop) == ["Your invoice over $14.50 is ready, but there is no card yet. Add one on the Billing page."]


def test_a_report_of_a_refusal_that_was_heard_already_changes_nothing(shop: PayingShop) -> None:
    shop.with_card()
    shop.payments.declines = 1
    shop.at(10, 1)
    shop.bill()
    one = invoice(shop)
    with shop.app.work() as work:
        charging.declined(work, one.id, f"{one.id.hex}-0", "your card was declined")
    assert invoice(shop).tries == 1
    assert len(told(shop)) == 1


def test_a_payment_reported_twice_is_booked_once(shop: PayingShop) -> None:
    shop.with_card()
    shop.at(10, 1)
    shop.bill()
    for _ in range(2):
        with shop.app.work() as work:
            charging.paid(work, invoice(shop).id, "pi_again")
    assert balance(shop) == 0


def test_an_account_that_was_cancelled_sends_nothing_new(shop: PayingShop) -> None:
    with shop.app.work() as work:
        charging.cancel(shop.desk(work))
    with pytest.raises(InputError, match="cancelled"):
        send(shop)
    assert told(shop) == ["Your account of Bella Salon is cancelled. Nothing new is sent; your data stay readable."]

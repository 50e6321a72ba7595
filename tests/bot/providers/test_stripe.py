"""Payments through the official client over HTTP; the fake that other tests use keeps the same contract."""

from collections.abc import Iterator

import pytest

from bot.errors import Ambiguous, Rejected
from bot.providers.stripe_payments import StripePayments
from models import new_id
from tests.fakes.payments import FakePayments
from tests.harness.payment_company import DECLINED, GOOD, Company, payment_company

BACK = "https://example.test/billing/card"


@pytest.fixture
def company() -> Iterator[Company]:
    with payment_company() as made:
        yield made


@pytest.fixture
def payments(company: Company) -> StripePayments:
    return StripePayments("sk_test_1", company.url)


def with_card(company: Company, payments: StripePayments, method: str = GOOD) -> str:
    customer = payments.customer("Bella Salon", new_id())
    payments.card_of(company.enter_card(payments.card_page(customer, BACK), method))
    return customer


def test_a_business_is_made_known_once(company: Company, payments: StripePayments) -> None:
    business_id = new_id()
    assert payments.customer("Bella Salon", business_id) == payments.customer("Bella Salon", business_id)
    assert len(company.customers) == 1


def test_a_card_is_entered_there_and_shown_here_without_its_number(company: Company, payments: StripePayments) -> None:
    customer = payments.customer("Bella Salon", new_id())
    page = payments.card_page(customer, BACK)
    assert payments.card_of(page.rsplit("/", 1)[1]) is None
    card = payments.card_of(company.enter_card(page))
    assert card is not None
    assert (card.customer, card.words) == (customer, "Visa ending 4242, 12/28")


def test_a_charge_is_taken_once_for_a_key(company: Company, payments: StripePayments) -> None:
    customer, invoice = with_card(company, payments), new_id()
    first = payments.charge(customer, 1450, "Bella Salon, 2026-09", invoice, f"{invoice.hex}-0")
    again = payments.charge(customer, 1450, "Bella Salon, 2026-09", invoice, f"{invoice.hex}-0")
    assert first == again
    assert [one["amount"] for one in company.payments] == [1450]


def test_an_answer_that_is_lost_is_ambiguous_and_the_same_key_takes_no_more(
    company: Company, payments: StripePayments
) -> None:
    customer, invoice = with_card(company, payments), new_id()
    company.loses_answers = 1
    with pytest.raises(Ambiguous):
        payments.charge(customer, 1450, "x", invoice, f"{invoice.hex}-0")
    payments.charge(customer, 1450, "x", invoice, f"{invoice.hex}-0")
    assert len(company.payments) == 1


def test_a_declined_card_says_so_in_plain_words(company: Company, payments: StripePayments) -> None:
    customer = with_card(company, payments, DECLINED)
    with pytest.raises(Rejected, match="your card was declined"):
        payments.charge(customer, 1450, "x", new_id(), "k-0")


def test_without_a_card_nothing_is_taken(company: Company, payments: StripePayments) -> None:
    with pytest.raises(Rejected, match="there is no card"):
        payments.charge(payments.customer("Bella Salon", new_id()), 1450, "x", new_id(), "k-0")
    assert company.payments == []


def test_who_is_not_known_there_is_refused(payments: StripePayments) -> None:
    with pytest.raises(Rejected):
        payments.charge("cus_nobody", 1450, "x", new_id(), "k-0")
    with pytest.raises(Rejected):
        payments.card_of("cs_nothing")


def test_a_company_that_is_not_there_is_ambiguous() -> None:
    with pytest.raises(Ambiguous):
        StripePayments("sk_test_1", "http://127.0.0.1:9").customer("Bella Salon", new_id())


def test_the_fake_keeps_the_same_contract() -> None:
    fake, invoice = FakePayments(), new_id()
    assert fake.charge("cus_1", 5, "x", invoice, "k") == fake.charge("cus_1", 5, "x", invoice, "k")
    assert len(fake.taken) == 1
    fake.silent = 1
    with pytest.raises(Ambiguous):
        fake.charge("cus_1", 5, "x", invoice, "k2")
    fake.charge("cus_1", 5, "x", invoice, "k2")
    assert len(fake.taken) == 2
    fake.declines = 1
    with pytest.raises(Rejected):
        fake.charge("cus_1", 5, "x", invoice, "k3")

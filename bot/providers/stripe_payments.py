"""Cards through Stripe. A card's number is typed on Stripe's own page (Checkout) and never reaches us."""

from typing import Any
from uuid import UUID

import stripe

from bot.errors import Ambiguous, CarrierError, NotTaken, Rejected
from bot.ports import Card

SECONDS = 20
CURRENCY = "usd"


class StripePayments:
    """Behind the port `Payments`."""

    def __init__(self, api_key: str, api_url: str) -> None:
        transport = stripe.RequestsClient(timeout=SECONDS)
        addresses: Any = {"api": api_url.rstrip("/")}
        self._stripe = stripe.StripeClient(
            api_key, base_addresses=addresses, http_client=transport, max_network_retries=0
        )

    def customer(self, business: str, business_id: UUID) -> str:
        """The same business is made once, however often it is asked for. Raises Rejected, NotTaken, Ambiguous."""
        try:
            made = self._stripe.v1.customers.create({"name": business}, {"idempotency_key": f"customer-{business_id}"})
        except stripe.StripeError as error:
            raise error_of(error) from error
        return str(made.id)

    def card_page(self, customer: str, back_url: str) -> str:
        """Checkout in its set-up mode. Raises Rejected, NotTaken, Ambiguous."""
        try:
            page = self._stripe.v1.checkout.sessions.create(
                {
                    "mode": "setup",
                    "currency": CURRENCY,
                    "customer": customer,
                    "success_url": f"{back_url}?session={{CHECKOUT_SESSION_ID}}",
                    "cancel_url": back_url,
                }
            )
        except stripe.StripeError as error:
            raise error_of(error) from error
        return str(page.url)

    def card_of(self, session: str) -> Card | None:
        """The card entered on that page, made the customer's default. Raises like `card_page`."""
        try:
            page: Any = self._stripe.v1.checkout.sessions.retrieve(session, {"expand": ["setup_intent.payment_method"]})
            method = page.setup_intent.payment_method if page.setup_intent else None
            if method is None or isinstance(method, str):
                return None
            default: Any = {"invoice_settings": {"default_payment_method": method.id}}
            self._stripe.v1.customers.update(str(page.customer), default)
        except stripe.StripeError as error:
            raise error_of(error) from error
        return Card(str(page.customer), words_of(method.card))

    def charge(self, customer: str, cents: int, words: str, invoice_id: UUID, key: str) -> str:
        """An off-session payment by the default card. Raises Rejected where it is declined, NotTaken, Ambiguous."""
        try:
            known: Any = self._stripe.v1.customers.retrieve(customer)
            method = known.invoice_settings.default_payment_method
            if not method:
                raise Rejected("there is no card")
            taken = self._stripe.v1.payment_intents.create(
                {
                    "amount": cents,
                    "currency": CURRENCY,
                    "customer": customer,
                    "payment_method": str(method),
                    "off_session": True,
                    "confirm": True,
                    "description": words,
                    "metadata": {"invoice": str(invoice_id), "key": key},
                },
                {"idempotency_key": key},
            )
        except stripe.StripeError as error:
            raise error_of(error) from error
        if taken.status != "succeeded":
            raise Rejected("the bank asks for the card's owner")
        return str(taken.id)


def words_of(card: Any) -> str:
    """`Visa ending 4242, 12/28`."""
    return f"{str(card.brand).title()} ending {card.last4}, {card.exp_month:02}/{card.exp_year % 100:02}"


def error_of(error: stripe.StripeError) -> CarrierError:
    """Stripe's refusal in our words: the card's own no, certainly nothing taken, or nobody knows."""
    if isinstance(error, stripe.CardError):
        return Rejected((error.user_message or "the card was declined").rstrip(".").lower(), error.code)
    if isinstance(error, stripe.RateLimitError):
        return NotTaken("the payment company is busy")
    if isinstance(error, stripe.APIConnectionError) or (error.http_status or 500) >= 500:
        return Ambiguous("the payment company did not answer")
    return Rejected("the payment company refused it", error.code)

"""`POST /hooks/stripe`: what became of cards and payments. In any order, repeated; each is harmless a second time."""

import json
from typing import Any
from uuid import UUID

import stripe
from flask import Blueprint, Response, request
from sqlalchemy import select

from bot.errors import CarrierError
from bot.services import charging
from bot.services.work import Desk
from models import Business
from web.context import application

blueprint = Blueprint("stripe", __name__)
LARGEST = 200_000


@blueprint.post("/hooks/stripe")
def event() -> Response:
    """403 without a good signature; nothing is read before."""
    secret, payload = application().payment_secret, request.get_data(cache=False)[:LARGEST]
    if secret is None:
        return Response("No payments here.\n", 404, mimetype="text/plain")
    try:
        stripe.WebhookSignature.verify_header(
            payload.decode(), request.headers.get("Stripe-Signature", ""), secret, tolerance=300
        )
        sent = json.loads(payload)
        _take(str(sent.get("type")), sent["data"]["object"])
    except stripe.SignatureVerificationError:
        return Response("That signature is not the payment company's.\n", 403, mimetype="text/plain")
    except (ValueError, KeyError, TypeError, AttributeError):
        return Response("That is no event.\n", 400, mimetype="text/plain")
    except CarrierError:
        return Response("Please send it again.\n", 503, mimetype="text/plain")
    return Response("", 204)


def _take(kind: str, about: dict[str, Any]) -> None:
    marks = about.get("metadata") or {}
    if kind == "checkout.session.completed" and about.get("mode") == "setup":
        note_card(str(about["id"]))
    elif kind == "payment_intent.succeeded" and "invoice" in marks:
        with application().work() as work:
            charging.paid(work, UUID(marks["invoice"]), str(about["id"]))
    elif kind == "payment_intent.payment_failed" and "invoice" in marks:
        reason = str((about.get("last_payment_error") or {}).get("message") or "the card was declined")
        with application().work() as work:
            charging.declined(work, UUID(marks["invoice"]), str(marks.get("key")), reason.rstrip(".").lower())


def note_card(session: str) -> bool:
    """Remember the card entered on the payment company's page. Raises CarrierError where it cannot be asked."""
    payments = application().ports.payments
    card = payments.card_of(session) if payments else None
    if card is None:
        return False
    with application().work() as work:
        business = work.session.scalar(select(Business).where(Business.payment_customer == card.customer))
        if business is None:
            return False
        charging.card_added(Desk(work, business), card.customer, card.words)
    return True

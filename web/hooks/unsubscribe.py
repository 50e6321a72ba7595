"""`/unsubscribe/<token>`: out of a business's emails, from the link in each of them (RFC 8058: a POST is one click).

A GET changes nothing: mail programs and scanners open links.
"""

from flask import Blueprint, Response, render_template_string

from bot.delivery.prepare import delivery_of
from bot.services import consent
from bot.services.work import Desk, Work
from models import Delivery
from web.context import application

blueprint = Blueprint("unsubscribe", __name__)

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Unsubscribe</title></head>
<body><main><h1>{{ title }}</h1>{% if ask %}<p>You will get no more emails from {{ business }} at {{ address }}.</p>
<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>
{% else %}<p>{{ words }}</p>{% endif %}</main></body></html>"""
_NO_LINK = "This link does not work. Answer the email instead, and ask to be taken off."


@blueprint.get("/unsubscribe/<token>")
def ask(token: str) -> Response:
    """Ask whether that is meant."""
    with application().reading() as work:
        delivery = _delivery(work, token)
        if delivery is None:
            return _say("Unsubscribe", _NO_LINK, 404)
        title = "Unsubscribe?"
        names = {"business": delivery.business.name, "address": delivery.address}
        return _page(render_template_string(_PAGE, ask=True, title=title, **names), 200)


@blueprint.post("/unsubscribe/<token>")
def unsubscribe(token: str) -> Response:
    """Opt the address out. Once more does no harm."""
    with application().work() as work:
        delivery = _delivery(work, token)
        if delivery is None:
            return _say("Unsubscribe", _NO_LINK, 404)
        consent.opt_out(Desk(work, delivery.business), delivery.address, "email", "unsubscribe link")
        words = f"{delivery.address} gets no more emails from {delivery.business.name}."
    return _say("You are unsubscribed", words, 200)


def _delivery(work: Work, token: str) -> Delivery | None:
    delivery_id = delivery_of(token, application().vault)
    return work.session.get(Delivery, delivery_id) if delivery_id else None


def _say(title: str, words: str, status: int) -> Response:
    return _page(render_template_string(_PAGE, ask=False, title=title, words=words), status)


def _page(html: str, status: int) -> Response:
    return Response(html, status, mimetype="text/html", headers={"Referrer-Policy": "no-referrer"})

"""`POST /hooks/sms`: a text comes in; the answer rides the response."""

from flask import Blueprint, Response
from twilio.twiml.messaging_response import MessagingResponse

from bot.inbound import Answer, InboundText, receive
from web.context import application
from web.hooks.signature import form, signed

blueprint = Blueprint("sms", __name__)


@blueprint.post("/hooks/sms")
@signed
def sms() -> Response:
    """Deal with an inbound text. A repeat is answered with nothing: its answer is on its way or looked up."""
    app = application()
    with app.work() as work:
        answer = receive(work, app.runner, _inbound())
    return Response(str(_twiml(answer, app.public_url)), mimetype="text/xml")


def _inbound() -> InboundText:
    sent = form()
    return InboundText(
        carrier_sid=sent.get("MessageSid", ""),
        sender=sent.get("From", ""),
        to=sent.get("To", ""),
        body=sent.get("Body", ""),
        media=_number(sent.get("NumMedia", "0")),
        parts=max(1, _number(sent.get("NumSegments", "1"))),
        answered_by_carrier="OptOutType" in sent,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _twiml(answer: Answer | None, public_url: str) -> MessagingResponse:
    response = MessagingResponse()
    if answer is not None:
        callback = f"{public_url}/hooks/sms/status/{answer.delivery_id}"
        response.message(answer.body, action=callback, method="POST")
    return response

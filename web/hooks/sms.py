"""`POST /hooks/sms`: a text comes in; the answer rides the response."""

from flask import Blueprint, Response
from twilio.twiml.messaging_response import MessagingResponse

from bot.inbound import Answer, InboundText, receive
from web.context import application
from web.hooks.signature import LONGEST_PHONE, carrier_id, form, number, signed

blueprint = Blueprint("sms", __name__)


@blueprint.post("/hooks/sms")
@signed
def sms() -> Response:
    """Deal with an inbound text. A repeat is answered with nothing: its answer is on its way or looked up."""
    app = application()
    text, answer = _inbound(), None
    if text is not None:
        with app.work() as work:
            answer = receive(work, app.runner, text)
    return Response(str(_twiml(answer, app.public_url)), mimetype="text/xml")


def _inbound() -> InboundText | None:
    """None for what has no id to know it by, or no phone to answer to."""
    sent = form()
    sid, sender = carrier_id(sent, "MessageSid"), sent.get("From", "")
    if not sid or not 0 < len(sender) <= LONGEST_PHONE:
        return None
    return InboundText(
        carrier_sid=sid,
        sender=sender,
        to=sent.get("To", ""),
        body=sent.get("Body", ""),
        media=number(sent, "NumMedia"),
        parts=max(1, number(sent, "NumSegments")),
        answered_by_carrier="OptOutType" in sent,
    )


def _twiml(answer: Answer | None, public_url: str) -> MessagingResponse:
    response = MessagingResponse()
    if answer is not None:
        callback = f"{public_url}/hooks/sms/status/{answer.delivery_id}"
        response.message(answer.body, action=callback, method="POST")
    return response

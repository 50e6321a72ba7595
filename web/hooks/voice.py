"""Calls: `/hooks/voice` (somebody calls), `/hooks/voice/out/<delivery>` (ours is answered), `/hooks/voice/<step>`."""

from uuid import UUID

from flask import Blueprint, Response

from bot.ivr import call as calls
from bot.ivr.machine import Step
from models import Call
from models.states import CallDirection
from web.context import application
from web.hooks import twiml
from web.hooks.signature import LONGEST_PHONE, carrier_id, form, number, signed

blueprint = Blueprint("voice", __name__)
_SPEECH_SURE = 0.5
_FORGED = "TN-Validation-Failed"
"""What the carrier's StirVerstat begins with where the caller id was signed and the signature is wrong (SHAKEN)."""


@blueprint.post("/hooks/voice")
@signed
def incoming() -> Response:
    """Somebody calls the number."""
    sent = form()
    app = application()
    with app.work() as work:
        taken = calls.incoming(
            work,
            carrier_id(sent, "CallSid"),
            sent.get("From", "")[:LONGEST_PHONE],
            sent.get("To", ""),
            forged=sent.get("StirVerstat", "").startswith(_FORGED),
        )
        return _answer(taken)


@blueprint.post("/hooks/voice/out/<uuid:delivery>")
@signed
def outgoing(delivery: UUID) -> Response:
    """A voice delivery's call is answered; AnsweredBy says by whom."""
    sent = form()
    by_machine = sent.get("AnsweredBy", "human").startswith(("machine", "fax"))
    with application().work() as work:
        return _answer(calls.outgoing(work, delivery, carrier_id(sent, "CallSid"), by_machine))


@blueprint.post("/hooks/voice/<int:step>")
@signed
def go_on(step: int) -> Response:
    """The next step of a call; one that was taken before gets the stored answer."""
    sent, app = form(), application()
    with app.work() as work:
        return _answer(calls.go_on(work, app.runner, carrier_id(sent, "CallSid"), step, _input(sent)))


def _input(sent: dict[str, str]) -> calls.Input:
    if recording := carrier_id(sent, "RecordingSid"):
        return calls.Input("recorded", recording, number(sent, "RecordingDuration"))
    if sent.get("Digits"):
        return calls.Input("digits", sent["Digits"])
    if sent.get("DialCallStatus"):
        return calls.Input("dialled", sent["DialCallStatus"], number(sent, "DialCallDuration"))
    if sent.get("SpeechResult") and _sure(sent.get("Confidence", "1")):
        return calls.Input("speech", sent["SpeechResult"][:500])
    return calls.Input()


def _answer(taken: tuple[Call, Step | None] | None) -> Response:
    """The TwiML of the step, stored with the call; the stored one for a repeat; an excuse for an unknown call."""
    if taken is None:
        return _xml(twiml.sorry())
    call, step = taken
    if step is None:
        return _xml(call.last_answer or twiml.sorry())
    call.last_answer = twiml.render(step, call.step, application().public_url, _shown(call))
    return _xml(call.last_answer)


def _shown(call: Call) -> str:
    """Whose number shows where a call goes on to: the caller's; of a call of ours, the number that called."""
    return call.phone if call.direction is CallDirection.INBOUND else ""


def _xml(body: str) -> Response:
    return Response(body, mimetype="text/xml")


def _sure(confidence: str) -> bool:
    try:
        return float(confidence) >= _SPEECH_SURE
    except ValueError:
        return False

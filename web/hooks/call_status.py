"""`POST /hooks/voice/status[/<delivery>]`: how a call goes on and ends, in the carrier's words."""

from uuid import UUID

from flask import Blueprint, Response

from bot.delivery import apply_call_report
from bot.ivr.call import ended
from bot.ports import CallReport
from models.states import CallStatus
from web.context import application
from web.hooks.signature import carrier_id, form, number, signed

blueprint = Blueprint("call_status", __name__)


@blueprint.post("/hooks/voice/status/<uuid:delivery_id>")
@signed
def delivery_status(delivery_id: UUID) -> Response:
    """What became of a call of ours. An unknown delivery or word changes nothing."""
    report = _report(form())
    if report is not None:
        with application().work() as work:
            apply_call_report(work, delivery_id, report)
            ended(work, report)
    return Response(status=204)


@blueprint.post("/hooks/voice/status")
@signed
def inbound_status() -> Response:
    """The end of a call that somebody made to the number: its minutes are counted."""
    report = _report(form())
    if report is not None:
        with application().work() as work:
            ended(work, report)
    return Response(status=204)


def _report(sent: dict[str, str]) -> CallReport | None:
    status, sid = sent.get("CallStatus", ""), carrier_id(sent, "CallSid")
    word = "ringing" if status == "initiated" else status
    if word not in list(CallStatus) or not sid:
        return None
    answered_by = sent.get("AnsweredBy")
    by_machine = answered_by.startswith(("machine", "fax")) if answered_by else None
    return CallReport(CallStatus(word), sid, number(sent, "CallDuration") or None, by_machine)

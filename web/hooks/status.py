"""`POST /hooks/sms/status/<delivery>`: what became of a text. The carrier's words are translated here."""

from uuid import UUID

from flask import Blueprint, Response

from bot.delivery import apply_report
from bot.domain import carrier_errors
from bot.domain.carrier_errors import Meaning
from bot.domain.carrier_statuses import OF_TEXTS
from bot.ports import StatusReport
from models.states import DeliveryStatus
from web.context import application
from web.hooks.signature import form, signed

blueprint = Blueprint("status", __name__)


@blueprint.post("/hooks/sms/status/<uuid:delivery_id>")
@signed
def sms_status(delivery_id: UUID) -> Response:
    """Apply a report. One of an unknown delivery, or in a word that is not known yet, changes nothing."""
    report = _report(form())
    if report is not None:
        with application().work() as work:
            apply_report(work, delivery_id, report)
    return Response(status=204)


def _report(sent: dict[str, str]) -> StatusReport | None:
    status = OF_TEXTS.get(sent.get("MessageStatus") or sent.get("SmsStatus", ""))
    sid = sent.get("MessageSid") or sent.get("SmsSid", "")
    if status is None or not 0 < len(sid) <= 40:
        return None
    if status is not DeliveryStatus.FAILED:
        return StatusReport(status, sid)
    code = sent.get("ErrorCode", "")[:20] or None
    meant = carrier_errors.look_up(code)
    return StatusReport(status, sid, code, meant.reason, opted_out=meant.meaning is Meaning.OPTED_OUT)

"""What a carrier reports later of a text or a call: in any order, repeated, or before our own request was answered."""

from datetime import timedelta
from uuid import UUID

from bot.delivery import again, record
from bot.domain import carrier_errors
from bot.ports import CallReport, StatusReport
from bot.services import usage
from bot.services.work import Work
from models import Delivery
from models.states import CallStatus, DeliveryStatus, UsageKind

_WITH_CARRIER = (DeliveryStatus.ACCEPTED, DeliveryStatus.SENT, DeliveryStatus.DELIVERED)
_CALLS: dict[CallStatus, tuple[DeliveryStatus, str | None]] = {
    CallStatus.QUEUED: (DeliveryStatus.ACCEPTED, None),
    CallStatus.RINGING: (DeliveryStatus.ACCEPTED, None),
    CallStatus.IN_PROGRESS: (DeliveryStatus.SENT, None),
    CallStatus.COMPLETED: (DeliveryStatus.DELIVERED, None),
    CallStatus.BUSY: (DeliveryStatus.FAILED, "the line was busy"),
    CallStatus.NO_ANSWER: (DeliveryStatus.FAILED, "nobody answered"),
    CallStatus.FAILED: (DeliveryStatus.FAILED, "the call could not be put through"),
    CallStatus.CANCELED: (DeliveryStatus.FAILED, "the call was cancelled"),
}
_CALL_AGAIN = {
    CallStatus.BUSY: (timedelta(minutes=5), timedelta(minutes=15)),
    CallStatus.NO_ANSWER: (timedelta(minutes=30), timedelta(minutes=90)),
}


def apply_report(work: Work, delivery_id: UUID, report: StatusReport) -> bool:
    """Bring a delivery to where the carrier says it stands; False where there is no such delivery."""
    row = _row(work, delivery_id)
    if row is None:
        return False
    row.carrier_sid = row.carrier_sid or report.carrier_sid
    if report.opted_out:
        record.opted_out(work, row, report.code)
        return True
    if record.move(row, report.status, work.now, report.reason, report.code) and row.status is DeliveryStatus.FAILED:
        record.note_landline(work, row, report.code)
        again.try_again(work, row, carrier_errors.look_up(report.code).again)
    if report.status in _WITH_CARRIER:
        record.charge(work, [row])
    return True


def apply_call_report(work: Work, delivery_id: UUID, report: CallReport) -> bool:
    """The same for a call; its minutes are written to the ledger when it has ended."""
    row = _row(work, delivery_id)
    if row is None:
        return False
    row.carrier_sid = row.carrier_sid or report.carrier_sid
    status, reason = _CALLS[report.status]
    if report.status is CallStatus.COMPLETED and report.answered_by_machine:
        reason = "left on voicemail"
    if record.move(row, status, work.now, reason) and row.status is DeliveryStatus.FAILED:
        again.try_again(work, row, _CALL_AGAIN.get(report.status, ()))
    if report.status is CallStatus.COMPLETED and report.seconds:
        minutes = usage.started_minutes(report.seconds)
        line = usage.Line(row.business_id, UsageKind.CALL_OUT, minutes, f"delivery:{row.id}", work.now)
        usage.record(work.session, line)
    return True


def _row(work: Work, delivery_id: UUID) -> Delivery | None:
    rows = record.lock(work, [delivery_id])
    return rows[0] if rows else None

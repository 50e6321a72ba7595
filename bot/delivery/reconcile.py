"""Once a day our books are compared with the carrier's list: callbacks get lost, and parts may be counted otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.delivery.callback import apply_report
from bot.ports import StatusReport
from bot.services import usage
from bot.services.work import Work
from models import DailyRound, Delivery
from models.states import UsageKind

ROUND = "reconcile"
LOOKED_BACK = timedelta(days=3)
SETTLED = timedelta(hours=1)
"""What is younger may still be on its way to us."""
_AT_ONCE = 500
_HOUR = 4
"""UTC: the quietest hour of the Americas."""


@dataclass(frozen=True)
class Compared:
    """How many the carrier lists, how many of ours moved on by it, in how many the parts differed, how many are none of
    ours: sent by somebody else over the same account."""

    listed: int = 0
    moved: int = 0
    corrected: int = 0
    strays: int = 0

    def plus(self, other: "Compared") -> "Compared":
        """Both together."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Compared(*(mine + theirs for mine, theirs in pairs))


def is_time(work: Work) -> bool:
    """Whether today's round is still to be done; whoever asks first has it, once the transaction is committed."""
    if work.now.hour < _HOUR:
        return False
    row = work.session.get(DailyRound, ROUND, with_for_update=True)
    if row is None:
        work.session.add(DailyRound(name=ROUND, day=work.now.date()))
        work.session.flush()
        return True
    if row.day >= work.now.date():
        return False
    row.day = work.now.date()
    return True


def stretch(now: datetime) -> tuple[datetime, datetime]:
    """From when until when the carrier's list is asked for."""
    return now - LOOKED_BACK, now - SETTLED


def compare(work: Work, reports: Sequence[StatusReport]) -> Compared:
    """Bring deliveries and ledger to where the carrier says they are."""
    found = Compared()
    for first in range(0, len(reports), _AT_ONCE):
        found = found.plus(_some(work, reports[first : first + _AT_ONCE]))
    return found


def _some(work: Work, reports: Sequence[StatusReport]) -> Compared:
    sids = [one.carrier_sid for one in reports]
    rows = {
        row.carrier_sid: row for row in work.session.scalars(select(Delivery).where(Delivery.carrier_sid.in_(sids)))
    }
    moved = corrected = 0
    for report in reports:
        row = rows.get(report.carrier_sid)
        if row is None:
            continue
        before = row.status
        apply_report(work, row.id, report)
        moved += row.status is not before
        corrected += _correct(work, row, report.parts)
    return Compared(len(reports), moved, corrected, len(reports) - len(rows))


def _correct(work: Work, row: Delivery, parts: int | None) -> bool:
    if not parts or parts == row.parts:
        return False
    line = usage.Line(row.business_id, UsageKind.TEXT_OUT, parts - row.parts, f"correction:{row.id}", work.now)
    usage.record(work.session, line)
    row.parts = parts
    return True

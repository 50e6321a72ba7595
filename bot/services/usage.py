"""The ledger of billable units, and what a month of it comes to."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain import local_time
from bot.services.work import Desk
from models import Usage, new_id
from models.states import UsageKind

_SECONDS = 60


@dataclass(frozen=True)
class MonthUsage:
    """One month: message parts and started minutes. `charge` is the fee and what is beyond the plan."""

    texts_out: int = 0
    texts_in: int = 0
    calls_out: int = 0
    calls_in: int = 0
    recording_minutes: int = 0
    emails: int = 0
    included_texts: int = 0
    included_voice: int = 0
    monthly_fee: Decimal = Decimal(0)
    extra_price: Decimal = Decimal(0)

    @property
    def texts(self) -> int:
        """Message parts in both directions."""
        return self.texts_out + self.texts_in

    @property
    def voice(self) -> int:
        """Minutes of calls and recordings."""
        return self.calls_out + self.calls_in + self.recording_minutes

    @property
    def extra_texts(self) -> int:
        """Parts beyond the plan."""
        return max(0, self.texts - self.included_texts)

    @property
    def extra_voice(self) -> int:
        """Minutes beyond the plan."""
        return max(0, self.voice - self.included_voice)

    @property
    def charge(self) -> Decimal:
        """What the month costs so far."""
        return self.monthly_fee + self.extra_cost

    @property
    def extra_cost(self) -> Decimal:
        """What is beyond the plan costs."""
        return (self.extra_texts + self.extra_voice) * self.extra_price

    def extra_cost_of(self, texts: int = 0, calls: int = 0) -> Decimal:
        """What so many more message parts and calls would cost beyond what the plan includes."""
        more = replace(self, texts_out=self.texts_out + texts, calls_out=self.calls_out + calls)
        return more.extra_cost - self.extra_cost


_FIELDS = {
    UsageKind.TEXT_OUT: "texts_out",
    UsageKind.TEXT_IN: "texts_in",
    UsageKind.CALL_OUT: "calls_out",
    UsageKind.CALL_IN: "calls_in",
    UsageKind.RECORDING: "recording_minutes",
    UsageKind.EMAIL: "emails",
}


@dataclass(frozen=True)
class Line:
    """Units of one kind from one source."""

    business_id: UUID
    kind: UsageKind
    units: int
    source: str
    at: datetime


def record(session: Session, *lines: Line) -> None:
    """Write lines to the ledger; the same kind from the same source is written once only."""
    if lines:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        rows = [{"id": new_id(), **vars(line)} for line in lines]
        session.execute(dialect.insert(Usage).on_conflict_do_nothing(), rows)


def started_minutes(seconds: int) -> int:
    """Minutes as they are billed: each one that has begun."""
    return -(-max(seconds, 0) // _SECONDS)


def this_month(desk: Desk) -> MonthUsage:
    """The month that it is in the business's zone."""
    here = local_time.to_local(desk.now, desk.business.timezone)
    return month(desk, here.year, here.month)


def month(desk: Desk, year: int, month: int) -> MonthUsage:
    """What one month of the business's calendar (1 to 12) came to."""
    start, end = local_time.month(year, month, desk.business.timezone)
    query = (
        select(Usage.kind, func.sum(Usage.units))
        .where(Usage.business_id == desk.business.id, Usage.at >= start, Usage.at < end)
        .group_by(Usage.kind)
    )
    counted: dict[str, Any] = {_FIELDS[kind]: int(units) for kind, units in desk.session.execute(query)}
    units, plan = MonthUsage(**counted), desk.business.plan
    if plan is None:
        return units
    return replace(
        units,
        included_texts=plan.included_texts,
        included_voice=plan.included_voice,
        monthly_fee=plan.monthly_fee,
        extra_price=plan.extra_price,
    )

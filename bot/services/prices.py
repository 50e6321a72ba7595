"""What something more would cost this month."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from bot.domain.local_time import to_local, to_utc
from bot.services.work import Desk
from models import Usage
from models.states import UsageKind

_TEXTS = (UsageKind.TEXT_OUT, UsageKind.TEXT_IN)
_CALLS = (UsageKind.CALL_OUT, UsageKind.CALL_IN, UsageKind.RECORDING)


def month_start(desk: Desk) -> datetime:
    """The moment at which this month began in the business's zone."""
    zone = desk.business.timezone
    here = to_local(desk.now, zone)
    return to_utc(here.replace(day=1, hour=0, minute=0, second=0, microsecond=0), zone)


def beyond_plan(desk: Desk, texts: int = 0, calls: int = 0) -> Decimal:
    """What so many more message parts and calls cost beyond what the plan includes; without a plan, nothing."""
    plan = desk.business.plan
    if plan is None:
        return Decimal(0)
    extra = _over(_used(desk, _TEXTS), plan.included_texts, texts) + _over(
        _used(desk, _CALLS), plan.included_voice, calls
    )
    return extra * plan.extra_price


def _used(desk: Desk, kinds: tuple[UsageKind, ...]) -> int:
    query = select(func.coalesce(func.sum(Usage.units), 0)).where(
        Usage.business_id == desk.business.id, Usage.at >= month_start(desk), Usage.kind.in_(kinds)
    )
    return int(desk.session.scalar(query) or 0)


def _over(used: int, included: int, more: int) -> int:
    return max(0, used + more - included) - max(0, used - included)

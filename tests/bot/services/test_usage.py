"""The ledger and what a month of it comes to."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Engine

from bot.services import usage
from bot.services.usage import Line
from models import Plan
from models.states import UsageKind
from tests.factories.post import Post


def test_the_same_source_is_written_once(engine: Engine) -> None:
    post = Post(engine)
    for _ in range(3):
        with post.app.work() as work:
            usage.record(work.session, Line(post.business_id, UsageKind.TEXT_OUT, 2, "delivery:1", work.now))
    assert post.usage(UsageKind.TEXT_OUT) == [2]


def test_a_month_is_the_business_own_and_what_is_beyond_the_plan_costs_extra(engine: Engine) -> None:
    post = Post(engine)
    with post.app.work() as work:
        business = post.desk(work).business
        business.plan = Plan(name="Basic", monthly_fee=Decimal("29.00"), included_texts=10, included_voice=5)
        units = [
            (UsageKind.TEXT_OUT, 9, datetime(2026, 12, 1, 4, 59, tzinfo=UTC)),  # still November in New York
            (UsageKind.TEXT_IN, 3, datetime(2026, 11, 1, 4, 0, tzinfo=UTC)),  # November begins there
            (UsageKind.TEXT_OUT, 50, datetime(2026, 12, 1, 5, 0, tzinfo=UTC)),
            (UsageKind.CALL_OUT, 4, datetime(2026, 11, 15, tzinfo=UTC)),
            (UsageKind.EMAIL, 1000, datetime(2026, 11, 15, tzinfo=UTC)),
        ]
        lines = [Line(business.id, kind, count, f"x:{n}", at) for n, (kind, count, at) in enumerate(units)]
        usage.record(work.session, *lines)
    with post.app.reading() as work:
        month = usage.month(post.desk(work), 2026, 11)
        december = usage.month(post.desk(work), 2026, 12)
    assert (month.texts, month.voice, month.emails) == (12, 4, 1000)
    assert month.charge == Decimal("29.10")
    assert december.texts == 50


def test_minutes_are_paid_for_once_they_begin() -> None:
    assert [usage.started_minutes(seconds) for seconds in (0, 1, 60, 61)] == [0, 1, 1, 2]

"""Months become invoices: once, to the cent, and countable again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from bot.services import billing, usage
from models import Invoice, LedgerEntry, Usage
from models.states import InvoiceStatus, UsageKind
from tests.bot.money.conftest import PayingShop


def used(shop: PayingShop, kind: UsageKind, units: int, at: datetime, source: str) -> None:
    with shop.app.work() as work:
        usage.record(work.session, usage.Line(shop.business_id, kind, units, source, at))


def close(shop: PayingShop) -> int:
    with shop.app.work() as work:
        return billing.close_due(work)


def invoices(shop: PayingShop) -> list[Invoice]:
    with shop.app.reading() as work:
        return list(reversed(billing.invoices(shop.desk(work))))


def test_the_first_month_is_paid_by_days_and_the_next_in_full(shop: PayingShop) -> None:
    shop.at(11, 2)
    assert close(shop) == 2
    assert [(one.period, one.total) for one in invoices(shop)] == [
        ("2026-09", Decimal("14.50")),
        ("2026-10", Decimal("29.00")),
    ]
    assert "1/2 of the month" in invoices(shop)[0].lines[0]["words"]


def test_what_is_beyond_the_plan_costs_five_cents_each_and_emails_nothing(shop: PayingShop) -> None:
    october = datetime(2026, 10, 10, tzinfo=UTC)
    used(shop, UsageKind.TEXT_OUT, 90, october, "a")
    used(shop, UsageKind.TEXT_IN, 30, october, "b")
    used(shop, UsageKind.CALL_OUT, 25, october, "c")
    used(shop, UsageKind.EMAIL, 500, october, "d")
    shop.at(11, 2)
    close(shop)
    assert [(line["units"], line["amount"]) for line in invoices(shop)[1].lines] == [
        (1, "29.00"),
        (20, "1.00"),
        (5, "0.25"),
    ]


def test_a_month_ends_where_the_business_is(shop: PayingShop) -> None:
    shop.clock.moment = datetime(2026, 10, 1, 3, 59, tzinfo=UTC)  # still September in New York
    assert close(shop) == 0
    shop.clock.moment = datetime(2026, 10, 1, 4, 1, tzinfo=UTC)
    assert close(shop) == 1


def test_closing_twice_books_once(shop: PayingShop) -> None:
    shop.at(10, 2)
    assert [close(shop), close(shop)] == [1, 0]
    with shop.app.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(LedgerEntry)) == 1


def test_many_clocks_at_once_book_once(shop: PayingShop) -> None:
    shop.at(12, 2)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: close(shop), range(6)))
    assert [one.period for one in invoices(shop)] == ["2026-09", "2026-10", "2026-11"]
    with shop.app.reading() as work:
        assert billing.balance(shop.desk(work)) == Decimal("72.50")


def test_a_new_plan_does_not_change_an_old_invoice(shop: PayingShop) -> None:
    shop.at(11, 2)
    close(shop)
    with shop.app.work() as work:
        plan = shop.desk(work).business.plan
        assert plan is not None
        plan.monthly_fee = Decimal("99.00")
    with shop.app.reading() as work:
        desk = shop.desk(work)
        assert [billing.recount(desk, one) for one in billing.invoices(desk)] == [Decimal("29.00"), Decimal("14.50")]


def test_an_account_that_ends_pays_its_last_month_by_days_and_no_other(shop: PayingShop) -> None:
    with shop.app.work() as work:
        shop.desk(work).business.cancelled_at = datetime(2026, 10, 10, 12, tzinfo=UTC)
    shop.at(12, 15)
    close(shop)
    assert [(one.period, one.total) for one in invoices(shop)] == [
        ("2026-09", Decimal("14.50")),
        ("2026-10", Decimal("9.35")),
    ]


def test_a_plan_that_costs_nothing_leaves_nothing_to_pay(shop: PayingShop) -> None:
    with shop.app.work() as work:
        plan = shop.desk(work).business.plan
        assert plan is not None
        plan.monthly_fee = Decimal(0)
    shop.at(10, 2)
    close(shop)
    assert [one.status for one in invoices(shop)] == [InvoiceStatus.VOID]


EVENTS = st.lists(
    st.tuples(st.sampled_from(list(UsageKind)), st.integers(0, 90), st.integers(0, 75), st.integers(0, 12)), max_size=40
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_any_sequence_of_events_gives_what_a_plain_recount_gives(
    shop: PayingShop, events: list[tuple[UsageKind, int, int, int]]
) -> None:
    with shop.app.work() as work:
        for table in (LedgerEntry, Invoice, Usage):
            work.session.execute(delete(table))
    begin, counted = datetime(2026, 9, 16, 12, tzinfo=UTC), dict[tuple[UsageKind, str], tuple[int, datetime]]()
    for kind, units, day, source in events:
        moment = begin + timedelta(days=day)
        used(shop, kind, units, moment, str(source))
        counted.setdefault((kind, str(source)), (units, moment))
    shop.at(12, 2)
    close(shop)
    for one in invoices(shop):
        assert one.total == plain(one.period, counted)
        assert sum(Decimal(line["amount"]) for line in one.lines) == one.total


def plain(period: str, counted: dict[tuple[UsageKind, str], tuple[int, datetime]]) -> Decimal:
    """The same month, counted by hand."""
    texts = voice = 0
    for (kind, _), (units, moment) in counted.items():
        local = moment - (timedelta(hours=4) if moment < datetime(2026, 11, 1, 6, tzinfo=UTC) else timedelta(hours=5))
        if f"{local:%Y-%m}" == period:
            texts += units * (kind in (UsageKind.TEXT_OUT, UsageKind.TEXT_IN))
            voice += units * (kind in (UsageKind.CALL_OUT, UsageKind.CALL_IN, UsageKind.RECORDING))
    half = period == "2026-09"
    fee = Decimal("14.50") if half else Decimal("29.00")
    beyond = max(0, texts - (50 if half else 100)) + max(0, voice - (10 if half else 20))
    return fee + beyond * Decimal("0.05")

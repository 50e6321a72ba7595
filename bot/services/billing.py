"""Months are closed into invoices, invoices are charged, and what is not paid has consequences.

The ledger is append-only and each entry has a unique source: closing a month twice, or by two clocks at once, books it
once. An invoice can be counted again from the usage ledger at any time (`recount`).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.domain import local_time, prices
from bot.errors import InputError
from bot.services import usage
from bot.services.work import Desk, Work
from models import Business, Invoice, LedgerEntry
from models.states import EntryKind, InvoiceStatus

GRACE = timedelta(days=14)
"""So long a business goes on sending while its card is declined."""
UNPAID = (
    "Your last invoice is not paid, so nothing new is sent. Add a card on the Billing page, and it goes on at once."
)
CANCELLED = "This account is cancelled, so nothing new is sent."


def check_may_send(desk: Desk) -> None:
    """Raises InputError where nothing new may be sent, with the way out."""
    if is_cancelled(desk):
        raise InputError(CANCELLED)
    if is_read_only(desk):
        raise InputError(UNPAID)


def is_cancelled(desk: Desk) -> bool:
    """Whether the owner has ended the account."""
    return desk.business.cancelled_at is not None


def is_read_only(desk: Desk) -> bool:
    """Whether the grace time of an unpaid invoice is over."""
    since = desk.business.unpaid_since
    return since is not None and desk.now - since > GRACE


def close_due(work: Work) -> int:
    """Close every month that is over, of every business; how many. Several clocks may do so at once."""
    query = select(Business).where(Business.plan_id.is_not(None)).order_by(Business.id)
    return sum(_close_all(Desk(work, one)) for one in work.session.scalars(query).all())


def close_month(desk: Desk, year: int, month: int) -> Invoice | None:
    """The invoice of a month; the one that there is where it is closed already. None without a plan."""
    known, terms = _invoice(desk, year, month), terms_of(desk)
    if known is not None or terms is None:
        return known
    try:
        with desk.session.begin_nested():
            return _book(desk, _period(year, month), terms, _lines(desk, terms, year, month))
    except IntegrityError:  # another clock was faster
        return _invoice(desk, year, month)


def recount(desk: Desk, invoice: Invoice) -> Decimal:
    """What its month comes to, counted anew from the usage ledger."""
    year, month = map(int, invoice.period.split("-"))
    return prices.total(_lines(desk, prices.Terms.from_texts(invoice.terms), year, month))


def so_far(desk: Desk) -> tuple[prices.Line, ...]:
    """The lines of the month that is not over yet."""
    here = local_time.to_local(desk.now, desk.business.timezone)
    terms = terms_of(desk)
    return _lines(desk, terms, here.year, here.month) if terms else ()


def terms_of(desk: Desk) -> prices.Terms | None:
    """What the business's plan says now."""
    plan = desk.business.plan
    if plan is None:
        return None
    return prices.Terms(plan.name, plan.monthly_fee, plan.included_texts, plan.included_voice, plan.extra_price)


def balance(desk: Desk) -> Decimal:
    """What is owed: the sum of the ledger."""
    query = select(func.sum(LedgerEntry.amount)).where(LedgerEntry.business_id == desk.business.id)
    return Decimal(desk.session.scalar(query) or 0).quantize(prices.CENT)


def invoices(desk: Desk, limit: int = 24) -> list[Invoice]:
    """The latest first."""
    query = select(Invoice).where(Invoice.business_id == desk.business.id).order_by(Invoice.period.desc())
    return list(desk.session.scalars(query.limit(limit)))


def _close_all(desk: Desk) -> int:
    known = set(desk.session.scalars(select(Invoice.period).where(Invoice.business_id == desk.business.id)))
    due = [one for one in _months_over(desk) if _period(*one) not in known]
    return sum(close_month(desk, *one) is not None for one in due)


def _months_over(desk: Desk) -> Iterator[tuple[int, int]]:
    """From the month in which the account began to the last one that is over, or in which it ended."""
    here = local_time.to_local(desk.now, desk.business.timezone)
    first, ended = _days(desk)
    over = here.year * 12 + here.month - 1
    last = min(over, ended.year * 12 + ended.month) if ended else over
    for counted in range(first.year * 12 + first.month - 1, last):
        yield counted // 12, counted % 12 + 1


def _days(desk: Desk) -> tuple[date, date | None]:
    zone, ended = desk.business.timezone, desk.business.cancelled_at
    first = local_time.to_local(desk.business.created_at, zone).date()
    return first, local_time.to_local(ended, zone).date() if ended else None


def _lines(desk: Desk, terms: prices.Terms, year: int, month: int) -> tuple[prices.Line, ...]:
    used = usage.month(desk, year, month)
    return prices.lines(terms, used.texts, used.voice, prices.share(year, month, *_days(desk)))


def _book(desk: Desk, period: str, terms: prices.Terms, listed: tuple[prices.Line, ...]) -> Invoice:
    total = prices.total(listed)
    made = Invoice(
        business_id=desk.business.id,
        period=period,
        status=InvoiceStatus.OPEN if total else InvoiceStatus.VOID,
        lines=[{"words": one.words, "units": one.units, "amount": str(one.amount)} for one in listed],
        terms=terms.as_texts(),
        total=total,
        next_try_at=desk.now if total else None,
        created_at=desk.now,
    )
    desk.session.add(made)
    for one in listed:
        desk.session.add(entry(desk, one.kind, period, one.words, one.units, one.amount, f"{period}:{one.kind}"))
    desk.session.flush()
    return made


def entry(
    desk: Desk, kind: EntryKind, period: str, words: str, units: int, amount: Decimal, source: str
) -> LedgerEntry:
    """A new line of the ledger."""
    facts = {"kind": kind, "period": period, "words": words[:200], "units": units, "amount": amount, "source": source}
    return LedgerEntry(business_id=desk.business.id, at=desk.now, **facts)


def _invoice(desk: Desk, year: int, month: int) -> Invoice | None:
    query = select(Invoice).where(Invoice.business_id == desk.business.id, Invoice.period == _period(year, month))
    return desk.session.scalar(query)


def _period(year: int, month: int) -> str:
    return f"{year:04}-{month:02}"

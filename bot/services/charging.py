"""Invoices are charged by card: claimed, charged outside of any transaction, and settled; by webhooks too.

A charge carries a key made of the invoice and how often it was declined. Where nobody knows whether money was taken,
the same key is used again: the payment company takes it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from bot.domain import local_time
from bot.services import billing, deliveries, forwarding
from bot.services.work import Desk, Work
from models import Business, Invoice, Member
from models.states import Channel, DeliveryKind, EntryKind, InvoiceStatus, Role

AGAIN_AFTER = (timedelta(days=1), timedelta(days=3), timedelta(days=5), timedelta(days=7))
"""A declined card is tried again so long after each time; then it waits for another card."""
_IN_HAND = timedelta(hours=1)
_A_DAY = timedelta(days=1)
_BATCH = 20
_NO_CARD = "there is no card yet"


@dataclass(frozen=True)
class Charge:
    """What is to be taken from whom, for which invoice."""

    invoice_id: UUID
    customer: str
    cents: int
    words: str
    key: str


def to_charge(work: Work) -> list[Charge]:
    """Open invoices whose turn has come, in this worker's hand for an hour."""
    due = select(Invoice).where(Invoice.status == InvoiceStatus.OPEN, Invoice.next_try_at <= work.now)
    rows = work.session.scalars(due.order_by(Invoice.next_try_at).limit(_BATCH).with_for_update(skip_locked=True))
    return [charge for row in rows.all() if (charge := _claim(work, row))]


def paid(work: Work, invoice_id: UUID, payment_ref: str) -> None:
    """The money is there. A second time changes nothing."""
    row = work.session.get(Invoice, invoice_id, with_for_update=True)
    if row is None or row.status is not InvoiceStatus.OPEN:
        return
    desk = _desk(work, row)
    row.status, row.payment_ref, row.paid_at = InvoiceStatus.PAID, payment_ref, work.now
    row.next_try_at, row.reason = None, None
    words, source = f"Payment of invoice {row.number}", f"invoice:{row.id}:paid"
    work.session.add(billing.entry(desk, EntryKind.PAYMENT, row.period, words, 0, -row.total, source))
    work.session.flush()
    _forgive(desk)


def declined(work: Work, invoice_id: UUID, key: str, reason: str) -> None:
    """The card was refused. The same refusal reported twice counts once."""
    row = work.session.get(Invoice, invoice_id, with_for_update=True)
    if row is None or row.status is not InvoiceStatus.OPEN or key != _key(row):
        return
    desk = _desk(work, row)
    row.tries += 1
    row.reason = reason[:200]
    pause = AGAIN_AFTER[row.tries - 1] if row.tries <= len(AGAIN_AFTER) else None
    row.next_try_at = work.now + pause if pause else None
    _owes(desk)
    again = f" We try again {_day(desk, pause)}." if pause else ""
    _tell(desk, f"Your card was declined for ${row.total} ({reason}).{again} Another card? Billing page in the panel.")


def card_added(desk: Desk, customer: str, words: str) -> None:
    """From now on this card is charged; what is open is charged at once."""
    desk.business.payment_customer, desk.business.card_words = customer, words[:60]
    for row in _open(desk):
        row.next_try_at = desk.now


def cancel(desk: Desk) -> None:
    """End the account. The month that runs is still charged, by days; a second time changes nothing."""
    if desk.business.cancelled_at is None:
        desk.business.cancelled_at = desk.now
        _tell(desk, f"Your account of {desk.business.name} is cancelled. Nothing new is sent; your data stay readable.")


def _claim(work: Work, row: Invoice) -> Charge | None:
    desk = _desk(work, row)
    customer = desk.business.payment_customer
    if customer is None:
        row.next_try_at = work.now + _A_DAY
        if row.reason != _NO_CARD:
            row.reason = _NO_CARD
            _owes(desk)
            _tell(desk, f"Your invoice over ${row.total} is ready, but {_NO_CARD}. Add one on the Billing page.")
        return None
    row.next_try_at = work.now + _IN_HAND
    words = f"{desk.business.name}, {row.period}, invoice {row.number}"
    return Charge(row.id, customer, int(row.total * 100), words, _key(row))


def _key(row: Invoice) -> str:
    return f"{row.id.hex}-{row.tries}"


def _desk(work: Work, row: Invoice) -> Desk:
    return Desk(work, work.session.get_one(Business, row.business_id))


def _open(desk: Desk) -> Sequence[Invoice]:
    query = select(Invoice).where(Invoice.business_id == desk.business.id, Invoice.status == InvoiceStatus.OPEN)
    return desk.session.scalars(query).all()


def _owes(desk: Desk) -> None:
    desk.business.unpaid_since = desk.business.unpaid_since or desk.now


def _forgive(desk: Desk) -> None:
    if desk.business.unpaid_since and not any(row.tries or row.reason for row in _open(desk)):
        desk.business.unpaid_since = None
        forwarding.notify(desk, "Thank you, your invoice is paid and everything goes on.")


def _day(desk: Desk, pause: timedelta) -> str:
    zone = desk.business.timezone
    return f"{local_time.to_local(desk.now + pause, zone):%a %b %-d}"


def _tell(desk: Desk, words: str) -> None:
    """By text to the owner's phones and by email to the owners who sign in."""
    forwarding.notify(desk, words)
    email_owners(desk, words)


def email_owners(desk: Desk, words: str) -> None:
    """To every owner who signs in."""
    owners = select(Member.email).where(Member.business_id == desk.business.id, Member.role == Role.OWNER)
    for email in desk.session.scalars(owners):
        row = deliveries.outgoing(desk, DeliveryKind.NOTICE, Channel.EMAIL, email, words)
        row.subject = f"{desk.business.name}: your account"
        desk.work.hand_over(row.id, row.kind)

"""Export of all customers as CSV that address books and spreadsheets read, and that can be imported again."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from bot.domain import phone_numbers
from bot.domain.contact_files.cells import BETWEEN, harmless
from bot.services import consent
from bot.services.work import Desk
from models import Customer, Group, GroupMember
from models.states import ConsentState

HEADER = (
    "First Name", "Last Name", "Mobile Phone", "Other Phone", "E-mail Address", "E-mail 2 Address", "Notes",
    "Categories", "Time Zone", "Phone Consent", "E-mail Consent",
)  # fmt: skip
PAGE = 500
MARK = "\ufeff"
"""Tells Excel that what follows is UTF-8."""
_CONSENT = {None: "", ConsentState.IN: "opted in", ConsentState.OUT: "opted out"}


def written(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV; what a spreadsheet would take for a formula is made harmless."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def page(desk: Desk, after: UUID | None) -> tuple[list[list[str]], UUID | None]:
    """Rows of the next customers, longest known first, and behind whom the page after that begins; None at the end."""
    query = select(Customer).where(Customer.business_id == desk.business.id, Customer.removed_at.is_(None))
    if after is not None:
        query = query.where(Customer.id > after)
    found = list(desk.session.scalars(query.order_by(Customer.id).limit(PAGE)))
    states = consent.states(desk.session, desk.business.id, [a for one in found for a in (one.phone, one.email) if a])
    names = _groups(desk, [one.id for one in found])
    rows = [_row(one, names.get(one.id, []), states) for one in found]
    return rows, found[-1].id if len(found) == PAGE else None


def _row(customer: Customer, groups: list[str], states: dict[str, ConsentState]) -> list[str]:
    phones = [phone_numbers.pretty(one.phone) for one in customer.phones]
    emails = [one.email for one in customer.emails]
    return [
        customer.first_name, customer.last_name, *_two(phones), *_two(emails), customer.notes, ";".join(groups),
        customer.timezone or "", _CONSENT[states.get(customer.phone or "")], _CONSENT[states.get(customer.email or "")],
    ]  # fmt: skip


def _two(values: list[str]) -> tuple[str, str]:
    return "".join(values[:1]), BETWEEN.join(values[1:])


def _groups(desk: Desk, ids: list[UUID]) -> dict[UUID, list[str]]:
    query = (
        select(GroupMember.customer_id, Group.name)
        .join(Group, Group.id == GroupMember.group_id)
        .where(Group.business_id == desk.business.id, GroupMember.customer_id.in_(ids))
        .order_by(Group.name_key)
    )
    names: dict[UUID, list[str]] = defaultdict(list)
    for customer_id, name in desk.session.execute(query):
        names[customer_id].append(name)
    return names

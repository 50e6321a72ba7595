"""Customers: added, found, changed, removed."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, lazyload

from bot.domain import email_addresses, phone_numbers
from bot.errors import InputError, NotFound
from bot.services import audit
from bot.services.work import Desk
from models import Customer, CustomerEmail, CustomerPhone

Order = Literal["last_name", "first_name", "phone", "email"]
LONGEST_NAME = 80
email_address = email_addresses.parse
_FEWEST_DIGITS = 4
_LAST_LETTER = "\U0010ffff"
_SORT_KEYS: dict[Order, InstrumentedAttribute[str]] = {
    "last_name": Customer.last_key,
    "first_name": Customer.first_key,
    "phone": Customer.phone_key,
    "email": Customer.email_key,
}
NAME_ONLY = (lazyload(Customer.phones), lazyload(Customer.emails))
"""For lists that show a customer's name: phones and emails come when they are asked for."""


def split_name(name: str) -> tuple[str, str]:
    """First and last name of a name written as one: the first word, and the rest."""
    first, _, last = " ".join(name.split()).partition(" ")
    return first, last


def add_customer(
    desk: Desk,
    *,
    first_name: str,
    last_name: str = "",
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    notes: str = "",
) -> Customer:
    """A new customer. Raises InputError without a name, or for a phone or address that cannot be one."""
    customer = Customer(business_id=desk.business.id, created_at=desk.now, notes=notes.strip())
    customer.first_name, customer.last_name = _names(first_name, last_name)
    _set_phones(desk, customer, phones)
    _set_emails(customer, emails)
    desk.session.add(customer)
    desk.session.flush()
    return customer


def change_customer(
    desk: Desk,
    customer: Customer,
    *,
    first_name: str | None = None,
    last_name: str | None = None,
    phones: Sequence[str] | None = None,
    emails: Sequence[str] | None = None,
    notes: str | None = None,
) -> None:
    """Change what is given, keep the rest. Raises InputError like `add_customer`."""
    customer.first_name, customer.last_name = _names(
        customer.first_name if first_name is None else first_name,
        customer.last_name if last_name is None else last_name,
    )
    if phones is not None:
        _set_phones(desk, customer, phones)
    if emails is not None:
        _set_emails(customer, emails)
    if notes is not None:
        customer.notes = notes.strip()
    desk.session.flush()


def remove_customer(desk: Desk, customer: Customer) -> None:
    """Hide a customer: nothing is sent any more; what was sent stays on record."""
    customer.removed_at = desk.now
    audit.record(desk, "customer_removed")


def restore_customer(customer: Customer) -> None:
    """Undo `remove_customer`."""
    customer.removed_at = None


def get_customer(desk: Desk, customer_id: UUID) -> Customer:
    """Raises NotFound for one that is not there, was removed, or belongs to another business."""
    customer = desk.session.scalar(_present(desk).where(Customer.id == customer_id))
    if customer is None:
        raise NotFound("There is no such customer.")
    return customer


def find_customers(desk: Desk, words: str, limit: int = 10) -> list[Customer]:
    """Customers by phone, by full name, by first or last name, or by how one begins; the first of these that finds."""
    phone = _as_phone(words)
    if phone:
        return customers_with_phone(desk, phone)
    key = " ".join(words.split()).lower()
    if not key:
        return []
    full = func.lower(func.trim(Customer.first_name + " " + Customer.last_name))
    either = or_(func.lower(Customer.first_name) == key, func.lower(Customer.last_name) == key)
    for fits in (full == key, either, _name_starts(key)):
        found = list(desk.session.scalars(_by_name(desk).where(fits).limit(limit)))
        if found:
            return found
    return []


def list_customers(
    desk: Desk, *, search: str = "", order: Order = "last_name", after: UUID | None = None, limit: int = 50
) -> list[Customer]:
    """One page of customers in the given order, beginning behind the customer `after`.

    `search` is how a first, last or whole name or an email begins, a phone, or four or more of its digits.
    """
    query = _present(desk)
    if search.strip():
        query = query.where(_fits(search))
    key = _SORT_KEYS[order]
    if after is not None:
        mine = Customer.id == after, Customer.business_id == desk.business.id
        marker = desk.session.execute(select(key, Customer.id).where(*mine)).one_or_none()
        if marker is not None:
            query = query.where(tuple_(key, Customer.id) > tuple_(*marker))
    return list(desk.session.scalars(query.order_by(key, Customer.id).limit(limit)))


def customers_with_phone(desk: Desk, phone: str) -> list[Customer]:
    """Everybody who has this phone (E.164), the longest known first."""
    return list(desk.session.scalars(_present(desk).where(_has_phone(phone)).order_by(Customer.created_at)))


def count_customers(desk: Desk) -> int:
    """How many customers the business has."""
    mine = Customer.business_id == desk.business.id, Customer.removed_at.is_(None)
    return desk.session.scalar(select(func.count()).select_from(Customer).where(*mine)) or 0


def directory(desk: Desk) -> list[str]:
    """The names of all customers, as written."""
    rows = desk.session.execute(
        select(Customer.first_name, Customer.last_name).where(
            Customer.business_id == desk.business.id, Customer.removed_at.is_(None)
        )
    )
    return [f"{first} {last}".strip() for first, last in rows]


def _present(desk: Desk) -> Select[Customer]:
    return select(Customer).where(Customer.business_id == desk.business.id, Customer.removed_at.is_(None))


def _by_name(desk: Desk) -> Select[Customer]:
    return _present(desk).order_by(Customer.last_name, Customer.first_name)


def _name_starts(key: str) -> ColumnElement[bool]:
    first, _, last = key.partition(" ")
    begins = func.lower(Customer.first_name).startswith(first, autoescape=True)
    if last:
        return and_(begins, func.lower(Customer.last_name).startswith(last, autoescape=True))
    return or_(begins, func.lower(Customer.last_name).startswith(key, autoescape=True))


def _has_phone(phone: str) -> ColumnElement[bool]:
    return Customer.id.in_(select(CustomerPhone.customer_id).where(CustomerPhone.phone == phone))


def _fits(search: str) -> ColumnElement[bool]:
    """Ranges over keys, and no LIKE: an index of any collation serves them, and nothing typed is a pattern."""
    phone = _as_phone(search)
    if phone:
        return _has_phone(phone)
    digits = re.sub(r"[\s().+/-]", "", search)
    if digits.isdecimal() and digits.isascii() and len(digits) >= _FEWEST_DIGITS:
        return Customer.phone_key.contains(digits)
    words = " ".join(search.replace(",", " ").split()).lower()
    keys = (Customer.last_key, Customer.first_key, Customer.email_key)
    return or_(*(and_(key >= words, key < words + _LAST_LETTER) for key in keys))


def _names(first: str, last: str) -> tuple[str, str]:
    first, last = " ".join(first.split()), " ".join(last.split())
    if not first and not last:
        raise InputError("A customer needs a name.", "add customer Ann Lee 212-555-0123")
    if len(first) > LONGEST_NAME or len(last) > LONGEST_NAME:
        raise InputError(f"A name can have up to {LONGEST_NAME} letters.", "Ann Lee")
    return first, last


def _as_phone(words: str) -> str | None:
    if sum(char.isdigit() for char in words) < 7:
        return None
    try:
        return phone_numbers.parse(words)
    except InputError:
        return None


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _set_phones(desk: Desk, customer: Customer, phones: Sequence[str]) -> None:
    numbers = _unique(_reachable(desk, customer, phone) for phone in phones if phone.strip())
    if desk.business.number in numbers:
        raise InputError("That is this business's own number.", phone_numbers.EXAMPLE)
    known = {row.phone: row for row in customer.phones}
    customer.phones = [known.get(n) or CustomerPhone(phone=n, kind=phone_numbers.kind(n)) for n in numbers]
    for position, row in enumerate(customer.phones):
        row.position = position


def _reachable(desk: Desk, customer: Customer, phone: str) -> str:
    """A phone abroad that is on record already can stay there; nothing is sent to it."""
    number = phone_numbers.parse(phone)
    known = number in [row.phone for row in customer.phones]
    return number if known else desk.reachable(number)


def _set_emails(customer: Customer, emails: Sequence[str]) -> None:
    addresses = _unique(email_address(email) for email in emails if email.strip())
    known = {row.email: row for row in customer.emails}
    customer.emails = [known.get(a) or CustomerEmail(email=a) for a in addresses]
    for position, row in enumerate(customer.emails):
        row.position = position

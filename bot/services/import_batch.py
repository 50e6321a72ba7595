"""Some rows of a file beside the customers that are there: what would become of them, and doing it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar
from uuid import UUID

from sqlalchemy import func, select

from bot.domain import phone_numbers
from bot.domain.contact_files.merging import Merge, merge
from bot.domain.contact_files.people import Person, read_person, rough_keys
from bot.domain.contact_files.table import Row
from bot.errors import InputError
from bot.services import consent, groups
from bot.services.work import Desk
from models import Customer, CustomerEmail, CustomerPhone, Group, GroupMember

T = TypeVar("T")
_CHUNK = 500
MOST_GROUPS = 200
"""An import makes no more groups than a business has then."""
_NAMELESS = str(InputError("This row has no name.", f"Ann,Lee,{phone_numbers.EXAMPLE}"))


@dataclass(frozen=True)
class Outcome:
    """What became of a row; `said` is for the person who imports."""

    row: int
    what: Literal["added", "merged", "unchanged", "refused"]
    said: tuple[str, ...] = ()
    opted_out: bool = False


@dataclass(frozen=True)
class Read:
    """A row that was read; `keys` tell roughly who stands in it."""

    row: int
    keys: set[str]
    person: Person | None
    said: tuple[str, ...]


class _Register:
    """The customers that the people of a batch may be, by phone and by email."""

    def __init__(self, desk: Desk, people: list[Person]) -> None:
        self._by_phone: dict[str, list[Customer]] = defaultdict(list)
        self._by_email: dict[str, list[Customer]] = defaultdict(list)
        phones = sorted({phone for one in people for phone in one.phones})
        emails = sorted({email for one in people for email in one.emails})
        for customer in sorted(_known(desk, phones, emails), key=lambda one: (one.created_at, one.id)):
            self.enter(customer)

    def enter(self, customer: Customer) -> None:
        """Let a customer be found by what is on record now."""
        for phone in customer.phones:
            _once(self._by_phone[phone.phone], customer)
        for email in customer.emails:
            _once(self._by_email[email.email], customer)

    def find(self, person: Person) -> Customer | None:
        """Same phone, else same email; of several, the one of the same name, else the longest known."""
        for register, addresses in ((self._by_phone, person.phones), (self._by_email, person.emails)):
            found = [customer for address in addresses for customer in register.get(address, ())]
            if found:
                same = (one for one in found if one.name.casefold() == person.name.casefold())
                return next(same, found[0])
        return None


def read_rows(batch: list[Row], columns: Sequence[str]) -> list[Read]:
    """What takes the time and needs no database."""
    read = []
    for row, cells in batch:
        reading = read_person(cells, columns)
        read.append(Read(row, rough_keys(cells, columns), reading.person, reading.problems))
    return read


def check_batch(desk: Desk, batch: list[Read], seen: set[str]) -> list[Outcome]:
    """What an import would do; changes nothing but `seen`, which tells who stood in a row before."""
    read = [_without_refused(one, desk) for one in batch]
    register = _Register(desk, [one.person for one in read if one.person])
    out = _opted_out(desk, read)
    outcomes = []
    for one in read:
        outcomes.append(_foreseen(one, register, again=bool(one.keys & seen), out=_is_out(one, out)))
        if outcomes[-1].what != "refused":
            seen |= one.keys
    return outcomes


def import_batch(desk: Desk, batch: list[Read], *, with_groups: bool, group_name: str) -> list[Outcome]:
    """Add who is new, fill in who is not; groups of the file count only where that was asked for."""
    read = [_without_refused(one, desk) for one in batch]
    register = _Register(desk, [one.person for one in read if one.person])
    out = _opted_out(desk, read)
    joining: dict[str, list[Customer]] = defaultdict(list)
    outcomes = []
    for one in read:
        outcome, customer = _taken(desk, one, register, _is_out(one, out))
        outcomes.append(outcome)
        if customer is not None and one.person is not None:
            for name in {group_name, *(one.person.groups if with_groups else ())} - {""}:
                joining[name].append(customer)
    desk.session.flush()
    for name, customers in joining.items():
        _join(desk, name, customers)
    return outcomes


def _without_refused(one: Read, desk: Desk) -> Read:
    """Without the phones that no customer can have here: the business's own, and those in countries not served."""
    refused = {phone: said for phone in (one.person.phones if one.person else ()) if (said := _refused(desk, phone))}
    if one.person is None or not refused:
        return one
    person = replace(one.person, phones=tuple(phone for phone in one.person.phones if phone not in refused))
    rest = person if person.phones or person.emails else None
    return replace(one, person=rest, said=(*one.said, *refused.values()))


def _refused(desk: Desk, phone: str) -> str | None:
    try:
        desk.reachable(phone)
    except InputError as error:
        return str(error)
    own = InputError("This row has this business's own number.", phone_numbers.EXAMPLE)
    return str(own) if phone == desk.business.number else None


def _foreseen(one: Read, register: _Register, *, again: bool, out: bool) -> Outcome:
    if one.person is None:
        return Outcome(one.row, "refused", one.said)
    customer = register.find(one.person)
    if customer is not None:
        filled = _merge(customer, one.person)
        return Outcome(one.row, "merged" if filled.changes else "unchanged", (*one.said, *filled.kept), out)
    if again:
        return Outcome(one.row, "merged", one.said, out)
    if not one.person.name:
        return Outcome(one.row, "refused", (*one.said, _NAMELESS))
    return Outcome(one.row, "added", one.said, out)


def _taken(desk: Desk, one: Read, register: _Register, out: bool) -> tuple[Outcome, Customer | None]:
    if one.person is None:
        return Outcome(one.row, "refused", one.said), None
    customer = register.find(one.person)
    if customer is None and not one.person.name:
        return Outcome(one.row, "refused", (*one.said, _NAMELESS)), None
    if customer is None:
        customer = _new(desk, one.person)
        register.enter(customer)
        return Outcome(one.row, "added", one.said, out), customer
    filled = _merge(customer, one.person)
    _fill(customer, filled)
    register.enter(customer)
    return Outcome(one.row, "merged" if filled.changes else "unchanged", (*one.said, *filled.kept), out), customer


def _merge(customer: Customer, person: Person) -> Merge:
    phones, emails = {one.phone for one in customer.phones}, {one.email for one in customer.emails}
    return merge(customer, phones, emails, person)


def _new(desk: Desk, person: Person) -> Customer:
    customer = Customer(
        business_id=desk.business.id,
        first_name=person.first_name,
        last_name=person.last_name,
        notes=person.notes,
        timezone=person.timezone,
        created_at=desk.now,
        imported_at=desk.now,
    )
    _add_addresses(customer, person.phones, person.emails)
    desk.session.add(customer)
    return customer


def _fill(customer: Customer, filled: Merge) -> None:
    if filled.names:
        customer.first_name, customer.last_name = filled.names
    if filled.notes:
        customer.notes = filled.notes
    if filled.timezone:
        customer.timezone = filled.timezone
    _add_addresses(customer, filled.phones, filled.emails)


def _add_addresses(customer: Customer, phones: Sequence[str], emails: Sequence[str]) -> None:
    for phone in phones:
        position = len(customer.phones)
        customer.phones.append(CustomerPhone(phone=phone, kind=phone_numbers.kind(phone), position=position))
    for email in emails:
        customer.emails.append(CustomerEmail(email=email, position=len(customer.emails)))


def _known(desk: Desk, phones: list[str], emails: list[str]) -> list[Customer]:
    """Ids first, then the customers of this business among them: so an index serves both, whatever is in the tables."""
    ids: set[UUID] = set()
    for some in _chunks(phones):
        ids.update(desk.session.scalars(select(CustomerPhone.customer_id).where(CustomerPhone.phone.in_(some))))
    for some in _chunks(emails):
        ids.update(desk.session.scalars(select(CustomerEmail.customer_id).where(CustomerEmail.email.in_(some))))
    mine = select(Customer).where(Customer.business_id == desk.business.id, Customer.removed_at.is_(None))
    return [one for some in _chunks(sorted(ids)) for one in desk.session.scalars(mine.where(Customer.id.in_(some)))]


def _chunks(values: list[T]) -> Iterator[list[T]]:
    return (values[first : first + _CHUNK] for first in range(0, len(values), _CHUNK))


def _once(customers: list[Customer], customer: Customer) -> None:
    if customer not in customers:
        customers.append(customer)


def _opted_out(desk: Desk, read: list[Read]) -> set[str]:
    addresses = {address for one in read if one.person for address in (*one.person.phones, *one.person.emails)}
    return consent.opted_out(desk.session, desk.business.id, addresses)


def _is_out(one: Read, out: set[str]) -> bool:
    return one.person is not None and bool(out & {*one.person.phones, *one.person.emails})


def _join(desk: Desk, name: str, customers: list[Customer]) -> None:
    """Into the group of this name, which is made where it is not there. A name that no group can have is passed by."""
    group = groups.named(desk, name)
    try:
        if group is None and _has_room(desk):
            group = groups.create_group(desk, name)
    except InputError:
        return
    if group is not None:
        _add_members(desk, group, {one.id for one in customers})


def _has_room(desk: Desk) -> bool:
    """A file with a label of its own in every row makes no thousands of groups."""
    query = select(func.count()).select_from(Group).where(Group.business_id == desk.business.id)
    return (desk.session.scalar(query) or 0) < MOST_GROUPS


def _add_members(desk: Desk, group: Group, ids: set[UUID]) -> None:
    """Looks for these only: a group may have a hundred thousand members."""
    inside = select(GroupMember.customer_id).where(GroupMember.group_id == group.id, GroupMember.customer_id.in_(ids))
    fresh = ids - set(desk.session.scalars(inside))
    desk.session.add_all(GroupMember(group_id=group.id, customer_id=one) for one in sorted(fresh))
    desk.session.flush()

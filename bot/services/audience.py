"""Whom a message reaches, over which channels, and who is left out and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, select

from bot.domain import phone_numbers
from bot.services import consent
from bot.services.work import Desk
from models import Customer, Group, GroupMember
from models.states import Channel, PhoneKind, RecipientKind


@dataclass(frozen=True)
class Recipient:
    """Whom the owner named. `label` is how to call it in an answer."""

    kind: RecipientKind
    customer_id: UUID | None = None
    group_id: UUID | None = None
    address: str | None = None
    label: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Somebody who is not reached, and why, in plain words."""

    name: str
    reason: str


@dataclass
class Addressee:
    """One address on one channel, and who is behind it: a phone may belong to several customers."""

    channel: Channel
    address: str
    people: list[Customer] = field(default_factory=list)

    @property
    def customer_id(self) -> UUID | None:
        """The first of the people behind the address."""
        return self.people[0].id if self.people else None

    @property
    def values(self) -> dict[str, str]:
        """What the fields say here. Two children on one phone: "Mia and Leo"."""
        first = _listed([person.first_name or person.last_name for person in self.people])
        return {"first_name": first, "last_name": self.people[0].last_name if len(self.people) == 1 else ""}


@dataclass(frozen=True)
class Audience:
    """Everybody a message reaches; `people` counts persons (or bare addresses), not deliveries."""

    addressees: tuple[Addressee, ...]
    left_out: tuple[LeftOut, ...]
    people: int


def gather(desk: Desk, recipients: Sequence[Recipient], channels: Sequence[Channel]) -> Audience:
    """Expand recipients as they are now; consent is read now, and again when sending."""
    customers = _customers(desk, recipients)
    bare = [one.address for one in recipients if one.address and not one.customer_id]
    out = consent.opted_out(desk.session, desk.business.id, _every_address(customers, bare))
    addressees: dict[tuple[Channel, str], Addressee] = {}
    left_out: list[LeftOut] = []
    reached = 0
    for customer in customers:
        reasons = [_reach(customer, channel, out, addressees) for channel in channels]
        reached += None in reasons
        if None not in reasons:
            left_out.append(LeftOut(customer.name, reasons[0] or ""))
    for address in dict.fromkeys(bare):
        reason = _reach_bare(address, channels, out, addressees)
        reached += reason is None
        if reason:
            left_out.append(LeftOut(phone_numbers.pretty(address), reason))
    return Audience(tuple(addressees.values()), tuple(left_out), reached)


def _customers(desk: Desk, recipients: Sequence[Recipient]) -> list[Customer]:
    queries = [query for one in recipients if (query := _query(desk, one)) is not None]
    found: dict[UUID, Customer] = {}
    for query in queries:
        found.update((customer.id, customer) for customer in desk.session.scalars(query))
    return list(found.values())


def _query(desk: Desk, recipient: Recipient) -> Select[Customer] | None:
    present = (
        select(Customer)
        .where(Customer.business_id == desk.business.id, Customer.removed_at.is_(None))
        .order_by(Customer.first_name, Customer.last_name)
    )
    match recipient.kind:
        case RecipientKind.ALL:
            return present
        case RecipientKind.CUSTOMER:
            return present.where(Customer.id == recipient.customer_id)
        case RecipientKind.GROUP:
            group = select(GroupMember.customer_id).join(Group, Group.id == GroupMember.group_id)
            inside = group.where(Group.id == recipient.group_id, Group.business_id == desk.business.id)
            return present.where(Customer.id.in_(inside))
        case _:
            return None


def _every_address(customers: Iterable[Customer], bare: Iterable[str]) -> set[str]:
    addresses = set(bare)
    for customer in customers:
        addresses |= {row.phone for row in customer.phones} | {row.email for row in customer.emails}
    return addresses


def _reach(
    customer: Customer, channel: Channel, out: set[str], into: dict[tuple[Channel, str], Addressee]
) -> str | None:
    """Add the customer's address on this channel; a reason where there is none that may be used."""
    if channel is Channel.EMAIL:
        candidates, missing = [row.email for row in customer.emails], "no email address"
    elif channel is Channel.TEXT:
        mobiles = [row.phone for row in customer.phones if row.kind is not PhoneKind.LANDLINE]
        candidates, missing = mobiles, "landline only" if customer.phones else "no phone number"
    else:
        candidates, missing = [row.phone for row in customer.phones], "no phone number"
    if not candidates:
        return missing
    address = next((one for one in candidates if one not in out), None)
    if address is None:
        return "opted out"
    into.setdefault((channel, address), Addressee(channel, address)).people.append(customer)
    return None


def _reach_bare(
    address: str, channels: Sequence[Channel], out: set[str], into: dict[tuple[Channel, str], Addressee]
) -> str | None:
    if address in out:
        return "opted out"
    fitting = [channel for channel in channels if (channel is Channel.EMAIL) == ("@" in address)]
    for channel in fitting:
        into.setdefault((channel, address), Addressee(channel, address))
    return None if fitting else "no email address" if channels[0] is Channel.EMAIL else "no phone number"


def _listed(names: Sequence[str]) -> str:
    names = [name for name in dict.fromkeys(names) if name]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

"""From names as written to the customers, groups and phones that they mean; or to the question which one is meant."""

from typing import Any
from uuid import UUID

from bot.dialogue.memory import Choice, Pending, Reply
from bot.domain import phone_numbers
from bot.errors import InputError
from bot.services import contacts, groups
from bot.services.audience import Recipient
from bot.services.work import Desk
from models import Customer
from models.states import RecipientKind

EVERYBODY = frozenset({"all", "everyone", "everybody"})
MOST_CHOICES = 5
_CUSTOMER_MARK = "customer:"


class Unclear(Exception):
    """A name fits several; `choices` are the readings, each with the words that would have been clear."""

    def __init__(self, name: str, choices: list[tuple[str, str]]) -> None:
        super().__init__(name)
        self.name = name
        self.choices = choices


def one_customer(desk: Desk, name: str) -> Customer:
    """The customer that a name means. Raises NotFound-like InputError for none, Unclear for several."""
    if name.startswith(_CUSTOMER_MARK):
        return _by_mark(desk, name)
    found = contacts.find_customers(desk, name, limit=MOST_CHOICES + 1)
    if not found:
        raise InputError(f"I know no customer called {name}.", f"add customer {name} 212-555-0123")
    if len(found) > 1:
        raise Unclear(name, [(_told_apart(one), f"{_CUSTOMER_MARK}{one.id}") for one in found[:MOST_CHOICES]])
    return found[0]


def customers(desk: Desk, names: list[str]) -> list[Customer]:
    """The customers that names mean."""
    return [one_customer(desk, name) for name in names]


def recipients(desk: Desk, names: list[str]) -> tuple[Recipient, ...]:
    """Whom a message is for: groups, customers, phones, email addresses, or everybody."""
    return tuple(_recipient(desk, name.strip()) for name in names if name.strip())


def ask_which(intent: str, slots: dict[str, Any], slot: str, unclear: Unclear) -> Reply:
    """The question which one is meant, with the command waiting behind it."""
    told = slots.get(slot)
    choices = []
    for label, words in unclear.choices:
        value = [words if one == unclear.name else one for one in told] if isinstance(told, list) else words
        choices.append(Choice(label, {slot: value}))
    numbered = ", ".join(f"{number} {choice.label}" for number, choice in enumerate(choices, 1))
    return Reply(
        f"Which {unclear.name}? {numbered}",
        awaiting="choice",
        pending=Pending(intent, slots),
        choices=tuple(choices),
    )


def _recipient(desk: Desk, name: str) -> Recipient:
    if name.casefold() in EVERYBODY:
        return Recipient(RecipientKind.ALL, label="all customers")
    if "@" in name:
        address = contacts.email_address(name)
        return Recipient(RecipientKind.EMAIL, address=address, label=address)
    group = None if name.startswith(_CUSTOMER_MARK) else groups.find_group(desk, name)
    if group is not None:
        return Recipient(RecipientKind.GROUP, group_id=group.id, label=group.name)
    if sum(char.isdigit() for char in name) >= 7 and not name.startswith(_CUSTOMER_MARK):
        return _phone_recipient(desk, desk.reachable(name))
    return _customer_recipient(one_customer(desk, name))


def _phone_recipient(desk: Desk, phone: str) -> Recipient:
    if phone == desk.business.number:
        raise InputError("That is your own business number.", f"text {phone_numbers.EXAMPLE} we are open")
    known = contacts.customers_with_phone(desk, phone)
    if len(known) == 1:
        return _customer_recipient(known[0])
    return Recipient(RecipientKind.PHONE, address=phone, label=phone_numbers.pretty(phone))


def _customer_recipient(customer: Customer) -> Recipient:
    return Recipient(RecipientKind.CUSTOMER, customer_id=customer.id, label=customer.name)


def _told_apart(customer: Customer) -> str:
    """The name and the end of the phone: what tells two of the same name apart."""
    return f"{customer.name} ({customer.phone[-4:]})" if customer.phone else customer.name


def _by_mark(desk: Desk, name: str) -> Customer:
    return contacts.get_customer(desk, UUID(name.removeprefix(_CUSTOMER_MARK)))

"""`add_customer`, `change_customer`, `remove_customer`, `find_customer`, and `opt_out` on a customer's behalf."""

import re
from typing import Any
from uuid import UUID

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import phone_numbers
from bot.errors import InputError
from bot.intents import who
from bot.services import consent, contacts, groups
from bot.services.work import Desk
from models import Customer, Group

_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
ADD_EXAMPLE = "add customer Ann Lee 212-555-0123"


class AddCustomer(Capability):
    """Adds a customer; a known phone is said, never a reason to refuse: families share phones."""

    intent = "add_customer"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks for the name where it is missing."""
        desk = turn.desk
        if not slots.get("name"):
            return Reply("What is the customer's name?", awaiting="detail", pending=Pending(self.intent, slots, "name"))
        first, last = contacts.split_name(slots["name"])
        known = _known_phone(desk, slots.get("phone"))
        chosen = [_group(desk, name) for name in slots.get("groups") or []]
        customer = contacts.add_customer(
            desk,
            first_name=first,
            last_name=last,
            phones=[slots["phone"]] if slots.get("phone") else [],
            emails=[slots["email"]] if slots.get("email") else [],
        )
        for group in chosen:
            groups.add_members(desk, group, [customer])
        shared = f" {known[0].name} has the same phone." if known else ""
        inside = f" In {', '.join(group.name for group in chosen)}." if chosen else ""
        return Reply(
            f"Added {describe(customer)}.{inside}{shared}", undo={"kind": "customer_added", "id": str(customer.id)}
        )


class ChangeCustomer(Capability):
    """Changes a phone, an address or a name. The new phone comes first; the old ones are dropped."""

    intent = "change_customer"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks which one where a name fits several."""
        try:
            customer = who.one_customer(turn.desk, _named(slots))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        if not any(slots.get(key) for key in ("phone", "email", "name")):
            raise InputError(f"What should I change for {customer.name}?", "Ann's new number is 212-555-0123")
        undo = {"kind": "customer_changed", "id": str(customer.id), **_state(customer)}
        first, last = contacts.split_name(slots["name"]) if slots.get("name") else (None, None)
        contacts.change_customer(
            turn.desk,
            customer,
            first_name=first,
            last_name=last,
            phones=[slots["phone"]] if slots.get("phone") else None,
            emails=[slots["email"]] if slots.get("email") else None,
        )
        return Reply(f"Changed: {describe(customer)}.", undo=undo)


class RemoveCustomer(Capability):
    """Removes a customer after a yes."""

    intent = "remove_customer"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks for a yes first: nothing is sent to a removed customer any more."""
        try:
            customer = who.one_customer(turn.desk, _named(slots))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        if not slots.get("confirmed"):
            told = {**slots, "who": f"customer:{customer.id}"}
            question = f"Remove {describe(customer)}? Reply YES or NO."
            return Reply(question, awaiting="confirmation", pending=Pending(self.intent, told))
        contacts.remove_customer(turn.desk, customer)
        undo = {"kind": "customer_removed", "id": str(customer.id)}
        return Reply(f'{customer.name} is removed. Text "undo" to bring them back.', undo=undo)


class FindCustomer(Capability):
    """Tells what is known of a customer."""

    intent = "find_customer"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Up to five who fit; how many there are where none is named."""
        if not slots.get("who") and _HOW_MANY.search(turn.heard.text):
            return Reply(_how_many(contacts.count_customers(turn.desk)))
        name = _named(slots)
        found = contacts.find_customers(turn.desk, name, limit=5)
        if not found:
            raise InputError(f"I know no customer called {name}.", ADD_EXAMPLE)
        if len(found) == 1:
            return Reply(_in_full(turn.desk, found[0]))
        return Reply("; ".join(describe(customer) for customer in found))


class OptOutCustomer(Capability):
    """Stops messages to a customer who asked the owner for it (47 CFR 64.1200(a)(10): any reasonable means)."""

    intent = "opt_out"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Every phone and address of the customer is opted out; only the customer can undo it."""
        try:
            customer = who.one_customer(turn.desk, _named(slots))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        addresses = [row.phone for row in customer.phones] + [row.email for row in customer.emails]
        if not addresses:
            raise InputError(f"{customer.name} has no phone or email on record.")
        for address in addresses:
            consent.opt_out(turn.desk, address, "owner", turn.heard.text)
        return Reply(f"Done. {customer.name} gets no more messages, unless they text START.")


def describe(customer: Customer) -> str:
    """`Ann Lee, (212) 555-0123, ann@example.com`."""
    phones = [phone_numbers.pretty(row.phone) for row in customer.phones]
    return ", ".join([customer.name, *phones, *(row.email for row in customer.emails)])


def restore_state(desk: Desk, undo: dict[str, Any]) -> Customer:
    """Give a customer back what `ChangeCustomer` changed."""
    customer = contacts.get_customer(desk, UUID(undo["id"]))
    contacts.change_customer(
        desk,
        customer,
        first_name=undo["first_name"],
        last_name=undo["last_name"],
        phones=undo["phones"],
        emails=undo["emails"],
    )
    return customer


def _state(customer: Customer) -> dict[str, Any]:
    return {
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "phones": [row.phone for row in customer.phones],
        "emails": [row.email for row in customer.emails],
    }


def _how_many(count: int) -> str:
    return f"You have {count:,} customer{'s' * (count != 1)}."


def _named(slots: dict[str, Any]) -> str:
    name = slots.get("who")
    if not name:
        raise InputError("Which customer?", "find Ann Lee")
    return str(name)


def _group(desk: Desk, name: str) -> Group:
    group = groups.find_group(desk, name)
    if group is None:
        raise InputError(f"There is no group called {name}.", groups.EXAMPLE)
    return group


def _known_phone(desk: Desk, phone: str | None) -> list[Customer]:
    return contacts.customers_with_phone(desk, phone_numbers.parse(phone)) if phone else []


def _in_full(desk: Desk, customer: Customer) -> str:
    out = consent.opted_out(desk.session, desk.business.id, [row.phone for row in customer.phones])
    notes = f" Notes: {customer.notes[:200]}" if customer.notes else ""
    return f"{describe(customer)}.{' Opted out of texts.' if out else ''}{notes}"

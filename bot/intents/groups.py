"""`group_create`, `group_rename`, `group_delete`, `group_add`, `group_remove`, `groups`."""

import re
from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.errors import InputError
from bot.intents import who
from bot.services import contacts, groups
from bot.services.work import Desk
from models import Customer, Group

_MOST_LISTED = 25


class CreateGroup(Capability):
    """Makes a group."""

    intent = "group_create"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks for its name where it is missing."""
        if not slots.get("group"):
            pending = Pending(self.intent, slots, "group")
            return Reply("What is the group called?", awaiting="detail", pending=pending)
        group = groups.create_group(turn.desk, slots["group"])
        inside = _named_inside(turn)
        groups.add_members(turn.desk, group, inside)
        if inside:
            listed = ", ".join(one.name for one in inside)
            said = f"Group {group.name} is there, with {listed}."
            return Reply(said, undo={"kind": "group_created", "name": group.name})
        example = f'Text "add Ann Lee to {group.name}" to fill it.'
        return Reply(f"Group {group.name} is there. {example}", undo={"kind": "group_created", "name": group.name})


def _named_inside(turn: Turn) -> list[Customer]:
    """ "make a group called Brides with Ann, Dana and Elif": those whose name fits one customer only."""
    _, _, rest = turn.heard.text.partition(" with ")
    names = [one.strip() for one in re.split(r",|&|\band\b", rest) if one.strip()]
    found = [contacts.find_customers(turn.desk, name, limit=2) for name in names]
    return [one[0] for one in found if len(one) == 1]


class RenameGroup(Capability):
    """Gives a group another name."""

    intent = "group_rename"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Its members and what is scheduled for it stay. `group` in the slots holds the old name and the new one."""
        names = slots.get("group") or []
        before, after = names if isinstance(names, list) and len(names) == 2 else (names, "")
        group = find(turn.desk, {"group": before})
        if not after:
            raise InputError(f"What shall {group.name} be called?", f"rename {group.name} to Regulars")
        old = group.name
        groups.rename_group(turn.desk, group, str(after))
        return Reply(
            f"{old} is called {group.name} now.", undo={"kind": "group_renamed", "name": group.name, "was": old}
        )


class DeleteGroup(Capability):
    """Deletes a group after a yes; its members stay customers."""

    intent = "group_delete"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Says how many are in it first."""
        group = find(turn.desk, slots)
        inside = groups.members(turn.desk, group)
        if not slots.get("confirmed"):
            question = f"Delete the group {group.name} ({len(inside)} people)? They stay customers. Reply YES or NO."
            return Reply(question, awaiting="confirmation", pending=Pending(self.intent, slots))
        undo = {"kind": "group_deleted", "name": group.name, "members": [str(one.id) for one in inside]}
        groups.delete_group(turn.desk, group)
        return Reply(f"The group {group.name} is deleted.", undo=undo)


class AddToGroup(Capability):
    """Adds customers to a group."""

    intent = "group_add"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks which one where a name fits several."""
        group = find(turn.desk, slots)
        try:
            people = who.customers(turn.desk, _names(slots))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        if several := _groups_named(turn):
            example = f"For example: add {people[0].name} to {several[0].name}"
            return Reply(f"Please add to one group at a time: {' or '.join(one.name for one in several)}? {example}")
        already = {customer.id for customer in groups.members(turn.desk, group)}
        fresh = [customer for customer in people if customer.id not in already]
        groups.add_members(turn.desk, group, fresh)
        if not fresh:
            return Reply(f"{_listed(people)} {_are(people)} in {group.name} already.")
        undo = {"kind": "group_added", "name": group.name, "members": [str(one.id) for one in fresh]}
        return Reply(f"{_listed(fresh)} {_are(fresh)} in {group.name} now.", undo=undo)


def _groups_named(turn: Turn) -> list[Group]:
    """ "add Bob to VIP and Color club": the groups, where the text ends in a list of several."""
    _, _, rest = re.sub(r"\b(?:into|in|on)\b", "to", turn.heard.text, flags=re.I).rpartition(" to ")
    names = [re.sub(r"^the | group$", "", one.strip(" .!"), flags=re.I) for one in re.split(r",|&|\band\b", rest)]
    found = [groups.find_group(turn.desk, name) for name in names if name]
    there = list({one.id: one for one in found if one}.values())
    return there if len(there) > 1 else []


class RemoveFromGroup(Capability):
    """Takes customers out of a group."""

    intent = "group_remove"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Asks which one where a name fits several, among those in the group first."""
        group = find(turn.desk, slots)
        try:
            people = who.customers(turn.desk, _names(slots))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        inside = {customer.id for customer in groups.members(turn.desk, group)}
        gone = [customer for customer in people if customer.id in inside]
        groups.remove_members(turn.desk, group, gone)
        if not gone:
            return Reply(f"{_listed(people)} {_are(people)} not in {group.name}.")
        undo = {"kind": "group_removed", "name": group.name, "members": [str(one.id) for one in gone]}
        return Reply(f"{_listed(gone)} {_are(gone)} no longer in {group.name}.", undo=undo)


class Groups(Capability):
    """Lists the groups, or the members of one."""

    intent = "groups"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Names and numbers."""
        if slots.get("group"):
            group = find(turn.desk, slots)
            inside = groups.members(turn.desk, group)
            return Reply(f"{group.name}: {_listed(inside)}." if inside else f"There is nobody in {group.name} yet.")
        listed = groups.list_groups(turn.desk)
        if not listed:
            raise InputError("You have no groups yet.", groups.EXAMPLE)
        return Reply("Groups: " + ", ".join(f"{group.name} ({count})" for group, count in listed) + ".")


def find(desk: Desk, slots: dict[str, Any]) -> Group:
    """The group that the slots name. Raises InputError for none, with those that there are."""
    name = str(slots.get("group") or "")
    group = groups.find_group(desk, name) if name else None
    if group is None:
        known = ", ".join(one.name for one, _ in groups.list_groups(desk)[:8])
        there = f" You have {known}." if known else ""
        raise InputError(f"There is no group called {name}.{there}" if name else f"Which group?{there}", groups.EXAMPLE)
    return group


def _names(slots: dict[str, Any]) -> list[str]:
    names = slots.get("who") or []
    if not names:
        raise InputError("Which customer?", "add Ann Lee to VIP")
    return [names] if isinstance(names, str) else list(names)


def _listed(people: list[Customer]) -> str:
    names = [customer.name for customer in people]
    more = f" and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
    return ", ".join(names[:_MOST_LISTED]) + more


def _are(people: list[Customer]) -> str:
    return "is" if len(people) == 1 else "are"

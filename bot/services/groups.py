"""Groups of customers."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_

from bot.errors import InputError, NotFound
from bot.services import audit, contacts
from bot.services.work import Desk
from models import Customer, Group, GroupMember

EXAMPLE = "create group VIP"
LONGEST_NAME = 80


def create_group(desk: Desk, name: str) -> Group:
    """Raises InputError without a name, or where there is one of this name."""
    shown, key = _names(desk, name)
    group = Group(business_id=desk.business.id, name=shown, name_key=key)
    desk.session.add(group)
    desk.session.flush()
    return group


def rename_group(desk: Desk, group: Group, name: str) -> None:
    """Raises InputError like `create_group`."""
    group.name, group.name_key = _names(desk, name, group)


def delete_group(desk: Desk, group: Group) -> None:
    """Its members stay customers."""
    audit.record(desk, "group_deleted", name=group.name)
    desk.session.execute(delete(GroupMember).where(GroupMember.group_id == group.id))
    desk.session.delete(group)
    desk.session.flush()


def add_members(desk: Desk, group: Group, customers: Iterable[Customer]) -> int:
    """How many were not in the group before."""
    inside = set(desk.session.scalars(select(GroupMember.customer_id).where(GroupMember.group_id == group.id)))
    fresh = {customer.id for customer in customers} - inside
    desk.session.add_all(GroupMember(group_id=group.id, customer_id=one) for one in sorted(fresh))
    desk.session.flush()
    return len(fresh)


def remove_members(desk: Desk, group: Group, customers: Iterable[Customer]) -> int:
    """How many were in the group."""
    ids = [customer.id for customer in customers]
    inside = desk.session.scalars(
        select(GroupMember).where(GroupMember.group_id == group.id, GroupMember.customer_id.in_(ids))
    ).all()
    for row in inside:
        desk.session.delete(row)
    desk.session.flush()
    return len(inside)


def members(desk: Desk, group: Group) -> list[Customer]:
    """Those in the group who are still customers, by name."""
    return list(
        desk.session.scalars(
            select(Customer)
            .join(GroupMember, GroupMember.customer_id == Customer.id)
            .where(GroupMember.group_id == group.id, Customer.removed_at.is_(None))
            .order_by(Customer.first_name, Customer.last_name)
        )
    )


def members_page(desk: Desk, group: Group, limit: int, after: UUID | None = None) -> list[Customer]:
    """One page of its members, by name, with nothing of them but the name, beginning behind the customer `after`."""
    key = (Customer.first_key, Customer.id)
    query = (
        select(Customer)
        .join(GroupMember, GroupMember.customer_id == Customer.id)
        .where(GroupMember.group_id == group.id, Customer.removed_at.is_(None))
        .options(*contacts.NAME_ONLY)
    )
    last = desk.session.get(Customer, after) if after else None
    if last is not None and last.business_id == desk.business.id:
        query = query.where(tuple_(*key) > (last.first_key, last.id))
    return list(desk.session.scalars(query.order_by(*key).limit(limit)))


def list_groups(desk: Desk) -> list[tuple[Group, int]]:
    """Every group with the number of its members, by name."""
    counts = (
        select(GroupMember.group_id, func.count().label("members"))
        .join(Customer, Customer.id == GroupMember.customer_id)
        .where(Customer.removed_at.is_(None))
        .group_by(GroupMember.group_id)
        .subquery()
    )
    rows = desk.session.execute(
        select(Group, func.coalesce(counts.c.members, 0))
        .outerjoin(counts, counts.c.group_id == Group.id)
        .where(Group.business_id == desk.business.id)
        .order_by(Group.name_key)
    )
    return [(group, count) for group, count in rows]


def get_group(desk: Desk, group_id: UUID) -> Group:
    """Raises NotFound for one that is not there or belongs to another business."""
    group = desk.session.get(Group, group_id)
    if group is None or group.business_id != desk.business.id:
        raise NotFound("There is no such group.")
    return group


def beginning(desk: Desk, words: str, limit: int) -> list[Group]:
    """Groups whose names begin so, by name."""
    key = " ".join(words.split()).casefold()
    mine = (Group.business_id == desk.business.id, Group.name_key.startswith(key, autoescape=True))
    return list(desk.session.scalars(select(Group).where(*mine).order_by(Group.name_key).limit(limit))) if key else []


def named(desk: Desk, name: str) -> Group | None:
    """The group of exactly this name, whatever its case."""
    key = " ".join(name.split()).casefold()
    return desk.session.scalar(select(Group).where(Group.business_id == desk.business.id, Group.name_key == key))


def find_group(desk: Desk, name: str) -> Group | None:
    """The group of this name, whatever its case; the word "group" around it does not count."""
    key = " ".join(name.split()).casefold()
    keys = {key, key.removesuffix(" group"), key.removeprefix("group ")}
    return desk.session.scalar(
        select(Group).where(Group.business_id == desk.business.id, Group.name_key.in_(keys)).limit(1)
    )


def _names(desk: Desk, name: str, group: Group | None = None) -> tuple[str, str]:
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME:
        raise InputError(f"A group needs a name of up to {LONGEST_NAME} letters.", EXAMPLE)
    if shown.casefold() in {"all", "everyone", "everybody"}:
        raise InputError(f'"{shown}" already means all your customers.', EXAMPLE)
    same = desk.session.scalar(
        select(Group).where(Group.business_id == desk.business.id, Group.name_key == shown.casefold())
    )
    if same is not None and same is not group:
        raise InputError(f'There is a group "{same.name}" already.', f"add Ann Lee to {same.name}")
    return shown, shown.casefold()

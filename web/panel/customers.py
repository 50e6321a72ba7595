"""Customers: listed, searched, added, seen with their last messages, changed, removed."""

from typing import TypedDict, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from bot.errors import InputError, NotFound
from bot.services import agenda, consent, contacts, erasure, groups
from bot.services.work import Desk
from models import Customer, Delivery, Group, GroupMember
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("customers", __name__, url_prefix="/customers")
ORDERS = {"last_name": "Last name", "first_name": "First name", "phone": "Mobile phone", "email": "Email"}
PAGE = 50
LAST_MESSAGES = 10
PROPOSED = 10
LONGEST_WORDS = 500
SOURCES = {
    "text": "by text",
    "call": "in a call",
    "email": "by email",
    "panel": "recorded here",
    "owner": "recorded by a text of yours",
    "carrier": "told by the carrier",
}
"""How the channel of a consent is shown."""


class _Typed(TypedDict):
    first_name: str
    last_name: str
    phones: list[str]
    emails: list[str]
    notes: str


@blueprint.get("")
@login_required
def index() -> str:
    """One page, in the order that was asked for."""
    search, order = request.args.get("q", "")[:100], request.args.get("order", "last_name")
    order = order if order in ORDERS else "last_name"
    with reading() as desk:
        found = contacts.list_customers(
            desk,
            search=search,
            order=cast(contacts.Order, order),
            after=as_uuid(request.args.get("after")),
            limit=PAGE + 1,
        )
        more = found[PAGE - 1].id if len(found) > PAGE else None
        shown = {"customers": found[:PAGE], "more": more, "q": search, "order": order, "orders": ORDERS}
        return render_template("panel/customers.html", **shown)


@blueprint.get("/names")
@login_required
def names() -> str:
    """What a field in which somebody is named may be completed to; asked for while it is typed."""
    typed = next(iter(request.args.values()), "")[:LONGEST_WORDS]
    before, comma, last = typed.rpartition(",")
    head = f"{before}{comma} " if comma else ""
    with reading() as desk:
        found = contacts.list_customers(desk, search=last, order="first_name", limit=PROPOSED) if last.strip() else []
        inside = groups.beginning(desk, last, PROPOSED) if "who" in request.args else []
        names = [*(one.name for one in inside), *dict.fromkeys(one.name for one in found)]
        return render_template("panel/_names.html", names=[head + name for name in names])


@blueprint.route("/new", methods=["GET", "POST"])
@login_required
def new() -> ResponseReturnValue:
    """Add a customer."""
    if request.method == "GET":
        return render_template("panel/customer_form.html", form={}, title="Add a customer")
    try:
        with writing() as desk:
            customer = contacts.add_customer(desk, **_typed())
    except InputError as error:
        page = render_template("panel/customer_form.html", form=request.form, wrong=error, title="Add a customer")
        return page, 422
    flash(f"{customer.name} is added.")
    return redirect(url_for("customers.show", customer_id=customer.id))


@blueprint.get("/<uuid:customer_id>")
@login_required
def show(customer_id: UUID) -> str:
    """Everything known of one customer."""
    with reading() as desk:
        return _page(desk, contacts.get_customer(desk, customer_id))


@blueprint.post("/<uuid:customer_id>")
@login_required
def change(customer_id: UUID) -> ResponseReturnValue:
    """Save what was changed."""
    try:
        with writing() as desk:
            customer = contacts.get_customer(desk, customer_id)
            contacts.change_customer(desk, customer, **_typed())
            _set_groups(desk, customer)
    except InputError as error:
        with reading() as desk:
            return _page(desk, contacts.get_customer(desk, customer_id), error, dict(request.form)), 422
    flash("Saved.")
    return redirect(url_for("customers.show", customer_id=customer_id))


@blueprint.post("/<uuid:customer_id>/opt-out")
@login_required
def opt_out(customer_id: UUID) -> ResponseReturnValue:
    """Record what a customer said in person: any reasonable means counts (47 CFR 64.1200(a)(10))."""
    words = " ".join(request.form.get("words", "").split())[:LONGEST_WORDS] or "said so"
    with writing() as desk:
        customer = contacts.get_customer(desk, customer_id)
        address = request.form.get("address", "")
        if address not in _addresses(customer):
            raise NotFound("This customer has no such phone or email.")
        consent.opt_out(desk, address, "panel", f"{words} (recorded by {current_user.name})")
    flash("It is recorded. Nothing more is sent there.")
    return redirect(url_for("customers.show", customer_id=customer_id))


@blueprint.post("/<uuid:customer_id>/remove")
@login_required
def remove(customer_id: UUID) -> ResponseReturnValue:
    """Hide a customer; nothing is sent any more."""
    with writing() as desk:
        customer = contacts.get_customer(desk, customer_id)
        contacts.remove_customer(desk, customer)
    flash(f"{customer.name} is removed.")
    return redirect(url_for("customers.index"))


@blueprint.post("/<uuid:customer_id>/erase")
@login_required
def erase(customer_id: UUID) -> ResponseReturnValue:
    """Forget a customer for good, once it is said twice."""
    try:
        if request.form.get("sure") != "yes":
            raise InputError("Please tick the box first: this cannot be taken back.")
        with writing() as desk:
            erasure.erase(desk, contacts.get_customer(desk, customer_id))
    except InputError as error:
        with reading() as desk:
            return _page(desk, contacts.get_customer(desk, customer_id), error), 422
    flash("Their data is deleted. That they opted out or in stays on record, as the law asks.")
    return redirect(url_for("customers.index"))


def _typed() -> _Typed:
    form = request.form
    return {
        "first_name": form.get("first_name", ""),
        "last_name": form.get("last_name", ""),
        "phones": form.get("phones", "").splitlines(),
        "emails": form.get("emails", "").splitlines(),
        "notes": form.get("notes", ""),
    }


def _page(desk: Desk, customer: Customer, wrong: InputError | None = None, form: dict[str, str] | None = None) -> str:
    stored = {
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "phones": "\n".join(row.phone for row in customer.phones),
        "emails": "\n".join(row.email for row in customer.emails),
        "notes": customer.notes,
    }
    addresses = _addresses(customer)
    return render_template(
        "panel/customer.html",
        customer=customer,
        form=form or stored,
        wrong=wrong,
        groups=[group for group, _ in groups.list_groups(desk)],
        inside=set(request.form.getlist("groups")) if wrong else {str(one) for one in _group_ids(desk, customer)},
        messages=_last_messages(desk, customer),
        appointments=agenda.past_of(desk, customer.id),
        states=consent.states(desk.session, desk.business.id, addresses),
        addresses=addresses,
        sources=SOURCES,
        consents=consent.history_of(desk, addresses),
    )


def _addresses(customer: Customer) -> list[str]:
    return [row.phone for row in customer.phones] + [row.email for row in customer.emails]


def _group_ids(desk: Desk, customer: Customer) -> set[UUID]:
    return set(desk.session.scalars(select(GroupMember.group_id).where(GroupMember.customer_id == customer.id)))


def _set_groups(desk: Desk, customer: Customer) -> None:
    wanted = set(request.form.getlist("groups"))
    inside = _group_ids(desk, customer)
    for group, _ in groups.list_groups(desk):
        _set_group(desk, customer, group, str(group.id) in wanted, group.id in inside)


def _set_group(desk: Desk, customer: Customer, group: Group, wanted: bool, inside: bool) -> None:
    if wanted and not inside:
        groups.add_members(desk, group, [customer])
    elif inside and not wanted:
        groups.remove_members(desk, group, [customer])


def _last_messages(desk: Desk, customer: Customer) -> list[Delivery]:
    query = select(Delivery).where(Delivery.customer_id == customer.id, Delivery.business_id == desk.business.id)
    return list(desk.session.scalars(query.order_by(Delivery.created_at.desc()).limit(LAST_MESSAGES)))


def as_uuid(text: str | None) -> UUID | None:
    """The id in an address; None for what is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None

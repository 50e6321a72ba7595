"""Billing: the plan, the card, what the month comes to so far, invoices, and ending the account."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.domain import local_time, prices
from bot.errors import CarrierError, InputError, NotFound
from bot.services import billing, charging
from models import Invoice
from web.context import application
from web.hooks.stripe import note_card
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("billing", __name__, url_prefix="/billing")
NOT_NOW = "The payment company cannot be reached just now. Please try again in a few minutes."

ENDED = "The account is cancelled. Nothing new is sent; your data stay readable. Its number goes back after 30 days."


@blueprint.get("")
@login_required
def index() -> str:
    """Everything about money."""
    with reading() as desk:
        listed = billing.so_far(desk)
        here = local_time.to_local(desk.now, desk.business.timezone)
        return render_template(
            "panel/billing.html",
            business=desk.business,
            lines=listed,
            total=prices.total(listed),
            month=f"{here:%B}",
            invoices=billing.invoices(desk),
            balance=billing.balance(desk),
            charges=application().ports.payments is not None,
            paused=billing.is_read_only(desk),
        )


@blueprint.get("/invoices/<uuid:invoice_id>")
@login_required
def invoice(invoice_id: UUID) -> str:
    """One invoice, to look at and to print."""
    with reading() as desk:
        row = desk.session.get(Invoice, invoice_id)
        if row is None or row.business_id != desk.business.id:
            raise NotFound("There is no such invoice.")
        return render_template("panel/invoice.html", invoice=row, business=desk.business)


@blueprint.post("/card")
@login_required
def enter_card() -> ResponseReturnValue:
    """To the payment company's page, where the card is typed."""
    payments = application().ports.payments
    if payments is None:
        raise NotFound("This installation charges nobody, so there is no card to enter.")
    try:
        with reading() as desk:
            name, business_id, known = desk.business.name, desk.business.id, desk.business.payment_customer
        customer = known or payments.customer(name, business_id)
        with writing() as desk:
            desk.business.payment_customer = customer
        back = f"{application().public_url}{url_for('billing.card')}"
        return redirect(payments.card_page(customer, back))
    except CarrierError:
        flash(NOT_NOW)
        return redirect(url_for("billing.index"))


@blueprint.get("/card")
@login_required
def card() -> ResponseReturnValue:
    """Back from there; the webhook says the same, whichever comes first."""
    session = request.args.get("session", "")
    try:
        if session and application().ports.payments and note_card(session):
            flash("The card is saved.")
    except CarrierError:
        flash(NOT_NOW)
    return redirect(url_for("billing.index"))


@blueprint.post("/cancel")
@login_required
def cancel() -> ResponseReturnValue:
    """End the account, where its name was typed as a sign that it is meant."""
    try:
        with writing() as desk:
            if " ".join(request.form.get("name", "").split()).casefold() != desk.business.name.casefold():
                raise InputError("To cancel, type the name of the business.", desk.business.name)
            charging.cancel(desk)
    except InputError as error:
        flash(str(error))
    else:
        flash(ENDED)
    return redirect(url_for("billing.index"))

"""Businesses: searched, looked at, suspended and restored; their plan and pace."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import InputError, NotFound
from bot.services import operators, standing
from bot.services.work import Desk
from models import Operator
from web.context import application
from web.operator.access import operator_required, writing
from web.panel.customers import as_uuid

blueprint = Blueprint("operator", __name__, url_prefix="/operator")


@blueprint.get("")
@operator_required
def index() -> ResponseReturnValue:
    """All of them, by name, page by page."""
    words = request.args.get("q", "")
    with application().reading() as work:
        found = operators.businesses(work, words, as_uuid(request.args.get("after")))
    shown = found[: operators.PAGE]
    more = shown[-1].id if len(found) > operators.PAGE else None
    return render_template("operator/businesses.html", businesses=shown, more=more, q=words)


@blueprint.get("/businesses/<uuid:business_id>")
@operator_required
def show(business_id: UUID) -> ResponseReturnValue:
    """One of them."""
    return _page(business_id)


@blueprint.post("/businesses/<uuid:business_id>/<block>")
@operator_required
def save(business_id: UUID, block: str) -> ResponseReturnValue:
    """Plan, pace, suspend or restore; what was typed stays where it cannot be."""
    if block not in _SAVE:
        raise NotFound("There is no such thing to do.")
    try:
        with writing() as (work, operator):
            said = _SAVE[block](Desk(work, operators.business(work, business_id)), operator)
    except InputError as wrong:
        return _page(business_id, wrong), 422
    flash(said)
    return redirect(url_for("operator.show", business_id=business_id))


def _page(business_id: UUID, wrong: InputError | None = None) -> str:
    with application().reading() as work:
        business = operators.business(work, business_id)
        desk = Desk(work, business)
        return render_template(
            "operator/business.html",
            business=business,
            members=operators.members(work, business),
            margin=operators.margin(desk),
            plans=[plan for plan in operators.plans(work) if plan.retired_at is None or plan.id == business.plan_id],
            actions=operators.actions(work, business),
            typed=request.form,
            wrong=wrong,
        )


def _plan(desk: Desk, operator: Operator) -> str:
    plan = operators.set_plan(desk.work, desk.business, as_uuid(request.form.get("plan")))
    operators.record(desk.work, operator, desk.business, f"set the plan to {plan.name}")
    return f"The plan is {plan.name} now."


def _pace(desk: Desk, operator: Operator) -> str:
    texts, calls, most = (request.form.get(name, "").strip() or None for name in ("texts", "calls", "most_a_day"))
    operators.set_pace(desk.business, texts, calls, most)
    if "outgoing_a_day" in request.form:
        operators.set_ceiling(desk.business, request.form["outgoing_a_day"].strip())
    operators.record(desk.work, operator, desk.business, "changed the pace")
    return "The pace is changed."


def _suspend(desk: Desk, operator: Operator) -> str:
    standing.suspend(desk, request.form.get("why", ""))
    operators.record(desk.work, operator, desk.business, f"suspended the business: {desk.business.suspended_why}")
    return f"{desk.business.name} is suspended."


def _restore(desk: Desk, operator: Operator) -> str:
    standing.restore(desk)
    operators.record(desk.work, operator, desk.business, "restored the business")
    return f"{desk.business.name} sends again."


_SAVE: dict[str, Callable[[Desk, Operator], str]] = {
    "plan": _plan,
    "pace": _pace,
    "suspend": _suspend,
    "restore": _restore,
}

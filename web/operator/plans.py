"""Plans, and what a unit costs the operator."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import InputError, NotFound
from bot.services import operators
from models import Plan
from web.context import application
from web.operator.access import operator_required, writing

blueprint = Blueprint("operator_plans", __name__, url_prefix="/operator/plans")


@blueprint.get("")
@operator_required
def index() -> ResponseReturnValue:
    """All of them, and the rates."""
    return _page()


@blueprint.post("")
@operator_required
def create() -> ResponseReturnValue:
    """A new one."""
    return _save(None)


@blueprint.post("/<uuid:plan_id>")
@operator_required
def change(plan_id: UUID) -> ResponseReturnValue:
    """Change one; or retire it."""
    if "retire" not in request.form:
        return _save(plan_id)
    with writing() as (work, operator):
        plan = _find(work.session.get(Plan, plan_id))
        operators.retire(work, plan)
        operators.record(work, operator, None, f"retired the plan {plan.name}")
    flash(f"Nobody new gets {plan.name}; who has it keeps it.")
    return redirect(url_for("operator_plans.index"))


@blueprint.post("/rates")
@operator_required
def rates() -> ResponseReturnValue:
    """What a message part and a minute cost."""
    try:
        with writing() as (work, operator):
            operators.set_rates(work, request.form.get("text", ""), request.form.get("voice", ""))
            operators.record(work, operator, None, "changed the rates")
    except InputError as wrong:
        return _page("rates", wrong), 422
    flash("Saved.")
    return redirect(url_for("operator_plans.index"))


def _save(plan_id: UUID | None) -> ResponseReturnValue:
    try:
        with writing() as (work, operator):
            plan = _find(work.session.get(Plan, plan_id)) if plan_id else None
            saved = operators.save_plan(work, plan, request.form)
            operators.record(work, operator, None, f"saved the plan {saved.name}")
    except NotFound:
        raise
    except InputError as wrong:
        return _page(str(plan_id or "new"), wrong), 422
    flash("Saved.")
    return redirect(url_for("operator_plans.index"))


def _find(plan: Plan | None) -> Plan:
    if plan is None:
        raise NotFound("There is no such plan.")
    return plan


def _page(block: str = "", wrong: InputError | None = None) -> str:
    with application().reading() as work:
        return render_template(
            "operator/plans.html",
            plans=operators.plans(work),
            rates=operators.rates(work),
            typed=request.form if block else {},
            block=block,
            wrong=wrong,
        )

"""An operator looks at the panel as a member does. It is written down, and the owner can read it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import joinedload

from bot.errors import NotFound
from bot.services import operators
from models import Business, Member
from web.operator.access import KEY, current, operator_required, writing
from web.panel.access import begin_session, end_session

blueprint = Blueprint("operator_acting", __name__, url_prefix="/operator/acting")
ACTING = "acting"


@blueprint.app_context_processor
def _banner() -> dict[str, object]:
    """Whether the one who looks at the panel is an operator."""
    looks_on = ACTING in session and current_user.is_authenticated and current() is not None
    return {"acting": looks_on}


@blueprint.post("/<uuid:member_id>")
@operator_required
def begin(member_id: UUID) -> ResponseReturnValue:
    """Sign in as a member."""
    with writing() as (work, operator):
        member = work.session.get(Member, member_id, options=[joinedload(Member.business)])
        if member is None:
            raise NotFound("There is no such member.")
        operators.record(work, operator, member.business, f"signed in as {member.name}")
        name = operator.email
    kept = session[KEY]
    begin_session(member_id, operator=name)
    session.update({KEY: kept, ACTING: True})
    return redirect(url_for("today.index"))


@blueprint.post("/end")
@operator_required
def end() -> ResponseReturnValue:
    """Back to the operator's own pages."""
    business_id = current_user.business_id if current_user.is_authenticated else None
    kept = session[KEY]
    end_session()
    session[KEY] = kept
    if business_id is None:
        return redirect(url_for("operator.index"))
    with writing() as (work, operator):
        operators.record(work, operator, work.session.get_one(Business, business_id), "signed out again")
    flash("You are yourself again.")
    return redirect(url_for("operator.show", business_id=business_id))

"""The account: the number, and what was used in this month and the two before."""

import calendar
from datetime import datetime

from flask import Blueprint, render_template, request

from bot.domain import local_time
from bot.services import deliveries, operators, usage
from web.panel.access import login_required, reading
from web.panel.customers import as_uuid

blueprint = Blueprint("account", __name__, url_prefix="/account")
MONTHS = 3
PAGE = 50


@blueprint.get("")
@login_required
def index() -> str:
    """Details and usage."""
    with reading() as desk:
        here = local_time.to_local(desk.now, desk.business.timezone)
        months = [(_label(*one), usage.month(desk, *one)) for one in _months(here)]
        seen = operators.actions(desk.work, desk.business)
        return render_template("panel/account.html", business=desk.business, months=months, actions=seen)


@blueprint.get("/messages")
@login_required
def detailed() -> str:
    """Every delivery with its state and reason, newest first."""
    with reading() as desk:
        rows = deliveries.listed(desk, PAGE + 1, as_uuid(request.args.get("after")))
        more = rows[PAGE - 1].id if len(rows) > PAGE else None
        return render_template("panel/usage.html", deliveries=rows[:PAGE], more=more)


def _months(here: datetime) -> list[tuple[int, int]]:
    counted = here.year * 12 + here.month - 1
    return [(year, month + 1) for year, month in (divmod(counted - back, 12) for back in range(MONTHS))]


def _label(year: int, month: int) -> str:
    return f"{calendar.month_name[month]} {year}"

"""The account: the number, what was used in this month and the three before, and every delivery of a month."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask_login import current_user

from bot.domain import area_codes, local_time
from bot.errors import NotFound
from bot.services import audit, deliveries, exporting, operators, usage
from bot.services.work import Desk
from models import Business, Delivery
from web.context import application
from web.panel.access import login_required, reading, writing
from web.panel.customers import as_uuid
from web.panel.showing import STATES

blueprint = Blueprint("account", __name__, url_prefix="/account")
MONTHS = 4
PAGE = 50
HEADER = ("Time", "To", "Customer", "Kind", "Channel", "Parts", "State", "Reason", "Words")


@dataclass(frozen=True)
class _Month:
    """A month of the business's calendar. `key`: as in an address, `2026-11`."""

    year: int
    month: int

    @property
    def key(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def name(self) -> str:
        return f"{calendar.month_name[self.month]} {self.year}"


@blueprint.get("")
@login_required
def index() -> str:
    """Details and usage."""
    with reading() as desk:
        return render_template(
            "panel/account.html",
            business=desk.business,
            area_code=area_codes.of_number(desk.business.number),
            months=[(one, usage.month(desk, one.year, one.month)) for one in _months(desk)],
            actions=operators.actions(desk.work, desk.business),
        )


@blueprint.get("/messages")
@login_required
def detailed() -> str:
    """Every delivery with its state and reason, newest first; of one month where one is named."""
    with reading() as desk:
        months = _months(desk)
        month = next((one for one in months if one.key == request.args.get("month")), None)
        rows = _page(desk, month, as_uuid(request.args.get("after")), PAGE + 1)
        more = rows[PAGE - 1].id if len(rows) > PAGE else None
        return render_template("panel/usage.html", deliveries=rows[:PAGE], more=more, month=month, months=months)


@blueprint.get("/messages/<month>.csv")
@login_required
def usage_file(month: str) -> Response:
    """The deliveries of a month as a file, page by page: never all of them at once in memory."""
    chosen, app, business_id = _month(month), application(), current_user.business_id
    with writing() as desk:
        audit.record(desk, "usage_exported", month=chosen.key)

    def pages() -> Iterator[str]:
        yield exporting.MARK + exporting.written([HEADER])
        after, more = None, True
        while more:
            with app.reading() as work:
                desk = Desk(work, work.session.get_one(Business, business_id))
                rows = _page(desk, chosen, after, exporting.PAGE)
                lines = exporting.written([_line(desk, one) for one in rows])
            after, more = (rows[-1].id if rows else None), len(rows) == exporting.PAGE
            yield lines

    name = f"messages-{chosen.key}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pages(), content_type="text/csv; charset=utf-8", headers=headers)


def _page(desk: Desk, month: _Month | None, after: UUID | None, limit: int) -> list[Delivery]:
    since, until = local_time.month(month.year, month.month, desk.business.timezone) if month else (None, None)
    return deliveries.listed(desk, limit, after, since=since, until=until)


def _line(desk: Desk, one: Delivery) -> list[str]:
    at = local_time.to_local(one.created_at, desk.business.timezone)
    customer, state = one.customer.name if one.customer else "", STATES[one.status][1]
    what = [one.address, customer, str(one.kind), str(one.channel), str(one.parts), state, one.reason or "", one.body]
    return [f"{at:%Y-%m-%d %H:%M}", *what]


def _month(key: str) -> _Month:
    """Raises NotFound for what is no month."""
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", key)
    if found is None:
        raise NotFound("There is no such month.")
    return _Month(int(found[1]), int(found[2]))


def _months(desk: Desk) -> list[_Month]:
    """This month first."""
    here: datetime = local_time.to_local(desk.now, desk.business.timezone)
    counted = here.year * 12 + here.month - 1
    return [_Month(year, month + 1) for year, month in (divmod(counted - back, 12) for back in range(MONTHS))]

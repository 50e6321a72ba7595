"""Settings → What was done: the audit log, for owners."""

from flask import Blueprint, render_template, request

from bot.services import audit
from web.panel.access import login_required, reading
from web.panel.customers import as_uuid

blueprint = Blueprint("what_was_done", __name__, url_prefix="/settings/what-was-done")

PAGE = 50
DOORS = {
    "panel": "in the panel",
    "text": "by text",
    "call": "in a call",
    "operator": "by the operator",
    "command_line": "on the command line",
    "itself": "by itself",
}


@blueprint.get("")
@login_required
def index() -> str:
    """Newest first, page by page."""
    with reading() as desk:
        last = audit.get(desk, as_uuid(request.args.get("after")))
        rows = audit.listed(desk, PAGE + 1, (last.at, last.id) if last else None)
        more = rows[PAGE - 1].id if len(rows) > PAGE else None
        entries = [(row, audit.sentence(row)) for row in rows[:PAGE]]
        return render_template("panel/what_was_done.html", entries=entries, doors=DOORS, more=more)

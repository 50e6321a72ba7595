"""Groups: made, renamed, filled, deleted."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import InputError
from bot.intents import who
from bot.services import contacts, groups
from web.panel.access import login_required, reading, writing
from web.panel.customers import as_uuid

blueprint = Blueprint("groups", __name__, url_prefix="/groups")
PAGE = 100


@blueprint.route("", methods=["GET", "POST"])
@login_required
def index() -> ResponseReturnValue:
    """All groups; a new one is made here."""
    wrong = None
    if request.method == "POST":
        try:
            with writing() as desk:
                group = groups.create_group(desk, request.form.get("name", ""))
        except InputError as error:
            wrong = error
        else:
            return redirect(url_for("groups.show", group_id=group.id))
    with reading() as desk:
        listed = groups.list_groups(desk)
    page = render_template("panel/groups.html", groups=listed, wrong=wrong, name=request.form.get("name", ""))
    return page, 422 if wrong else 200


@blueprint.get("/<uuid:group_id>")
@login_required
def show(group_id: UUID) -> str:
    """One group with its members."""
    return _page(group_id)


@blueprint.post("/<uuid:group_id>/<any(rename, add, 'take-out', delete):action>")
@login_required
def change(group_id: UUID, action: str) -> ResponseReturnValue:
    """Rename, add, take out, delete."""
    try:
        with writing() as desk:
            group = groups.get_group(desk, group_id)
            if action == "rename":
                groups.rename_group(desk, group, request.form.get("name", ""))
            elif action == "add":
                groups.add_members(desk, group, [who.one_customer(desk, request.form.get("customer", ""))])
            elif action == "take-out":
                gone = contacts.get_customer(desk, UUID(request.form.get("customer_id", "")))
                groups.remove_members(desk, group, [gone])
            elif action == "delete":
                groups.delete_group(desk, group)
    except (InputError, ValueError, who.Unclear) as error:
        return _page(group_id, wrong=_sentence(error)), 422
    flash("The group is deleted." if action == "delete" else "Saved.")
    return redirect(url_for("groups.index") if action == "delete" else url_for("groups.show", group_id=group_id))


def _page(group_id: UUID, wrong: str | None = None) -> str:
    with reading() as desk:
        group = groups.get_group(desk, group_id)
        found = groups.members_page(desk, group, PAGE + 1, as_uuid(request.args.get("after")))
        return render_template(
            "panel/group.html",
            group=group,
            members=found[:PAGE],
            more=found[PAGE - 1].id if len(found) > PAGE else None,
            wrong=wrong,
            typed=request.form,
        )


def _sentence(error: Exception) -> str:
    if isinstance(error, who.Unclear):
        return f"Several customers are called {error.name}: {', '.join(label for label, _ in error.choices)}."
    return str(error) if isinstance(error, InputError) else "There is no such customer."

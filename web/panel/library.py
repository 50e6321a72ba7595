"""Templates and voice prompts."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.domain import wav
from bot.domain.fields import FIELDS
from bot.errors import InputError
from bot.services import prompts, templates
from web.context import application
from web.hooks.media import signed_url
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("library", __name__)
LARGEST_REQUEST = wav.MOST_BYTES + 100_000


@blueprint.route("/templates", methods=["GET", "POST"])
@login_required
def saved() -> ResponseReturnValue:
    """All templates; one is saved here."""
    wrong = None
    if request.method == "POST":
        form = request.form
        try:
            with writing() as desk:
                templates.save_template(desk, form.get("name", ""), form.get("body", ""), form.get("kind", "message"))
        except InputError as error:
            wrong = error
        else:
            flash("Saved.")
            return redirect(url_for("library.saved"))
    with reading() as desk:
        listed = templates.list_templates(desk)
    typed = request.form or request.args
    page = render_template("panel/templates.html", templates=listed, wrong=wrong, form=typed, fields=FIELDS)
    return page, 422 if wrong else 200


@blueprint.post("/templates/<uuid:template_id>/delete")
@login_required
def delete_template(template_id: UUID) -> ResponseReturnValue:
    """What was scheduled with it keeps its words."""
    with writing() as desk:
        templates.delete_template(desk, templates.get_template(desk, template_id))
    flash("The template is deleted.")
    return redirect(url_for("library.saved"))


@blueprint.route("/prompts", methods=["GET", "POST"])
@login_required
def recordings() -> ResponseReturnValue:
    """The voice prompts, with a player each; a recording made in the browser is kept here."""
    wrong = None
    if request.method == "POST":
        sent = request.files.get("audio")
        try:
            with writing() as desk:
                audio, name = sent.read() if sent else b"", request.form.get("name", "")
                kept = prompts.upload(desk, audio, application().vault, name)
        except InputError as error:
            wrong = error
        else:
            flash(f"Kept as recording {kept.number}.")
            return redirect(url_for("library.recordings"))
    with reading() as desk:
        listed = [(prompt, signed_url(prompt.recording_id)) for prompt in prompts.list_prompts(desk)]
        name = request.form.get("name", "")
        page = render_template("panel/prompts.html", prompts=listed, business=desk.business, wrong=wrong, name=name)
        return page, 422 if wrong else 200


@blueprint.post("/prompts/<int(max=999999):number>/<any(rename, delete):action>")
@login_required
def change_prompt(number: int, action: str) -> ResponseReturnValue:
    """Name or delete a prompt."""
    with writing() as desk:
        prompt = prompts.get_prompt(desk, number)
        if action == "delete":
            prompts.remove_prompt(desk, prompt)
        else:
            prompts.rename_prompt(prompt, request.form.get("name", ""))
    flash("The recording is deleted." if action == "delete" else "Saved.")
    return redirect(url_for("library.recordings"))

"""Customers in files: uploaded, looked at, matched, imported; and all of them as a file."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from bot.domain.contact_files import Table, columns, open_table
from bot.domain.contact_files.merging import RULE
from bot.errors import InputError
from bot.services import audit, exporting, groups, importing
from bot.services.work import Desk
from models import Business, ImportJob, ImportProblem
from models.states import ImportStatus
from web.context import application
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("imports", __name__, url_prefix="/customers")
LARGEST_REQUEST = importing.LARGEST_FILE + 100_000
SHOWN_ROWS, SHOWN_SAMPLES, SHOWN_PROBLEMS, SHOWN_LETTERS = 20, 3, 20, 60
TOO_LARGE = f"A file can have up to {importing.LARGEST_FILE // 1024 // 1024} MB; please cut it in two."
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class _Column:
    """A column of a file beside what it is taken to hold."""

    number: int
    title: str
    field: str
    samples: list[str]

    @property
    def shown(self) -> bool:
        """Address books export a hundred columns, nearly all of them empty."""
        return bool(self.samples or self.field)


@blueprint.errorhandler(413)
def too_large(_: Exception) -> ResponseReturnValue:
    """Nothing of it was read."""
    if not current_user.is_authenticated:
        return redirect(url_for("signing_in.sign_in"))
    return _form(InputError(TOO_LARGE)), 413


@blueprint.get("/import")
@login_required
def index() -> str:
    """Choose a file."""
    return _form()


@blueprint.post("/import")
@login_required
def upload() -> ResponseReturnValue:
    """Take a file in, and look at it."""
    sent = request.files.get("file")
    data = sent.read(importing.LARGEST_FILE + 1) if sent else b""
    try:
        if sent is None or not sent.filename:
            raise InputError("Please choose a file first.", "contacts.csv")
        with writing() as desk:
            job_id = importing.begin(desk, sent.filename, data).id
    except InputError as error:
        return _form(error), 422
    return redirect(url_for("imports.show", job_id=job_id))


@blueprint.get("/import/<uuid:job_id>")
@login_required
def show(job_id: UUID) -> str:
    """Where an import stands: its preview, its progress, its result."""
    with reading() as desk:
        return _page(desk, importing.get_job(desk, job_id))


@blueprint.post("/import/<uuid:job_id>/<any(match, start, forget):action>")
@login_required
def change(job_id: UUID, action: str) -> ResponseReturnValue:
    """Say what the columns hold; go; throw the file away."""
    try:
        with writing() as desk:
            _do(desk, importing.get_job(desk, job_id, lock=True), action)
    except InputError as error:
        with reading() as desk:
            return _page(desk, importing.get_job(desk, job_id), error), 422
    if action == "forget":
        flash("The file is thrown away.")
        return redirect(url_for("imports.index"))
    return redirect(url_for("imports.show", job_id=job_id))


@blueprint.get("/import/<uuid:job_id>/problems.csv")
@login_required
def problems(job_id: UUID) -> Response:
    """The rows of which something is to be said, as they were, to be put right and imported again."""
    with reading() as desk:
        job = importing.get_job(desk, job_id)
        said = {one.row: one for one in importing.problems(desk, job, importing.MOST_PROBLEMS)}
        table = open_table(job.data)
    return _file(_problem_lines(table, said), "problems.csv")


@blueprint.get("/export.csv")
@login_required
def export() -> Response:
    """All customers, page by page: never all of them at once in memory."""
    app, business_id = application(), current_user.business_id
    with writing() as desk:
        audit.record(desk, "customers_exported")

    def pages() -> Iterator[str]:
        yield exporting.MARK + exporting.written([exporting.HEADER])
        after, more = None, True
        while more:
            with app.reading() as work:
                rows, after = exporting.page(Desk(work, work.session.get_one(Business, business_id)), after)
            more = after is not None
            yield exporting.written(rows)

    return _file(pages(), "customers.csv")


def _do(desk: Desk, job: ImportJob, action: str) -> None:
    if action == "match":
        importing.match(desk, job, _chosen(job))
    elif action == "start":
        name = request.form.get("group_name", "")
        importing.start(desk, job, with_groups="with_groups" in request.form, group_name=name)
    else:
        importing.forget(desk, job)


def _form(wrong: InputError | None = None) -> str:
    with reading() as desk:
        job = importing.latest(desk)
        return render_template("panel/import.html", wrong=wrong, rule=RULE, latest=job, megabytes=20)


def _page(desk: Desk, job: ImportJob, wrong: InputError | None = None) -> str:
    ready = job.status is ImportStatus.READY
    return render_template(
        "panel/import_job.html",
        job=job,
        wrong=wrong,
        rule=RULE,
        at_work=job.status in (ImportStatus.CHECKING, ImportStatus.RUNNING),
        matching=_matching(job) if ready else [],
        fields=columns.FIELDS,
        names=[group.name for group, _ in groups.list_groups(desk)] if ready else [],
        problems=[] if job.status is ImportStatus.CHECKING else importing.problems(desk, job, SHOWN_PROBLEMS),
        typed=request.form,
    )


def _chosen(job: ImportJob) -> list[str]:
    """The field of each column as the form says; as it was where the form says nothing."""
    return [request.form.get(f"field-{number}", field) for number, field in enumerate(job.columns)]


def _matching(job: ImportJob) -> list[_Column]:
    table = open_table(job.data)
    rows = importing.first_rows(table, SHOWN_ROWS)
    matching = []
    for number, (title, field) in enumerate(zip(table.header, _chosen(job), strict=False)):
        cells = [row[number][:SHOWN_LETTERS].strip() for row in rows if number < len(row)]
        samples = list(dict.fromkeys(cell for cell in cells if cell))[:SHOWN_SAMPLES]
        matching.append(_Column(number, title[:SHOWN_LETTERS] or f"Column {number + 1}", field, samples))
    return matching


def _problem_lines(table: Table, said: dict[int, ImportProblem]) -> Iterator[str]:
    yield exporting.MARK + exporting.written([["Row", "What is to be said", "Taken over", *table.header]])
    with suppress(InputError):  # a file that breaks off is told up to there
        for number, cells in table.rows():
            if number in said:
                taken = "yes" if said[number].taken else "no"
                yield exporting.written([[str(number), said[number].said, taken, *cells]])


def _file(lines: Iterator[str], name: str) -> Response:
    return Response(lines, content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'})

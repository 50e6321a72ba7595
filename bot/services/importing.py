"""Import of customers from a file: uploaded, checked for a preview, and then taken over batch by batch.

What is done of a file is committed in the same transaction as the customers of the batch, and only by whoever finds it
where it was left. So a worker may be killed at any moment, two may be at work on one file, and nobody comes in twice.
An imported list is no consent: none is recorded, and who opted out stays out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.contact_files import Table, columns, open_table
from bot.domain.contact_files.people import LONGEST_GROUP, rough_keys
from bot.domain.contact_files.table import Row
from bot.errors import InputError, NotFound
from bot.services import audit
from bot.services.import_batch import Outcome, Read, check_batch, import_batch, read_rows
from bot.services.work import Desk, Work
from models import Business, ImportJob, ImportProblem
from models.states import ImportStatus

LARGEST_FILE = 20 * 1024 * 1024
BATCH = 500
MOST_PROBLEMS = 10_000
"""More are counted, not kept."""
_LEASE = timedelta(seconds=60)
_KEPT = timedelta(days=1)
_MOST_FILES = 5
"""Kept of one business."""
_MOST_STALLS = 30
"""Half an hour: a queue may be long."""
_OTHER = "Another file is being imported; please start this one when that is done."
_AT_WORK = (ImportStatus.CHECKING, ImportStatus.RUNNING)

_COUNTS = ("rows_done", "added", "merged", "unchanged", "refused", "opted_out", "problems", "last_row", "stalls")


@dataclass
class Run:
    """One reading of a file by one process, from where the job stands."""

    job_id: UUID
    business_id: UUID
    attempt: int
    status: ImportStatus
    last_row: int
    columns: list[str]
    rows: Iterator[Row]
    with_groups: bool = False
    group_name: str = ""
    seen: set[str] = field(default_factory=set)
    """While checking: who stood in a row before."""
    ahead: list[Read] | None = None
    """Rows that are read and not dealt with."""
    broken: str = ""
    """Why the file cannot be read any further."""


def begin(desk: Desk, filename: str, data: bytes) -> ImportJob:
    """Keep an uploaded file and check its beginning. Raises InputError for what is no list of contacts."""
    if len(data) > LARGEST_FILE:
        raise InputError(f"A file can have up to {LARGEST_FILE // 1024 // 1024} MB; please cut it in two.")
    table = open_table(data)
    total = table.count()
    job = ImportJob(
        business_id=desk.business.id,
        filename=_shown(filename),
        data=data,
        columns=_guessed(table),
        rows_total=total,
        created_at=desk.now,
    )
    _make_room(desk)
    desk.session.add(job)
    _restart(desk, job, ImportStatus.CHECKING)
    return job


def match(desk: Desk, job: ImportJob, fields: list[str]) -> None:
    """Say what each column holds, and check again. Raises InputError where nobody could be found that way."""
    _refuse_unless(job, ImportStatus.READY, ImportStatus.CHECKING)
    chosen = [one if one in columns.FIELDS else "" for one in fields]
    wrong = columns.problem(chosen)
    if wrong or len(chosen) != len(job.columns):
        raise InputError(wrong or "Please match the columns of the file that is shown.")
    job.columns = chosen
    _restart(desk, job, ImportStatus.CHECKING)


def start(desk: Desk, job: ImportJob, *, with_groups: bool = False, group_name: str = "") -> None:
    """Take the customers over. Raises InputError where the file is not checked, or another one is being imported."""
    _refuse_unless(job, ImportStatus.READY)
    group_name = " ".join(group_name.split())
    if len(group_name) > LONGEST_GROUP or group_name.casefold() in {"all", "everyone", "everybody"}:
        raise InputError(f'"{group_name[:40]}" cannot be the name of a group.', "Spring guests")
    if wrong := columns.problem(job.columns):
        raise InputError(wrong)
    try:
        with desk.session.begin_nested():
            job.status = ImportStatus.RUNNING  # of one business, one at a time: two would not see whom the other adds
    except IntegrityError:
        raise InputError(_OTHER) from None
    job.with_groups, job.group_name = with_groups, group_name
    _restart(desk, job, ImportStatus.RUNNING)
    audit.record(desk, "customers_imported")


def get_job(desk: Desk, job_id: UUID, *, lock: bool = False) -> ImportJob:
    """Raises NotFound for one that is not there any more, or belongs to another business. `lock` it to change it."""
    job = desk.session.get(ImportJob, job_id, with_for_update=lock)
    if job is None or job.business_id != desk.business.id:
        raise NotFound("That file is not here any more. Files are kept for a day.")
    return job


def latest(desk: Desk) -> ImportJob | None:
    """The import that was begun last, as long as it is kept."""
    query = select(ImportJob).where(ImportJob.business_id == desk.business.id)
    return desk.session.scalar(query.order_by(ImportJob.id.desc()).limit(1))


def forget(desk: Desk, job: ImportJob) -> None:
    """Throw an uploaded file away. Raises InputError while it is being imported."""
    _refuse_unless(job, ImportStatus.CHECKING, ImportStatus.READY, ImportStatus.DONE, ImportStatus.FAILED)
    desk.session.execute(delete(ImportProblem).where(ImportProblem.job_id == job.id))
    desk.session.delete(job)
    desk.session.flush()


def resume(work: Work, job_id: UUID) -> Run | None:
    """Read on where a job stands; None where nothing of it is to be done."""
    job = work.session.get(ImportJob, job_id)
    if job is None or job.status not in _AT_WORK:
        return None
    return _run(job, open_table(job.data))


def read_ahead(run: Run) -> None:
    """Read the next rows before a transaction is opened for them: on SQLite others can write meanwhile."""
    if run.ahead is None:
        try:
            run.ahead = read_rows(list(islice(run.rows, BATCH)), run.columns)
        except InputError as error:
            run.broken = str(error)


def step(work: Work, run: Run) -> bool:
    """Deal with the next rows; False where none is left, or somebody else went on with the job."""
    read_ahead(run)
    batch, run.ahead = run.ahead or [], None
    if run.broken:
        return _end(work, run, ImportStatus.FAILED, run.broken)
    last = batch[-1].row if batch else run.last_row
    if not _claim(work, run, last):
        return False
    if batch:
        _record(work, run, _dealt_with(work, run, batch))
    if len(batch) < BATCH:
        return _end(work, run, ImportStatus.DONE if run.status is ImportStatus.RUNNING else ImportStatus.READY)
    return True


def stalled(work: Work) -> list[UUID]:
    """Jobs with nobody at work on them. One that stalls again and again is given up."""
    query = select(ImportJob).where(ImportJob.status.in_(_AT_WORK), ImportJob.lease_until < work.now)
    found = []
    for job in work.session.scalars(query.limit(20).with_for_update(skip_locked=True)):
        job.stalls += 1
        job.lease_until = work.now + _LEASE
        if job.stalls > _MOST_STALLS:
            job.status, job.finished_at = ImportStatus.FAILED, work.now
            job.said = f"This could not be finished; it broke off after row {job.last_row}. What was read is imported."
        else:
            found.append(job.id)
    return found


def forget_old(work: Work) -> int:
    """Remove files that were uploaded more than a day ago; how many."""
    old = select(ImportJob.id).where(ImportJob.created_at < work.now - _KEPT, ImportJob.status != ImportStatus.RUNNING)
    ids = list(work.session.scalars(old.limit(100)))
    _remove(work, ids)
    return len(ids)


def problems(desk: Desk, job: ImportJob, limit: int) -> list[ImportProblem]:
    """What is to be said of rows, in their order."""
    query = select(ImportProblem).where(ImportProblem.job_id == job.id, ImportProblem.business_id == desk.business.id)
    return list(desk.session.scalars(query.order_by(ImportProblem.row).limit(limit)))


def first_rows(table: Table, count: int) -> list[list[str]]:
    """The cells of the first rows."""
    return [cells for _, cells in islice(table.rows(), count)]


def _make_room(desk: Desk) -> None:
    """The oldest files go, so that nobody fills the database by uploading."""
    mine = select(ImportJob.id).where(
        ImportJob.business_id == desk.business.id, ImportJob.status != ImportStatus.RUNNING
    )
    _remove(desk.work, list(desk.session.scalars(mine.order_by(ImportJob.id.desc()).offset(_MOST_FILES - 1))))


def _remove(work: Work, ids: list[UUID]) -> None:
    work.session.execute(delete(ImportProblem).where(ImportProblem.job_id.in_(ids)))
    work.session.execute(delete(ImportJob).where(ImportJob.id.in_(ids)))


def _refuse_unless(job: ImportJob, *allowed: ImportStatus) -> None:
    if job.status not in allowed:
        busy = job.status in _AT_WORK
        raise InputError("This file is still being read; please wait a moment." if busy else "This import has ended.")


def _shown(filename: str) -> str:
    return "".join(letter for letter in filename if letter.isprintable())[:200]


def _guessed(table: Table) -> list[str]:
    if table.has_header:
        return columns.guess(table.header)
    return columns.guess_by_content(first_rows(table, 20), len(table.header))


def _restart(desk: Desk, job: ImportJob, status: ImportStatus) -> None:
    """From the beginning. The first rows are dealt with at once, so that small files need no worker."""
    for name in _COUNTS:
        setattr(job, name, 0)
    job.status, job.attempt, job.lease_until = status, (job.attempt or 0) + 1, desk.now + _LEASE
    desk.session.execute(delete(ImportProblem).where(ImportProblem.job_id == job.id))
    desk.session.flush()
    if step(desk.work, _run(job, open_table(job.data))):
        desk.work.imports.append(job.id)
    desk.session.refresh(job)


def _run(job: ImportJob, table: Table) -> Run:
    run = Run(
        job.id, job.business_id, job.attempt, job.status, job.last_row, job.columns, table.rows(),
        job.with_groups, job.group_name,
    )  # fmt: skip
    if job.last_row:
        _skip(run)
    return run


def _skip(run: Run) -> None:
    """Go to where the job stands; while checking, note who was there on the way."""
    behind: list[Row] = []
    for row in run.rows:
        if row[0] > run.last_row:
            behind.append(row)
            break
        if run.status is ImportStatus.CHECKING:
            run.seen |= rough_keys(row[1], run.columns)
    rest = run.rows
    run.rows = (row for part in (behind, rest) for row in part)


def _claim(work: Work, run: Run, last: int) -> bool:
    """Move the job on, if it is where this run left it: so one of two that are at work on it stops."""
    moved = work.session.execute(
        update(ImportJob)
        .where(ImportJob.id == run.job_id, ImportJob.attempt == run.attempt)
        .where(ImportJob.status == run.status, ImportJob.last_row == run.last_row)
        .values(last_row=last, stalls=0, lease_until=work.now + _LEASE)
        .execution_options(synchronize_session=False)
    )
    run.last_row = last
    return bool(cast("CursorResult[Any]", moved).rowcount)


def _dealt_with(work: Work, run: Run, batch: list[Read]) -> list[Outcome]:
    desk = Desk(work, work.session.get_one(Business, run.business_id))
    if run.status is ImportStatus.CHECKING:
        return check_batch(desk, batch, run.seen)
    return import_batch(desk, batch, with_groups=run.with_groups, group_name=run.group_name)


def _record(work: Work, run: Run, outcomes: list[Outcome]) -> None:
    counts = {name: sum(one.what == name for one in outcomes) for name in ("added", "merged", "unchanged", "refused")}
    more = {
        "rows_done": len(outcomes),
        "opted_out": sum(one.opted_out for one in outcomes),
        "problems": sum(bool(one.said) for one in outcomes),
    }
    job = work.session.get_one(ImportJob, run.job_id, populate_existing=True)
    room = MOST_PROBLEMS - job.problems
    for name, count in {**counts, **more}.items():
        setattr(job, name, getattr(job, name) + count)
    work.session.add_all(
        ImportProblem(
            business_id=run.business_id,
            job_id=job.id,
            row=one.row,
            said=" ".join(one.said),
            taken=one.what != "refused",
        )
        for one in [one for one in outcomes if one.said][: max(room, 0)]
    )
    work.session.flush()


def _end(work: Work, run: Run, status: ImportStatus, said: str = "") -> bool:
    work.session.execute(
        update(ImportJob)
        .where(ImportJob.id == run.job_id, ImportJob.attempt == run.attempt, ImportJob.status == run.status)
        .values(status=status, said=said, lease_until=None, finished_at=work.now)
        .execution_options(synchronize_session=False)
    )
    return False

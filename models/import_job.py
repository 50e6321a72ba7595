"""Files of customers that were uploaded: a row, so that any worker on any host can read them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned, status_column
from models.states import ImportStatus

_RUNNING = text("status = 'running'")


class ImportJob(Owned, Base):
    """A file that is checked, and then imported in batches. Progress is committed with the customers of each batch."""

    __tablename__ = "import_jobs"
    __table_args__ = (
        Index(
            "ix_import_jobs_one_running", "business_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING
        ),
        Index("ix_import_jobs_lease", "lease_until"),
        Index("ix_import_jobs_created", "created_at"),
    )

    filename: Mapped[str] = mapped_column(String(200), default="")
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    status: Mapped[ImportStatus] = mapped_column(status_column(ImportStatus), default=ImportStatus.CHECKING)
    said: Mapped[str] = mapped_column(Text, default="")
    """Why it failed."""
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The field that each column holds; empty for one that is left out."""
    with_groups: Mapped[bool] = mapped_column(default=False)
    group_name: Mapped[str] = mapped_column(String(80), default="")
    attempt: Mapped[int] = mapped_column(default=0)
    """Goes up when the file is read from its beginning again: who reads for an earlier attempt stops."""
    stalls: Mapped[int] = mapped_column(default=0)
    """How often it was found without anybody at work since the last batch."""
    last_row: Mapped[int] = mapped_column(default=0)
    """The number of the last row that was dealt with."""
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    merged: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    opted_out: Mapped[int] = mapped_column(default=0)
    """Rows with a phone or address that opted out, and stays out."""
    problems: Mapped[int] = mapped_column(default=0)
    """Rows of which something is to be said, whether they were taken or not."""
    lease_until: Mapped[datetime | None]
    """Until then somebody is taken to be at work on it."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ImportProblem(Owned, Base):
    """What is to be said of one row."""

    __tablename__ = "import_problems"
    __table_args__ = (Index("ix_import_problems_job", "job_id", "row"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("import_jobs.id", ondelete="CASCADE"))
    row: Mapped[int]
    said: Mapped[str] = mapped_column(Text)
    taken: Mapped[bool]
    """Whether the rest of the row was taken over."""

"""import of customers; customers sorted and searched by keys."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATUS = sa.Enum("checking", "ready", "running", "done", "failed", name="importstatus", native_enum=False, length=20)
_KEYS = ("last_key", "first_key", "phone_key", "email_key")
_FILL = """
UPDATE customers SET last_key = lower(last_name || ' ' || first_name),
  first_key = lower(first_name || ' ' || last_name),
  phone_key = coalesce(
    (SELECT phone FROM customer_phones WHERE customer_id = customers.id ORDER BY position LIMIT 1), ''),
  email_key = coalesce(
    (SELECT email FROM customer_emails WHERE customer_id = customers.id ORDER BY position LIMIT 1), '')
"""


def upgrade() -> None:
    _jobs()
    _problems()
    _customers()


def _jobs() -> None:
    op.create_table(
        "import_jobs",
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("status", _STATUS, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("with_groups", sa.Boolean(), nullable=False),
        sa.Column("group_name", sa.String(length=80), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (
            "attempt", "stalls", "last_row", "rows_total", "rows_done", "added", "merged", "unchanged", "refused",
            "opted_out", "problems",
        )),
        sa.Column("lease_until", models.base.UtcDateTime(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("finished_at", models.base.UtcDateTime(), nullable=True),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_import_jobs_business_id_businesses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_jobs")),
    )  # fmt: skip
    op.create_index(op.f("ix_import_jobs_business_id"), "import_jobs", ["business_id"])
    op.create_index("ix_import_jobs_lease", "import_jobs", ["lease_until"])
    op.create_index("ix_import_jobs_created", "import_jobs", ["created_at"])
    running = sa.text("status = 'running'")
    op.create_index(
        "ix_import_jobs_one_running", "import_jobs", ["business_id"], unique=True, postgresql_where=running,
        sqlite_where=running,
    )  # fmt: skip


def _problems() -> None:
    op.create_table(
        "import_problems",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_import_problems_business_id_businesses")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["import_jobs.id"], name=op.f("fk_import_problems_job_id_import_jobs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_problems")),
    )
    op.create_index(op.f("ix_import_problems_business_id"), "import_problems", ["business_id"])
    op.create_index("ix_import_problems_job", "import_problems", ["job_id", "row"])


def _customers() -> None:
    op.add_column("customers", sa.Column("imported_at", models.base.UtcDateTime(), nullable=True))
    key = sa.String(254).with_variant(sa.String(254, collation="C"), "postgresql")
    for name in _KEYS:
        op.add_column("customers", sa.Column(name, key, server_default="", nullable=False))
    op.execute(_FILL)
    for name in _KEYS:
        op.create_index(f"ix_customers_{name}", "customers", ["business_id", name, "id"])
    op.drop_index("ix_customers_last", "customers")
    op.drop_index("ix_customers_first", "customers")

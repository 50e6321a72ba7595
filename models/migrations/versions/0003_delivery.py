"""delivery: lanes, retries, pace."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LANE = sa.Enum("now", "text", "call", "email", name="lane", native_enum=False, length=20)
_FILL = """
UPDATE deliveries SET lane = CASE
  WHEN kind NOT IN ('message', 'reminder') THEN 'now'
  WHEN channel IN ('voice', 'speech') THEN 'call'
  ELSE channel END
"""


def upgrade() -> None:
    op.create_table(
        "sending_lanes",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("lane", _LANE, nullable=False),
        sa.Column("free_at", models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_sending_lanes_business_id_businesses")
        ),
        sa.PrimaryKeyConstraint("business_id", "lane", name=op.f("pk_sending_lanes")),
    )
    op.create_table(
        "daily_rounds",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_daily_rounds")),
    )
    op.add_column("businesses", sa.Column("texts_per_second", sa.Numeric(8, 2), nullable=True))
    op.add_column("businesses", sa.Column("calls_per_second", sa.Numeric(8, 2), nullable=True))
    op.add_column("businesses", sa.Column("most_a_day", sa.Integer(), server_default="10", nullable=False))
    op.add_column("appointments", sa.Column("told_at", models.base.UtcDateTime(), nullable=True))
    op.add_column("deliveries", sa.Column("lane", _LANE, server_default="now", nullable=False))
    op.execute(_FILL)
    op.add_column("deliveries", sa.Column("tries_before", sa.Integer(), server_default="0", nullable=False))
    _origin()
    op.drop_index("ix_deliveries_due", "deliveries")
    _waiting("ix_deliveries_waiting", ["business_id", "lane", "kind", "due_at"], "status = 'waiting'")
    _waiting("ix_deliveries_due_now", ["due_at"], "status = 'waiting' AND lane = 'now'")
    op.create_index("ix_deliveries_tries", "deliveries", ["origin_id", "tries_before"], unique=True)


def _waiting(name: str, columns: list[str], which: str) -> None:
    op.create_index(name, "deliveries", columns, postgresql_where=sa.text(which), sqlite_where=sa.text(which))


def _origin() -> None:
    """As in 0002: SQLite adds a foreign key with its column, or by making the table anew."""
    name = op.f("fk_deliveries_origin_id_deliveries")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE deliveries ADD COLUMN origin_id CHAR(32) CONSTRAINT {name} REFERENCES deliveries (id)")
        return
    op.add_column("deliveries", sa.Column("origin_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(name, "deliveries", "deliveries", ["origin_id"], ["id"])

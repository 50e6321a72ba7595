"""who is it: proof of risky texts; a daily limit of what goes out; a customer's wish to be forgotten."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PROOF = sa.Enum("none", "code", "pin", name="proof", native_enum=False, length=20)


def upgrade() -> None:
    op.add_column("businesses", sa.Column("proof", _PROOF, server_default="code", nullable=False))
    op.add_column("businesses", sa.Column("outgoing_a_day", sa.Integer(), nullable=True))
    op.add_column("customers", sa.Column("erasure_asked_at", models.base.UtcDateTime(), nullable=True))
    op.add_column("customers", sa.Column("erased_at", models.base.UtcDateTime(), nullable=True))
    op.create_table(
        "outgoing_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("told_at", models.base.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_outgoing_days_business_id_businesses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_days")),
        sa.UniqueConstraint("business_id", "day", name=op.f("uq_outgoing_days_business_id_day")),
    )
    op.create_index(op.f("ix_outgoing_days_business_id"), "outgoing_days", ["business_id"])

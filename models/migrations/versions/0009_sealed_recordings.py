"""Recordings are sealed at rest; those that are there are sealed by the clock, a few a minute."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recordings", sa.Column("sealed_with", sa.String(length=12), nullable=True))
    op.create_index(op.f("ix_recordings_sealed_with"), "recordings", ["sealed_with"])

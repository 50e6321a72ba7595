"""inbox: labels, and who wrote what; the first text to somebody; privacy."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


_PRIVACY = sa.Enum("standard", "medical", name="privacy", native_enum=False, length=20)


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("author", sa.String(length=120), nullable=True))
    op.add_column("inbox_items", sa.Column("label", sa.String(length=30), nullable=True))
    op.create_index("ix_inbox_items_label", "inbox_items", ["business_id", "label"])
    op.add_column("deliveries", sa.Column("introduces", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("businesses", sa.Column("introduces", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("businesses", sa.Column("privacy", _PRIVACY, server_default="standard", nullable=False))


def downgrade() -> None:
    op.drop_column("businesses", "privacy")
    op.drop_column("businesses", "introduces")
    op.drop_column("deliveries", "introduces")
    op.drop_index("ix_inbox_items_label", "inbox_items")
    op.drop_column("inbox_items", "label")
    op.drop_column("deliveries", "author")

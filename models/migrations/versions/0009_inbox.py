"""inbox: labels, and who wrote what."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("author", sa.String(length=120), nullable=True))
    op.add_column("inbox_items", sa.Column("label", sa.String(length=30), nullable=True))
    op.create_index("ix_inbox_items_label", "inbox_items", ["business_id", "label"])


def downgrade() -> None:
    op.drop_index("ix_inbox_items_label", "inbox_items")
    op.drop_column("inbox_items", "label")
    op.drop_column("deliveries", "author")

"""indexes for what the panel lists; operators' second factor; numbers and recordings that the carrier has back."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TROUBLED = sa.text("status IN ('failed', 'unknown', 'expired')")
_UNREAD = sa.text("read_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_messages_listed", "messages", ["business_id", "created_at"])
    op.create_index("ix_messages_start", "messages", ["business_id", "start_local"])
    op.create_index("ix_deliveries_of_message", "deliveries", ["message_id", "created_at"])
    _partial("ix_deliveries_troubled", "deliveries", ["business_id", "created_at"], _TROUBLED)
    _partial("ix_inbox_items_unread", "inbox_items", ["business_id", "received_at"], _UNREAD)
    op.drop_index("ix_inbox_items_label", "inbox_items")
    op.create_index("ix_inbox_items_label", "inbox_items", ["business_id", "label", "received_at"])
    op.add_column("operators", sa.Column("totp_secret", sa.String(length=200), nullable=True))
    op.add_column("operators", sa.Column("totp_since", models.base.UtcDateTime(), nullable=True))
    op.add_column("operators", sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("businesses", sa.Column("return_told_at", models.base.UtcDateTime(), nullable=True))
    op.add_column("businesses", sa.Column("number_returned_at", models.base.UtcDateTime(), nullable=True))
    op.add_column("recordings", sa.Column("left_carrier_at", models.base.UtcDateTime(), nullable=True))


def _partial(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    op.drop_column("recordings", "left_carrier_at")
    op.drop_column("businesses", "number_returned_at")
    op.drop_column("businesses", "return_told_at")
    for name in ("totp_step", "totp_since", "totp_secret"):
        op.drop_column("operators", name)
    op.drop_index("ix_inbox_items_label", "inbox_items")
    op.create_index("ix_inbox_items_label", "inbox_items", ["business_id", "label"])
    op.drop_index("ix_inbox_items_unread", "inbox_items")
    op.drop_index("ix_deliveries_troubled", "deliveries")
    op.drop_index("ix_deliveries_of_message", "deliveries")
    op.drop_index("ix_messages_start", "messages")
    op.drop_index("ix_messages_listed", "messages")

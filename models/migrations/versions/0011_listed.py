"""indexes for what the panel lists: messages, what did not arrive, unread texts, labels."""

import sqlalchemy as sa
from alembic import op

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


def _partial(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    op.drop_index("ix_inbox_items_label", "inbox_items")
    op.create_index("ix_inbox_items_label", "inbox_items", ["business_id", "label"])
    op.drop_index("ix_inbox_items_unread", "inbox_items")
    op.drop_index("ix_deliveries_troubled", "deliveries")
    op.drop_index("ix_deliveries_of_message", "deliveries")
    op.drop_index("ix_messages_start", "messages")
    op.drop_index("ix_messages_listed", "messages")

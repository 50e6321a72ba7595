"""money: the ledger, invoices, cards."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KIND = sa.Enum("fee", "texts", "voice", "payment", name="entrykind", native_enum=False, length=20)
_STATUS = sa.Enum("open", "paid", "void", name="invoicestatus", native_enum=False, length=20)


def upgrade() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("kind", _KIND, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("at", models.base.UtcDateTime(), nullable=False),
        *_owned("ledger_entries"),
        sa.UniqueConstraint("business_id", "source", name=op.f("uq_ledger_entries_business_id_source")),
    )
    op.create_index(op.f("ix_ledger_entries_business_id"), "ledger_entries", ["business_id"])
    op.create_index("ix_ledger_listed", "ledger_entries", ["business_id", "at"])
    _invoices()
    op.add_column("businesses", sa.Column("payment_customer", sa.String(length=64), nullable=True))
    op.add_column("businesses", sa.Column("card_words", sa.String(length=60), nullable=True))
    op.add_column("businesses", sa.Column("unpaid_since", models.base.UtcDateTime(), nullable=True))
    op.add_column("businesses", sa.Column("cancelled_at", models.base.UtcDateTime(), nullable=True))


def _invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("status", _STATUS, nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", models.base.UtcDateTime(), nullable=True),
        sa.Column("payment_ref", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("paid_at", models.base.UtcDateTime(), nullable=True),
        *_owned("invoices"),
        sa.UniqueConstraint("business_id", "period", name=op.f("uq_invoices_business_id_period")),
    )
    op.create_index(op.f("ix_invoices_business_id"), "invoices", ["business_id"])
    op.create_index("ix_invoices_to_charge", "invoices", ["status", "next_try_at"])


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    name = op.f(f"fk_{table}_business_id_businesses")
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=name),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for column in ("cancelled_at", "unpaid_since", "card_words", "payment_customer"):
        op.drop_column("businesses", column)
    op.drop_table("invoices")
    op.drop_table("ledger_entries")

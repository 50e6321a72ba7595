"""members: sessions, second factor, one-time links; audit log; locks of the PIN."""

from typing import Any

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DOOR = sa.Enum(
    "panel", "text", "call", "operator", "command_line", "itself", name="door", native_enum=False, length=20
)
_PURPOSE = sa.Enum("invitation", "new_password", name="linkpurpose", native_enum=False, length=20)
_ROLE = sa.Enum("owner", "staff", "read_only", name="role", native_enum=False, length=20)


def upgrade() -> None:
    op.add_column("members", sa.Column("totp_secret", sa.String(length=200), nullable=True))
    op.add_column("members", sa.Column("totp_since", models.base.UtcDateTime(), nullable=True))
    op.add_column("members", sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("authorised_phones", sa.Column("pin_failures", sa.Integer(), server_default="0", nullable=False))
    op.add_column("authorised_phones", sa.Column("pin_locked_until", models.base.UtcDateTime(), nullable=True))
    _table(
        "audit_entries",
        sa.Column("at", models.base.UtcDateTime(), nullable=False),
        sa.Column("door", _DOOR, nullable=False),
        sa.Column("who", sa.String(length=160), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=True),
    )
    op.create_index("ix_audit_entries_listed", "audit_entries", ["business_id", "at", "id"])
    _table(
        "member_sessions",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("began_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("seen_at", models.base.UtcDateTime(), nullable=False),
        _of_member("member_sessions"),
    )
    op.create_index(op.f("ix_member_sessions_member_id"), "member_sessions", ["member_id"])
    _table(
        "recovery_codes",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("selector", sa.String(length=8), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("used_at", models.base.UtcDateTime(), nullable=True),
        _of_member("recovery_codes"),
        sa.UniqueConstraint("member_id", "selector", name=op.f("uq_recovery_codes_member_id_selector")),
    )
    _links()


def _links() -> None:
    _table(
        "member_links",
        sa.Column("purpose", _PURPOSE, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", _ROLE, nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=True),
        sa.Column("until", models.base.UtcDateTime(), nullable=False),
        sa.Column("used_at", models.base.UtcDateTime(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        _of_member("member_links"),
    )
    op.create_index(op.f("ix_member_links_member_id"), "member_links", ["member_id"])


def _table(name: str, *more: sa.Column[Any] | sa.Constraint) -> None:
    """A table of rows that belong to a business."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f(f"fk_{name}_business_id_businesses")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_business_id"), name, ["business_id"])


def _of_member(name: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f(f"fk_{name}_member_id_members"))

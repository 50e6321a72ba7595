"""sign-up, operators, registration, suspension, verified caller ids."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_STATE = sa.Enum("proving", "choosing", "renting", "done", name="signupstate", native_enum=False, length=20)


def upgrade() -> None:
    _columns()
    _sign_ups()
    _operators()
    _registrations()


def _columns() -> None:
    op.add_column("plans", sa.Column("retired_at", models.base.UtcDateTime(), nullable=True))
    op.add_column("businesses", sa.Column("kind", sa.String(length=60), nullable=True))
    op.add_column("businesses", sa.Column("caller_id", sa.String(length=20), nullable=True))
    op.add_column("businesses", sa.Column("caller_id_asked", sa.String(length=20), nullable=True))
    op.add_column("businesses", sa.Column("suspended_at", models.base.UtcDateTime(), nullable=True))
    op.add_column("businesses", sa.Column("suspended_why", sa.String(length=120), nullable=True))
    op.create_index("ix_businesses_listed", "businesses", ["name", "id"])
    failed = sa.text("status = 'failed'")
    op.create_index("ix_deliveries_failed", "deliveries", ["finished_at"], postgresql_where=failed, sqlite_where=failed)


def _sign_ups() -> None:
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", _STATE, nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=False),
        sa.Column("text_code_hash", sa.String(length=200), nullable=True),
        sa.Column("email_code_hash", sa.String(length=200), nullable=True),
        sa.Column("codes_until", models.base.UtcDateTime(), nullable=True),
        sa.Column("codes_sent", sa.Integer(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("business_name", sa.String(length=120), nullable=True),
        sa.Column("business_kind", sa.String(length=60), nullable=True),
        sa.Column("area_code", sa.String(length=3), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("claimed_number", sa.String(length=20), nullable=True),
        sa.Column("renting_since", models.base.UtcDateTime(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("business_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_sign_ups_plan_id_plans")),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_sign_ups_business_id_businesses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
        sa.UniqueConstraint("claimed_number", name=op.f("uq_sign_ups_claimed_number")),
    )
    op.create_index("ix_sign_ups_state", "sign_ups", ["state", "renting_since"])
    op.create_index(op.f("ix_sign_ups_business_id"), "sign_ups", ["business_id"])


def _operators() -> None:
    op.create_table(
        "operators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operators")),
        sa.UniqueConstraint("email", name=op.f("uq_operators_email")),
    )
    op.create_table(
        "operator_actions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("business_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_operator_actions_operator_id_operators")
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_operator_actions_business_id_businesses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_actions")),
    )
    op.create_index("ix_operator_actions_business", "operator_actions", ["business_id", "at"])
    op.create_table(
        "rates",
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("cost", sa.Numeric(10, 4), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_rates")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", models.base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )


def _registrations() -> None:
    lengths = {
        "legal_name": 255, "tax_id": 20, "address": 300, "website": 200, "contact_name": 120, "contact_email": 254,
        "contact_phone": 20, "use_case": 40,
    }  # fmt: skip
    words = [sa.Column(name, sa.String(length=length), nullable=False) for name, length in lengths.items()]
    texts = [sa.Column(name, sa.Text(), nullable=False) for name in ("sample_1", "sample_2", "opt_in")]
    op.create_table(
        "registrations",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        *words,
        *texts,
        sa.Column("updated_at", models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_registrations_business_id_businesses")
        ),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_registrations")),
    )

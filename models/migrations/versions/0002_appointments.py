"""appointments."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_news",
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", models.base.UtcDateTime(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_booking_news_business_id_businesses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_news")),
    )
    with op.batch_alter_table("booking_news", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_news_business_id"), ["business_id"], unique=False)

    op.create_table(
        "booking_rules",
        sa.Column("mode", sa.Enum("book", "request", name="bookingmode", native_enum=False, length=20), nullable=False),
        sa.Column("usual_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("notice_minutes", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("step_minutes", sa.Integer(), nullable=False),
        sa.Column("cutoff_minutes", sa.Integer(), nullable=False),
        sa.Column("cutoff_words", sa.Text(), nullable=False),
        sa.Column(
            "notify",
            sa.Enum("at_once", "hourly", "daily", "never", name="notify", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("told_at", models.base.UtcDateTime(), nullable=True),
        sa.Column("evening_at", sa.Time(), nullable=True),
        sa.Column("evening_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.JSON(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_booking_rules_business_id_businesses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_rules")),
        sa.UniqueConstraint("business_id", name=op.f("uq_booking_rules_business_id")),
    )
    with op.batch_alter_table("booking_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_rules_business_id"), ["business_id"], unique=False)

    op.create_table(
        "calendars",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("feed_token", sa.String(length=64), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("removed_at", models.base.UtcDateTime(), nullable=True),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_calendars_business_id_businesses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
        sa.UniqueConstraint("business_id", "name_key", name=op.f("uq_calendars_business_id_name_key")),
        sa.UniqueConstraint("feed_token", name=op.f("uq_calendars_feed_token")),
    )
    with op.batch_alter_table("calendars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendars_business_id"), ["business_id"], unique=False)

    op.create_table(
        "series",
        sa.Column("rrule", sa.String(length=200), nullable=False),
        sa.Column("start_local", sa.DateTime(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("made_until_local", sa.DateTime(), nullable=False),
        sa.Column("pattern", sa.JSON(), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_series_business_id_businesses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_business_id"), ["business_id"], unique=False)

    op.create_table(
        "services",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_minutes", sa.Integer(), nullable=False),
        sa.Column("price", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("removed_at", models.base.UtcDateTime(), nullable=True),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_services_business_id_businesses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("business_id", "name_key", name=op.f("uq_services_business_id_name_key")),
    )
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_services_business_id"), ["business_id"], unique=False)

    op.create_table(
        "appointments",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("original_local", sa.DateTime(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("start_local", sa.DateTime(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_minutes", sa.Integer(), nullable=False),
        sa.Column("start_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("end_at", models.base.UtcDateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "booked",
                "declined",
                "cancelled",
                "no_show",
                name="appointmentstatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("imported_uid", sa.String(length=200), nullable=True),
        sa.Column("changed_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=20), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_appointments_business_id_businesses")
        ),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"], name=op.f("fk_appointments_calendar_id_calendars")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_appointments_series_id_series")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_appointments_service_id_services")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("business_id", "number", name=op.f("uq_appointments_business_id_number")),
        sa.UniqueConstraint("series_id", "original_local", name=op.f("uq_appointments_series_id_original_local")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointments_business_id"), ["business_id"], unique=False)
        batch_op.create_index("ix_appointments_calendar", ["calendar_id", "start_at"], unique=False)
        batch_op.create_index(
            "ix_appointments_imported", ["business_id", "imported_uid", "original_local"], unique=True
        )
        batch_op.create_index("ix_appointments_when", ["business_id", "start_at"], unique=False)

    op.create_table(
        "opening_hours",
        sa.Column("calendar_id", sa.Uuid(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_opening_hours_business_id_businesses")
        ),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendars.id"], name=op.f("fk_opening_hours_calendar_id_calendars"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    with op.batch_alter_table("opening_hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_hours_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_hours_calendar_id"), ["calendar_id"], unique=False)

    op.create_table(
        "service_calendars",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["calendars.id"],
            name=op.f("fk_service_calendars_calendar_id_calendars"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_service_calendars_service_id_services"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "calendar_id", name=op.f("pk_service_calendars")),
    )
    with op.batch_alter_table("service_calendars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_calendars_calendar_id"), ["calendar_id"], unique=False)

    op.create_table(
        "time_off",
        sa.Column("calendar_id", sa.Uuid(), nullable=True),
        sa.Column("start_local", sa.DateTime(), nullable=False),
        sa.Column("end_local", sa.DateTime(), nullable=False),
        sa.Column("rrule", sa.String(length=200), nullable=True),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_time_off_business_id_businesses")),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendars.id"], name=op.f("fk_time_off_calendar_id_calendars"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_off")),
    )
    with op.batch_alter_table("time_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_off_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_off_calendar_id"), ["calendar_id"], unique=False)
        batch_op.create_index("ix_time_off_when", ["business_id", "start_local"], unique=False)

    op.create_table(
        "waiting_list",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("calendar_id", sa.Uuid(), nullable=True),
        sa.Column("from_local", sa.DateTime(), nullable=False),
        sa.Column("until_local", sa.DateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("waiting", "offered", "booked", "left", name="waitstatus", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("offer_local", sa.DateTime(), nullable=True),
        sa.Column("offer_calendar_id", sa.Uuid(), nullable=True),
        sa.Column("offered_at", models.base.UtcDateTime(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_waiting_list_business_id_businesses")
        ),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"], name=op.f("fk_waiting_list_calendar_id_calendars")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_waiting_list_customer_id_customers")),
        sa.ForeignKeyConstraint(
            ["offer_calendar_id"], ["calendars.id"], name=op.f("fk_waiting_list_offer_calendar_id_calendars")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_waiting_list_service_id_services")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_list")),
    )
    with op.batch_alter_table("waiting_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_list_business_id"), ["business_id"], unique=False)
        batch_op.create_index("ix_waiting_list_open", ["business_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiting_list_phone"), ["phone"], unique=False)

    op.create_table(
        "attendees",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column(
            "answered",
            sa.Enum("not_asked", "asked", "confirmed", "declined", name="answered", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_attendees_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_attendees_customer_id_customers")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_attendees_group_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendees")),
        sa.UniqueConstraint("appointment_id", "customer_id", name=op.f("uq_attendees_appointment_id_customer_id")),
    )
    with op.batch_alter_table("attendees", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendees_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendees_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column(
            "unit", sa.Enum("minutes", "hours", "days", name="unit", native_enum=False, length=20), nullable=False
        ),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("prompt_id", sa.Uuid(), nullable=True),
        sa.Column("asks_confirmation", sa.Boolean(), nullable=False),
        sa.Column("ladder", sa.Boolean(), nullable=False),
        sa.Column("ladder_minutes", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("due_at", models.base.UtcDateTime(), nullable=False),
        sa.Column("next_at", models.base.UtcDateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("waiting", "done", "skipped", "cancelled", name="reminderstatus", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_reminders_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_reminders_business_id_businesses")),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=op.f("fk_reminders_prompt_id_prompts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminders_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminders_business_id"), ["business_id"], unique=False)
        batch_op.create_index(
            "ix_reminders_next",
            ["next_at"],
            unique=False,
            postgresql_where=sa.text("status = 'waiting'"),
            sqlite_where=sa.text("status = 'waiting'"),
        )

    op.create_table(
        "taken_times",
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("tick", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_taken_times_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"], name=op.f("fk_taken_times_calendar_id_calendars")),
        sa.PrimaryKeyConstraint("calendar_id", "tick", "seat", name=op.f("pk_taken_times")),
    )
    with op.batch_alter_table("taken_times", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taken_times_appointment_id"), ["appointment_id"], unique=False)

    views = sa.Column(
        "calendar_views",
        sa.String(length=80),
        server_default="timeGridWeek,timeGridDay,dayGridMonth",
        nullable=False,
    )
    op.add_column("businesses", views)
    _refer("reminder_id", "reminders")
    _refer("appointment_id", "appointments")
    op.create_index(op.f("ix_deliveries_appointment_id"), "deliveries", ["appointment_id"])
    op.create_index(
        "ix_deliveries_reminder",
        "deliveries",
        ["reminder_id", "occurrence_local", "channel", "address"],
        unique=True,
    )


def _refer(column: str, table: str) -> None:
    """A new column of deliveries that refers to a table.

    SQLite adds a foreign key with its column or by making the table anew, which would break what refers to it.
    """
    name = op.f(f"fk_deliveries_{column}_{table}")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE deliveries ADD COLUMN {column} CHAR(32) CONSTRAINT {name} REFERENCES {table} (id)")
        return
    op.add_column("deliveries", sa.Column(column, sa.Uuid(), nullable=True))
    op.create_foreign_key(name, "deliveries", table, [column], ["id"])

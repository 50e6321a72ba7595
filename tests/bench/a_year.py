"""A salon after a year: 10,000 customers, 100,000 deliveries, 5,000 appointments, 20,000 texts in. Inserted in bulk."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.domain import local_time
from models import (
    Appointment,
    Attendee,
    AuditEntry,
    Consent,
    Customer,
    CustomerEmail,
    CustomerPhone,
    Delivery,
    Group,
    GroupMember,
    InboxItem,
    Invoice,
    Message,
    MessageRecipient,
    Template,
    Usage,
    new_id,
)
from models.base import Base
from models.states import (
    Answered,
    AppointmentStatus,
    Channel,
    ConsentState,
    DeliveryKind,
    DeliveryStatus,
    Door,
    InvoiceStatus,
    MessageStatus,
    RecipientKind,
    UsageKind,
)
from tests.factories import Shop

CUSTOMERS, DELIVERIES, APPOINTMENTS, TEXTS_IN = 10_000, 100_000, 5_000, 20_000
MESSAGES, WAITING, GROUPS, CALENDARS, UNREAD = 1_000, 40, 20, 5, 150
FIRST = ("Ann", "Bob", "Carmen", "Dana", "Elif", "Frank", "Grace", "Hugo", "Ines", "Josef", "Kim", "Leo")
LAST = ("Lee", "Stone", "Diaz", "Fox", "Demir", "Moore", "Kim", "Blanc", "Costa", "Park", "Quinn", "Ray", "Woods")
WORDS = "Hi {first_name}, your color appointment is coming up. Reply C to confirm, or call us to move it."
YEAR = timedelta(days=365)
_AT_ONCE = 5_000
_ENDED = (DeliveryStatus.DELIVERED,) * 30 + (DeliveryStatus.FAILED, DeliveryStatus.EXPIRED)
Rows = Iterator[dict[str, Any]]


class Year:
    """What a year leaves behind, in the database of a shop; the ids of one row of each kind."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.now = shop, shop.clock.moment
        self.calendars = [shop.calendar(f"Chair {n}") for n in range(CALENDARS)]
        self.service = shop.service("Color")
        self.customers, self.groups, self.messages, self.appointments, self.items, self.deliveries = (
            [new_id() for _ in range(count)]
            for count in (CUSTOMERS, GROUPS, MESSAGES + WAITING, APPOINTMENTS, TEXTS_IN, DELIVERIES)
        )
        self.invoices = [new_id() for _ in range(12)]

    def fill(self) -> None:
        """Everything, in one transaction."""
        with Session(self.shop.app.engine) as session, session.begin():
            for table, rows in self._tables().items():
                mine = {"business_id": self.shop.business_id} if "business_id" in table.__table__.columns else {}
                _insert(session, table, [mine | row for row in rows])

    def _tables(self) -> Mapping[type[Base], Rows]:
        return {
            Customer: self._customers(),
            CustomerPhone: (_of(one, phone=phone(n)) for n, one in enumerate(self.customers)),
            CustomerEmail: (_of(one, email=f"c{n}@example.com") for n, one in enumerate(self.customers)),
            Consent: self._consents(),
            Group: ({"id": one, "name": f"Group {n}", "name_key": f"group {n}"} for n, one in enumerate(self.groups)),
            GroupMember: self._members(),
            Template: self._templates(),
            Message: self._messages(),
            MessageRecipient: self._recipients(),
            Appointment: self._appointments(),
            Attendee: self._attendees(),
            InboxItem: self._texts_in(),
            Delivery: self._deliveries(),
            Usage: self._usage(),
            AuditEntry: self._audit(),
            Invoice: self._invoices(),
        }

    def ago(self, n: int, of: int) -> datetime:
        """The n-th of so many moments of the last year, the oldest first."""
        return self.now - YEAR * ((of - n) / of)

    def _customers(self) -> Rows:
        for n, one in enumerate(self.customers):
            first, last, email = FIRST[n % len(FIRST)], f"{LAST[n % len(LAST)]} {n}", f"c{n}@example.com"
            keys = {"last_key": f"{last} {first}".lower(), "first_key": f"{first} {last}".lower()}
            keys |= {"phone_key": phone(n), "email_key": email}
            yield {"id": one, "first_name": first, "last_name": last, "created_at": self.ago(n, CUSTOMERS), **keys}

    def _consents(self) -> Rows:
        for n in range(0, CUSTOMERS, 10):
            yield {"address": phone(n), "state": ConsentState.OUT, "source": "text", "words": "STOP", "at": self.now}

    def _members(self) -> Rows:
        """Everybody is in the first group, every tenth in each of the others."""
        for number, group in enumerate(self.groups):
            step = 10 if number else 1
            yield from ({"group_id": group, "customer_id": one} for one in self.customers[number % step :: step])

    def _templates(self) -> Rows:
        for n in range(30):
            yield {"name": f"Template {n}", "name_key": f"template {n}", "body": WORDS, "created_at": self.now}

    def _messages(self) -> Rows:
        for n, one in enumerate(self.messages):
            waits = n >= MESSAGES
            at = self.now + timedelta(hours=n - MESSAGES + 1) if waits else self.ago(n, MESSAGES)
            local = local_time.to_local(at, "America/New_York").replace(tzinfo=None)
            status = MessageStatus.SCHEDULED if waits else MessageStatus.DONE
            when = {"start_local": local, "next_local": local if waits else None, "next_at": at if waits else None}
            words = {"channels": ["text"], "body": WORDS, "timezone": "America/New_York", "created_by": "panel"}
            yield {"id": one, "number": n + 1, "status": status, "created_at": self.ago(n, MESSAGES), **when, **words}

    def _recipients(self) -> Rows:
        for n, one in enumerate(self.messages):
            yield {"message_id": one, "kind": RecipientKind.GROUP, "group_id": self.groups[n % GROUPS]}

    def _appointments(self) -> Rows:
        """Fourteen a day, the last ones two weeks from now."""
        for n, one in enumerate(self.appointments):
            local = datetime.combine(self.now.date(), datetime.min.time()) + timedelta(days=14 - n // 14, hours=9)
            local += timedelta(minutes=30 * (n % 14))
            start = local_time.to_utc(local, "America/New_York")
            status = AppointmentStatus.NO_SHOW if n % 50 == 0 else AppointmentStatus.BOOKED
            yield {
                "id": one, "number": 10_000 + n, "calendar_id": self.calendars[n % CALENDARS], "name": "Color",
                "service_id": self.service, "start_local": local, "timezone": "America/New_York", "minutes": 30,
                "start_at": start, "end_at": start + timedelta(minutes=30), "status": status, "changed_at": start,
                "created_by": "panel", "created_at": start - timedelta(days=20),
            }  # fmt: skip

    def _attendees(self) -> Rows:
        for n, one in enumerate(self.appointments):
            yield {"appointment_id": one, "customer_id": self.customers[n], "answered": Answered.CONFIRMED}

    def _texts_in(self) -> Rows:
        for n, one in enumerate(self.items):
            at, who = self.ago(n, TEXTS_IN), n % (CUSTOMERS // 2)
            read = {"read_at": at if n < TEXTS_IN - UNREAD else None, "label": "Order" if n % 40 == 0 else None}
            words = {"body": "do you have anything on friday?", "carrier_sid": f"SM{one.hex}"}
            yield {
                "id": one,
                "phone": phone(who),
                "customer_id": self.customers[who],
                "received_at": at,
                **read,
                **words,
            }

    def _deliveries(self) -> Rows:
        for n, one in enumerate(self.deliveries):
            who, at = n % CUSTOMERS, self.ago(n, DELIVERIES)
            status = _ENDED[n % len(_ENDED)]
            usual = {"kind": DeliveryKind.MESSAGE, "channel": Channel.TEXT, "body": WORDS, "status": status}
            when = {"due_at": at, "sent_at": at, "finished_at": at, "created_at": at}
            whom = {"address": phone(who), "customer_id": self.customers[who], "message_id": self.messages[n // 100]}
            yield {"id": one, "carrier_sid": f"SM{one.hex}", **usual, **when, **whom}

    def _usage(self) -> Rows:
        for n, one in enumerate(self.deliveries):
            yield {"kind": UsageKind.TEXT_OUT, "units": 1, "source": f"delivery:{one}", "at": self.ago(n, DELIVERIES)}

    def _audit(self) -> Rows:
        for n in range(5_000):
            yield {"door": Door.PANEL, "who": "Maria", "code": "signed_in", "facts": {}, "at": self.ago(n, 5_000)}

    def _invoices(self) -> Rows:
        for n, one in enumerate(self.invoices):
            year, month = divmod(2025 * 12 + 10 + n, 12)
            line = {"words": "Monthly fee", "units": 1, "amount": "29.00"}
            yield {
                "id": one, "period": f"{year}-{month + 1:02}", "status": InvoiceStatus.PAID, "lines": [line],
                "terms": {}, "total": Decimal(29), "created_at": self.now,
            }  # fmt: skip


def phone(n: int) -> str:
    """A phone of its own for each."""
    return f"+1212{2_000_000 + n}"


def _of(customer: UUID, **value: str) -> dict[str, Any]:
    return {"customer_id": customer, **value}


def _insert(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    for first in range(0, len(rows), _AT_ONCE):
        session.execute(insert(table), rows[first : first + _AT_ONCE])

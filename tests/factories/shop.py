"""A salon with an owner's phone, driven by texts, with a clock that the test moves."""

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Engine, select

from bot.bootstrap import Application, Ports
from bot.domain.availability import Open
from bot.inbound import InboundText, receive
from bot.services import booking, calendars, catalogue, contacts, groups
from bot.services.booking import Wish
from bot.services.work import Desk, Work
from models import Appointment, AuthorisedPhone, Business, Customer, Delivery, InboxItem, new_id
from models.states import DeliveryStatus
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue
from tests.harness.log_guard import GUARD

OWNER = "+12125550100"
NUMBER = "+12125550199"
EVERY_DAY = tuple(Open(weekday, time(9), time(17)) for weekday in range(7))
URL, TOKEN = "https://example.test", "t" * 32
GUARD.remember(TOKEN)


class Shop:
    """One business in a fresh database. What is outside of the process is not there: nothing is sent."""

    def __init__(self, engine: Engine, name: str = "Bella Salon", number: str = NUMBER, owner: str = OWNER) -> None:
        self.clock, self.queue = FakeClock(), FakeQueue()
        nobody = cast(Any, None)
        ports = Ports(
            sms=nobody,
            voice=nobody,
            email=nobody,
            recordings=nobody,
            numbers=nobody,
            payments=None,
            checks=nobody,
            jobs=self.queue,
            clock=self.clock,
        )
        self.app = Application(engine, ports, URL, "secret", TOKEN)
        self.number, self.owner = number, owner
        with self.app.work() as work:
            business = Business(name=name, number=number, created_at=work.now)
            work.session.add(business)
            work.session.flush()
            work.session.add(AuthorisedPhone(business_id=business.id, phone=owner))
            self.business_id = business.id

    def desk(self, work: Work) -> Desk:
        """The business's desk in an open unit of work."""
        return Desk(work, work.session.get_one(Business, self.business_id))

    def customer(self, name: str, phone: str | None = None, email: str | None = None, group: str | None = None) -> UUID:
        """Add a customer, to a group too where one is named; the group is made when it is not there."""
        first, last = contacts.split_name(name)
        with self.app.work() as work:
            desk = self.desk(work)
            added = contacts.add_customer(
                desk, first_name=first, last_name=last, phones=[phone] if phone else [], emails=[email] if email else []
            )
            if group:
                found = groups.find_group(desk, group) or groups.create_group(desk, group)
                groups.add_members(desk, found, [added])
            return added.id

    def calendar(self, name: str = "Dr Chen", week: Sequence[Open] = EVERY_DAY, capacity: int = 1) -> UUID:
        """Add a calendar that is open every day from 9 to 17, or as said."""
        with self.app.work() as work:
            desk = self.desk(work)
            added = calendars.add_calendar(desk, name, capacity=capacity)
            calendars.set_hours(desk, added, week)
            return added.id

    def service(self, name: str, minutes: int = 60, **more: Any) -> UUID:
        """Add a service that every calendar offers."""
        with self.app.work() as work:
            return catalogue.save_service(self.desk(work), name, minutes=minutes, **more).id

    def book(self, who: UUID, start: datetime, **more: Any) -> UUID:
        """Book an appointment as the owner would."""
        with self.app.work() as work:
            return booking.book(self.desk(work), Wish(start, customers=(who,), **more)).appointment.id

    def appointment(self, appointment_id: UUID) -> Appointment:
        """An appointment as it stands."""
        with self.app.reading() as work:
            return work.session.get_one(Appointment, appointment_id)

    def appointments(self) -> Sequence[Appointment]:
        """All of them, whatever became of them, by start."""
        with self.app.reading() as work:
            query = select(Appointment).where(Appointment.business_id == self.business_id)
            return work.session.scalars(query.order_by(Appointment.start_at, Appointment.number)).all()

    def rules(self, **changed: Any) -> None:
        """Change how the business takes bookings."""
        with self.app.work() as work:
            row = calendars.rules(self.desk(work))
            for name, value in changed.items():
                setattr(row, name, value)

    def text(self, body: str, phone: str | None = None, sid: str | None = None) -> str | None:
        """Text the number, from the owner's phone unless another is named; its answer."""
        GUARD.remember(body)
        inbound = InboundText(sid or f"SM{new_id().hex}", phone or self.owner, self.number, body)
        with self.app.work() as work:
            answer = receive(work, self.app.runner, inbound)
            return answer.body if answer else None

    def prove(self, asked: str | None) -> str | None:
        """Text back, from the owner's phone, the number that an answer asked for."""
        found = re.search(r"reply (\d{4})", asked or "")
        assert found, asked
        return self.text(found[1])

    def deliveries(self, **wanted: Any) -> Sequence[Delivery]:
        """Deliveries with these values, oldest first."""
        with self.app.reading() as work:
            query = select(Delivery).where(Delivery.business_id == self.business_id)
            return work.session.scalars(query.filter_by(**wanted).order_by(Delivery.created_at, Delivery.id)).all()

    def inbox(self) -> Sequence[InboxItem]:
        """What customers wrote, oldest first."""
        with self.app.reading() as work:
            query = select(InboxItem).where(InboxItem.business_id == self.business_id, ~InboxItem.from_owner)
            return work.session.scalars(query.order_by(InboxItem.received_at, InboxItem.id)).all()

    def customers(self) -> Sequence[Customer]:
        """Those who are not removed, by name."""
        with self.app.reading() as work:
            return contacts.list_customers(self.desk(work))

    def went_out(self, delivery: Delivery) -> None:
        """Pretend that a worker has sent it."""
        with self.app.work() as work:
            work.session.get_one(Delivery, delivery.id).status = DeliveryStatus.SENT

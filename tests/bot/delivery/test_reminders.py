"""Reminders of appointments on their way: what is true when they were planned is looked at again when they are sent."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select

from bot.domain import local_time
from bot.services import booking, calendars, contacts, reminders
from bot.services.booking import Wish
from bot.services.reminders import Plan
from models import Delivery
from models.states import Channel, DeliveryStatus, Unit
from tests.factories.post import Post
from tests.harness.smtp_server import SmtpServer


def book(post: Post, channel: Channel) -> UUID:
    """An appointment in three hours, with a reminder two hours before; the time of the reminder has come."""
    with post.app.work() as work:
        desk = post.desk(work)
        calendars.add_calendar(desk, "Maria")
        ann = contacts.add_customer(desk, first_name="Ann", phones=["+12125550111"], emails=["ann@example.com"])
        start = (local_time.to_local(work.now, desk.business.timezone) + timedelta(hours=3)).replace(second=0)
        plans = (Plan(2, Unit.HOURS, (channel,)),)
        row = booking.book(desk, Wish(start, customers=(ann.id,), name="Haircut", plans=plans)).appointment
        booked = row.id
    post.later(hours=1, minutes=1)
    with post.app.work() as work:
        assert reminders.fire_due(work, timedelta()) == 1
    return booked


def planned(post: Post) -> Delivery:
    with post.app.reading() as work:
        return work.session.scalars(select(Delivery)).one()


def test_an_email_reminder_brings_the_appointment_for_the_customers_calendar(
    engine: Engine, smtp_server: SmtpServer
) -> None:
    post = Post(engine, smtp_url=smtp_server.url)
    book(post, Channel.EMAIL)
    post.send(planned(post).id)
    (got,) = smtp_server.wait_for(1)
    (part,) = [one for one in got.message.walk() if one.get_content_type() == "text/calendar"]
    text = part.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert part.get_filename() == "appointment.ics"
    assert "SUMMARY:Haircut at Bella Salon" in text
    post.close()


def test_a_reminder_of_what_moved_after_it_was_queued_does_not_go_out(engine: Engine, smtp_server: SmtpServer) -> None:
    post = Post(engine, smtp_url=smtp_server.url)
    booked = book(post, Channel.EMAIL)
    row = planned(post)
    with post.app.work() as work:
        work.session.get_one(Delivery, row.id).status = DeliveryStatus.QUEUED
    with post.app.work() as work:
        desk = post.desk(work)
        appointment = booking.get_appointment(desk, booked)
        booking.move(desk, appointment, appointment.start_local + timedelta(days=1))
        work.session.get_one(Delivery, row.id).status = DeliveryStatus.QUEUED  # a worker has it in hand already
    post.send(row.id)
    after = post.row(row.id)
    assert (after.status, after.reason) == (DeliveryStatus.CANCELLED, "the appointment moved")
    assert smtp_server.received == []
    post.close()


def test_a_reminder_is_worthless_once_the_appointment_has_begun(engine: Engine, smtp_server: SmtpServer) -> None:
    post = Post(engine, smtp_url=smtp_server.url)
    book(post, Channel.EMAIL)
    row = planned(post)
    post.later(hours=2)
    post.send(row.id)
    assert post.status(row.id) is DeliveryStatus.EXPIRED
    assert isinstance(row.expires_at, datetime)
    post.close()

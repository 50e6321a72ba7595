"""The demo business: a salon with customers, groups, templates, two calendars and a month behind it, made once."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from bot.bootstrap import Application
from bot.domain import local_time, phone_numbers
from bot.domain.availability import Open
from bot.services import accounts, booking, calendars, catalogue, contacts, groups, templates
from bot.services.booking import Wish
from bot.services.work import Desk, Work
from models import Business
from web import demo_history

NAME, ZONE = "Bella Salon", "America/Los_Angeles"
NUMBER, OWNER = "+14155550100", "+14155550101"
PIN, EMAIL, PASSWORD = "4711", "owner@example.com", "salon-demo-2026"
CUSTOMERS = (
    ("Ann Lee", "+14155550111", "ann@example.com", ("VIP", "Color club")),
    ("Bob Stone", "+14155550112", "bob@example.com", ("VIP",)),
    ("Carmen Diaz", "+14155550113", "carmen@example.com", ("VIP", "Color club")),
    ("Dana Fox", "+14155550114", None, ("Color club",)),
    ("Elif Demir", "+14155550115", "elif@example.com", ()),
    ("Frank Moore", "+14155550116", None, ()),
    ("Grace Kim", "+14155550117", "grace@example.com", ("VIP",)),
    ("Hugo Blanc", "+14155550118", None, ("Lapsed",)),
    ("Ines Costa", "+14155550119", "ines@example.com", ("Lapsed",)),
    ("Mia Park", "+14155550120", None, ("Kids",)),
    ("Leo Park", "+14155550120", None, ("Kids",)),
    ("Nora Quinn", None, "nora@example.com", ()),
)
TEMPLATES = (
    ("Birthday", "Happy birthday {first_name}! Your next blow-dry is on us. {business}", "message"),
    ("We miss you", "Hi {first_name}, it has been a while. Text us a day that suits you.", "message"),
    ("Visit tomorrow", "Hi {first_name}, see you at {start} for {appointment}. Reply C to confirm.", "appointment"),
)

PLACE = "12 Main St"
CALENDARS = ("Maria", "Jo")
HOURS = tuple(Open(weekday, time(9), time(18)) for weekday in range(6))
SERVICES = (("Haircut", 45, "45"), ("Color", 120, "120"), ("Blow-dry", 30, "35"))
APPOINTMENTS = (
    # customer, days from now, time, service, calendar
    ("Ann Lee", 1, time(15), "Haircut", "Maria"),
    ("Carmen Diaz", 1, time(10), "Color", "Maria"),
    ("Bob Stone", 2, time(11, 30), "Haircut", "Jo"),
    ("Mia Park", 3, time(16), "Haircut", "Jo"),
    ("Leo Park", 3, time(17), "Haircut", "Jo"),
    ("Grace Kim", 8, time(9), "Blow-dry", "Maria"),
)


def make(application: Application) -> str:
    """Make the business where it is not there yet; what to try it with, a line each."""
    with application.work() as work:
        if work.session.scalar(select(Business.id).where(Business.number == NUMBER)) is None:
            demo_history.fill(Desk(work, work.session.get_one(Business, fill(work))))
    application.ports.numbers.rent(NUMBER)
    return "\n".join(
        [
            f"Sign in as {EMAIL} with the password {PASSWORD}",
            f"The number of {NAME}: {phone_numbers.pretty(NUMBER)}",
            f"The owner's phone: {phone_numbers.pretty(OWNER)}, PIN {PIN}",
            f"A customer's phone: {phone_numbers.pretty(CUSTOMERS[0][1] or '')} ({CUSTOMERS[0][0]})",
        ]
    )


def fill(work: Work) -> UUID:
    """Make the business; its id."""
    new = accounts.NewBusiness(NAME, NUMBER, ZONE, OWNER, PIN, EMAIL, PASSWORD)
    desk = Desk(work, accounts.create_business(work, new))
    for name, phone, email, inside in CUSTOMERS:
        _add(desk, name, phone, email, inside)
    for name, body, kind in TEMPLATES:
        templates.save_template(desk, name, body, kind)
    _keep_appointments(desk)
    return desk.business.id


def _add(desk: Desk, name: str, phone: str | None, email: str | None, inside: tuple[str, ...]) -> None:
    first, last = contacts.split_name(name)
    phones, emails = [phone] if phone else [], [email] if email else []
    added = contacts.add_customer(desk, first_name=first, last_name=last, phones=phones, emails=emails)
    for group_name in inside:
        group = groups.find_group(desk, group_name) or groups.create_group(desk, group_name)
        groups.add_members(desk, group, [added])


def _keep_appointments(desk: Desk) -> None:
    for name in CALENDARS:
        calendars.add_calendar(desk, name)
    calendars.set_hours(desk, None, HOURS)
    calendars.rules(desk).place = PLACE
    for name, minutes, price in SERVICES:
        catalogue.save_service(desk, name, minutes=minutes, price=Decimal(price))
    today = local_time.to_local(desk.now, ZONE).date()
    for who, days, clock, what, where in APPOINTMENTS:
        (customer,) = contacts.find_customers(desk, who)
        calendar, service = calendars.find_calendar(desk, where), catalogue.find_service(desk, what)
        wish = Wish(
            datetime.combine(today + timedelta(days=days), clock),
            customers=(customer.id,),
            calendar_id=calendar.id if calendar else None,
            service_id=service.id if service else None,
        )
        booking.book(desk, wish)

"""Businesses and their members: made, signed in, set up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import available_timezones

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import phone_numbers
from bot.errors import InputError
from bot.services import contacts, messaging, pins
from bot.services.work import Desk, Work
from models import AuthorisedPhone, Business, Member, Plan, TextForward

SHORTEST_PASSWORD = 10
LONGEST_SESSION = 24 * 60
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password")
"""Verified where an address is unknown, so that both answers take as long."""


@dataclass(frozen=True)
class NewBusiness:
    """What a business begins with. Without a PIN, the recording menu stays shut until one is set."""

    name: str
    number: str
    timezone: str
    owner_phone: str
    pin: str
    email: str
    password: str


def create_business(work: Work, new: NewBusiness) -> Business:
    """A business with its first member and authorised phone. Raises InputError for what will not do."""
    number, email = phone_numbers.parse(new.number), contacts.email_address(new.email)
    if work.session.scalar(select(Business.id).where(Business.number == number)):
        raise InputError(f"{phone_numbers.pretty(number)} belongs to a business already.", phone_numbers.EXAMPLE)
    if work.session.scalar(select(Member.id).where(Member.email == email)):
        raise InputError("Somebody signs in with that email address already.", "owner@example.com")
    business = Business(name=_name(new.name), number=number, created_at=work.now, plan=_first_plan(work.session))
    business.timezone = check_zone(new.timezone)
    business.email_from, business.email_from_name = email, business.name
    work.session.add(business)
    work.session.flush()
    desk = Desk(work, business)
    authorise_phone(desk, new.owner_phone)
    if new.pin:
        pins.set_pin(desk, new.pin)
    add_member(desk, email, new.password, business.name)
    return business


def add_member(desk: Desk, email: str, password: str, name: str) -> Member:
    """Somebody who may sign in. Raises InputError for a short password."""
    if len(password) < SHORTEST_PASSWORD:
        raise InputError(f"A password needs at least {SHORTEST_PASSWORD} characters.", "four plain words do well")
    member = Member(
        business_id=desk.business.id,
        email=contacts.email_address(email),
        name=name,
        password_hash=_HASHER.hash(password),
        created_at=desk.now,
    )
    desk.session.add(member)
    desk.session.flush()
    return member


def sign_in(session: Session, email: str, password: str) -> Member | None:
    """The member, or None; an unknown address takes as long as a wrong password."""
    member = session.scalar(select(Member).where(Member.email == email.strip().lower()))
    try:
        _HASHER.verify(member.password_hash if member else _NOBODY, password)
    except VerificationError:
        return None
    return member


def set_name(desk: Desk, name: str) -> None:
    """Raises InputError without one."""
    desk.business.name = _name(name)


def set_timezone(desk: Desk, timezone: str) -> None:
    """What is scheduled keeps its wall time. Raises InputError for what is no zone."""
    desk.business.timezone = check_zone(timezone)
    messaging.rezone(desk)


def set_email_sender(desk: Desk, address: str, display_name: str) -> None:
    """Where answers to emails go, and what recipients see. Raises InputError for what is no address."""
    desk.business.email_from = contacts.email_address(address) if address.strip() else None
    desk.business.email_from_name = " ".join(display_name.split())[:120] or None


def set_postal_address(desk: Desk, address: str) -> None:
    """Stands below promotions by email, as the law asks."""
    desk.business.postal_address = address.strip() or None


def set_session_minutes(desk: Desk, minutes: int) -> None:
    """How long a member may be idle. Raises InputError outside of one minute to a day."""
    if not 1 <= minutes <= LONGEST_SESSION:
        raise InputError(f"The session time-out is between 1 and {LONGEST_SESSION} minutes.", "30")
    desk.business.session_minutes = minutes


def authorise_phone(desk: Desk, phone: str, name: str | None = None) -> AuthorisedPhone:
    """Accept owner commands and PIN calls from a phone. Raises InputError for the business's own number."""
    number = _foreign(desk, phone)
    known = desk.session.scalar(
        select(AuthorisedPhone).where(AuthorisedPhone.business_id == desk.business.id, AuthorisedPhone.phone == number)
    )
    if known is None:
        known = AuthorisedPhone(business_id=desk.business.id, phone=number)
        desk.session.add(known)
    known.name = name or known.name
    desk.session.flush()
    return known


def remove_authorised_phone(desk: Desk, phone: str) -> None:
    """Raises InputError for the last one: nobody could run the business by text any more."""
    rows = authorised_phones(desk)
    if len(rows) == 1 and rows[0].phone == phone:
        raise InputError("This is the only authorised phone; add another one first.", phone_numbers.EXAMPLE)
    for row in rows:
        if row.phone == phone:
            desk.session.delete(row)
    desk.session.flush()


def authorised_phones(desk: Desk) -> Sequence[AuthorisedPhone]:
    """In the order in which they were added."""
    query = select(AuthorisedPhone).where(AuthorisedPhone.business_id == desk.business.id)
    return desk.session.scalars(query.order_by(AuthorisedPhone.id)).all()


def set_text_forwards(desk: Desk, phones: Iterable[str]) -> None:
    """Where inbound texts are forwarded to. Raises InputError for the business's own number (a ring)."""
    numbers = dict.fromkeys(_foreign(desk, phone) for phone in phones if phone.strip())
    known = {row.phone: row for row in desk.business.text_forwards}
    desk.business.text_forwards = [
        known.get(number) or TextForward(business_id=desk.business.id, phone=number) for number in numbers
    ]
    desk.session.flush()


def set_call_forward(desk: Desk, phone: str | None) -> None:
    """Where calls go; None: callers can leave a message. Raises InputError for the business's own number."""
    desk.business.call_forward_to = _foreign(desk, phone) if phone and phone.strip() else None


def _foreign(desk: Desk, phone: str) -> str:
    number = phone_numbers.parse(phone)
    if number == desk.business.number:
        raise InputError("That is this business's own number.", phone_numbers.EXAMPLE)
    return number


def _name(name: str) -> str:
    shown = " ".join(name.split())
    if not shown or len(shown) > 120:
        raise InputError("A business needs a name of up to 120 letters.", "Bella Salon")
    return shown


def check_zone(timezone: str) -> str:
    """The zone as it is. Raises InputError for what is none."""
    if timezone not in available_timezones():
        raise InputError(f'"{timezone[:40]}" is not a time zone.', "America/New_York")
    return timezone


def _first_plan(session: Session) -> Plan:
    """The FAQ: a monthly fee, included texts and calls, 5 cents for each beyond."""
    plan = session.scalar(select(Plan).where(Plan.retired_at.is_(None)).order_by(Plan.monthly_fee).limit(1))
    return plan or Plan(name="Standard", monthly_fee=Decimal("29.00"), included_texts=500, included_voice=100)

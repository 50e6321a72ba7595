"""Businesses and their members: made, signed in, set up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import available_timezones

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import passwords, phone_numbers
from bot.errors import InputError, NotFound
from bot.services import audit, contacts, forwarding, messaging, pins
from bot.services.work import Actor, Desk, Work
from models import AuthorisedPhone, Business, Member, Plan, TextForward
from models.states import Door, Privacy, Role

LONGEST_SESSION = 24 * 60
_BOUND = frozenset({"operator"})
"""Roles that reach into many businesses."""
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
    vouched_for: bool = True
    """An operator made it: it has no low ceiling in its first week (`bot.delivery.allowance`)."""


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
    business.outgoing_a_day = work.rules.a_day if new.vouched_for else None
    work.session.add(business)
    work.session.flush()
    desk = Desk(work, business)
    authorise_phone(desk, new.owner_phone)
    if new.pin:
        pins.set_pin(desk, new.pin)
    add_member(desk, email, new.password, business.name)
    return business


def add_member(desk: Desk, email: str, password: str, name: str, role: Role = Role.OWNER) -> Member:
    """Somebody who may sign in. Raises InputError for a password that will not do."""
    address = contacts.email_address(email)
    member = Member(
        business_id=desk.business.id,
        email=address,
        name=name,
        role=role,
        password_hash=hashed(password, address, desk.business.name),
        created_at=desk.now,
    )
    desk.session.add(member)
    desk.session.flush()
    return member


def hashed(password: str, *known: str) -> str:
    """A password as it is kept (argon2id, 64 MiB, three passes). Raises InputError where it will not do.

    `known`: the email address and the name of the business, which others try first.
    """
    wrong = passwords.problem(password, known)
    if wrong:
        raise InputError(wrong, passwords.EXAMPLE)
    return _HASHER.hash(password)


def is_password(member: Member | None, password: str) -> bool:
    """Whether it is the member's; it takes as long where there is no member."""
    try:
        return _HASHER.verify(member.password_hash if member else _NOBODY, password) and member is not None
    except VerificationError:
        return False


def renew_hash(member: Member, password: str) -> None:
    """After signing in: hash the password anew where that has become dearer since."""
    if _HASHER.check_needs_rehash(member.password_hash):
        member.password_hash = _HASHER.hash(password)


def second_factor_required(member: Member) -> bool:
    """Whether somebody may do nothing before a second factor is set up: operators; others as they like."""
    return str(member.role) in _BOUND


def sign_in(session: Session, email: str, password: str) -> Member | None:
    """The member, or None; an unknown address takes as long as a wrong password."""
    member = find_member(session, email)
    return member if is_password(member, password) else None


def note_wrong_password(work: Work, email: str, address: str | None) -> None:
    """Somebody failed to sign in: the owner can read it, where the address is a member's. `address`: from where."""
    member = find_member(work.session, email)
    if member is not None:
        by = Actor(Door.PANEL, "Somebody", None, address)
        audit.record(Desk(work, member.business), "password_wrong", by, name=member.name)


def find_member(session: Session, email: str) -> Member | None:
    """Whoever signs in with an address."""
    return session.scalar(select(Member).where(Member.email == email.strip().lower()))


def set_name(desk: Desk, name: str) -> None:
    """Raises InputError without one."""
    _set(desk, "name", _name(name), "name")


def set_timezone(desk: Desk, timezone: str) -> None:
    """What is scheduled keeps its wall time. Raises InputError for what is no zone."""
    _set(desk, "timezone", check_zone(timezone), "time zone")
    messaging.rezone(desk)


def set_email_sender(desk: Desk, address: str, display_name: str) -> None:
    """Where answers to emails go, and what recipients see. Raises InputError for what is no address."""
    sender = contacts.email_address(address) if address.strip() else None
    _set(desk, "email_from", sender, "From address of emails")
    _set(desk, "email_from_name", " ".join(display_name.split())[:120] or None, "From name of emails")


def set_postal_address(desk: Desk, address: str) -> None:
    """Stands below promotions by email, as the law asks."""
    _set(desk, "postal_address", address.strip() or None, "postal address")


def set_privacy(desk: Desk, privacy: str, *, introduces: bool) -> None:
    """How much reminders and voicemails tell, and whether first texts say who writes. Raises InputError."""
    if privacy not in set(Privacy):
        raise InputError("That is no level of privacy.", "standard")
    desk.business.privacy, desk.business.introduces = Privacy(privacy), introduces


def set_session_minutes(desk: Desk, minutes: int) -> None:
    """How long a member may be idle. Raises InputError outside of one minute to a day."""
    if not 1 <= minutes <= LONGEST_SESSION:
        raise InputError(f"The session time-out is between 1 and {LONGEST_SESSION} minutes.", "30")
    _set(desk, "session_minutes", minutes, "session time-out")


def set_calendar_views(desk: Desk, views: str) -> None:
    """Which views of the calendar are offered, with commas between."""
    _set(desk, "calendar_views", views, "calendar views")


def authorise_phone(desk: Desk, phone: str, name: str | None = None) -> AuthorisedPhone:
    """Accept owner commands and PIN calls from a phone. Raises InputError for the business's own number."""
    number = _foreign(desk, phone)
    known = desk.session.scalar(
        select(AuthorisedPhone).where(AuthorisedPhone.business_id == desk.business.id, AuthorisedPhone.phone == number)
    )
    if known is None:
        known = AuthorisedPhone(business_id=desk.business.id, phone=number)
        desk.session.add(known)
        audit.record(desk, "phone_authorised", ending=audit.ending(number))
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
            audit.record(desk, "phone_removed", ending=audit.ending(phone))
    desk.session.flush()


def authorised_phones(desk: Desk) -> Sequence[AuthorisedPhone]:
    """In the order in which they were added."""
    query = select(AuthorisedPhone).where(AuthorisedPhone.business_id == desk.business.id)
    return desk.session.scalars(query.order_by(AuthorisedPhone.id)).all()


def desk_of(work: Work, number: str) -> Desk:
    """The desk of the business with a number. Raises InputError for what is no number, NotFound for nobody's."""
    found = work.session.scalar(select(Business).where(Business.number == phone_numbers.parse(number)))
    if found is None:
        raise NotFound("No business has that number.")
    return Desk(work, found)


def name_of_phone(desk: Desk, phone: str) -> str:
    """Whose authorised phone it is, as far as that was said."""
    name = next((row.name for row in authorised_phones(desk) if row.phone == phone), None)
    return f"{name}, by text" if name else "by text"


def set_text_forwards(desk: Desk, phones: Iterable[str]) -> None:
    """Where inbound texts are forwarded to. Raises InputError for the business's own number (a ring)."""
    numbers = dict.fromkeys(_foreign(desk, phone) for phone in phones if phone.strip())
    known = {row.phone: row for row in desk.business.text_forwards}
    if set(numbers) != set(known):
        audit.record(desk, "texts_forwarded", count=len(numbers))
    desk.business.text_forwards = [
        known.get(number) or TextForward(business_id=desk.business.id, phone=number) for number in numbers
    ]
    desk.session.flush()


def set_call_forward(desk: Desk, phone: str | None) -> None:
    """Where calls go; None: callers can leave a message. Raises InputError for the business's own number."""
    number = _foreign(desk, phone) if phone and phone.strip() else None
    if number and forwarding.comes_back(desk, number):
        raise InputError("Calls sent there would come back to your own number.", phone_numbers.EXAMPLE)
    if number != desk.business.call_forward_to and number:
        audit.record(desk, "calls_forwarded", ending=audit.ending(number))
    elif number != desk.business.call_forward_to:
        audit.record(desk, "calls_kept")
    desk.business.call_forward_to = number


def _set(desk: Desk, name: str, value: object, called: str) -> None:
    """Change a setting, and note that it was, if it was."""
    if getattr(desk.business, name) != value:
        setattr(desk.business, name, value)
        audit.record(desk, "settings_changed", what=called)


def _foreign(desk: Desk, phone: str) -> str:
    number = desk.reachable(phone)
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

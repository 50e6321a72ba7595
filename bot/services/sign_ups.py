"""Signing a business up, a few short pages: who, proof, business, number, plan. Nothing typed is lost on the way.

Which step comes next is read from the row (`step`), so that going back, reloading and coming later all work.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from bot.domain import area_codes, phone_numbers, segments
from bot.errors import InputError, NotFound
from bot.services import accounts, contacts
from bot.services.deliveries import outgoing
from bot.services.work import Desk, Work
from models import Business, Member, Plan, SignUp
from models.states import Channel, DeliveryKind, SignUpState

Step = Literal["who", "proof", "business", "number", "plan", "done"]
GOOD_FOR = timedelta(minutes=15)
MOST_SENT = 5
"""Times codes are sent for one sign-up: each costs a text."""
MOST_WRONG = 5
"""Wrong codes before new ones have to be asked for: a million guesses at five a time find nothing."""
PATIENCE = timedelta(minutes=2)
"""After that, renting that nobody has finished is gone on with by the clock."""
KEPT = timedelta(days=7)
_HASHER = PasswordHasher()


class NumberTaken(InputError):
    """Somebody else has the number already."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{phone_numbers.pretty(number)} was taken by somebody else meanwhile. Please pick another.")


@dataclass(frozen=True)
class Person:
    """Who signs up, as typed. An empty password keeps the one typed before."""

    name: str
    email: str
    password: str
    mobile: str


@dataclass(frozen=True)
class Codes:
    """Six digits each; kept hashed only."""

    by_text: str
    by_email: str


def get(work: Work, sign_up_id: UUID) -> SignUp:
    """The sign-up, locked until the transaction ends. Raises NotFound."""
    row = work.session.get(SignUp, sign_up_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("This sign-up is not there any more. Please begin again.")
    return row


def number_lost(row: SignUp) -> None:
    """Somebody else has it: another one is to be picked."""
    if row.state is SignUpState.CHOOSING:
        row.number = None


def step(row: SignUp) -> Step:
    """The first page that is not done yet."""
    if row.state is SignUpState.DONE:
        return "done"
    if row.state is SignUpState.PROVING:
        return "proof"
    if not row.business_name:
        return "business"
    return "plan" if row.number else "number"


def begin(work: Work, person: Person) -> SignUp:
    """Somebody new. Raises InputError for what will not do."""
    row = SignUp(person_name="", email="", password_hash="", mobile="", created_at=work.now)
    set_person(work, row, person)
    work.session.add(row)
    work.session.flush()
    return row


def set_person(work: Work, row: SignUp, person: Person) -> bool:
    """Who it is; whether that has to be proved (again). Raises InputError for what will not do."""
    _check_open(row)
    name = " ".join(person.name.split())
    if not name or len(name) > 120:
        raise InputError("What is your name?", "Maria Lopez")
    email, mobile = contacts.email_address(person.email), phone_numbers.parse(person.mobile)
    phone_numbers.check_country(mobile, work.rules.countries)
    if person.password or not row.password_hash:
        row.password_hash = accounts.hashed(person.password)
    same = (row.email, row.mobile) == (email, mobile)
    row.person_name, row.email, row.mobile = name, email, mobile
    if not same:
        row.state, row.text_code_hash, row.email_code_hash = SignUpState.PROVING, None, None
    return row.state is SignUpState.PROVING


def new_codes(work: Work, row: SignUp) -> Codes:
    """Fresh codes; the older ones are worth nothing. Raises InputError after MOST_SENT times."""
    if row.state is not SignUpState.PROVING:
        raise InputError("Your mobile and email are proved already.")
    if row.codes_sent >= MOST_SENT:
        raise InputError("Codes were sent often enough. Please begin again tomorrow, or ask us for help.")
    codes = Codes(_six_digits(), _six_digits())
    row.text_code_hash, row.email_code_hash = _HASHER.hash(codes.by_text), _HASHER.hash(codes.by_email)
    row.codes_until, row.codes_sent, row.wrong_codes = work.now + GOOD_FOR, row.codes_sent + 1, 0
    return codes


def prove(work: Work, row: SignUp, by_text: str, by_email: str) -> str | None:
    """What is wrong with the codes, in a sentence; None where both are right. Guesses are counted, so: no exception."""
    if row.state is not SignUpState.PROVING:
        return None
    if row.codes_until is None or row.codes_until <= work.now or row.wrong_codes >= MOST_WRONG:
        return "These codes are no longer good. Please have new ones sent."
    if not _is(row.text_code_hash, by_text):
        row.wrong_codes += 1
        return "The code from the text is not right. Please look again."
    if not _is(row.email_code_hash, by_email):
        row.wrong_codes += 1
        return "The code from the email is not right. Please look again."
    if _signs_in_already(work, row.email):
        return "You have an account already: please sign in with your email address."
    row.state, row.text_code_hash, row.email_code_hash = SignUpState.CHOOSING, None, None
    return None


def set_business(row: SignUp, name: str, kind: str, area_code: str, timezone: str) -> None:
    """The business. Without a zone, the area code's is taken. Raises InputError for what will not do."""
    _check_proved(row)
    shown, area = " ".join(name.split()), area_codes.parse(area_code)
    if not shown or len(shown) > 120:
        raise InputError("What is your business called?", "Bella Salon")
    was_guessed = area != row.area_code and timezone == row.timezone == area_codes.zone_of(row.area_code or area)
    zone = ("" if was_guessed else timezone.strip()) or area_codes.zone_of(area) or ""
    if not zone:
        raise InputError("Please pick your time zone: this area code has more than one.", "America/New_York")
    accounts.check_zone(zone)
    if area != row.area_code:
        row.number = None
    row.business_name, row.business_kind = shown, " ".join(kind.split())[:60] or None
    row.area_code, row.timezone = area, zone


def pick_number(work: Work, row: SignUp, number: str) -> None:
    """The number that they would like; it is nobody's yet. Raises NumberTaken, InputError."""
    _check_proved(row)
    wanted = phone_numbers.parse(number)
    area_codes.parse(area_codes.of_number(wanted))
    if not free(work, [wanted], row):
        raise NumberTaken(wanted)
    row.number = wanted


def free(work: Work, numbers: Sequence[str], row: SignUp | None = None) -> list[str]:
    """Those of the carrier's numbers that nobody here has, or is about to have."""
    taken = set(work.session.scalars(select(Business.number).where(Business.number.in_(numbers))))
    others = select(SignUp.claimed_number).where(SignUp.claimed_number.in_(numbers))
    taken |= set(work.session.scalars(others.where(SignUp.id != row.id) if row else others))
    return [one for one in numbers if one not in taken]


def offered_plans(work: Work) -> Sequence[Plan]:
    """The plans that somebody new can have, the smallest first."""
    query = select(Plan).where(Plan.retired_at.is_(None)).order_by(Plan.monthly_fee, Plan.name)
    return work.session.scalars(query).all()


def choose_plan(work: Work, row: SignUp, plan_id: UUID | None) -> None:
    """Raises InputError for none of those offered."""
    _check_proved(row)
    offered = offered_plans(work)
    if offered and plan_id not in [plan.id for plan in offered]:
        raise InputError("Which plan would you like?", offered[0].name)
    row.plan_id = plan_id if offered else None


def claim(work: Work, row: SignUp, rented_already: bool) -> None:
    """Committed before the carrier is asked, so that a crash finds out what was begun. Raises NumberTaken, InputError.

    `rented_already`: the carrier says that the number is ours, so it is somebody else's here.
    """
    if row.state in (SignUpState.RENTING, SignUpState.DONE):
        return
    _check_proved(row)
    if not row.number or not row.business_name:
        raise InputError("A few answers are missing. Please go through the pages again.")
    if _signs_in_already(work, row.email):
        raise InputError("Somebody signs in with your email address already. Please sign in instead.")
    number = row.number
    if rented_already or not free(work, [number], row):
        raise NumberTaken(number)
    row.state, row.claimed_number, row.renting_since = SignUpState.RENTING, number, work.now
    try:
        work.session.flush()
    except IntegrityError as error:
        raise NumberTaken(number) from error


def let_go(row: SignUp) -> None:
    """The carrier did not give the number: another one can be picked."""
    if row.state is SignUpState.RENTING:
        row.state, row.number, row.claimed_number = SignUpState.CHOOSING, None, None


def finish(work: Work, row: SignUp) -> UUID | None:
    """The number is rented: the business, its first member and its first text, all or nothing. The business's id."""
    if row.state is not SignUpState.RENTING or not (row.claimed_number and row.business_name):
        return row.business_id
    new = accounts.NewBusiness(
        name=row.business_name,
        number=row.claimed_number,
        timezone=row.timezone or "",
        owner_phone=row.mobile,
        pin="",
        email=row.email,
        password=secrets.token_urlsafe(24),
        vouched_for=False,
    )
    business = accounts.create_business(work, new)
    business.kind = row.business_kind
    if row.plan_id:
        business.plan = work.session.get(Plan, row.plan_id)
    member = work.session.scalars(select(Member).where(Member.business_id == business.id)).one()
    member.name, member.password_hash = row.person_name, row.password_hash
    desk = Desk(work, business)
    hello = outgoing(desk, DeliveryKind.NOTICE, Channel.TEXT, row.mobile, first_words(row.person_name))
    work.hand_over(hello.id, hello.kind)
    row.state, row.business_id, row.claimed_number, row.problem = SignUpState.DONE, business.id, None, None
    return business.id


def first_words(person_name: str) -> str:
    """The first text from the number: hello, and three commands. One part, whatever somebody is called."""
    first = person_name.split()[0][:20]
    words = (
        'this is your business number. Text me: "add customer Ann 212-555-0123", "text Ann see you at 3", "scheduled".'
        " HELP lists the rest."
    )
    greeting = f"Hi {first}, {words}"
    return greeting if segments.count(greeting).parts == 1 else f"Hi, {words}"


def unfinished(work: Work) -> Sequence[UUID]:
    """Renting that somebody began and nobody has finished."""
    late = (SignUp.state == SignUpState.RENTING, SignUp.renting_since <= work.now - PATIENCE)
    return work.session.scalars(select(SignUp.id).where(*late).order_by(SignUp.renting_since).limit(20)).all()


def forget_old(work: Work) -> int:
    """What nobody went on with is deleted after a week; how many."""
    old = (SignUp.state.in_((SignUpState.PROVING, SignUpState.CHOOSING)), SignUp.created_at < work.now - KEPT)
    gone = work.session.scalars(
        delete(SignUp).where(*old).returning(SignUp.id).execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _check_open(row: SignUp) -> None:
    if row.state in (SignUpState.RENTING, SignUpState.DONE):
        raise InputError("Your number is being rented already, so this cannot be changed here any more.")


def _check_proved(row: SignUp) -> None:
    _check_open(row)
    if row.state is SignUpState.PROVING:
        raise InputError("Please type the codes first that we sent you.")


def _signs_in_already(work: Work, email: str) -> bool:
    return work.session.scalar(select(Member.id).where(Member.email == email)) is not None


def _six_digits() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def _is(kept: str | None, typed: str) -> bool:
    digits = re.sub(r"[^0-9]", "", typed)
    try:
        return kept is not None and len(digits) == 6 and _HASHER.verify(kept, digits)
    except VerificationError:
        return False

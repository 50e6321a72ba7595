"""Whoever runs the installation: who they are, what they see of all businesses, and what they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import ColumnElement, func, or_, select, text, tuple_
from sqlalchemy.orm import Session, joinedload

from bot.domain import phone_numbers
from bot.errors import InputError, NotFound
from bot.services import accounts, contacts, usage
from bot.services.usage import MonthUsage
from bot.services.work import Desk, Work
from models import Business, Delivery, Member, Operator, OperatorAction, OutgoingDay, Plan, Rate, SignUp
from models.delivery import FAILED
from models.states import SignUpState

PAGE = 50
UNITS = {"text": Decimal("0.0083"), "voice": Decimal("0.0140")}
"""What a message part and a minute of a call cost, until the operator says otherwise, in dollars."""
SLOWEST = Decimal("0.2")
"""Texts a second: any slower, and a day's reminders would not leave within it."""
_FASTEST, _MOST_A_DAY = Decimal(1000), 1000
_HIGHEST_CEILING = 10_000_000
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password")


@dataclass(frozen=True)
class Margin:
    """One month of one business: what it is charged and what it costs to carry."""

    month: MonthUsage
    cost: Decimal

    @property
    def charge(self) -> Decimal:
        """What the business pays."""
        return self.month.charge

    @property
    def left(self) -> Decimal:
        """What remains; below zero the plan is too cheap."""
        return self.charge - self.cost


def create(work: Work, email: str, password: str) -> Operator:
    """Raises InputError for an address that is taken or a short password."""
    address = contacts.email_address(email)
    if work.session.scalar(select(Operator.id).where(Operator.email == address)):
        raise InputError("There is an operator with that email address already.", "operator@example.com")
    row = Operator(email=address, password_hash=accounts.hashed(password, address), created_at=work.now)
    work.session.add(row)
    work.session.flush()
    record(work, row, None, "became an operator")
    return row


def by_email(work: Work, email: str) -> Operator:
    """Raises NotFound."""
    row = work.session.scalar(select(Operator).where(Operator.email == email.strip().lower()))
    if row is None:
        raise NotFound("There is no operator with that email address.")
    return row


def sign_in(session: Session, email: str, password: str) -> Operator | None:
    """The operator, or None; an unknown address takes as long as a wrong password."""
    row = session.scalar(select(Operator).where(Operator.email == email.strip().lower()))
    try:
        _HASHER.verify(row.password_hash if row else _NOBODY, password)
    except VerificationError:
        return None
    return row


def record(work: Work, operator: Operator | None, business: Business | None, words: str) -> None:
    """Write down what was done, for good. Without an operator: from the command line."""
    row = OperatorAction(
        operator_id=operator.id if operator else None,
        business_id=business.id if business else None,
        words=words[:300],
        at=work.now,
    )
    work.session.add(row)


def actions(work: Work, business: Business, limit: int = 20) -> Sequence[OperatorAction]:
    """What operators did with a business, the latest first."""
    query = select(OperatorAction).where(OperatorAction.business_id == business.id)
    query = query.options(joinedload(OperatorAction.operator)).order_by(
        OperatorAction.at.desc(), OperatorAction.id.desc()
    )
    return work.session.scalars(query.limit(limit)).all()


def businesses(work: Work, words: str = "", after: UUID | None = None) -> Sequence[Business]:
    """PAGE and one more, by name, that fit a piece of a name or number; `after`: the last one of the page before."""
    query = select(Business).options(joinedload(Business.plan)).order_by(Business.name, Business.id)
    if sought := words.strip():
        query = query.where(or_(Business.name.icontains(sought, autoescape=True), *_by_number(sought)))
    last = work.session.get(Business, after) if after else None
    if last is not None:
        query = query.where(tuple_(Business.name, Business.id) > (last.name, last.id))
    return work.session.scalars(query.limit(PAGE + 1)).all()


def business(work: Work, business_id: UUID) -> Business:
    """Raises NotFound."""
    found = work.session.get(Business, business_id)
    if found is None:
        raise NotFound("There is no such business.")
    return found


def by_number(work: Work, number: str) -> Business:
    """Raises NotFound, or InputError for what is no number."""
    found = work.session.scalar(select(Business).where(Business.number == phone_numbers.parse(number)))
    if found is None:
        raise NotFound("No business has that number.", "flask --app web business list")
    return found


def members(work: Work, business: Business) -> Sequence[Member]:
    """Who may sign in, the first one first."""
    return work.session.scalars(select(Member).where(Member.business_id == business.id).order_by(Member.id)).all()


def rates(work: Work) -> Mapping[str, Decimal]:
    """What a unit costs the operator."""
    return {**UNITS, **{row.unit: row.cost for row in work.session.scalars(select(Rate))}}


def set_rates(work: Work, text: str, voice: str) -> None:
    """Dollars for a message part and for a minute. Raises InputError."""
    for unit, typed in (("text", text), ("voice", voice)):
        cost = amount(typed, "0.0083")
        row = work.session.get(Rate, unit)
        if row is None:
            work.session.add(Rate(unit=unit, cost=cost))
        else:
            row.cost = cost


def margin(desk: Desk) -> Margin:
    """This month of the business."""
    month, cost = usage.this_month(desk), rates(desk.work)
    return Margin(month, month.texts * cost["text"] + month.voice * cost["voice"])


def set_ceiling(business: Business, typed: str) -> None:
    """Texts and calls that it may send in a day; empty: what is usual. Raises InputError."""
    if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 9 and int(typed) <= _HIGHEST_CEILING):
        raise InputError(f"Texts and calls a day are between 0 and {_HIGHEST_CEILING:,}.", "20000")
    business.outgoing_a_day = int(typed) if typed else None


def at_ceiling(work: Work) -> Sequence[Business]:
    """Whose messages were held in the last day, because so many went out."""
    since = work.now - timedelta(days=1)
    query = select(Business).join(OutgoingDay).where(OutgoingDay.told_at > since).distinct()
    return work.session.scalars(query.order_by(Business.name)).all()


def set_pace(business: Business, texts: str | None, calls: str | None, most_a_day: str | None) -> None:
    """How fast a number sends, and how much one phone gets in a day. None: as it is. Raises InputError."""
    if texts is not None:
        business.texts_per_second = _pace(texts, SLOWEST, f"Texts a second are between {SLOWEST} and {_FASTEST}.")
    if calls is not None:
        least = Decimal("0.01")
        business.calls_per_second = _pace(calls, least, f"Calls a second are between {least} and {_FASTEST}.")
    if most_a_day is not None:
        if not (most_a_day.isascii() and most_a_day.isdecimal() and 0 < int(most_a_day) <= _MOST_A_DAY):
            raise InputError(f"Messages a day to one phone are between 1 and {_MOST_A_DAY}.", "10")
        business.most_a_day = int(most_a_day)


def set_plan(work: Work, business: Business, plan_id: UUID | None) -> Plan:
    """Raises NotFound for a plan that is not there, InputError for a retired one."""
    plan = work.session.get(Plan, plan_id) if plan_id else None
    if plan is None:
        raise NotFound("There is no such plan.", "flask --app web plan list")
    if plan.retired_at is not None and business.plan_id != plan.id:
        raise InputError(f"The plan {plan.name} is retired; pick another one.")
    business.plan = plan
    return plan


def plans(work: Work) -> Sequence[Plan]:
    """All of them, those on offer first."""
    return work.session.scalars(select(Plan).order_by(Plan.retired_at.is_not(None), Plan.monthly_fee, Plan.name)).all()


def plan_named(work: Work, name: str) -> Plan:
    """Raises NotFound."""
    found = work.session.scalar(select(Plan).where(func.lower(Plan.name) == name.strip().lower()))
    if found is None:
        raise NotFound(f'There is no plan "{name[:60]}".', "flask --app web plan list")
    return found


def save_plan(work: Work, plan: Plan | None, typed: Mapping[str, str]) -> Plan:
    """Make a plan or change one. What changes holds for the months that are not closed yet. Raises InputError."""
    name = " ".join(typed.get("name", "").split())
    if not name or len(name) > 60:
        raise InputError("A plan needs a name of up to 60 letters.", "Standard")
    same = work.session.scalar(select(Plan).where(func.lower(Plan.name) == name.lower()))
    if same is not None and same is not plan:
        raise InputError(f"There is a plan {same.name} already.", f"{name} 2")
    fee, extra = amount(typed.get("monthly_fee", ""), "29.00"), amount(typed.get("extra_price", ""), "0.05")
    texts, voice = _count(typed.get("included_texts", "")), _count(typed.get("included_voice", ""))
    if plan is None:
        plan = Plan(name=name, monthly_fee=fee, included_texts=texts, included_voice=voice, extra_price=extra)
        work.session.add(plan)
    plan.name, plan.monthly_fee, plan.extra_price = name, fee, extra
    plan.included_texts, plan.included_voice = texts, voice
    work.session.flush()
    return plan


def retire(work: Work, plan: Plan) -> None:
    """Nobody new gets it; who has it keeps it."""
    plan.retired_at = plan.retired_at or work.now


def failed_today(work: Work, most: int = 10_000) -> int:
    """Deliveries that failed within a day, counted up to `most`."""
    recent = select(Delivery.id).where(text(FAILED), Delivery.finished_at > work.now - timedelta(days=1)).limit(most)
    return work.session.scalar(select(func.count()).select_from(recent.subquery())) or 0


def stuck_sign_ups(work: Work) -> Sequence[SignUp]:
    """Numbers that are rented, or being rented, and belong to no business yet."""
    query = select(SignUp).where(SignUp.state == SignUpState.RENTING).order_by(SignUp.renting_since)
    return work.session.scalars(query.limit(PAGE)).all()


def amount(typed: str, example: str) -> Decimal:
    """Dollars. Raises InputError for what is none, or is below zero."""
    try:
        value = Decimal(typed.strip().removeprefix("$"))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value < 100_000:
        raise InputError(f'"{typed.strip()[:20]}" is not an amount in dollars.', example)
    return value


def _count(typed: str) -> int:
    digits = typed.strip().replace(",", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 9):
        raise InputError(f'"{typed.strip()[:20]}" is not a number of texts or minutes.', "500")
    return int(digits)


def _pace(typed: str, least: Decimal, wrong: str) -> Decimal:
    try:
        value = Decimal(typed.strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not least <= value <= _FASTEST:
        raise InputError(wrong, "1")
    return value


def _by_number(words: str) -> list[ColumnElement[bool]]:
    digits = "".join(char for char in words if char in "0123456789")
    return [Business.number.contains(digits)] if len(digits) >= 3 else []

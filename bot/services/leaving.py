"""The number of an ended account: kept for a while, so that who changes their mind has it, then given back.

Giving back asks the carrier, so it is done between two transactions: `to_return`, the carrier, `returned`. Done twice,
it changes nothing; broken off in between, it is done the next day.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from bot.domain import local_time, phone_numbers
from bot.errors import InputError
from bot.services import audit, charging
from bot.services.work import Desk, Work
from models import Business

KEPT = timedelta(days=30)
TOLD_BEFORE = timedelta(days=7)
_LONGEST = 20
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def tell_due(work: Work) -> int:
    """Email the owners of ended accounts a week before the number goes back; how many accounts."""
    soon = Business.cancelled_at <= work.now - (KEPT - TOLD_BEFORE)
    query = select(Business).where(soon, Business.return_told_at.is_(None), Business.number_returned_at.is_(None))
    return sum(_tell(Desk(work, one)) for one in work.session.scalars(query.with_for_update(skip_locked=True)).all())


def to_return(work: Work) -> list[tuple[UUID, str]]:
    """Businesses and numbers whose time is over and whose owners have known for a week."""
    over = (Business.cancelled_at <= work.now - KEPT, Business.return_told_at <= work.now - TOLD_BEFORE)
    query = select(Business.id, Business.number).where(*over, Business.number_returned_at.is_(None))
    return [(business_id, number) for business_id, number in work.session.execute(query)]


def check(business: Business) -> None:
    """Raises InputError where the number is still needed, or has gone back already."""
    if business.cancelled_at is None:
        raise InputError(f"{business.name} has not cancelled its account, so it needs its number.")
    if business.number_returned_at is not None:
        raise InputError(f"The number of {business.name} went back already.")


def returned(work: Work, business_id: UUID) -> None:
    """The carrier has it again: whoever rents it next gets what is texted to it."""
    business = work.session.get_one(Business, business_id, with_for_update=True)
    if business.number_returned_at is None:
        audit.record(Desk(work, business), "number_returned", ending=business.number[-4:])
        business.number = _former(business)
        business.number_returned_at = work.now


def _former(business: Business) -> str:
    """The number as it stays on record: still to be read, unlike every number and every former one."""
    letters = business.id.hex[-5:].translate(_LETTERS)
    return f"ex{letters}{business.number}"[:_LONGEST]


def _tell(desk: Desk) -> bool:
    desk.business.return_told_at = desk.now
    day = local_time.to_local(max((desk.business.cancelled_at or desk.now) + KEPT, desk.now + TOLD_BEFORE), "UTC")
    number = phone_numbers.pretty(desk.business.number)
    charging.email_owners(
        desk,
        f"You ended the account of {desk.business.name}. Its number {number} goes back to the carrier on"
        f" {day:%B} {day.day}, and somebody else may get it then. To keep it, write to whoever runs this service before"
        " that day. Your data stay readable.",
    )
    return True

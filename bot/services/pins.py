"""The PIN of the recording menu: kept hashed, guessed at slowly, by phone and for the business as a whole."""

import re
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select, update

from bot.domain import local_time
from bot.errors import InputError
from bot.services import audit, forwarding
from bot.services.work import Desk
from models import AuthorisedPhone, Business

PHONE_LOCKED_AFTER = 6
"""Wrong PINs in a row from one phone: two calls."""
LOCKED_AFTER = 9
"""Wrong PINs in a row, over all calls, before the business's PIN is locked."""
SHUT_AFTER = 27
"""Wrong PINs in a row, over all calls and waits, before it stays locked until an owner unlocks it."""
LOCKED_FOR = timedelta(minutes=30)
_HASHER = PasswordHasher()
_PIN = re.compile(r"\d{4,8}")


def set_pin(desk: Desk, pin: str) -> None:
    """Raises InputError for what is no PIN. A new PIN unlocks."""
    if not _PIN.fullmatch(pin) or not pin.isascii():
        raise InputError("A PIN has 4 to 8 digits.", "4711")
    if len(set(pin)) == 1:
        raise InputError("A PIN of one repeated digit is guessed first.", "4711")
    if pin in "01234567890" or pin in "09876543210":
        raise InputError("A PIN of digits in a row is guessed first.", "4711")
    changed = desk.business.pin_hash is not None
    desk.business.pin_hash = _HASHER.hash(pin)
    _forget_failures(desk)
    audit.record(desk, "pin_changed" if changed else "pin_set")


def check_pin(desk: Desk, pin: str, phone: str | None = None) -> bool:
    """Whether it is the PIN. While it is locked nothing is, and the caller learns no difference.

    A try is counted before it is looked at: many calls at the same time have no more tries than one.
    """
    if desk.business.pin_hash is None or is_locked(desk) or _phone_is_locked(desk, phone):
        return False
    tries, of_phone = _count(desk), _count_phone(desk, phone)
    try:
        _HASHER.verify(desk.business.pin_hash, pin)
    except VerifyMismatchError:
        _lock(desk, tries, of_phone, phone)
        return False
    _forget_failures(desk)
    return True


def is_locked(desk: Desk) -> bool:
    """Whether no PIN is taken from any phone now."""
    business = desk.business
    return business.pin_failures >= SHUT_AFTER or _later(business.pin_locked_until, desk.now)


def unlock(desk: Desk) -> None:
    """An owner has looked into it."""
    _forget_failures(desk)
    audit.record(desk, "pin_unlocked")


def _later(until: datetime | None, now: datetime) -> bool:
    return until is not None and now < until


def _phone_is_locked(desk: Desk, phone: str | None) -> bool:
    until = desk.session.scalar(select(AuthorisedPhone.pin_locked_until).where(*_of(desk, phone))) if phone else None
    return _later(until, desk.now)


def _count(desk: Desk) -> int:
    """One more try, counted by the database: calls that come in at the same time are all counted."""
    more = update(Business).where(Business.id == desk.business.id).values(pin_failures=Business.pin_failures + 1)
    desk.session.execute(more.execution_options(synchronize_session=False))
    desk.session.refresh(desk.business, ["pin_failures"])
    return desk.business.pin_failures


def _count_phone(desk: Desk, phone: str | None) -> int:
    more = update(AuthorisedPhone).where(*_of(desk, phone)).values(pin_failures=AuthorisedPhone.pin_failures + 1)
    return desk.session.scalar(more.returning(AuthorisedPhone.pin_failures)) or 0 if phone else 0


def _lock(desk: Desk, tries: int, of_phone: int, phone: str | None) -> None:
    until = desk.now + LOCKED_FOR
    if of_phone and of_phone % PHONE_LOCKED_AFTER == 0:
        desk.session.execute(update(AuthorisedPhone).where(*_of(desk, phone)).values(pin_locked_until=until))
    if tries % LOCKED_AFTER == 0:
        desk.business.pin_locked_until = until
        audit.record(desk, "pin_locked", tries=tries)
        forwarding.notify(desk, _news(desk, tries, until))


def _news(desk: Desk, tries: int, until: datetime) -> str:
    here = local_time.to_local(desk.now, desk.business.timezone)
    when = local_time.in_words(local_time.to_local(until, desk.business.timezone), here)
    lasts = "until you unlock it" if tries >= SHUT_AFTER else f"until {when}"
    return (
        f"A wrong PIN was entered {tries} times in calls to your number, so the PIN is locked {lasts}. "
        "You can unlock or change it in the panel under Settings."
    )


def _forget_failures(desk: Desk) -> None:
    desk.business.pin_failures, desk.business.pin_locked_until = 0, None
    mine = AuthorisedPhone.business_id == desk.business.id
    desk.session.execute(update(AuthorisedPhone).where(mine).values(pin_failures=0, pin_locked_until=None))


def _of(desk: Desk, phone: str | None) -> tuple[Any, ...]:
    return AuthorisedPhone.business_id == desk.business.id, AuthorisedPhone.phone == phone

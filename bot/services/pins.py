"""The PIN of the recording menu: kept hashed, guessed at slowly."""

import re
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from bot.errors import InputError
from bot.services.work import Desk

LOCKED_AFTER = 9
"""Wrong PINs in a row, over all calls, before the business's PIN is locked."""
LOCKED_FOR = timedelta(minutes=30)
_HASHER = PasswordHasher()
_PIN = re.compile(r"\d{4,10}")


def set_pin(desk: Desk, pin: str) -> None:
    """Raises InputError for what is no PIN. A new PIN unlocks."""
    if not _PIN.fullmatch(pin) or not pin.isascii():
        raise InputError("A PIN has 4 to 10 digits.", "4711")
    if len(set(pin)) == 1:
        raise InputError("A PIN of one repeated digit is guessed first.", "4711")
    desk.business.pin_hash = _HASHER.hash(pin)
    desk.business.pin_failures, desk.business.pin_locked_until = 0, None


def check_pin(desk: Desk, pin: str) -> bool:
    """Whether it is the PIN. While it is locked nothing is, and the caller learns no difference."""
    business = desk.business
    if business.pin_hash is None or (business.pin_locked_until and desk.now < business.pin_locked_until):
        return False
    try:
        _HASHER.verify(business.pin_hash, pin)
    except VerifyMismatchError:
        business.pin_failures += 1
        if business.pin_failures >= LOCKED_AFTER:
            business.pin_failures, business.pin_locked_until = 0, desk.now + LOCKED_FOR
        return False
    business.pin_failures = 0
    return True

"""How fast a number may send: message parts a second for texts, calls a second for voice.

What is over the pace waits in the database and not at the carrier, where an answer would have to queue up behind it.
The rates are the carrier's usual ones for each type of number; an operator whose carrier allows more sets more.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberType

from models.states import Lane


class NumberType(StrEnum):
    """What kind of number sends."""

    LOCAL = "local"
    TOLL_FREE = "toll_free"
    SHORT_CODE = "short_code"


TEXTS = {NumberType.LOCAL: 1.0, NumberType.TOLL_FREE: 3.0, NumberType.SHORT_CODE: 100.0}
CALLS = 1.0
EMAILS = 100.0
"""Mail servers take what they take; this only keeps one business from filling the queue."""
AHEAD = timedelta(seconds=3)
"""A number that was idle may be so much ahead of its pace: a handful of texts leaves at once."""
LONGEST = timedelta(minutes=1)
"""No delivery keeps a lane for longer."""
_LONGEST_SHORT_CODE = 6


def number_type(number: str) -> NumberType:
    """What kind of number this is, by its digits."""
    digits = number.lstrip("+")
    if len(digits) <= _LONGEST_SHORT_CODE:
        return NumberType.SHORT_CODE
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number, "US"))
    except phonenumbers.NumberParseException:
        return NumberType.LOCAL
    return NumberType.TOLL_FREE if kind == PhoneNumberType.TOLL_FREE else NumberType.LOCAL


def rate(lane: Lane, number: str, texts: float = 0, calls: float = 0) -> float:
    """Parts, calls or emails a second. `texts`, `calls`: what the operator has set; 0 is not set."""
    if lane is Lane.TEXT:
        return texts or TEXTS[number_type(number)]
    return calls or CALLS if lane is Lane.CALL else EMAILS


def is_set_back(free_at: datetime, now: datetime) -> bool:
    """Whether the clock was set back meanwhile: no delivery keeps a lane for so long."""
    return free_at > now + LONGEST


def take(free_at: datetime, now: datetime, parts: int, per_second: float) -> datetime | None:
    """When the lane is free again after these parts; None where their turn has not come (generic cell rate)."""
    begin = now if is_set_back(free_at, now) else max(free_at, now - AHEAD)
    return begin + timedelta(seconds=parts / per_second) if begin <= now else None

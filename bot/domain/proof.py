"""Whether it is the owner who texts. A sender can be forged; what is sent back to the phone cannot be read by a forger.

A proof is asked for what was read back, once: `asked` is plain data that a conversation remembers, without the number.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

GOOD_FOR = timedelta(minutes=10)
"""How long the number can be texted back."""
TIME_TO_CALL = timedelta(minutes=30)
TRIES = 3
PAUSE = timedelta(minutes=30)
"""After so many wrong numbers within this time, risky texts from the phone are not taken for as long."""
MANY = 25
"""A message to more people than this is risky."""
DEAR = Decimal(5)
"""Dollars beyond the plan; what costs more is risky."""
_BEFORE = r"(?:(?:yes|ok|okay|send|code|pin|number|my|the|is|it'?s|here)\W+)*"
_DIGITS = re.compile(rf"^\W*{_BEFORE}(\d[\d\W]{{2,10}}\d)\W*$", re.IGNORECASE | re.ASCII)
_LONGEST = 60
_CODE_LENGTH = 4
_COST = {"n": 2**12, "r": 8, "p": 1}
"""The number lives for minutes and has four digits: the hash keeps it from being read by the way, no more."""


def is_risky(people: int, price: Decimal) -> bool:
    """Whether a message reaches many, or costs much."""
    return people > MANY or price > DEAR


def asked(kind: str, until: datetime, words: str, code: str = "", salt: str = "") -> dict[str, Any]:
    """What a conversation remembers. `words`: what would be done, for the ear; no code where a PIN is asked for."""
    kept = {"salt": salt, "hash": _hash(code, salt)} if code else {}
    return {"kind": kind, "until": until.isoformat(), "words": words, **kept}


def is_over(proof: dict[str, Any] | None, now: datetime) -> bool:
    """Whether it came too late."""
    return proof is not None and now > datetime.fromisoformat(proof["until"])


def digits_in(text: str) -> str | None:
    """The digits of a text that brings a number and nothing else: "4821", "yes 4821", "48 21"."""
    found = _DIGITS.match(text[:_LONGEST])
    digits = re.sub(r"\D", "", found[1]) if found else ""
    return digits if digits.isascii() and _CODE_LENGTH <= len(digits) <= 2 * _CODE_LENGTH else None


def is_right(proof: dict[str, Any], digits: str) -> bool:
    """Whether it is the number that was sent."""
    return bool(proof.get("hash")) and hmac.compare_digest(_hash(digits, proof["salt"]), proof["hash"])


def recent(wrong: Sequence[str], now: datetime) -> list[str]:
    """The wrong numbers that still count."""
    return [at for at in wrong if now - datetime.fromisoformat(at) < PAUSE]


def _hash(code: str, salt: str) -> str:
    return hashlib.scrypt(code.encode(), salt=salt.encode(), **_COST).hex()

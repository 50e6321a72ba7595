"""Which passwords will do: long, and not among the first that somebody would guess (OWASP ASVS 5, 6.2).

Nothing is asked of what a password is made of.
"""

import re
from collections.abc import Iterable

from zxcvbn import zxcvbn

SHORTEST = 10
LONGEST = 200
"""Hashing takes longer with every letter; nobody's phrase is longer."""
EXAMPLE = "four plain words do well"
_READ = 72
"""The guesses needed for so many letters are told at once; for more of them it would take long."""
_WEAK = 2
"""zxcvbn's 0 and 1: fewer than a million guesses."""


def problem(password: str, known: Iterable[str] = ()) -> str | None:
    """Why it will not do, as a sentence; None where it will. `known`: what others know too: the email, the business."""
    if len(password) < SHORTEST:
        return f"A password needs at least {SHORTEST} characters."
    if len(password) > LONGEST:
        return f"A password has up to {LONGEST} characters."
    words = list(dict.fromkeys(one.lower() for name in known for one in (name, *re.split(r"[\W_]+", name)) if one))
    plain = "".join(re.findall(r"\w+", password.lower()))
    if any(plain == "".join(re.findall(r"\w+", name)) for name in words):
        return "A password must not be the email address or the name of the business."
    if zxcvbn(password[:_READ], user_inputs=words)["score"] < _WEAK:
        return "That password is one of the first that somebody would try."
    return None

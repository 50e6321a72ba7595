"""Codes from an authenticator app (RFC 6238)."""

import re
from datetime import datetime
from hmac import compare_digest

import pyotp

ISSUER = "Customer Messaging"
STEP = 30
"""Seconds for which a code is good."""


def new_secret() -> str:
    """What the app and we share."""
    return pyotp.random_base32()


def uri(secret: str, name: str) -> str:
    """What the app has to scan (`otpauth://…`)."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=name, issuer_name=ISSUER)


def grouped(secret: str) -> str:
    """The secret in groups of four, for who types it into the app."""
    return " ".join(re.findall(".{1,4}", secret))


def fitting(secret: str, code: str, now: datetime) -> list[int]:
    """The steps of which this is the code, of the one that is now and its neighbours: a phone's clock may be off."""
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch("[0-9]{6}", digits):
        return []
    totp, current = pyotp.TOTP(secret, interval=STEP), int(now.timestamp()) // STEP
    return [step for step in (current - 1, current, current + 1) if compare_digest(totp.at(step * STEP), digits)]

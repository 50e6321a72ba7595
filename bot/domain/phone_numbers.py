"""Phone numbers: read in any form, kept in E.164, shown the way people write them."""

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from bot.errors import InputError
from models.states import PhoneKind

EXAMPLE = "(212) 555-0123"
_PREMIUM = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})
_KINDS = {PhoneNumberType.MOBILE: PhoneKind.MOBILE, PhoneNumberType.FIXED_LINE: PhoneKind.LANDLINE}


def parse(text: str, region: str = "US") -> str:
    """The E.164 form of a phone number. Raises InputError for what is no number that can be called."""
    shown = text.strip()[:40]
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise InputError(f'"{shown}" is not a phone number.', EXAMPLE) from None
    if not phonenumbers.is_valid_number(number):
        raise InputError(f'"{shown}" is not a phone number that exists.', EXAMPLE)
    if phonenumbers.number_type(number) in _PREMIUM:
        raise InputError(f'"{shown}" is a premium number and cannot be used.', EXAMPLE)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def pretty(e164: str) -> str:
    """`(212) 555-0123` for numbers of the North American plan, the international form for others."""
    try:
        number = phonenumbers.parse(e164, "US")
    except phonenumbers.NumberParseException:
        return e164
    style = PhoneNumberFormat.NATIONAL if number.country_code == 1 else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def kind(e164: str) -> PhoneKind:
    """What the numbering plan says; in North America it cannot tell a mobile from a landline."""
    return _KINDS.get(phonenumbers.number_type(phonenumbers.parse(e164, "US")), PhoneKind.UNKNOWN)

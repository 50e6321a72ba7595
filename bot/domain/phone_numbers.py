"""Phone numbers: read in any form, kept in E.164, shown the way people write them."""

from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from bot.errors import InputError
from models.states import PhoneKind

EXAMPLE = "(212) 555-0123"
_PREMIUM = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})
_TERRITORIES = {"US": frozenset({"PR", "VI", "GU", "AS", "MP"})}
HOME = frozenset({"US", "CA"}) | _TERRITORIES["US"]
"""The United States with their territories, and Canada. The rest of +1 is abroad, and dear."""
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


def country(e164: str) -> str | None:
    """The region of a number, ISO 3166; None for a short code and for what is no number."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return None


def is_abroad(e164: str, countries: Collection[str]) -> bool:
    """Whether a number is known to be in another country than these."""
    region = country(e164)
    return region is not None and region not in countries


def check_country(e164: str, countries: Collection[str]) -> str:
    """The number itself. Raises InputError for one in a country that is not served."""
    if is_abroad(e164, countries):
        raise InputError(f"{pretty(e164)} is in a country ({country(e164)}) that this service does not reach.", EXAMPLE)
    return e164


def countries(codes: Collection[str]) -> frozenset[str]:
    """Region codes with the territories that share their numbers. Raises ValueError for what is none."""
    unknown = sorted(code for code in codes if code not in phonenumbers.SUPPORTED_REGIONS)
    if unknown or not codes:
        raise ValueError(f"names {unknown[0] if unknown else 'no country'}; write it like US,CA")
    return frozenset(codes).union(*(_TERRITORIES.get(code, frozenset()) for code in codes))


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

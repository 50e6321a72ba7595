"""North American area codes: the zone they lie in, and others of the same place (by phonenumbers)."""

import re
from functools import cache

import phonenumbers
from phonenumbers import timezone as number_zones

from bot.errors import InputError

EXAMPLE = "212"
_LINE = "5550100"


def parse(text: str) -> str:
    """The three digits. Raises InputError for what is no area code."""
    digits = re.sub(r"[^0-9]", "", text)[-3:]
    if not re.fullmatch(r"\s*\+?1?[\s(.-]*[0-9]{3}[\s).-]*", text) or not _is_one(digits):
        raise InputError(f'"{text.strip()[:20]}" is not an area code.', EXAMPLE)
    return digits


def of_number(e164: str) -> str:
    """The area code of a number of the North American plan; "" for any other."""
    found = re.fullmatch(r"\+1([2-9][0-9]{2})[0-9]{7}", e164)
    return found[1] if found else ""


def zone_of(area_code: str) -> str | None:
    """The time zone of an area code; the one of most people where it has two. None where it says nothing."""
    known = [name for name in _zones(area_code) if name != number_zones.UNKNOWN_TIMEZONE]
    return known[-1] if 0 < len(known) <= 2 else None


def nearby(area_code: str, most: int = 3) -> tuple[str, ...]:
    """Other area codes of the same place, then of the same state, the likeliest first."""
    place = _place(area_code)
    if not place:
        return ()
    state = place.rsplit(", ", 1)[-1]
    same = [code for code, where in _places() if where == place and code != area_code]
    around = [code for code, where in _places() if where.rsplit(", ", 1)[-1] == state and code != area_code]
    return tuple(dict.fromkeys([*same, *around]))[:most]


def _zones(area_code: str) -> tuple[str, ...]:
    number = phonenumbers.parse(f"+1{area_code}{_LINE}")
    return tuple(number_zones.time_zones_for_number(number))


def _is_one(area_code: str) -> bool:
    """Whether numbers of one place have it: 800 and 900 are nobody's."""
    number = phonenumbers.parse(f"+1{area_code}{_LINE}") if len(area_code) == 3 else None
    return number is not None and phonenumbers.is_valid_number(number) and 0 < len(_zones(area_code)) <= 4


def _place(area_code: str) -> str:
    from phonenumbers import geocoder  # seconds and a hundred megabytes, and only a sign-up asks

    return str(geocoder.description_for_number(phonenumbers.parse(f"+1{area_code}{_LINE}"), "en"))


@cache
def _places() -> tuple[tuple[str, str], ...]:
    codes = [str(code) for code in range(201, 990)]
    return tuple((code, _place(code)) for code in codes if _is_one(code))

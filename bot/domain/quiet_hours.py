"""When promotions may go out, by the called party's local time (47 CFR 64.1200(c)(1) and stricter state rules).

Reminders and answers are no solicitations and are never held. The federal window is 8 to 21; sources disagree on some
states, so that the default is stricter, 9 to 20; in the zones of Texas, Sundays begin at noon.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone as number_zones

OPENS, CLOSES = time(9), time(20)
SUNDAY_OPENS: dict[str, time] = {"America/Chicago": time(12), "America/Denver": time(12)}
"""Zones in which Texas lies: who is called there may be in Texas."""
_STEP = timedelta(minutes=15)
_MOST_ZONES = 4
_FARTHEST = 4 * 24 * 7


def zones_for(customer_zone: str | None, phone: str, business_zone: str) -> tuple[str, ...]:
    """The zones that count: the customer's own, or else those of the area code, or else the business's.

    A toll-free number has dozens of zones and says nothing.
    """
    if customer_zone:
        return (customer_zone,)
    found = _zones_of_number(phone)
    return found if 0 < len(found) <= _MOST_ZONES else (business_zone,)


def next_allowed(moment: datetime, zones: Collection[str]) -> datetime:
    """The moment itself where it is allowed in all the zones, or else the next quarter of an hour that is."""
    if _allowed(moment, zones):
        return moment
    candidate = _next_quarter(moment)
    for _ in range(_FARTHEST):
        if _allowed(candidate, zones):
            return candidate
        candidate += _STEP
    return candidate


def _allowed(moment: datetime, zones: Collection[str]) -> bool:
    return all(_allowed_in(moment.astimezone(ZoneInfo(name)), name) for name in zones)


def _allowed_in(local: datetime, zone: str) -> bool:
    opens = SUNDAY_OPENS.get(zone, OPENS) if local.weekday() == 6 else OPENS
    return opens <= local.time() < CLOSES


def _next_quarter(moment: datetime) -> datetime:
    whole = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    return whole + _STEP


def _zones_of_number(phone: str) -> tuple[str, ...]:
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return ()
    known = number_zones.time_zones_for_number(number)
    return tuple(name for name in known if name != number_zones.UNKNOWN_TIMEZONE)

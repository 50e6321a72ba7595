"""Wall time and the moments it means.

A wall time that occurs twice (autumn) is the first one; one that never occurs (spring) is moved forward by the gap:
RFC 5545, 3.3.5. `datetime`'s `fold=0` does both: it takes the offset from before the change.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import InputError

US_ZONES = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
}


def zone(words: str) -> str:
    """The IANA name for "Pacific", "los angeles" or an IANA name. Raises InputError for what is no zone."""
    key = words.strip().casefold().removesuffix(" time").removesuffix(" standard")
    if key in US_ZONES:
        return US_ZONES[key]
    places = {name.casefold(): name for name in available_timezones()}
    cities = {name.rsplit("/", 1)[-1].casefold(): name for name in sorted(available_timezones(), reverse=True)}
    spelled = key.replace(" ", "_")
    found = places.get(spelled) or cities.get(spelled)
    if not found:
        raise InputError(f'I don\'t know the time zone "{words.strip()[:40]}".', "Pacific, or America/Los_Angeles")
    return found


def to_utc(local: datetime, timezone: str) -> datetime:
    """The moment that a naive wall time means."""
    return local.replace(tzinfo=ZoneInfo(timezone), fold=0).astimezone(UTC)


def to_local(moment: datetime, timezone: str) -> datetime:
    """The naive wall time of a moment."""
    return moment.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


def month(year: int, month: int, timezone: str) -> tuple[datetime, datetime]:
    """The moments at which a month (1 to 12) of a zone's calendar begins, and the next one."""
    begun = datetime(year, month, 1)  # noqa: DTZ001 - wall time is naive here
    after = datetime(year + month // 12, month % 12 + 1, 1)  # noqa: DTZ001
    return to_utc(begun, timezone), to_utc(after, timezone)


def settle(local: datetime, timezone: str) -> datetime:
    """A wall time that exists: the same one, or, in the gap of spring, the one that its moment has."""
    return to_local(to_utc(local, timezone), timezone)


_DAYS_ES = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
_MONTHS_ES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


def clock_in_words(local: datetime, language: str = "en") -> str:
    """`3 PM`, `3:30 PM`, `noon`."""
    if (local.hour, local.minute) == (12, 0):
        return "mediodía" if language == "es" else "noon"
    hour, half = local.hour % 12 or 12, "AM" if local.hour < 12 else "PM"
    return f"{hour}:{local.minute:02d} {half}" if local.minute else f"{hour} {half}"


def day_in_words(local: datetime, now_local: datetime, language: str = "en") -> str:
    """`today`, `tomorrow`, `Tue Nov 24`; with the year where it is another one."""
    days = (local.date() - now_local.date()).days
    if days in (0, 1):
        return (("hoy", "mañana") if language == "es" else ("today", "tomorrow"))[days]
    year = f" {local.year}" if local.year != now_local.year else ""
    return f"{date_in_words(local, language)}{year}"


def date_in_words(local: datetime, language: str = "en") -> str:
    """`Tue Nov 24`, `mar 24 nov`."""
    if language == "es":
        return f"{_DAYS_ES[local.weekday()]} {local.day} {_MONTHS_ES[local.month - 1]}"
    return f"{local:%a %b} {local.day}"


def in_words(local: datetime, now_local: datetime, language: str = "en") -> str:
    """`Tue Nov 24 at 3 PM`, `tomorrow at noon`."""
    return _at(day_in_words(local, now_local, language), local, language)


def dated_in_words(local: datetime, now_local: datetime, language: str = "en") -> str:
    """`Tue Nov 24 at 3 PM`: never "tomorrow", because a text may be read later."""
    year = f" {local.year}" if local.year != now_local.year else ""
    return _at(f"{date_in_words(local, language)}{year}", local, language)


def _at(day: str, local: datetime, language: str) -> str:
    if language == "es":
        noon = (local.hour, local.minute) == (12, 0)
        article = "al" if noon else "a la" if local.hour % 12 == 1 else "a las"
        return f"{day} {article} {clock_in_words(local, language)}"
    return f"{day} at {clock_in_words(local)}"

"""How long before an appointment something happens."""

from datetime import datetime, timedelta

from bot.domain import local_time
from models.states import Unit

_LONGEST_DAYS = 366


def moment_before(start_local: datetime, timezone: str, amount: int, unit: Unit) -> datetime:
    """The moment so long before. A day before is the same wall time on the date before (23, 24 or 25 hours); hours
    and minutes are absolute.
    """
    if unit is Unit.DAYS:
        return local_time.to_utc(start_local - timedelta(days=amount), timezone)
    span = timedelta(hours=amount) if unit is Unit.HOURS else timedelta(minutes=amount)
    return local_time.to_utc(start_local, timezone) - span


def from_minutes(minutes: int) -> tuple[int, Unit]:
    """A number of minutes in the largest unit that it is a whole number of: 1440 is one day."""
    for size, unit in ((1440, Unit.DAYS), (60, Unit.HOURS)):
        if minutes and minutes % size == 0:
            return minutes // size, unit
    return minutes, Unit.MINUTES


def in_words(amount: int, unit: Unit) -> str:
    """`1 day before`, `30 minutes before`."""
    return f"{amount} {unit.value[:-1] if amount == 1 else unit.value} before"


def is_sensible(amount: int, unit: Unit) -> bool:
    """Whether it lies within a year."""
    minutes = amount * {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.DAYS: 1440}[unit]
    return 0 < minutes <= _LONGEST_DAYS * 1440

"""On which day a feast falls: fixed dates, nth weekdays of a month, and what moves with Easter or Thanksgiving."""

from datetime import date, timedelta

from dateutil.easter import easter

from bot.nlu.moments.lexicon import FEASTS


def feast_in(name: str, year: int) -> date:
    """The day of the feast (a key of `FEASTS`) in that year."""
    kind, args = FEASTS[name]
    if kind == "date":
        return date(year, args[0], args[1])
    if kind == "nth":
        return nth_weekday(year, args[2], args[1], args[0])
    if kind == "easter":
        return easter(year) + timedelta(args[0])
    if kind == "election":
        return nth_weekday(year, 11, 0, 1) + timedelta(1)
    return nth_weekday(year, 11, 3, 4) + timedelta(args[0])


def next_feast(name: str, today: date) -> date:
    """The next day on which the feast falls, today included."""
    day = feast_in(name, today.year)
    return day if day >= today else feast_in(name, today.year + 1)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The nth such weekday of a month; -1 is the last. Raises ValueError where there is none."""
    if n < 0:
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta((after.weekday() - weekday - 1) % 7 + 1) + timedelta(7 * (n + 1))
    first = date(year, month, 1)
    day = first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))
    if day.month != month:
        raise ValueError(f"{month}/{year} has no {n}th weekday {weekday}")
    return day

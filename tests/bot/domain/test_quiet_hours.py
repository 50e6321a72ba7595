"""When promotions may go out."""

from datetime import UTC, datetime

import pytest

from bot.domain.quiet_hours import next_allowed, zones_for

NEW_YORK, LOS_ANGELES, HONOLULU, CHICAGO = (
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "America/Chicago",
)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zones", "allowed"),
    [
        (utc(24, 15), [NEW_YORK], utc(24, 15)),
        (utc(24, 13, 59), [NEW_YORK], utc(24, 14)),
        (utc(25, 0, 59), [NEW_YORK], utc(25, 0, 59)),
        (utc(25, 1), [NEW_YORK], utc(25, 14)),
        (utc(24, 15), [NEW_YORK, LOS_ANGELES], utc(24, 17)),
        (utc(25, 2), [NEW_YORK, LOS_ANGELES], utc(25, 17)),
        (utc(29, 16), [CHICAGO], utc(29, 18)),
    ],
)
def test_the_next_moment_that_every_zone_allows(now: datetime, zones: list[str], allowed: datetime) -> None:
    assert next_allowed(now, zones) == allowed


def test_zones_without_a_common_hour_do_not_hang() -> None:
    assert next_allowed(utc(24, 15), [NEW_YORK, "Asia/Bangkok"]) > utc(25, 15)


@pytest.mark.parametrize(
    ("own", "phone", "zones"),
    [
        (HONOLULU, "+12125550111", (HONOLULU,)),
        (None, "+12125550111", (NEW_YORK,)),
        (None, "+14155550111", (LOS_ANGELES,)),
        (None, "+18005550111", (CHICAGO,)),
        (None, "ann@example.com", (CHICAGO,)),
    ],
)
def test_the_customers_zone_then_the_area_code_then_the_business(
    own: str | None, phone: str, zones: tuple[str, ...]
) -> None:
    assert zones_for(own, phone, CHICAGO) == zones

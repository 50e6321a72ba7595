"""Rules repeat in wall time and are told in words."""

from datetime import datetime

import pytest

from bot.domain import local_time, recurrence
from bot.errors import InputError

MONDAYS = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_weekly_at_nine_stays_at_nine_across_both_changes() -> None:
    day, zone = wall("2026-03-02T09:00"), "America/New_York"
    for _ in range(40):
        following = recurrence.next_after(MONDAYS, wall("2026-03-02T09:00"), day)
        assert following is not None
        day = following
        assert local_time.to_local(local_time.to_utc(day, zone), zone).hour == 9


def test_a_month_without_the_day_is_skipped() -> None:
    rule = "FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=9;BYMINUTE=0"
    assert recurrence.next_after(rule, wall("2026-01-31T09:00"), wall("2026-01-31T09:00")) == wall("2026-03-31T09:00")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (MONDAYS, "every Monday at 9 AM"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=30", "every weekday at 8:30 AM"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9;BYMINUTE=0", "every month on the first Monday at 9 AM"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1;BYHOUR=9;BYMINUTE=0", "every month on the last Monday at 9 AM"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=12;BYMINUTE=0", "every 2 weeks on Tuesday at noon"),
        ("FREQ=DAILY;BYHOUR=17;BYMINUTE=0", "every day at 5 PM"),
    ],
)
def test_a_rule_in_words(rule: str, words: str) -> None:
    assert recurrence.in_words(rule, wall("2026-11-23T09:00")) == words


@pytest.mark.parametrize("rule", ["", "nonsense", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9,17", "FREQ=WEEKLY;BYDAY=XX"])
def test_what_cannot_be_repeated_is_refused_with_an_example(rule: str) -> None:
    with pytest.raises(InputError, match="every Monday"):
        recurrence.check(rule)

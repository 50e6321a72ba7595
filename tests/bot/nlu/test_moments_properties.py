"""What holds for any moment and any text."""

import time
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.moments import find, read

ZONE = "UTC"
NOW = datetime(2026, 3, 4, 9, 30)
DAY_FORMS = (
    "%B {dom}",
    "%b {dom}",
    "%B {dom}th",
    "{dom} %B",
    "{dom} of %B",
    "%m/%d",
    "%m/%d/%Y",
    "%Y-%m-%d",
    "%b {dom}, %Y",
    "%A %B {dom}",
)
TIME_FORMS = ("{h}:%M %p", "{h}:%M%p", "at {h}:%M %p", "%H:%M", "{h}.%M %p", "@ {h}:%M%p", "{h}:%M {p}.m.")
ORDERS = (
    "{day} {time}",
    "{day}, {time}",
    "{time} {day}",
    "{time} on {day}",
    "can I come {day} at {time} please?",
    "book Jane {day} {time} haircut",
)

moments = st.datetimes(datetime(2026, 3, 5), datetime(2027, 3, 1)).map(lambda d: d.replace(second=0, microsecond=0))


def written(moment: datetime, form: str) -> str:
    hour = str(moment.hour % 12 or 12)
    return moment.strftime(form).format(dom=moment.day, h=hour, p="p" if moment.hour >= 12 else "a")


@given(moments, st.sampled_from(DAY_FORMS), st.sampled_from(TIME_FORMS), st.sampled_from(ORDERS), st.booleans())
@settings(max_examples=400, deadline=None)
def test_a_moment_in_any_common_form_is_read_back(
    moment: datetime, day: str, clock: str, order: str, lower: bool
) -> None:
    text = (
        order.format(day=written(moment, day), time=written(moment, clock)).replace("at at", "at").replace("at @", "@")
    )
    read_back = read(text.lower() if lower else text, NOW, ZONE)
    assert read_back is not None
    assert read_back.when is not None
    assert (text, read_back.when.start) == (text, moment)
    assert read_back.when.grain == "minute"


@given(st.integers(1, 600), st.sampled_from([("minutes", 1), ("min", 1), ("hours", 60), ("hrs", 60)]))
def test_in_so_many_minutes_or_hours(count: int, unit: tuple[str, int]) -> None:
    moment = read(f"in {count} {unit[0]}", NOW, ZONE)
    assert moment is not None
    assert moment.when is not None
    assert moment.when.start == NOW + timedelta(minutes=count * unit[1])


@given(moments, st.integers(1, 9), st.sampled_from(["{a} to {b}", "from {a} to {b}", "between {a} and {b}", "{a}-{b}"]))
@settings(max_examples=200, deadline=None)
def test_a_range_of_hours_is_read_back(moment: datetime, hours: int, form: str) -> None:
    end = moment + timedelta(hours=hours)
    times = form.format(a=written(moment, "{h}:%M%p"), b=written(end, "{h}:%M%p"))
    read_back = read(f"{moment:%B} {moment.day} {times}", NOW, ZONE)
    assert read_back is not None
    assert read_back.when is not None
    assert (times, read_back.when.start, read_back.when.end) == (times, moment, end)


@given(
    st.lists(
        st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
        min_size=1,
        max_size=4,
        unique=True,
    ),
    st.integers(0, 23),
    st.sampled_from([", ", " and ", "/"]),
)
def test_a_weekly_rule_is_read_back(days: list[str], hour: int, between: str) -> None:
    moment = read(f"every {between.join(days)} at {hour % 12 or 12}{'am' if hour < 12 else 'pm'}", NOW, ZONE)
    assert moment is not None
    assert moment.rrule is not None
    rule = dict(part.split("=") for part in moment.rrule.split(";"))
    assert rule["FREQ"] == "WEEKLY"
    assert set(rule["BYDAY"].split(",")) == {day[:2].upper() for day in days}
    assert (rule["BYHOUR"], rule["BYMINUTE"]) == (str(hour), "0")
    assert moment.when is not None
    assert moment.when.start > NOW
    assert f"{moment.when.start:%A}".lower() in days


@given(moments)
def test_the_next_weekday_is_within_seven_days_and_ahead(reference: datetime) -> None:
    for name in ("monday", "tues", "wed", "thursday", "fri", "saturday", "sunday"):
        moment = read(name, reference, ZONE)
        assert moment is not None
        assert moment.when is not None
        assert timedelta(0) < moment.when.start.replace(hour=0) - reference.replace(hour=0, minute=0) <= timedelta(7)


VOCABULARY = """
at on the 3 5th 10:30 pm every monday friday next week of and to - from between after before half quarter past in 2
hours
days may march noon tomorrow tonight morning for until other first last month not 99 12/31 christmas , . ? 1530
"""
WORDS = st.sampled_from(VOCABULARY.split())  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_in_bounded_time_with_spans_in_order(text: str) -> None:
    started = time.process_time()
    found = find(text, NOW, "America/New_York")
    read(text, NOW, "America/New_York")
    assert time.process_time() - started < 1
    spans = [m.span for m in found]
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_a_very_long_text_is_answered_in_bounded_time() -> None:
    started = time.process_time()
    find("tuesday at 3 or friday from 2 to 4, " * 5000, NOW, ZONE)
    assert time.process_time() - started < 1

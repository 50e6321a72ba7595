"""Every example of `moments_cases.txt` is read as it says."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.nlu.frames import Moment
from bot.nlu.moments import find, read

NOW = datetime(2026, 3, 4, 9, 30)
ZONE = "America/New_York"


def cases() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "moments_cases.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.rsplit("|", 1) for line in lines if "|" in line and not line.startswith("#")]
    return [(text.strip(), meant.strip()) for text, meant in pairs]


def shown(moment: Moment | None) -> str:
    """A moment in the shorthand of the file."""
    if moment is None or (moment.when is None and not moment.rrule):
        return "-"
    if moment.rrule or moment.when is None:
        return f"R:{moment.rrule}"
    when = moment.when
    start = when.start.isoformat(timespec="minutes")
    end = when.end.isoformat(timespec="minutes") if when.end else None
    if when.grain == "day":
        return start[:10] + (f"..{end[:10]}" if end else "")
    if when.grain == "minute":
        return start
    return f"{start}~{end}" if end else f">{start}"


@pytest.mark.parametrize(("text", "meant"), cases())
def test_a_text_is_read_as_it_is_meant(text: str, meant: str) -> None:
    assert shown(read(text, NOW, ZONE)) == meant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("text Bob on friday at 3pm that the sale ends", ["on friday at 3pm"]),
        ("move the Tuesday 5pm with Amir to Wednesday 5pm", ["the Tuesday 5pm", "Wednesday 5pm"]),
        ("is tues or thurs better", ["tues", "thurs"]),
        ("no, not tuesday. wednesday at noon", ["wednesday at noon"]),
        ("can't do monday, how about the 12th?", ["the 12th"]),
        ("remind VIP every other friday at 9 about shoes", ["every other friday at 9"]),
        ("we’re open from 9 – 5 tomorrow", ["from 9 – 5 tomorrow"]),
        ("nos vemos el miércoles a las 4 de la tarde, gracias", ["el miércoles a las 4 de la tarde"]),
        ("TOMORROW AT NOON please", ["TOMORROW AT NOON"]),
    ],
)
def test_find_tells_where_each_moment_stands(text: str, words: list[str]) -> None:
    assert [text[slice(*m.span)] for m in find(text, NOW, ZONE)] == words


def test_what_stands_apart_is_put_together() -> None:
    moment = read("I'd like to come in on the 6th of march. Do you have a slot at 2:30?", NOW, ZONE)
    assert shown(moment) == "2026-03-06T14:30"


def test_what_the_text_itself_names_is_told_apart_from_what_was_filled_in() -> None:
    said = {text: m.when.said for text in ("at 3", "friday", "friday at 3") if (m := read(text, NOW, ZONE)) and m.when}
    assert said == {"at 3": ("time",), "friday": ("day",), "friday at 3": ("day", "time")}


def test_a_number_alone_is_a_time_only_when_a_time_was_asked() -> None:
    assert read("4", NOW, ZONE) is None
    assert shown(read("4", NOW, ZONE, asked=True)) == "2026-03-04T16:00"
    assert read("my name is Bob", NOW, ZONE, asked=True) is None


def test_an_hour_without_am_or_pm_is_less_certain_and_offers_the_other_half() -> None:
    sure, open_ = read("friday 8am", NOW, ZONE), read("friday at 8", NOW, ZONE)
    assert sure
    assert open_
    assert open_.confidence < sure.confidence
    assert [w.start.hour for w in open_.also] == [20]


def test_opening_hours_decide_between_morning_and_evening() -> None:
    from datetime import time

    dinner = {day: [(time(17), time(23))] for day in range(7)}
    assert shown(read("friday at 8", NOW, ZONE, hours=dinner)) == "2026-03-06T20:00"


def test_a_weekday_that_is_todays_is_next_weeks_and_offers_today() -> None:
    moment = read("wednesday at 3pm", NOW, ZONE)
    assert shown(moment) == "2026-03-11T15:00"
    assert moment is not None
    assert moment.confidence < 0.7
    assert moment.also[0].start == datetime(2026, 3, 4, 15)


def test_a_wall_time_that_the_spring_change_skips_is_an_hour_later() -> None:
    assert shown(read("march 8 at 2:30am", NOW, ZONE)) == "2026-03-08T03:30"


def test_hours_from_now_are_counted_through_the_spring_change() -> None:
    assert shown(read("in 3 hours", datetime(2026, 3, 8, 0, 30), ZONE)) == "2026-03-08T04:30"


def test_other_languages_go_to_dateparser() -> None:
    assert shown(read("demain à 15h", NOW, ZONE, language="fr")) == "2026-03-05T15:00"


def test_the_reading_says_which_rules_made_it() -> None:
    moment = read("the 5th at noon", NOW, ZONE)
    assert moment is not None
    assert moment.why == "dom alone + noon"


MONDAY, SUNDAY = datetime(2026, 3, 2, 9, 30), datetime(2026, 3, 8, 9, 30)


@pytest.mark.parametrize(
    ("text", "now", "zone", "other"),
    [
        ("wednesday at 3pm", NOW, ZONE, datetime(2026, 3, 4, 15)),
        ("wednesday", NOW, ZONE, datetime(2026, 3, 4)),
        ("next friday at 2", NOW, ZONE, datetime(2026, 3, 6, 14)),
        ("next weekend", NOW, ZONE, datetime(2026, 3, 7)),
        ("friday at 7", NOW, ZONE, datetime(2026, 3, 6, 7)),
        ("5/6 at 3pm", NOW, "Europe/London", datetime(2026, 6, 5, 15)),
        ("5.6.2026", NOW, ZONE, datetime(2026, 6, 5)),
    ],
)
def test_where_a_person_would_ask_back_the_other_reading_is_offered(
    text: str, now: datetime, zone: str, other: datetime
) -> None:
    moment = read(text, now, zone)
    assert moment is not None
    assert moment.confidence < 0.7
    assert [w.start for w in moment.also] == [other]


@pytest.mark.parametrize(
    ("text", "now", "zone"),
    [
        ("tuesday 3pm", NOW, ZONE),
        ("friday at 2", NOW, ZONE),
        ("friday at 10", NOW, ZONE),
        ("wednesday at 9am", NOW, ZONE),  # over for today
        ("next monday at 3pm", NOW, ZONE),  # this week's is over
        ("next tuesday at 3pm", MONDAY, ZONE),  # nobody calls tomorrow so
        ("next friday at 3pm", SUNDAY, ZONE),  # the coming one is next week's
        ("this friday at 3pm", NOW, ZONE),
        ("at 7", NOW, ZONE),
        ("today at 7", NOW, ZONE),
        ("5/6 at 3pm", NOW, ZONE),
        ("5/5 at 3pm", NOW, "Europe/London"),
        ("25/6 at 3pm", NOW, "Europe/London"),
        ("2026-05-06", NOW, "Europe/London"),
    ],
)
def test_what_is_clear_is_not_asked_about(text: str, now: datetime, zone: str) -> None:
    moment = read(text, now, zone)
    assert moment is not None
    assert moment.confidence >= 0.7


def test_opening_hours_leave_no_doubt_about_the_half_of_the_day() -> None:
    from datetime import time

    evening = read("friday at 7", NOW, ZONE, hours={day: [(time(12), time(22))] for day in range(7)})
    assert shown(evening) == "2026-03-06T19:00"
    assert evening is not None
    assert evening.confidence >= 0.7


def test_a_past_period_is_no_time_to_come() -> None:
    found = find("my back hurts for the last three days, can I come thursday?", NOW, ZONE)
    assert [shown(m) for m in found] == ["2026-03-05"]


@pytest.mark.parametrize(
    ("text", "first", "rrule"),
    [
        ("every friday at 1pm starting dec 4", "2026-12-04T13:00", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=13;BYMINUTE=0"),
        ("every friday starting dec 4 at 1pm", "2026-12-04T13:00", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=13;BYMINUTE=0"),
        ("weekly on mondays at 9am from jan 4", "2027-01-04T09:00", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
        (
            "every other tuesday at 4pm starting dec 1",
            "2026-12-01T16:00",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=16;BYMINUTE=0",
        ),
        (
            "every weekday at 8am starting monday",
            "2026-11-30T08:00",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0",
        ),
    ],
)
def test_a_recurrence_begins_on_the_day_that_is_named(text: str, first: str, rrule: str) -> None:
    found = read(text, datetime(2026, 11, 25, 10), "America/New_York", asked=True)
    assert found is not None
    assert found.when is not None
    assert (found.when.start.isoformat(timespec="minutes"), found.rrule) == (first, rrule)

"""Opening hours in words."""

from datetime import time

import pytest

from bot.domain.availability import Open
from bot.domain.opening_words import read
from bot.errors import InputError
from bot.intents.questions import week_in_words


@pytest.mark.parametrize(
    ("said", "week"),
    [
        ("mon-fri 9-6", "Mon-Fri 9 AM-6 PM"),
        ("mon-fri 9-6, sat 10-2", "Mon-Fri 9 AM-6 PM, Sat 10 AM-2 PM"),
        ("monday to friday 9am to 5:30pm and saturday 10-2", "Mon-Fri 9 AM-5:30 PM, Sat 10 AM-2 PM"),
        ("tue, thu 12-8", "Tue noon-8 PM, Thu noon-8 PM"),
        ("weekdays 8-12 and 1-5", "Mon-Fri 8 AM-noon & 1 PM-5 PM"),
        ("daily 11am-11pm", "Mon-Sun 11 AM-11 PM"),
        ("weekend 7 to 3", "Sat-Sun 7 AM-3 PM"),
        ("every day 9-9, closed sunday", "Mon-Sat 9 AM-9 PM"),
        ("thurs noon-midnight", "Thu noon-12 AM"),
        ("fri 5-11", "Fri 5 PM-11 PM"),
        ("sat-mon 10-4", "Mon 10 AM-4 PM, Sat-Sun 10 AM-4 PM"),
    ],
)
def test_hours_are_read_back_as_they_were_meant(said: str, week: str) -> None:
    assert week_in_words(read(said, [])) == week


def test_a_written_week_is_read_as_the_same_week() -> None:
    week = read("mon-fri 8:30-12, weekend 10-4", [])
    assert read(week_in_words(week), []) == week


def test_days_that_are_not_named_stay() -> None:
    assert (
        week_in_words(read("sat closed", [Open(0, time(9), time(17)), Open(5, time(9), time(12))])) == "Mon 9 AM-5 PM"
    )


@pytest.mark.parametrize("said", ["9-5", "monday", "monday 25-99", ""])
def test_what_cannot_be_read_gets_an_example(said: str) -> None:
    with pytest.raises(InputError, match="Example: hours mon-fri 9-6"):
        read(said, [])

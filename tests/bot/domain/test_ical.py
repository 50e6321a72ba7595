"""iCalendar: what others' calendars read of ours, and we of theirs."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.domain import ical, plain_text
from bot.domain.ical import Entry
from bot.errors import InputError

ZONE = "America/New_York"
FIRST, LAST = datetime(2026, 1, 1), datetime(2026, 12, 31)
NOW = datetime(2026, 1, 1, tzinfo=UTC)

words = st.text(max_size=60)
moments = st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 1)).map(
    lambda one: one.replace(second=0, microsecond=0)
)


@given(words, words, moments)
def test_any_words_survive_the_way_there_and_back(summary: str, notes: str, start: datetime) -> None:
    written = ical.write("Bella", [Entry("1@x", summary, start, 45, ZONE, description=notes, changed_at=NOW)])
    (found,) = ical.read(written, ZONE, FIRST, LAST).found
    assert found.summary.split() == plain_text.clean(summary).split()
    assert found.description.split() == plain_text.clean(notes).split()
    assert (found.start_local, found.end_local - found.start_local) == (start, timedelta(minutes=45))


@pytest.mark.parametrize("start", [datetime(2026, 3, 7, 15), datetime(2026, 3, 8, 15), datetime(2026, 11, 1, 15)])
def test_the_wall_time_holds_around_both_clock_changes_and_the_zone_is_explained(start: datetime) -> None:
    written = ical.write("Bella", [Entry("1@x", "Cut", start, 60, ZONE, changed_at=NOW)])
    event: Any = Calendar.from_ical(written).walk("VEVENT")[0]
    assert event["dtstart"].dt.astimezone(UTC) == start.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    assert b"BEGIN:VTIMEZONE" in written


def test_a_move_raises_the_sequence_and_a_cancellation_says_so() -> None:
    entry = Entry("1@x", "Cut", FIRST, 60, ZONE, status="CANCELLED", sequence=3, changed_at=NOW)
    event: Any = Calendar.from_ical(ical.write("Bella", [entry])).walk("VEVENT")[0]
    assert (event["sequence"], event["status"]) == (3, "CANCELLED")


OUTLOOK = b"""BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
BEGIN:VEVENT
UID:weekly
SUMMARY:Team
DTSTART;TZID=Eastern Standard Time:20260302T090000
DTEND;TZID=Eastern Standard Time:20260302T093000
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE;TZID=Eastern Standard Time:20260309T090000
END:VEVENT
BEGIN:VEVENT
UID:off
SUMMARY:Vacation
DTSTART;VALUE=DATE:20260706
DTEND;VALUE=DATE:20260711
END:VEVENT
BEGIN:VEVENT
UID:gone
SUMMARY:Gone
STATUS:CANCELLED
DTSTART:20260401T100000Z
DTEND:20260401T110000Z
END:VEVENT
END:VCALENDAR
"""


def test_a_file_of_outlooks_with_its_own_names_of_zones_is_read() -> None:
    found = ical.read(b"\xef\xbb\xbf" + OUTLOOK.replace(b"\n", b"\r\n"), ZONE, FIRST, LAST).found
    assert [(one.summary, one.start_local, one.all_day) for one in found] == [
        ("Team", datetime(2026, 3, 2, 9), False),
        ("Team", datetime(2026, 3, 16, 9), False),
        ("Vacation", datetime(2026, 7, 6), True),
    ]


@pytest.mark.parametrize("data", [b"", b"hello", b"BEGIN:VCARD\nEND:VCARD", b"\x00\xff", b"x" * 2_000_001])
def test_what_is_no_calendar_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(InputError):
        ical.read(data, ZONE, FIRST, LAST)


@given(st.binary(max_size=300))
def test_bytes_are_a_calendar_or_refused_with_a_sentence(data: bytes) -> None:
    with suppress(InputError):
        read = ical.read(b"BEGIN:VCALENDAR\n" + data + b"\nEND:VCALENDAR\n", ZONE, FIRST, LAST)
        assert read.found == ()

"""Appointments as iCalendar (RFC 5545), for the calendars of Google, Apple and Outlook; and reading theirs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from bot.domain import local_time, plain_text
from bot.errors import InputError

MOST_BYTES = 2_000_000
MOST_EVENTS = 5_000
REFRESH = timedelta(minutes=30)
_EXAMPLE = "an .ics file exported from your calendar"
_PRODUCT = "-//Customer Messaging//EN"
_DAY = timedelta(days=1)
_SHORTEST = timedelta(minutes=5)


@dataclass(frozen=True)
class Entry:
    """An appointment as others' calendars see it. `start_local` is wall time in `timezone`."""

    uid: str
    summary: str
    start_local: datetime
    minutes: int
    timezone: str
    location: str = ""
    description: str = ""
    status: str = "CONFIRMED"
    sequence: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Found:
    """One occurrence in a file: an appointment, or whole days off where `all_day`. Wall time in the business's zone."""

    uid: str
    summary: str
    start_local: datetime
    end_local: datetime
    all_day: bool = False
    location: str = ""
    description: str = ""


@dataclass(frozen=True)
class Read:
    """What a file holds in a stretch of time, and what of it could not be read."""

    found: tuple[Found, ...]
    problems: tuple[str, ...]


def write(name: str, entries: Iterable[Entry]) -> bytes:
    """A published calendar."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain_text.clean(name))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    start = entry.start_local.replace(tzinfo=ZoneInfo(entry.timezone))
    end = local_time.to_utc(entry.start_local, entry.timezone) + timedelta(minutes=entry.minutes)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at or datetime.now(UTC))
    event.add("dtstart", start)
    event.add("dtend", end.astimezone(ZoneInfo(entry.timezone)))
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    for key, words in (("summary", entry.summary), ("location", entry.location), ("description", entry.description)):
        if cleaned := plain_text.clean(words):
            event.add(key, cleaned)
    return event


def read(data: bytes, timezone: str, first_local: datetime, last_local: datetime) -> Read:
    """What a file holds from the first to the last moment, recurring events expanded.

    Raises InputError for what is no iCalendar file, or too much of one.
    """
    calendar = _parsed(data)
    zone = ZoneInfo(timezone)
    span = first_local.replace(tzinfo=zone), last_local.replace(tzinfo=zone)
    try:
        occurrences = recurring_ical_events.of(calendar, skip_bad_series=True).between(*span)
    except (ValueError, TypeError, KeyError, OverflowError):
        raise InputError(
            "Its recurring events could not be read.", "an .ics file exported from your calendar"
        ) from None
    found: list[Found] = []
    problems: list[str] = []
    for event in occurrences[:MOST_EVENTS]:
        try:
            found += _found(event, zone)
        except (ValueError, TypeError, KeyError, AttributeError):
            problems.append(f"“{str(event.get('summary', 'An event'))[:60]}” has no readable time.")
    return Read(tuple(sorted(found, key=lambda one: one.start_local)), tuple(problems))


def _parsed(data: bytes) -> Calendar:
    if len(data) > MOST_BYTES:
        raise InputError(f"That file has more than {MOST_BYTES // 1_000_000} MB.", "a smaller export")
    try:
        calendar = Calendar.from_ical(data.decode("utf-8-sig", errors="replace"))
    except (ValueError, IndexError, KeyError, TypeError):
        raise InputError("That is no calendar file.", _EXAMPLE) from None
    if not isinstance(calendar, Calendar) or calendar.name != "VCALENDAR":
        raise InputError("That is no calendar file.", _EXAMPLE)
    if len(calendar.walk("VEVENT")) > MOST_EVENTS:
        raise InputError(f"That file has more than {MOST_EVENTS:,} events.", "a smaller export")
    return calendar


def _found(event: Any, zone: ZoneInfo) -> Iterator[Found]:
    if str(event.get("status", "")).upper() == "CANCELLED":
        return
    start, end = event["dtstart"].dt, _end(event)
    all_day = not isinstance(start, datetime)
    start_local, end_local = _local(start, zone), _local(end, zone)
    if all_day and end_local <= start_local:
        end_local = start_local + _DAY
    yield Found(
        uid=str(event.get("uid", ""))[:200] or f"{start_local.isoformat()} {event.get('summary', '')}"[:200],
        summary=plain_text.clean(str(event.get("summary", "")))[:120],
        start_local=start_local,
        end_local=max(end_local, start_local + _SHORTEST),
        all_day=all_day or end_local - start_local > _DAY,
        location=plain_text.clean(str(event.get("location", "")))[:200],
        description=plain_text.clean(str(event.get("description", "")))[:2000],
    )


def _end(event: Any) -> date | datetime:
    if "dtend" in event:
        end: date | datetime = event["dtend"].dt
        return end
    start: date | datetime = event["dtstart"].dt
    return start + (event["duration"].dt if "duration" in event else timedelta())


def _local(moment: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, datetime.min.time())
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment

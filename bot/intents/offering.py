"""Which free times to offer to a customer, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from bot.dialogue.form import Form, Offer
from bot.domain import local_time
from bot.domain.availability import Length
from bot.nlu.frames import When
from bot.services import availability, booking, calendars, catalogue
from bot.services.availability import Search, Slot
from bot.services.work import Desk

MOST = 3
_DAY = timedelta(days=1)
_REACH = timedelta(days=14)
_ABOUT = timedelta(minutes=30)


@dataclass(frozen=True)
class Found:
    """What can be offered. `exact`: the one time that was asked for is free. `missed`: what was asked for is not."""

    offers: tuple[Offer, ...]
    exact: bool = False
    missed: bool = False


def find(desk: Desk, form: Form) -> Found:
    """Up to three real free times that suit what the customer said, or else the nearest to it."""
    search = _search(desk, form)
    if form.when is None:
        return Found(_offers(_another_time(desk, form, search)))
    when = When.from_slot(form.when)
    if when.grain == "minute":
        return _around(desk, form, search, when)
    from_local, until_local = stretch(when)
    slots = _new(availability.free_for_customer(desk, search, from_local, until_local), form)
    if slots and (form.when or {}).get("soonest"):
        return Found(_offers(availability.nearest(desk, search, slots[0].start_local, MOST, by_customer=True)))
    if slots:
        return Found(_offers(availability.spread(slots, MOST)))
    aim = max(from_local, local_time.to_local(desk.now, desk.business.timezone))
    return Found(_offers(_near(desk, form, search, aim)), missed=True)


def stretch(when: When) -> tuple[datetime, datetime]:
    """From when until when a wish reaches; a day's end is its midnight, "after 2" lasts as long as its day."""
    midnight = when.start.replace(hour=0, minute=0)
    if when.grain == "day":
        last = (when.end or when.start).replace(hour=0, minute=0)
        return when.start, last + _DAY
    if when.grain == "minute":
        return when.start, when.start + timedelta(minutes=1)
    if when.end is not None and when.end > when.start:
        return when.start, when.end
    return when.start, midnight + _DAY if "day" in when.said or "time" in when.said else when.start + _REACH


def in_words(offers: Sequence[Offer], language: str) -> str:
    """`Tue Nov 24: 1) 9 AM, 2) noon` of one day, or each with its day."""
    clocks = [local_time.clock_in_words(one.start_local, language) for one in offers]
    days = [local_time.date_in_words(one.start_local, language) for one in offers]
    if len(set(days)) == 1:
        return f"{days[0]}: {_numbered(clocks)}"
    return _numbered([f"{day} {clock}" for day, clock in zip(days, clocks, strict=True)])


def _numbered(listed: Sequence[str]) -> str:
    return ", ".join(f"{number}) {words}" for number, words in enumerate(listed, 1))


def _search(desk: Desk, form: Form) -> Search:
    if form.goal == "move" and form.appointment_id:
        row = booking.get_appointment(desk, UUID(form.appointment_id))
        return Search(Length(row.minutes, row.buffer_minutes), (row.calendar,), ignoring=row.id)
    service = catalogue.get_service(desk, UUID(form.service)) if form.service else None
    calendar = calendars.get_calendar(desk, UUID(form.calendar)) if form.calendar else None
    return availability.search_for(desk, service, calendar)


def _around(desk: Desk, form: Form, search: Search, when: When) -> Found:
    also = [datetime.fromisoformat(one) for one in (form.when or {}).get("also", ())]
    both = [slot for one in also if (slot := _exactly(desk, search, one))]
    if len(both) > 1 and not form.turned_down:
        return Found(_offers(both))
    if when.start.isoformat(timespec="minutes") not in form.turned_down:
        slot = _exactly(desk, search, when.start)
        if slot:
            return Found(_offers([slot]), exact=True)
    return Found(_offers(_near(desk, form, search, when.start)), missed=True)


def _exactly(desk: Desk, search: Search, start_local: datetime) -> Slot | None:
    """The very time, where it is within notice and horizon, on the marks or not."""
    rules, zone = calendars.rules(desk), desk.business.timezone
    moment = local_time.to_utc(start_local, zone)
    early = moment < desk.now + timedelta(minutes=rules.notice_minutes)
    if early or moment > desk.now + timedelta(days=rules.horizon_days + 1):
        return None
    return availability.fits(desk, search, start_local)


def _another_time(desk: Desk, form: Form, search: Search) -> list[Slot]:
    """Nothing was said of when: about the same time of day, on the days after; then whatever is near."""
    aim = local_time.to_local(desk.now, desk.business.timezone)
    found: list[Slot] = []
    if form.goal == "move" and form.appointment_id:
        aim = booking.get_appointment(desk, UUID(form.appointment_id)).start_local
        later = availability.free_for_customer(desk, search, aim.replace(hour=0, minute=0) + _DAY, aim + _REACH)
        found = _at_that_time(_new(later, form), aim)
    for day in (aim, aim + _DAY):
        if len(found) < MOST:
            known = {one.start_local for one in found}
            found += [one for one in _near(desk, form, search, day) if one.start_local not in known]
    return found[:MOST]


def _at_that_time(slots: Sequence[Slot], aim: datetime) -> list[Slot]:
    """Of each day the one nearest to a time of day, where it is less than half an hour from it; the first few."""
    nearest: dict[date, Slot] = {}
    for slot in sorted(slots, key=lambda one: _apart(one.start_local, aim)):
        if _apart(slot.start_local, aim) < _ABOUT:
            nearest.setdefault(slot.start_local.date(), slot)
    return [nearest[day] for day in sorted(nearest)][:MOST]


def _apart(moment: datetime, aim: datetime) -> timedelta:
    return abs(moment - datetime.combine(moment.date(), aim.time()))


def _near(desk: Desk, form: Form, search: Search, aim: datetime) -> list[Slot]:
    wanted = MOST + len(form.turned_down)
    return _new(availability.nearest(desk, search, aim, wanted, by_customer=True), form)[:MOST]


def _new(slots: Sequence[Slot], form: Form) -> list[Slot]:
    """Without what was turned down, and without the time that it has now."""
    return [one for one in slots if one.start_local.isoformat(timespec="minutes") not in form.turned_down]


def _offers(slots: Sequence[Slot]) -> tuple[Offer, ...]:
    in_order = sorted(slots, key=lambda one: one.start_local)
    return tuple(Offer(one.start_local.isoformat(timespec="minutes"), str(one.calendar.id)) for one in in_order)

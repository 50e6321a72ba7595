"""What customers ask about the business, answered from what is set; the rest is for the owner."""

import re
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from bot.dialogue.memory import Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time, phone_numbers
from bot.domain.availability import Open
from bot.intents.customer import FromCustomer, acknowledge
from bot.nlu.customer.slots import names_in
from bot.nlu.frames import When
from bot.services import availability, calendars, catalogue
from models import Service

_BEYOND = re.compile(
    r"\b(?:park|parking|entrance|floor|suite|elevator|lift|stairs|wheelchair|gate|bus|subway|train|estacion\w*|aparca\w*)\b",
    re.IGNORECASE,
)
"""What an address alone does not answer."""
_WALK_IN = re.compile(r"\bwalk[- ]?ins?\b|\bsin cita\b", re.IGNORECASE)
_SOME_DAY = date(2000, 1, 1)
_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}


class AskAboutBusiness(FromCustomer):
    """Hours, address, prices, services, phone."""

    intent = "ask"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """What is not set is not made up."""
        if slots.get("topic") == "hours" and (reply := _that_day(self, turn, slots)):
            return reply
        key, listed = _answer(turn, str(slots.get("topic") or "other"))
        if key == "place" and listed and _BEYOND.search(turn.heard.text):
            key, turn.item.needs_answer = "place_and_more", True
        return Reply(self.line(turn, key, listed=listed)) if listed else acknowledge(self, turn, "received")


def _that_day(action: FromCustomer, turn: Turn, slots: dict[str, Any]) -> Reply | None:
    """ "Are you open tomorrow?": yes or no, with the hours of that day."""
    when, desk, language = slots.get("when"), turn.desk, "es" if turn.understood.language == "es" else "en"
    if not when or "day" not in when["said"] or when.get("end") or not calendars.keeps_appointments(desk):
        return None
    start = When.from_slot(when).start
    listed = calendars.list_calendars(desk)
    week = [one for calendar in listed for one in calendars.hours_of(desk, calendar) if one.weekday == start.weekday()]
    hours = sorted({(one.opens, one.closes) for one in week})
    midnight = start.replace(hour=0, minute=0)
    marks = [midnight.replace(hour=hour, minute=minute) for hour in range(24) for minute in (0, 30)]
    if hours and "time" not in when["said"]:
        opens = any(availability.is_open(desk, calendar, mark, 15) for mark in marks for calendar in listed)
    else:
        opens = bool(hours) and any(availability.is_open(desk, calendar, start, 15) for calendar in listed)
    day = local_time.date_in_words(start, language)
    if opens:
        return Reply(action.line(turn, "open_that_day", day=day, listed=" & ".join(_stretch(*one) for one in hours)))
    if "time" in when["said"] and hours:
        return None
    everything = week_in_words(calendars.hours(desk) or calendars.hours_of(desk, listed[0]), language)
    return Reply(action.line(turn, "closed_that_day", day=day, listed=everything))


def _answer(turn: Turn, topic: str) -> tuple[str, str]:
    desk, language = turn.desk, "es" if turn.understood.language == "es" else "en"
    if topic == "hours":
        return "hours", week_in_words(calendars.hours(desk), language) if calendars.keeps_appointments(desk) else ""
    if topic == "address":
        address = calendars.rules(desk).place if calendars.keeps_appointments(desk) else ""
        return "place", address or " ".join((desk.business.postal_address or "").split())
    if topic == "phone":
        return "call_us", phone_numbers.pretty(desk.business.phone_for_questions or desk.business.number)
    if topic in ("price", "services") and not _WALK_IN.search(turn.heard.text):
        services = catalogue.list_services(desk)
        named = {one for _, one in names_in(turn.heard.text, [service.name for service in services])}
        return "prices", ", ".join(_offered(one) for one in services if not named or one.name in named)
    return "received", ""


def _offered(service: Service) -> str:
    price = f" ${service.price:.2f}".removesuffix(".00") if service.price is not None else ""
    return f"{service.name}{price} ({service.minutes} min)"


def week_in_words(week: list[Open], language: str = "en") -> str:
    """`Mon-Fri 9 AM-5 PM, Sat 10 AM-2 PM`."""
    names = _DAYS[language]
    by_day = {day: tuple((one.opens, one.closes) for one in week if one.weekday == day) for day in range(7)}
    said = []
    for hours, run in groupby(range(7), key=lambda day: by_day[day]):
        days = list(run)
        if hours:
            label = names[days[0]] if len(days) == 1 else f"{names[days[0]]}-{names[days[-1]]}"
            said.append(f"{label} {' & '.join(_stretch(opens, closes) for opens, closes in hours)}")
    return ", ".join(said)


def _stretch(opens: time, closes: time) -> str:
    return "-".join(local_time.clock_in_words(datetime.combine(_SOME_DAY, one)) for one in (opens, closes))

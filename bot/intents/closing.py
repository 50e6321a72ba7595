"""`block`: closes time off."""

from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time, recurrence
from bot.intents.agenda import staff
from bot.intents.offering import stretch
from bot.nlu.frames import When
from bot.services import agenda, calendars
from bot.services.work import Desk

_HOUR = timedelta(hours=1)


class Block(Capability):
    """Nothing is offered in that time any more. What is booked there stays, and is said."""

    intent = "block"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Without an end it lasts until the end of the day; a single time is an hour."""
        if not slots.get("when"):
            pending = Pending(self.intent, slots, "when")
            return Reply("Which day or time shall I block?", awaiting="detail", pending=pending)
        desk, calendar = turn.desk, staff(turn.desk, slots)
        calendars.first_calendar(desk)
        when = When.from_slot(slots["when"])
        from_local, until_local = stretch(when)
        if when.grain == "minute":
            until_local = from_local + _HOUR
        rrule = slots.get("rrule")
        row = calendars.add_time_off(desk, calendar, from_local, until_local, rrule=rrule)
        whom = f" for {calendar.name}" if calendar else ""
        said = f"Blocked {_words(desk, from_local, until_local, rrule)}{whom}."
        booked = agenda.between(desk, from_local, until_local, [calendar.id] if calendar else [])
        listed = ", ".join(agenda.line(desk, one) for one in booked[:3])
        warning = f" Still booked then: {listed}." if booked else ""
        return Reply(said + warning, undo={"kind": "blocked", "id": str(row.id)})


def _words(desk: Desk, from_local: datetime, until_local: datetime, rrule: str | None) -> str:
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    whole_days = from_local.time() == until_local.time() == datetime.min.time()
    if whole_days:
        last = until_local - timedelta(days=1)
        days = local_time.day_in_words(from_local, now_local)
        said = days if last <= from_local else f"{days} to {local_time.day_in_words(last, now_local)}"
    else:
        until = "" if until_local.time() == datetime.min.time() else f" to {local_time.clock_in_words(until_local)}"
        said = f"{local_time.day_in_words(from_local, now_local)} from {local_time.clock_in_words(from_local)}{until}"
    return f"{said}, {recurrence.in_words(rrule, from_local)}" if rrule else said

"""`block`, `unblock`, `blocked`: closes time off, opens it again, and says what is closed."""

from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time, recurrence
from bot.errors import InputError
from bot.intents.agenda import staff
from bot.intents.offering import stretch
from bot.nlu.frames import When
from bot.services import agenda, calendars
from bot.services.work import Desk
from models import TimeOff

_HOUR = timedelta(hours=1)
_AHEAD = timedelta(days=365)
_MOST_LISTED = 5


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


class Unblock(Capability):
    """Opens closed time again."""

    intent = "unblock"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Only the stretch that is named: the rest of a longer one stays closed. One that repeats is asked about."""
        if not slots.get("when"):
            raise InputError(f"Which day or time shall I open again? {_closed_ahead(turn.desk)}", "unblock friday")
        desk, calendar = turn.desk, staff(turn.desk, slots)
        from_local, until_local = stretch(When.from_slot(slots["when"]))
        rows = [
            one for one in _closed(desk, from_local, until_local) if calendar is None or one.calendar_id == calendar.id
        ]
        if not rows:
            raise InputError(f"Nothing is blocked then. {_closed_ahead(desk)}", "what's blocked")
        repeated = [_words(desk, one.start_local, one.end_local, one.rrule) for one in rows if one.rrule]
        if repeated and not slots.get("confirmed"):
            question = f"That repeats ({repeated[0]}). Open all of it again? Reply YES or NO."
            return Reply(question, awaiting="confirmation", pending=Pending(self.intent, slots))
        was = [_as_data(one) for one in rows]
        left = [str(one.id) for row in rows for one in calendars.reopen(desk, row, from_local, until_local)]
        opened = repeated[0] if repeated else _words(desk, from_local, until_local, None)
        return Reply(f"Open again: {opened}.", undo={"kind": "unblocked", "rows": was, "left": left})


class Blocked(Capability):
    """Says what is closed."""

    intent = "blocked"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """In the stretch that is asked about, or from now on."""
        if not slots.get("when"):
            return Reply(_closed_ahead(turn.desk))
        from_local, until_local = stretch(When.from_slot(slots["when"]))
        rows = _closed(turn.desk, from_local, until_local)
        if rows:
            return Reply(f"Blocked: {_listed(turn.desk, rows)}.")
        return Reply(f"Nothing is blocked {_words(turn.desk, from_local, until_local, None)}.")


def _closed(desk: Desk, from_local: datetime, until_local: datetime) -> list[TimeOff]:
    """What is closed in a stretch, recurring ones only where one of them falls into it."""
    return [
        one
        for one in calendars.time_off(desk, from_local, until_local)
        if one.rrule is None
        or recurrence.between(one.rrule, one.start_local, from_local - (one.end_local - one.start_local), until_local)
    ]


def _closed_ahead(desk: Desk) -> str:
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    rows = _closed(desk, now_local, now_local + _AHEAD)
    return f"Blocked: {_listed(desk, rows)}." if rows else "Nothing is blocked."


def _listed(desk: Desk, rows: list[TimeOff]) -> str:
    said = [_words(desk, one.start_local, one.end_local, one.rrule) + _whose(desk, one) for one in rows[:_MOST_LISTED]]
    more = f" and {len(rows) - _MOST_LISTED} more" if len(rows) > _MOST_LISTED else ""
    return "; ".join(said) + more


def _whose(desk: Desk, row: TimeOff) -> str:
    return f" ({calendars.get_calendar(desk, row.calendar_id).name})" if row.calendar_id else ""


def _as_data(row: TimeOff) -> dict[str, Any]:
    return {
        "calendar": str(row.calendar_id) if row.calendar_id else None,
        "start": row.start_local.isoformat(),
        "end": row.end_local.isoformat(),
        "rrule": row.rrule,
        "words": row.words,
    }


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

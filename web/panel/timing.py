"""When a message goes out, as it was typed in words: "tuesday 3pm", "every monday at 9", "now"."""

from datetime import datetime

from bot.domain import local_time
from bot.errors import InputError
from bot.nlu import moments
from bot.nlu.frames import Moment

EXAMPLE = "tuesday 3pm, or every monday at 9am"
NOW = ("now", "right now", "at once", "immediately")
_UNSURE = 0.7
"""Below it a person would ask back (`bot.nlu.moments`)."""


def read(said: str, now_local: datetime, timezone: str) -> tuple[datetime | None, str | None]:
    """The first moment (wall time; None is now) and the recurrence. Raises InputError for all that is not plain."""
    if said.strip(" .!").lower() in NOW:
        return None, None
    moment = moments.read(said, now_local, timezone, asked=True)
    if moment is None or moment.when is None:
        raise InputError(f"“{said.strip()[:60]}” is no day and time that I can read.", EXAMPLE)
    if moment.when.grain != "minute":
        raise InputError(f"At what time, “{said.strip()[:60]}”?", f"{said.strip()[:60]} at 3pm")
    if moment.also and moment.confidence <= _UNSURE and moment.rrule is None:
        raise InputError(_which(moment, now_local), "the day of the month with it, like Dec 1 3pm")
    return moment.when.start, moment.rrule


def _which(moment: Moment, now_local: datetime) -> str:
    readings = sorted({one.start for one in (moment.when, *moment.also) if one is not None})
    return f"That can be {' or '.join(local_time.in_words(one, now_local) for one in readings)}. Which one?"

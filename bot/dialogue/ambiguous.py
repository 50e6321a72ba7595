"""Times with two likely readings: "tuesday 3pm" on a Tuesday, "friday at 7". One short question beats a guess."""

from dataclasses import replace
from datetime import timedelta

from bot.nlu import moments
from bot.nlu.frames import Heard, Moment, Understanding, When

UNSURE = 0.7
"""A moment read with more confidence than this is not asked about."""
_WEEK = timedelta(days=7)
_GRAINS = {"block": ("minute", "day")}
"""Closing "monday" on a Monday is a whole day of customers."""


def readings(heard: Heard, said: Understanding) -> tuple[When, ...]:
    """What the time in a text may mean, the likeliest first; empty where it is clear, or where there is none."""
    slot = said.slots.get("when")
    if not slot or slot.get("grain") not in _GRAINS.get(said.intent, ("minute",)) or said.slots.get("rrule"):
        return ()
    meant = When.from_slot(slot)
    for moment in moments.find(heard.text, heard.reference, heard.timezone):
        if moment.when and moment.when.start == meant.start:
            others = [one for one in moment.also if _is_likely(heard, moment, one)]
            return tuple(sorted((meant, *others), key=lambda one: one.start)) if others else ()
    return ()


def marked(said: Understanding, whens: tuple[When, ...]) -> Understanding:
    """The same with the other readings beside the time: a customer is offered them all."""
    if len(whens) < 2:
        return said
    also = [one.start.isoformat(timespec="minutes") for one in whens]
    return replace(said, slots={**said.slots, "when": {**said.slots["when"], "also": also}})


def _is_likely(heard: Heard, moment: Moment, other: When) -> bool:
    """The same time a week earlier that is still to come; or the other half of the day, where it is a toss-up."""
    if moment.when is None:
        return False
    if other.grain == "day":
        return other.start.date() == heard.reference.date() and abs(moment.when.start - other.start) == _WEEK
    if other.start <= heard.reference:
        return False
    if abs(moment.when.start - other.start) == _WEEK:
        return True
    halves = abs(moment.when.start.hour - other.start.hour) == 12 and moment.when.start.minute == other.start.minute
    return halves and moment.confidence <= UNSURE

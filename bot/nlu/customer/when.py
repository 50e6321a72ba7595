"""The moment that a customer's text means, of all that it names."""

import re
from typing import Any

from bot.nlu.customer.text import Seen
from bot.nlu.frames import Moment, When

_BUSY = re.compile(
    r"\b(?:work|works|working|busy|class|school|out|booked|meetings?|tied up|stuck|shift|job|teach\w*|trabajo|"
    r"ocupad[oa])"
    r"(?: \w+){0,3} (?:(?:un)?til+|thru|hasta) [^.?!;]*$",
    re.I,
)
_UNTIL_IN = re.compile(r"^(?:(?:un)?till?|'?til|thru|hasta) ", re.I)
_OFF_AT = re.compile(
    r"\b(?:gets? off(?: work| of work)?|(?<!take )(?<!day )off(?: work)?|quitting time is|quit(?:ting)? work|"
    r"(?:finish|done|through)(?: with)?(?: work| school| class)?|out of (?:work|school|class)|get out|shift ends|"
    r"leav(?:e|ing) work|home(?: from work)?|salgo(?: del? trabajo)?) (?:at |by |around |a las? )?$",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:can'?t|cannot|can not|couldn'?t|won'?t|don'?t|not|hate|no)(?: do| make| work| on| at| in| the|"
    r" any)* *$",
    re.I,
)
_REFUSED_AFTER = re.compile(
    r"^(?:'s| is| are| was|'re| would be| will be| looks?| seems?|es|está)? ?(?:so |really |pretty |super |kinda |"
    r"kind of |a |too |very |just |all |all of |muy |always )*(?:rough|bad|tough|hard|hectic|crazy|nuts|packed|full|"
    r"busy|awful|terrible|horrible|tricky|difficult|impossible|"
    r"no good|not (?:good|great|gonna|going|ideal|possible|working|the best)|out(?! of)|a (?:no|mess)|"
    r"off the table|dif[ií]cil|malo|complicado)\b|"
    r"^ (?:won'?t|wont|doesn'?t|doesnt|does not|will not|isn'?t|isnt|can'?t|no me|no) (?:really |actually )*"
    r"(?:work\w*|do|fit|happen\w*|possible|good|great|gonna|going|suit|funciona|queda|puedo)\b",
    re.I,
)
"""What is said of a day or time that does not suit."""
_MOVES = re.compile(
    r"\b(?:move|change|switch|swap|push|bump|shift|resched\w*|reprogram\w*|trade|cambi\w+|mover|pasar)"
    r"(?: (?:my|our|the|from|mi|la|el|del|de))*(?: (?:appointment|appt|apt|visit|cita))?"
    r"(?: (?:on|from|at|for|del|de))* *$",
    re.I,
)
_TO = re.compile(
    r"^(?:'s)?(?: (?:appointment|appt|apt|visit|one|slot))?,? *(?:to|for|with|until|till|al?|para|por)\b", re.I
)
_RELATIVE = re.compile(r"(?:later|earlier|sooner)$", re.I)
_AWAY_FROM = re.compile(
    r"\b(?:(?:appointment|appt|apt|visit|booking|reservation|slot|cita) (?:is|was)(?: on| at| for)?|"
    r"my|our|the|from|of|than|for my|not|cant (?:make|do)|can't (?:make|do)) +$",
    re.I,
)
_APPOINTMENT = re.compile(r"^ *(?:'s )?(?:appointment|appt|apt|one|slot|visit|booking|session|reservation)\b", re.I)
_ONWARDS = re.compile(
    r"[ ,.]*(?:(?:so |and )?(?:i (?:can|could|am free|m free) )?(?:come |"
    r"be there )?(?:any ?time )?)?(?:after(?: that| then| "
    r"works| is (?:fine|good|ok)|$)|or (?:later|after)|onwards?|and later|on)\b(?! (?:mon|tue|wed|thu|fri|sat|sun|"
    r"the|\d))",
    re.I,
)


def when_of(seen: Seen, intent: str = "") -> dict[str, Any] | None:
    """The moment that the text means, put together where day and time stand apart.

    For a `move` it is the one to come: "my Thursday one to Friday" is Friday.
    """
    moments = _aims(seen) if intent in ("move", "alternatives") else list(seen.moments)
    plain = [m for m in moments if m.when and not until(seen.raw, m)]
    whens = [_open(m.when, seen.raw[: m.span[0]], seen.raw[m.span[1] :]) for m in plain if m.when]
    if not whens:
        return _after_work(seen)
    best = max(whens, key=lambda w: len(w.said))
    day = next((w for w in whens if w.said == ("day",) and w.end is None), None)
    time = next((w for w in whens if w.said == ("time",)), None)
    if len(best.said) < 2 and day and time:
        best = _joined(day, time)
    return best.as_slot()


def _aims(seen: Seen) -> list[Moment]:
    """The moments without those to move away from, where any other is named, and without "an hour later" than it is."""
    shifted = [m for m in seen.moments if not _RELATIVE.search(seen.raw[slice(*m.span)])]
    kept = [
        m
        for m in shifted
        if not _AWAY_FROM.search(seen.raw[: m.span[0]])
        and not _APPOINTMENT.match(seen.raw[m.span[1] :])
        and not refused_after(seen.raw, m)
        and not _moved_away(seen.raw, m)
    ]
    return kept or [m for m in shifted if not _REFUSED.search(seen.raw[: m.span[0]])]


def _moved_away(text: str, moment: Moment) -> bool:
    """Whether it is what is to be moved, rather than where to: "move Tuesday to Friday"."""
    start, end = moment.span
    return bool(_MOVES.search(text[:start]) and _TO.match(text[end:]))


def refused_after(text: str, moment: Moment) -> bool:
    """Whether what follows says that it does not suit: "Tuesday is rough"."""
    return bool(_REFUSED_AFTER.match(text[moment.span[1] :].replace("’", "'")))


def until(text: str, moment: Moment) -> bool:
    """Whether it is the end of something that keeps the customer away: "at work til 5"."""
    return bool(_BUSY.search(text[: moment.span[0]] + _UNTIL_IN.sub("until ", text[slice(*moment.span)], count=1)))


def _after_work(seen: Seen) -> dict[str, Any] | None:
    """ "At work til 5": from 5 on, in an answer that names nothing else."""
    for m in seen.moments:
        if m.when and "time" in m.when.said:
            free = m.when.end if m.when.grain == "range" else m.when.start
            return When(free or m.when.start, "range", None, m.when.said).as_slot()
    return None


def _open(when: When, before: str, after: str) -> When:
    """ "5:30 so anytime after that", "I get off at 5": from then on."""
    onwards = when.grain == "minute" and (_ONWARDS.match(after) or _OFF_AT.search(before))
    return When(when.start, "range", None, when.said) if onwards else when


def _joined(day: When, time: When) -> When:
    shift = day.start.date() - time.start.date()
    return When(time.start + shift, time.grain, time.end + shift if time.end else None, ("day", "time"))

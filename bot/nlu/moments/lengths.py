"""Rules for lengths of time and what they count from: "in half an hour", "2 weeks from friday", "for 30 mins"."""

import re
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from bot.nlu.moments.partial import Length, Partial
from bot.nlu.moments.rules import rule

Match = re.Match[str]
_UNIT = {
    "Minute": Length(minutes=1),
    "Hour": Length(minutes=60),
    "Day": Length(days=1),
    "Week": Length(days=7),
    "Fortnight": Length(days=14),
    "Month": Length(months=1),
    "Quarter": Length(months=3),
    "Year": Length(months=12),
}
_PIECE = re.compile(
    r"(?P<n>\d+(?:\.\d+)?|an?|the|couple|few|several)?(?P<half> and a half| and 1/2| 1/2)?(?: of)? ?"
    r"(?:more |business |working )?"
    r"(?P<u>Minute|Hour|Day|Week|Fortnight|Month|Quarter|Year)s?(?P<half2> and (?:a half|a quarter))?"
)
_FIXED = ((r"half", 30), (r"3/4|3 [qQ]uarter", 45), (r"1/4|[qQ]uarter", 15), (r"1/2", 30))


def length_of(words: str) -> Length | None:
    """The length that words such as "an Hour and a half" name; None for what is longer than ten years."""
    if "Hour" in words and " and " not in words and not re.search(r"\d 1/2", words):
        for pattern, fixed in _FIXED:
            if re.search(pattern, words):
                return Length(minutes=fixed)
    months = days = minutes = 0.0
    for piece in _PIECE.finditer(words):
        count = _count(piece)
        unit = _UNIT[piece["u"]]
        months, days, minutes = months + count * unit.months, days + count * unit.days, minutes + count * unit.minutes
    days += round(months % 1 * 30)
    minutes += days % 1 * 1440
    if not (months or days or minutes) or months > 240 or days > 4000 or minutes > 100_000:
        return None
    return Length(int(months), int(days), round(minutes))


def _count(piece: Match) -> float:
    word = piece["n"] or "1"
    count = {"couple": 2.0, "few": 3.0, "several": 3.0}.get(word) or (1.0 if word.isalpha() else float(word))
    extra = piece["half"] or piece["half2"]
    return count + (0.25 if extra and "quarter" in extra else 0.5 if extra else 0)


def after(day: date, length: Length) -> date:
    """The day so much later (the minutes of the length are left out)."""
    return day + relativedelta(months=length.months) + timedelta(length.days)


def shifted(moment: datetime, length: Length, sign: int = 1) -> datetime:
    """The moment so much later, or earlier with sign -1."""
    step = timedelta(days=length.days, minutes=length.minutes)
    return moment + sign * relativedelta(months=length.months) + sign * step


def from_now(length: Length, now: datetime, sign: int = 1) -> Partial:
    """Lengths with minutes end at a moment, others on a day."""
    there = shifted(now, length, sign)
    by_stopwatch = not (length.days or length.months)
    return Partial(at=there, elapsed=by_stopwatch) if length.minutes else Partial(on=there.date())


@rule(
    "in a length",
    r"(?:in|within|after) {len}(?: time|'s? time|s time|(?: starting)? from (?:now|Today"
    r"|right now))?(?! (?:of|before|after|from|slot|session|long|increments|intervals|row|a row|advance"
    r"|notice))",
    2,
)
def _in(m: Match, now: datetime) -> Partial | None:
    length = length_of(m["len"])
    if length is None:
        return None
    if m[0].startswith("within"):
        end = from_now(length, now)
        return Partial(within=(now.date(), end.on)) if end.on else Partial(at=now, end=end)
    return from_now(length, now)


@rule(
    "a length from now", r"{len} (?:from (?:now|Today|right now|this moment)|hence|later|out|ahead|away)(?! than)", 2.2
)
def _from_now(m: Match, now: datetime) -> Partial | None:
    length = length_of(m["len"])
    if length is None or (
        m[0].endswith(("later", "away", "ahead", "out"))
        and re.search(
            r"\b(?:move|push|shift|bump|slide|make|run|running|late|was|live|lives|drive)\b", m.string[: m.start()]
        )
    ):
        return None
    return from_now(length, now)


@rule("a length from tomorrow", r"{len} (?:from|after) Tomorrow", 2.3)
def _from_tomorrow(m: Match, now: datetime) -> Partial | None:
    length = length_of(m["len"])
    return from_now(length, now + timedelta(1)) if length else None


@rule("a length ago", r"{len} (?:ago|back)", 2.2)
def _ago(m: Match, now: datetime) -> Partial | None:
    length = length_of(m["len"])
    return from_now(length, now, -1) if length else None


@rule(
    "next n days",
    r"(?:in |over |within |during |for )?(?:the )?(?:next|coming|following|upcoming) (?P<n>\d{1,3}|couple|few"
    r"|couple of) (?P<u>Minute|Hour|Day|Week|Month)s?",
    2,
)
def _next_n(m: Match, now: datetime) -> Partial | None:
    count = {"couple": 2, "few": 3, "couple of": 2}.get(m["n"]) or int(m["n"])
    unit = _UNIT[m["u"]]
    length = Length(unit.months * count, unit.days * count, unit.minutes * count)
    if length.minutes:
        return Partial(at=now, end=Partial(at=shifted(now, length)))
    return Partial(within=(now.date() + timedelta(1), after(now.date(), length)))


@rule("in an hour's time", r"(?:in (?:the )?next|within the|within an) (?P<u>Hour|half Hour|half an Hour)", 1.5)
def _next_hour(m: Match, now: datetime) -> Partial:
    minutes = 30 if "half" in m["u"] else 60
    return Partial(at=now, end=Partial(at=now + timedelta(minutes=minutes)))


@rule(
    "now",
    r"(?:right now|now|immediately|asap|right away|straight away|this minute|at once"
    r"|as soon as possible)(?= text| send| tell| remind|[ .!,]*$)",
    0.6,
)
def _now(m: Match, now: datetime) -> Partial | None:
    return Partial(at=now) if not (m.string[: m.start()]).strip() and not m.string[m.end() :].strip(" .!,") else None


@rule("for a length", r"(?:for|lasting) {len}(?! (?:past|to|till|til|after|of)\b)", 1)
def _for(m: Match, _: datetime) -> Partial | None:
    length = length_of(m["len"])
    return Partial(lasting=length) if length else None


@rule(
    "so many times",
    r"(?:for )?(?P<n>[2-9]|[1-9]\d)(?: more)? (?:times|occurrences|sessions|visits|repeats|repetitions|x)"
    r"(?: in total| total)?"
    r"(?! (?:an?|per|every|each|daily|weekly|monthly|the)\b)",
    0.2,
)
def _times(m: Match, _: datetime) -> Partial:
    return Partial(times=int(m["n"]), soft=True)


@rule(
    "a length",
    r"(?:{len}|(?:the )?Day|Week(?= from))(?= (?:before|after|from|prior to|past|following|until|til|till|to"
    r"|ahead of|earlier than|later than|starting|beginning|as of)\b)",
    0.2,
)
def _bare_length(m: Match, _: datetime) -> Partial | None:
    length = length_of(m["len"] or m[0])
    return Partial(lasting=length, soft=True) if length else None

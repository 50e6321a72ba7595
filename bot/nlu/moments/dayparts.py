"""Rules for parts of the day: "in the afternoon", "tonight", "lunchtime", "end of day", "after work"."""

import re
from datetime import datetime, timedelta

from bot.nlu.moments.lexicon import PARTS
from bot.nlu.moments.partial import Clock, Part, Partial
from bot.nlu.moments.rules import rule

Match = re.Match[str]


@rule("mid-morning", r"mid[- ]?(?P<w>morning|afternoon)s?", 2.1)
def _mid(m: Match, _: datetime) -> Partial:
    return Partial(clock=Clock(10, 0, "am") if m["w"] == "morning" else Clock(15, 0, "pm"))


@rule(
    "part of the day",
    r"(?:(?:in|during|for|at|of|on|over) (?:the )?|the |this time )?{part}(?<!s)(?! (?:room|cream|glory"
    r"|sickness|person|owl|shift|stand|lamp|table|menu|"
    r"reservation|school|class|club|gown|dress|wear|tea|order|special|box|bag|break|is on|at noon|was"
    r"|sounds|service|routine|rush|out|crew|team|group|list|people|folks|clients|"
    r"guests))",
)
def _part(m: Match, _: datetime) -> Partial | None:
    name = _part_name(m["part"])
    if name not in PARTS:
        return None
    meal_or_night = name in ("lunch", "dinner", "breakfast", "brunch", "night")
    return Partial(part=Part(name, *PARTS[name]), soft=True if meal_or_night and not _CUED.match(m[0]) else None)


_CUED = re.compile(r"(?:in|during|at|this time|over) |.*time$")


def _part_name(words: str) -> str:
    name = re.sub(r" in the|(?<=[a-z]) ?time$", "", words).replace("nite", "night").replace("supper", "dinner").strip()
    return name.removesuffix("s")


@rule(
    "this part of the day",
    r"(?:(?:later|early|earlier|late) )?this {part}(?<!s)|later on in the (?P<part2>evening|afternoon)",
    1.3,
)
def _this_part(m: Match, now: datetime) -> Partial | None:
    name = _part_name(m["part"] or m["part2"])
    part = "tonight" if name == "night" else name
    return Partial(on=now.date(), part=Part(part, *PARTS[part])) if part in PARTS else None


@rule("tonight", r"(?:(?:later|late|early) )?(?P<w>Tonight|Today night|late Tonight|Tonight late)", 1.3)
def _tonight(m: Match, now: datetime) -> Partial:
    part = "late night" if "late " in m[0] or m[0].endswith("late") else "tonight"
    return Partial(on=now.date(), part=Part(part, *PARTS[part]))


@rule(
    "end of the day",
    r"(?:by |at |before )?(?:(?:the )?end of (?:the )?(?:Day|business)|eod|cob|close of (?:business|Day)"
    r"|closing time)",
    1.4,
)
def _end_of_day(_: Match, now: datetime) -> Partial:
    return Partial(part=Part("end of day", *PARTS["end of day"]))


@rule("after work", r"(?P<w>(?:after|before) (?:work|school|lunch))(?! (?:on \w+ ?project|order))", 1.2)
def _after_work(m: Match, _: datetime) -> Partial | None:
    return Partial(part=Part(m["w"], *PARTS[m["w"]])) if m["w"] in PARTS else None


@rule(
    "early or late",
    r"(?P<w>early|late|1st thing|bright and early|later)(?: (?:in the )?Day| on)?(?= (?:on |in )?{wds}|"
    r"(?: on)? (?:Tomorrow|Today))|"
    r"(?P<w2>1st thing)(?: in the morning| that morning)?",
    0.9,
)
def _early(m: Match, _: datetime) -> Partial | None:
    word = m["w"] or m["w2"]
    if word == "later":
        return None
    name = "late" if word == "late" else "early morning" if "1st" in word else "early"
    return Partial(part=Part(name, *PARTS[name]))


@rule("am or pm of a day", r"(?:in the )?(?P<h>am|pm)(?! i\b)", 1.2)
def _half_of_day(m: Match, _: datetime) -> Partial | None:
    if not (m[0].startswith("in") or _A_DAY.search(m.string[: m.start()])):
        return None
    name = "morning" if m["h"] == "am" else "afternoon"
    return Partial(part=Part(name, *PARTS[name]))


_A_DAY = re.compile(r"(?:day|Today|Tomorrow|\d(?:st|nd|rd|th))(?: in the)? ?$")


@rule("last night", r"last (?P<p>night|evening)", 2)
def _last_night(m: Match, now: datetime) -> Partial:
    return Partial(on=now.date() - timedelta(1), part=Part(m["p"], *PARTS[m["p"]]))

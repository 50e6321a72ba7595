"""Rules for days told from today and by weekday: "tomorrow", "next friday", "2nd tuesday of june"."""

import re
from datetime import date, datetime, timedelta

from bot.nlu.moments.almanac import monday, month_span, nth_weekday
from bot.nlu.moments.lexicon import MONTHS, WEEKDAYS
from bot.nlu.moments.partial import Partial
from bot.nlu.moments.rules import rule

Match = re.Match[str]
_NTH = (
    r"(?:(?P<nth>[1-5])(?:st|nd|rd|th)|(?P<last2>(?:2nd|second|next)[ -](?:to|from)[ -](?:the )?last|penultimate"
    r"|2nd last)"
    r"|(?P<lastw>last|final))"
)


def _on(day: date | None) -> Partial | None:
    return Partial(on=day) if day else None


@rule("relative day", r"(?:later |on |for )?(?P<w>Today|Tomorrow|Yesterday)", 1.2)
def _relative(m: Match, now: datetime) -> Partial | None:
    if m["w"] == "Today" and m.string[: m.start()].endswith("until "):
        return None
    return _on(now.date() + timedelta({"Today": 0, "Tomorrow": 1, "Yesterday": -1}[m["w"]]))


@rule(
    "day after tomorrow",
    r"(?:the )?(?P<w>Day|Morning) (?P<way>after|following) Tomorrow|Tomorrow overmorrow|overmorrow",
    2,
)
def _after_tomorrow(_: Match, now: datetime) -> Partial | None:
    return _on(now.date() + timedelta(2))


@rule("day before yesterday", r"(?:the )?Day before Yesterday", 2)
def _before_yesterday(_: Match, now: datetime) -> Partial | None:
    return _on(now.date() - timedelta(2))


@rule("the next day", r"(?:the )?(?:next|following) Day", 1)
def _nextvalid_day(_: Match, now: datetime) -> Partial | None:
    return _on(now.date() + timedelta(1))


@rule("weekday", r"(?:on )?(?:the )?{wd}\.?", 1)
def _weekday(m: Match, _: datetime) -> Partial:
    return Partial(weekday=WEEKDAYS.index(m["wd"]))


@rule(
    "this weekday",
    r"(?:on )?(?:this|the|this coming|this upcoming|coming|the coming|upcoming|the upcoming|the soonest"
    r"|nearest|this next) (?:coming )?{wd}",
    1.2,
)
def _this_weekday(m: Match, now: datetime) -> Partial | None:
    index = WEEKDAYS.index(m["wd"])
    if (m[0].startswith("the") and "coming" not in m[0]) or (m[0].startswith("on the ") and "coming" not in m[0]):
        return Partial(weekday=index)
    ahead = (index - now.weekday()) % 7
    return _on(now.date() + timedelta(ahead or (7 if "coming" in m[0] else 0)))


@rule(
    "next weekday",
    r"(?:on |the )?(?P<w>next|following|nxt|the following)(?: Week'?s?)?(?: on)? {wd}|(?P<w2>last|past"
    r"|this past|previous) {wds}(?! (?:of|in)\b)",
    1.3,
)
def _next_weekday(m: Match, now: datetime) -> Partial | None:
    if m["w2"]:
        index = WEEKDAYS.index(m[0].split()[-1])
        return _on(now.date() - timedelta((now.weekday() - index - 1) % 7 + 1))
    index = WEEKDAYS.index(m["wd"])
    ahead = index - now.weekday()
    this_week = (
        now.date() + timedelta(ahead) if ahead > 1 and m["w"] in ("next", "nxt") and "Week" not in m[0] else None
    )
    return Partial(on=monday(now.date()) + timedelta(7 + index), rival=this_week)


@rule("weekday after next", r"(?:the )?{wd} after next|(?:the )?(?:next )?{wds} after (?:this|next)", 1.6)
def _after_next(m: Match, now: datetime) -> Partial | None:
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    ahead = (index - now.weekday() - 1) % 7 + 1
    return _on(now.date() + timedelta(ahead + 7))


@rule(
    "weekday of a week",
    r"(?:on )?(?:the )?{wd}(?: of| in|,)? (?P<w>this|next|the next|the following|following|the coming"
    r"|of the current|nxt|the same|that) Week(?: after next| coming)?|"
    r"{wds}(?: of)? (?:the )?Week after next",
    2,
)
def _weekday_of_week(m: Match, now: datetime) -> Partial | None:
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    weeks = 2 if "after next" in m[0] else 0 if m["w"] in ("this", "of the current") else 1
    return _on(monday(now.date()) + timedelta(7 * weeks + index)) if m["w"] not in ("the same", "that") else None


@rule(
    "next week on a weekday",
    r"(?P<w>this|next|the following|following|nxt) Week(?P<an> after next)?(?: maybe)?,? ?(?:on |say "
    r"|preferably |maybe |perhaps |like |possibly |probably |some ?time |, )*{wd}",
    2,
)
def _week_weekday(m: Match, now: datetime) -> Partial | None:
    weeks = (0 if m["w"] == "this" else 1) + bool(m["an"])
    return _on(monday(now.date()) + timedelta(7 * weeks + WEEKDAYS.index(m["wd"])))


@rule(
    "a week from a weekday",
    r"{wd} (?P<u>Week|Fortnight)|(?:a|1) (?P<u2>Week|Fortnight) (?:on )(?:{wds}|Tomorrow|Today)",
    1.6,
)
def _british(m: Match, now: datetime) -> Partial | None:
    extra = 14 if (m["u"] or m["u2"]) == "Fortnight" else 7
    if m[0].endswith(("Tomorrow", "Today")):
        return _on(now.date() + timedelta(extra + m[0].endswith("Tomorrow")))
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    return _on(now.date() + timedelta((index - now.weekday() - 1) % 7 + 1 + extra))


@rule(
    "n weekdays from now",
    r"(?:in )?(?P<n>\d{1,2}|a|couple|couple of) (?:{wds})s?'? (?:from (?:now|Today)|hence|later|away|out"
    r"|time)|in \d{1,2} {wds}s",
    2,
)
def _weekdays_from_now(m: Match, now: datetime) -> Partial | None:
    digits = re.search(r"\d+", m[0])
    count = int(digits[0]) if digits else 2 if "couple" in m[0] else 1
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    return _on(now.date() + timedelta((index - now.weekday() - 1) % 7 + 1 + 7 * (count - 1)))


@rule("n weekdays ago", r"(?P<n>\d{1,2}|a couple(?: of)?) {wd}s? ago", 2)
def _weekdays_ago(m: Match, now: datetime) -> Partial | None:
    count = int(m["n"]) if m["n"].isdecimal() else 2
    return _on(now.date() - timedelta((now.weekday() - WEEKDAYS.index(m["wd"]) - 1) % 7 + 1 + 7 * (count - 1)))


@rule(
    "weekday in n weeks",
    r"(?:{wd}|in (?P<n>\d{1,2}|a|an) (?P<u>Week|Fortnight)s?(?: time)?,? (?:on )?{wds})(?(n)"
    r"| in (?P<n2>\d{1,2}|a) (?P<u2>Week|Fortnight)s?(?: time)?)",
    2.4,
)
def _weekday_in_weeks(m: Match, now: datetime) -> Partial | None:
    word, unit = m["n"] or m["n2"], m["u"] or m["u2"]
    weeks = (int(word) if word.isdecimal() else 1) * (2 if unit == "Fortnight" else 1)
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    return _on(monday(now.date()) + timedelta(7 * weeks + index))


@rule(
    "nth weekday",
    rf"(?:on )?(?:the )?{_NTH} {{wd}}(?:,? (?:of|in|on))? (?:the )?(?:Month of )?(?:{{mon}}(?:,? "
    rf"(?:of )?{{year}})?|(?P<w>this|next|coming|following|current|(?<=the )(?=Month)) ?Month)",
    2.5,
)
def _nth_weekday(m: Match, now: datetime) -> Partial | None:
    n = _count(m)
    index = WEEKDAYS.index(m["wd"])
    try:
        if m["mon"] is None:
            first, _ = month_span(now.year, now.month + (m["w"] in ("next", "coming", "following")))
            day = nth_weekday(first.year, first.month, index, n)
            if not m["w"] and day < now.date():
                first, _ = month_span(now.year, now.month + 1)
                day = nth_weekday(first.year, first.month, index, n)
            return _on(day)
        month = MONTHS.index(m["mon"]) + 1
        day = nth_weekday(int(m["year"]) if m["year"] else now.year, month, index, n)
        if not m["year"] and day < now.date():
            day = nth_weekday(now.year + 1, month, index, n)
    except ValueError:
        return None
    return _on(day)


@rule("nth weekday, of what is said elsewhere", rf"(?:the )?{_NTH} {{wd}}", 0.8)
def _nth_alone(m: Match, now: datetime) -> Partial:
    return Partial(weekday=WEEKDAYS.index(m["wd"]), nth=_count(m))


def _count(m: Match) -> int:
    return int(m["nth"]) if m["nth"] else -2 if m["last2"] else -1

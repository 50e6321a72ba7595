"""Rules for dates and feasts: "the 5th", "may 5", "3/15", "2026-04-01", "christmas eve"."""

import re
from datetime import date, datetime, timedelta
from typing import Literal

from bot.nlu.moments.almanac import feast_in, feast_named, monday, month_span, next_feast, valid_day, year_of
from bot.nlu.moments.lexicon import FEASTS, MONTHS, WEEKDAYS
from bot.nlu.moments.partial import Partial
from bot.nlu.moments.rules import rule

Match = re.Match[str]

_FEAST = "|".join(FEASTS)


def _on(day: date | None) -> Partial | None:
    return Partial(on=day) if day else None


@rule(
    "dom alone",
    r"(?:on |for )?the {dom}(?P<th>st|nd|rd|th)(?! (?:one|time|option|floor|of (?!the|this|next|that"
    r"|each|every|January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\w|available|opening|open|free|spot|possible|thing|cancell?ation|place|person|opinion|visit|appointment|slot|choice|try|week|graders?"
    r"|grade|street|st\b|ave|avenue|anniversary|birthday|step|door|"
    r"day\b|Day|Week|Month|Hour|Quarter|reminder|message|text|customer|client|half|annual|party|week"
    r"|round|session|class))",
    1,
)
def _dom(m: Match, _: datetime) -> Partial | None:
    return None if _counts_weekdays(m) else Partial(dom=int(m["dom"]))


def _counts_weekdays(m: Match) -> bool:
    """ "The 1st monday" counts mondays; it is no first of the month."""
    return int(m["dom"]) <= 5 and re.match(rf" (?:{'|'.join(WEEKDAYS)})", m.string[m.end() :]) is not None


@rule(
    "dom on its own",
    r"(?P<on>on )?{dom}(?P<th>st|nd|rd|th)(?! (?:one|time|option|floor|place|person|opinion|visit"
    r"|appointment|appt|slot|choice|try|graders?|grade|street|st\b|ave|avenue|"
    r"anniversary|birthday|step|door|Day|Week|Month|Hour|Quarter|reminder|message|text|customer|client"
    r"|half|annual|party|round|session|class|thing|of all|kid|child|dose|shot|"
    r"week|dog|cat|baby|date|chance|thought|hand|party|in line|,? (?:i|we|let|can|could))\b)",
    0.8,
)
def _dom_ordinal(m: Match, _: datetime) -> Partial | None:
    if _counts_weekdays(m):
        return None
    alone = not (m.string[: m.start()] + m.string[m.end() :]).strip(" .,!?")
    if (
        m["on"]
        or alone
        or m.string[: m.start()].endswith(("by ", "until ", "till "))
        or _DOM_BESIDE.search(m.string[max(0, m.start() - 16) : m.start()])
    ):
        return Partial(dom=int(m["dom"]))
    return (
        Partial(dom=int(m["dom"]))
        if re.match(r"(?:,| at| @| ?-| (?:to|or|and|until|through) (?:the )?\d+(?:st|nd|rd|th))", m.string[m.end() :])
        else None
    )


_DOM_BESIDE = re.compile(
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\.?,? (?:the )?$|\d(?:st|nd|rd|th)?"
    r"(?: ?- ?| to | and | through | or )(?:the )?$|\b(?:from|between|until|till) $"
)


@rule(
    "on dom",
    r"(?:on|(?<=until)) (?:the )?(?P<dom>3[01]|[12]\d|[1-9])(?! ?(?:[:/.%-]|\d|am\b|pm\b|oclock|people"
    r"|in the (?:morn|aft|even)|this (?:morn|aft|even)|of (?!the|this|next|that)\w|Minute|Hour|Day|Week"
    r"|Month|st\b|street|occasions|"
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|\w+s\b))(?=[ .,!?]*$| (?:at|from|between|@)| \w)",
    0.7,
)
def _on_dom(m: Match, _: datetime) -> Partial:
    return Partial(dom=int(m["dom"]))


@rule(
    "dom of a month of ours",
    r"(?:on )?(?:the )?(?:{dom}{th}?|(?P<last>last)(?: Day)?|end)(?: Day)?(?: of)? (?:the )?(?:(?P<w>this"
    r"|next|current|coming|following|same) |(?<=of the )|(?<=of ))Month",
    2,
)
def _dom_of_month(m: Match, now: datetime) -> Partial | None:
    if m["w"] is None:
        return Partial(dom=int(m["dom"])) if m["dom"] else None
    later = 1 if m["w"] in ("next", "coming", "following") else 0
    first, last = month_span(now.year, now.month + later)
    if m["dom"] is None:
        return _on(last) if m["last"] and "Day" in m[0] else Partial(within=(last - timedelta(6), last))
    return _on(valid_day(first.year, first.month, int(m["dom"])))


@rule(
    "month and day",
    r"(?:on )?{mon}(?:\.|,)?[ /-]{0,2}(?:the )?{dom}{th}?(?:(?:,|,? of|,? in|/|-)? ?{year}|,? ?'(?P<yy>\d\d)"
    r"|/(?P<yy2>\d\d))?(?!:| ?(?:am|pm)\b|\.\d)",
    2,
)
def _monthvalid_day(m: Match, now: datetime) -> Partial | None:
    return _date(m, m["year"] or m["yy"] or m["yy2"])


@rule(
    "day and month",
    r"(?:on )?(?:the )?{dom}{th}?[ /.-]{0,2}(?:Day )?(?:of )?{mon}\.?(?:(?:,|,? of|,? in|/|-)? ?{year}"
    r"|,? ?'?(?P<yy>[1-4]\d)(?![:/\d]| ?(?:am|pm|th|st|nd|rd|oclock)))?",
    2,
)
def _day_month(m: Match, now: datetime) -> Partial | None:
    return _date(m, m["year"] or m["yy"])


@rule("year month day", r"{year}[ /.-]{mon}[ /.-]{dom}", 2.5)
def _year_monthvalid_day(m: Match, now: datetime) -> Partial | None:
    return _date(m, m["year"])


def _date(m: Match, year: str | None) -> Partial | None:
    month, dom = MONTHS.index(m["mon"]) + 1, int(m["dom"])
    if dom > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return None
    return Partial(month=month, dom=dom, year=year_of(year) if year else None)


@rule(
    "next date of a month",
    r"next (?:{dom}{th}(?: of)? {mon}|(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December) \d\d?{th}?)",
    2.3,
)
def _next_date(m: Match, now: datetime) -> Partial | None:
    month = next(i for i, name in enumerate(MONTHS, 1) if name in m[0])
    dom = int(re.search(r"\d+", m[0])[0])  # type: ignore[index]
    day = valid_day(now.year, month, dom)
    return _on(day if day is None or day > now.date() else valid_day(now.year + 1, month, dom))


@rule("m/d", r"(?:on )?(?P<a>\d\d?)/(?P<b>\d\d?)(?:/{year}|/(?P<yy>\d\d)|,? {year})?(?!/)", 1.5)
def _numeric(m: Match, now: datetime) -> Partial | None:
    year = m["year"] or m["yy"] or (re.search(r"(?:19|20)\d\d", m[0]) or [None])[0]
    if not year and re.match(
        r" ?(?:of|cup|lb|tsp|full|mile|price|off|an?|h|Hour|Day|inch|people)\b", m.string[m.end() :]
    ):
        return None
    if (
        not year
        and m["a"] in ("1", "3")
        and m["b"] in ("2", "3", "4")
        and re.match(r" (?:Hour|Day|h|of)", m.string[m.end() :])
    ):
        return None
    return _by_numbers(int(m["a"]), int(m["b"]), year)


@rule("m-d-y", r"(?:on )?(?P<a>\d\d?)(?P<s>[-.])(?P<b>\d\d?)(?P=s)(?:{year}|(?P<yy>\d\d))", 2)
def _dashed(m: Match, now: datetime) -> Partial | None:
    partial = _by_numbers(int(m["a"]), int(m["b"]), m["year"] or m["yy"])
    return partial.but(swap="anywhere") if partial and partial.swap and m["s"] == "." else partial


@rule(
    "on m-d",
    r"(?P<w>on|in|at|by|(?:i'll|we'll|will) \w+ back) (?P<a>\d\d?)(?P<s>[-.])(?P<b>\d\d?)(?! ?(?:am|pm"
    r"|people|guests|miles|stars|%|Minute|Hour|Day|Week|Month|Year|Second|oclock|to|-|\w+s\b))",
    1.2,
)
def _on_dashed(m: Match, now: datetime) -> Partial | None:
    a_date = m["w"] == "on" or (int(m["b"]) > 12 and (m["s"] == "-" or m["w"] != "at"))
    return _by_numbers(int(m["a"]), int(m["b"]), None) if a_date else None


@rule("ISO date", r"{year}(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?:T(?=\d))?", 3)
def _iso(m: Match, now: datetime) -> Partial | None:
    partial = _by_numbers(int(m["m"]), int(m["d"]), m["year"])
    return partial and partial.but(swap=None)


def _by_numbers(month: int, dom: int, year: str | None) -> Partial | None:
    """Month first unless that is impossible."""
    swap: Literal["abroad"] | None = "abroad" if month != dom and month <= 12 and dom <= 12 else None
    if month > 12 >= dom:
        month, dom = dom, month
    if not 1 <= month <= 12 or not 1 <= dom <= 31 or valid_day(2024, month, dom) is None:
        return None
    return Partial(month=month, dom=dom, year=year_of(year) if year else None, swap=swap)


@rule("eve of a feast", rf"(?:on )?(?:the )?eve of (?:the )?(?P<feast>(?i:{_FEAST}))(?:,? (?:of |in )?{{year}})?", 2.6)
def _eve(m: Match, now: datetime) -> Partial | None:
    name = feast_named(m["feast"])
    if name is None:
        return None
    day = feast_in(name, int(m["year"])) if m["year"] else next_feast(name, now.date() + timedelta(1))
    return Partial(on=day - timedelta(1))


@rule(
    "feast",
    rf"(?:on |at )?(?:the )?(?P<w>(?:this|next|the next|coming|the coming|this coming|last"
    rf"|upcoming) )?(?P<feast>(?i:{_FEAST}))(?:,? (?:of |in )?(?:{{year}}|(?P<rel>this"
    rf"|next) Year))?(?P<we> weekend| Week)?"
    r"(?! (?:card|tree|dinner|lunch|party|sale|special|song|dance|cookies|list|shopping|gifts?|decor\w*"
    r"|brunch|music|carol\w*|egg|ham|colou?rs?|pie)\b)",
    2.4,
)
def _feast(m: Match, now: datetime) -> Partial | None:
    name = feast_named(m["feast"])
    if name is None:
        return None
    if m["year"]:
        return _on(feast_in(name, int(m["year"])))
    if m["rel"]:
        return _on(feast_in(name, now.year + (m["rel"] == "next")))
    day = next_feast(name, now.date())
    if m["we"] == " Week":
        return Partial(within=(monday(day), monday(day) + timedelta(6)))
    if m["we"]:
        saturday = day + timedelta(5 - day.weekday() - (7 if day.weekday() < 2 else 0))
        return Partial(within=(saturday, saturday + timedelta(1)))
    if (m["w"] or "").startswith("last"):
        return _on(feast_in(name, day.year - 1))
    return Partial(on=day)


@rule("in a year", r"(?:of|in) (?P<year>20[1-5]\d)(?! ?(?:people|\w+s\b))|(?P<y2>20[1-5]\d)(?=[ .,!?]*$)", 0.4)
def _year(m: Match, _: datetime) -> Partial:
    return Partial(year=int(m["year"] or m["y2"]))


@rule("of this year", r"(?:of |in )?(?P<w>this|next) Year", 0.5)
def _this_year(m: Match, now: datetime) -> Partial:
    return Partial(year=now.year + (m["w"] == "next"))

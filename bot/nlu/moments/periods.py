"""Rules for periods of whole days: "next week", "the weekend", "early may", "this summer"."""

import re
from datetime import date, datetime, timedelta

from bot.nlu.moments.almanac import monday, month_span, nth_weekday, period, year_of
from bot.nlu.moments.lengths import shifted
from bot.nlu.moments.lexicon import MONTHS, PARTS
from bot.nlu.moments.partial import Length, Part, Partial
from bot.nlu.moments.rules import rule

Match = re.Match[str]


def _on(day: date | None) -> Partial | None:
    return Partial(on=day) if day else None


@rule(
    "n weekends from now",
    r"(?:in )?(?P<n>\d|couple) weekends (?:from (?:now|Today)|hence|out)|in (?P<n2>\d) weekends",
    2.6,
)
def _weekends_from_now(m: Match, now: datetime) -> Partial | None:
    word = m["n"] or m["n2"]
    ahead = (5 - now.weekday()) % 7 + 7 * ((2 if word == "couple" else int(word)) - (now.weekday() < 5))
    saturday = now.date() + timedelta(ahead)
    return Partial(within=(saturday, saturday + timedelta(1)))


@rule(
    "week",
    r"(?:(?:any ?time|some ?time|around|during|for|in|on|over) )?(?:the )?(?P<adv>early|earlier|late"
    r"|later|beginning of|start of|1st half of|end of|middle of|mid|rest of|remainder of|by the end of)?"
    r"(?: part)?(?: in| of)?[ -]?(?:the )?(?P<w>this|next|current|following|coming|the|this coming"
    r"|upcoming|nxt|last|previous|past|(?=Week after next)) ?(?P<u>Week|Month|Quarter|Year)"
    r"(?P<an> after next|(?<=the Week) after)?",
    1.3,
)
def _period(m: Match, now: datetime) -> Partial | None:
    ahead = 0 if m["w"] in ("this", "current") else 1
    if m["w"] in ("last", "previous", "past"):
        if m["an"] or _COMPARED.search(m.string[: m.start()]) or re.match(r" (?:of|in) ", m.string[m.end() :]):
            return None
        ahead = -1
    if m["w"] == "the":
        if not m["adv"] and not m["an"]:
            return None
        ahead = 1 if m["an"] else 0
    if m["an"]:
        ahead = 2
        if m["an"] == " after" and m["w"] != "the":
            return None
    if m["u"] == "Quarter" and not (
        m["w"] in ("next", "this", "last") and re.search(r"(?:in|this|next|last) (?:next )?Quarter", m[0])
    ):
        return None
    first, last = period(now.date(), m["u"], ahead)
    return _slice(m["adv"], first, last, now)


_COMPARED = re.compile(r"\b(?:than|like|as|from|since|of|my|your|our|his|her|their) (?:the )?$")
"""What stands before a past period that is no time asked for: "the same as last week"."""


def _slice(which: str | None, first: date, last: date, now: datetime) -> Partial:
    """Early, mid, late or the rest of a period."""
    length = (last - first).days + 1
    third = length // 3
    if which is None:
        return Partial(within=(first, last))
    if which in ("rest of", "remainder of"):
        return Partial(within=(max(first, now.date()), last))
    if which in ("middle of", "mid"):
        return Partial(within=(first + timedelta(third), first + timedelta(2 * third)))
    if which in ("late", "later", "end of", "by the end of"):
        return Partial(within=(last - timedelta(max(third, 1)), last))
    return Partial(within=(first, first + timedelta(max(third - (length > 7), 1))))


@rule(
    "first n days",
    r"(?:in |during )?(?:the )?(?P<w>1st|last) (?P<n>\d{1,2}|couple|couple of|few) (?P<u>Day|Week)s "
    r"(?:of|in) (?:{mon}(?:,? {year})?|(?P<m>this|next|the) Month)",
    2.4,
)
def _first_n(m: Match, now: datetime) -> Partial | None:
    count = {"couple": 2, "couple of": 2, "few": 3}.get(m["n"]) or int(m["n"])
    days = count * (7 if m["u"] == "Week" else 1)
    month = MONTHS.index(m["mon"]) + 1 if m["mon"] else now.month + (m["m"] == "next")
    year = int(m["year"]) if m["year"] else now.year + (month < now.month)
    first, last = month_span(year, month)
    if not 0 < days <= 31:
        return None
    return Partial(
        within=(first, first + timedelta(days - 1)) if m["w"] == "1st" else (last - timedelta(days - 1), last)
    )


@rule(
    "nth week",
    r"(?:in |during )?(?:the )?(?P<nth>1st|2nd|3rd|4th|last) (?P<u>Week|[wW]eekend) (?:of|in) (?:the )?"
    r"(?:{mon}(?:,? {year})?|(?P<w>this|next|the) Month|Month)",
    2.2,
)
def _nth_week(m: Match, now: datetime) -> Partial | None:
    if m["mon"]:
        month = MONTHS.index(m["mon"]) + 1
        year = int(m["year"]) if m["year"] else now.year + (month < now.month)
    else:
        first, _ = month_span(now.year, now.month + (m["w"] == "next"))
        year, month = first.year, first.month
    first, last = month_span(year, month)
    if m["u"].lower() == "weekend":
        saturday = nth_weekday(year, month, 5, -1 if m["nth"] == "last" else int(m["nth"][0]))
        return Partial(within=(saturday, saturday + timedelta(1)))
    if m["nth"] == "last":
        return Partial(within=(last - timedelta(6), last))
    start = first + timedelta(7 * (int(m["nth"][0]) - 1))
    return Partial(within=(start, min(start + timedelta(6), last)))


@rule(
    "weekend",
    r"(?:(?:on|over|during|at|for) )?(?:(?P<w>this|the|next|this coming|the coming|coming|following"
    r"|the following|this upcoming|upcoming|last) )?(?:long )?(?:weekend|wkend|wknd"
    r"|week-end)(?P<an> after next| after this)?",
    1.3,
)
def _weekend(m: Match, now: datetime) -> Partial | None:
    bare = not m["w"] and not re.match(r"(?:on|over|during|at|for)", m[0]) and len(m.string.strip(" .?!")) > len(m[0])
    if bare:
        return None
    saturday = monday(now.date()) + timedelta(5)
    if now.weekday() == 6 and m["w"] not in ("this",):
        saturday += timedelta(7)
    ahead = 1 if (m["w"] or "").endswith(("next", "following")) and now.weekday() != 6 else 0
    rival = saturday if m["w"] == "next" and not m["an"] and now.weekday() < 5 else None
    if m["an"]:
        ahead = 1 if "this" in m["an"] else 2
    if m["w"] == "last":
        ahead = -1
    return Partial(within=(saturday + timedelta(7 * ahead), saturday + timedelta(7 * ahead + 1)), rival=rival)


_MONTHS = "|".join(MONTHS)


@rule(
    "month",
    r"(?:(?:in|during|for|of|on|around) )?(?:the )?(?P<adv>early|late|mid|middle of|beginning of"
    r"|start of|end of)?(?: in)?[ -]?(?:the )?(?P<w>this|next|coming|last)? ?(?:Month of )?{mon}\.?"
    r"(?:,? (?:of |in )?{year}| '(?P<yy>\d\d))?"
    r"(?! ?\d|(?:st|nd|rd|th))",
    0.9,
)
def _month(m: Match, now: datetime) -> Partial | None:
    month = MONTHS.index(m["mon"]) + 1
    cue = (
        m["w"]
        or m["adv"]
        or m["year"]
        or m["yy"]
        or re.match(r"in|during|of|around", m[0])
        or m.string[: m.start()].endswith(("until ", "by ", "before ", "after ", "from ", "between "))
    )
    beside = re.match(r" (?:of )?(?:this|next) Year|,? (?:between|from|on the|the) (?:the )?\d", m.string[m.end() :])
    alone = not (m.string[: m.start()] + m.string[m.end() :]).strip(" .,!?")
    beside = beside or re.match(rf" ?(?:to|-|through|thru|until|till|and) ?(?:{_MONTHS})\b", m.string[m.end() :])
    if not (cue or beside or alone or m.string[: m.start()].endswith(("to ", "through ", "- ", "and "))):
        return None
    year = year_of(m["year"] or m["yy"]) if m["year"] or m["yy"] else None
    first = date(year or now.year, month, 1)
    if year is None and (m["w"] == "last" and month >= now.month):
        first = date(now.year - 1, month, 1)
    elif (year is None and m["w"] != "last" and month_span(now.year, month)[1] < now.date()) or (
        m["w"] == "next" and month == now.month
    ):
        first = date(now.year + 1, month, 1)
    if m["adv"]:
        return _slice(m["adv"], *month_span(first.year, month), now)
    return Partial(month=month, year=year or (first.year if m["w"] else None), month_only=True)


_SEASONS = {
    "spring": ((3, 20), (6, 20)),
    "summer": ((6, 21), (9, 22)),
    "fall": ((9, 23), (12, 20)),
    "autumn": ((9, 23), (12, 20)),
    "winter": ((12, 21), (3, 19)),
}


@rule(
    "season",
    r"(?:(?P<in>in|during|over|for|until|by) )?(?:early |late |mid[- ])?"
    r"(?:(?P<w>this|next|the|coming|this coming|last) )?(?P<s>spring|summer|fall"
    r"|autumn|winter)(?! (?:special|sale|coat|break|camp|menu|collection|hat|time))(?: (?:of )?{year})?",
    1.3,
)
def _season(m: Match, now: datetime) -> Partial | None:
    alone = not (m.string[: m.start()] + m.string[m.end() :]).strip(" .,!?")
    if m["w"] in (None, "the") and not (m["in"] or alone or m["year"]):
        return None
    (month, dom), (last_month, last_dom) = _SEASONS[m["s"]]
    year = int(m["year"]) if m["year"] else now.year + (m["w"] == "next" and (now.month, now.day) >= (month, dom))
    if m["w"] == "last":
        year -= 1 + ((now.month, now.day) < (month, dom)) - (date(now.year, month, dom) <= now.date())
    elif not m["year"] and date(year + (last_month < month), last_month, last_dom) < now.date():
        year += 1
    return Partial(within=(date(year, month, dom), date(year + (last_month < month), last_month, last_dom)))


@rule(
    "quarter of a year",
    r"(?:in |during )?(?:the )?(?:q(?P<q>[1-4])|(?P<nth>[1-4])(?:st|nd|rd|th) Quarter)(?:,? (?:of )?"
    r"(?:{year}|(?P<w>this|next) Year))?",
    1.5,
)
def _quarter(m: Match, now: datetime) -> Partial | None:
    number = int(m["q"] or m["nth"])
    year = int(m["year"]) if m["year"] else now.year + (m["w"] == "next")
    if not m["year"] and not m["w"] and number < (now.month + 2) // 3:
        year += 1
    first, _ = month_span(year, 3 * number - 2)
    return Partial(within=(first, month_span(year, 3 * number)[1]))


@rule(
    "month and year in numbers",
    r"(?:in )?(?:(?P<m>0?[1-9]|1[0-2])/{year}(?![/-]?\d)|(?P<y>20[1-5]\d)-(?P<m2>0[1-9]|1[0-2])(?![-/:]?\d))",
    1.4,
)
def _month_in_numbers(m: Match, _: datetime) -> Partial:
    return Partial(month=int(m["m"] or m["m2"]), year=int(m["year"] or m["y"]), month_only=True)


@rule("a whole year", r"(?:in|during|throughout|the Year|all of|Year) {year}(?=[ .,!?]*$)", 0.3)
def _whole_year(m: Match, _: datetime) -> Partial:
    return Partial(within=(date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31)))


@rule(
    "past days",
    r"(?:in |over |during |for )?(?:the |these )?(?:past|last|previous) (?P<n>\d{1,3}|couple of|couple|few) "
    r"(?P<u>Day|Week|Month|Year)s",
    2,
)
def _past(m: Match, now: datetime) -> Partial | None:
    count = {"couple": 2, "couple of": 2, "few": 3}.get(m["n"]) or int(m["n"])
    length = Length(
        months=count * {"Month": 1, "Year": 12}.get(m["u"], 0), days=count * {"Day": 1, "Week": 7}.get(m["u"], 0)
    )
    if _COMPARED.search(m.string[: m.start()]) or re.match(r" (?:of|in) ", m.string[m.end() :]):
        return None
    return Partial(within=(shifted(now, length, -1).date(), now.date()))


@rule(
    "half of a year",
    r"(?:in |during )?(?:the )?"
    r"(?:(?P<h>1st|2nd|last) half of (?:{year}|(?P<w>this|next|the) Year)|h(?P<n>[12]) {year})",
    2.2,
)
def _half(m: Match, now: datetime) -> Partial:
    year = int(m["year"]) if m["year"] else now.year + (m["w"] == "next")
    first = 1 if (m["h"] or m["n"]) in ("1st", "1") else 7
    return Partial(within=(date(year, first, 1), month_span(year, first + 5)[1]))


@rule("end of month, short", r"(?:(?:by|at|the|before) )*(?P<w>eom|eoy|eow)", 1.4)
def _end_of(m: Match, now: datetime) -> Partial:
    first, last = period(now.date(), {"eom": "Month", "eoy": "Year", "eow": "Week"}[m["w"]], 0)
    return _slice("end of", first, last, now)


@rule("midweek", r"(?:mid-?week|the middle of the Week)(?: (?P<w>next) Week)?", 1.4)
def _midweek(m: Match, now: datetime) -> Partial:
    first = monday(now.date()) + timedelta(7 if m["w"] or now.weekday() > 3 else 0)
    return Partial(within=(first + timedelta(1), first + timedelta(3)))


@rule(
    "end of a month",
    r"(?:at |on )?(?:the )?(?P<w>last Day|1st Day|end|beginning|start|middle) of (?:the )?(?:(?P<u>Month"
    r"|Year|Week)|{mon}(?:,? {year})?)",
    1.5,
)
def _edge(m: Match, now: datetime) -> Partial | None:
    unit = m["u"] or "Month"
    if m["mon"]:
        month = MONTHS.index(m["mon"]) + 1
        first, last = month_span(int(m["year"]) if m["year"] else now.year + (month < now.month), month)
    else:
        first, last = period(now.date(), unit, 0)
    if m["w"].endswith("Day"):
        day = last if m["w"].startswith("last") else first
        return _on(day if day >= now.date() or m["mon"] else period(now.date(), unit, 1)[0])
    if m["w"] in ("beginning", "start") and first < now.date() and not m["mon"]:
        first, last = period(now.date(), unit, 1)
    return _slice({"end": "end of", "middle": "middle of"}.get(m["w"], "start of"), first, last, now)


@rule("Christmas morning", r"(?P<part>morning|afternoon|evening|night) of", 0.5)
def _part_of(m: Match, _: datetime) -> Partial:
    return Partial(part=Part(m["part"], *PARTS[m["part"]]))

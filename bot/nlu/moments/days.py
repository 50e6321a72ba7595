"""Rules for days and periods of days: "the 5th", "next friday", "last monday of may", "the week after next"."""

import re
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from bot.nlu.moments.feasts import feast_in, next_feast, nth_weekday
from bot.nlu.moments.lexicon import FEASTS, MONTHS, PARTS, WEEKDAYS
from bot.nlu.moments.partial import Part, Partial
from bot.nlu.moments.rules import rule

Match = re.Match[str]


def _day(year: int, month: int, dom: int) -> date | None:
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def _on(day: date | None) -> Partial | None:
    return Partial(on=day) if day else None


def year_of(word: str) -> int:
    """1998 and 2027 as they are; 27 is 2027."""
    year = int(word)
    return year if year > 99 else 2000 + year


def monday(day: date) -> date:
    """The Monday that starts its week."""
    return day - timedelta(day.weekday())


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month; months beyond 12 run on into later years."""
    first = date(year, 1, 1) + relativedelta(months=month - 1)
    return first, first + relativedelta(months=1, days=-1)


@rule("relative day", r"(?:later |on |for )?(?P<w>Today|Tomorrow|Yesterday)", 1.2)
def _relative(m: Match, now: datetime) -> Partial | None:
    if m["w"] == "Today" and m.string[: m.start()].endswith("until "):
        return None
    return _on(now.date() + timedelta({"Today": 0, "Tomorrow": 1, "Yesterday": -1}[m["w"]]))


@rule("day after tomorrow", r"(?:the )?(?P<w>Day|Morning) (?P<way>after|following) Tomorrow|Tomorrow overmorrow|overmorrow", 2)
def _after_tomorrow(_: Match, now: datetime) -> Partial | None:
    return _on(now.date() + timedelta(2))


@rule("day before yesterday", r"(?:the )?Day before Yesterday", 2)
def _before_yesterday(_: Match, now: datetime) -> Partial | None:
    return _on(now.date() - timedelta(2))


@rule("the next day", r"(?:the )?(?:next|following) Day", 1)
def _next_day(_: Match, now: datetime) -> Partial | None:
    return _on(now.date() + timedelta(1))


@rule("weekday", r"(?:on )?(?:the )?{wd}\.?", 1)
def _weekday(m: Match, _: datetime) -> Partial:
    return Partial(weekday=WEEKDAYS.index(m["wd"]))


@rule("this weekday", r"(?:on )?(?:this|the|this coming|this upcoming|coming|the coming|upcoming|the upcoming|the soonest|nearest|this next) (?:coming )?{wd}", 1.2)
def _this_weekday(m: Match, now: datetime) -> Partial | None:
    index = WEEKDAYS.index(m["wd"])
    if m[0].startswith("the") and "coming" not in m[0] or m[0].startswith("on the ") and "coming" not in m[0]:
        return Partial(weekday=index)
    ahead = (index - now.weekday()) % 7
    return _on(now.date() + timedelta(ahead or (7 if "coming" in m[0] else 0)))


@rule("next weekday", r"(?:on |the )?(?P<w>next|following|nxt|the following)(?: Week'?s?)?(?: on)? {wd}|(?P<w2>last|past|this past|previous) {wds}", 1.3)
def _next_weekday(m: Match, now: datetime) -> Partial | None:
    if m["w2"]:
        index = WEEKDAYS.index(m[0].split()[-1])
        return _on(now.date() - timedelta((now.weekday() - index - 1) % 7 + 1))
    return _on(monday(now.date()) + timedelta(7 + WEEKDAYS.index(m["wd"])))


@rule("weekday after next", r"(?:the )?{wd} after next|(?:the )?(?:next )?{wds} after (?:this|next)", 1.6)
def _after_next(m: Match, now: datetime) -> Partial | None:
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    ahead = (index - now.weekday() - 1) % 7 + 1
    return _on(now.date() + timedelta(ahead + 7))


@rule("weekday of a week", r"(?:on )?(?:the )?{wd}(?: of| in|,)? (?P<w>this|next|the next|the following|following|the coming|of the current|nxt|the same|that) Week(?: after next| coming)?|"
      r"{wds}(?: of)? (?:the )?Week after next", 2)  # fmt: skip
def _weekday_of_week(m: Match, now: datetime) -> Partial | None:
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    weeks = 2 if "after next" in m[0] else 0 if m["w"] in ("this", "of the current") else 1
    return _on(monday(now.date()) + timedelta(7 * weeks + index)) if m["w"] not in ("the same", "that") else None


@rule("next week on a weekday", r"(?P<w>this|next|the following|following|nxt) Week(?P<an> after next)?(?: maybe)?,? ?(?:on |say |preferably |maybe |perhaps |like |possibly |probably |some ?time |, )*{wd}", 2)
def _week_weekday(m: Match, now: datetime) -> Partial | None:
    weeks = (0 if m["w"] == "this" else 1) + bool(m["an"])
    return _on(monday(now.date()) + timedelta(7 * weeks + WEEKDAYS.index(m["wd"])))


@rule("a week from a weekday", r"{wd} (?P<u>Week|Fortnight)|(?:a|1) (?P<u2>Week|Fortnight) (?:on )(?:{wds}|Tomorrow|Today)", 1.6)
def _british(m: Match, now: datetime) -> Partial | None:
    extra = 14 if (m["u"] or m["u2"]) == "Fortnight" else 7
    if m[0].endswith(("Tomorrow", "Today")):
        return _on(now.date() + timedelta(extra + m[0].endswith("Tomorrow")))
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    return _on(now.date() + timedelta((index - now.weekday() - 1) % 7 + 1 + extra))


@rule("n weekdays from now", r"(?:in )?(?P<n>\d{1,2}|a|couple|couple of) (?:{wds})s?'? (?:from (?:now|Today)|hence|later|away|out|time)|in \d{1,2} {wds}s", 2)
def _weekdays_from_now(m: Match, now: datetime) -> Partial | None:
    digits = re.search(r"\d+", m[0])
    count = int(digits[0]) if digits else 2 if "couple" in m[0] else 1
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    return _on(now.date() + timedelta((index - now.weekday() - 1) % 7 + 1 + 7 * (count - 1)))


@rule("weekday in n weeks", r"(?:{wd}|in (?P<n>\d{1,2}|a|an) (?P<u>Week|Fortnight)s?(?: time)?,? (?:on )?{wds})(?(n)| in (?P<n2>\d{1,2}|a) (?P<u2>Week|Fortnight)s?(?: time)?)", 2.4)
def _weekday_in_weeks(m: Match, now: datetime) -> Partial | None:
    word, unit = m["n"] or m["n2"], m["u"] or m["u2"]
    weeks = (int(word) if word.isdigit() else 1) * (2 if unit == "Fortnight" else 1)
    index = next(i for i, name in enumerate(WEEKDAYS) if name in m[0])
    return _on(monday(now.date()) + timedelta(7 * weeks + index))


@rule("n weekends from now", r"(?:in )?(?P<n>\d|couple) weekends (?:from (?:now|Today)|hence|out)|in (?P<n2>\d) weekends", 2.6)
def _weekends_from_now(m: Match, now: datetime) -> Partial | None:
    word = m["n"] or m["n2"]
    ahead = (5 - now.weekday()) % 7 + 7 * ((2 if word == "couple" else int(word)) - (now.weekday() < 5))
    saturday = now.date() + timedelta(ahead)
    return Partial(within=(saturday, saturday + timedelta(1)))


@rule("dom alone", r"(?:on |for )?the {dom}(?P<th>st|nd|rd|th)(?! (?:one|time|option|floor|of (?!the|this|next|that|each|every|January|February|March|April|May|June|July|August|September|"
      r"October|November|December)\w|place|person|opinion|visit|appointment|slot|choice|try|week|graders?|grade|street|st\b|ave|avenue|anniversary|birthday|step|door|"
      r"day\b|Day|Week|Month|Hour|Quarter|reminder|message|text|customer|client|half|annual|party|week|round|session|class))", 1)  # fmt: skip
def _dom(m: Match, _: datetime) -> Partial | None:
    return None if _counts_weekdays(m) else Partial(dom=int(m["dom"]))


def _counts_weekdays(m: Match) -> bool:
    """"The 1st monday" counts mondays; it is no first of the month."""
    return int(m["dom"]) <= 5 and re.match(rf" (?:{'|'.join(WEEKDAYS)})", m.string[m.end() :]) is not None


@rule("dom on its own", r"(?P<on>on )?{dom}(?P<th>st|nd|rd|th)(?! (?:one|time|option|floor|place|person|opinion|visit|appointment|appt|slot|choice|try|graders?|grade|street|st\b|ave|avenue|"
      r"anniversary|birthday|step|door|Day|Week|Month|Hour|Quarter|reminder|message|text|customer|client|half|annual|party|round|session|class|thing|of all|kid|child|dose|shot|"
      r"week|dog|cat|baby|date|chance|thought|hand|party|in line|,? (?:i|we|let|can|could))\b)", 0.8)  # fmt: skip
def _dom_ordinal(m: Match, _: datetime) -> Partial | None:
    if _counts_weekdays(m):
        return None
    alone = not (m.string[: m.start()] + m.string[m.end() :]).strip(" .,!?")
    if m["on"] or alone or m.string[: m.start()].endswith(("by ", "until ", "till ")) or _DOM_BESIDE.search(m.string[max(0, m.start() - 16) : m.start()]):
        return Partial(dom=int(m["dom"]))
    return Partial(dom=int(m["dom"])) if re.match(r"(?:,| at| @| ?-| (?:to|or|and|until|through) (?:the )?\d+(?:st|nd|rd|th))", m.string[m.end() :]) else None


_DOM_BESIDE = re.compile(r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\.?,? (?:the )?$|\d(?:st|nd|rd|th)?(?: ?- ?| to | and | through | or )(?:the )?$|\b(?:from|between|until|till) $")


@rule("on dom", r"(?:on|(?<=until)) (?:the )?(?P<dom>3[01]|[12]\d|[1-9])(?! ?(?:[:/.%-]|\d|am\b|pm\b|oclock|people|in the (?:morn|aft|even)|this (?:morn|aft|even)|of (?!the|this|next|that)\w|Minute|Hour|Day|Week|Month|st\b|street|occasions|"
      r"January|February|March|April|May|June|July|August|September|October|November|December|\w+s\b))(?=[ .,!?]*$| (?:at|from|between|@)| \w)", 0.7)  # fmt: skip
def _on_dom(m: Match, _: datetime) -> Partial:
    return Partial(dom=int(m["dom"]))


@rule("dom of a month of ours", r"(?:on )?(?:the )?(?:{dom}{th}?|(?P<last>last)(?: Day)?|end)(?: Day)?(?: of)? (?:the )?(?P<w>this|next|current|coming|following|same) Month", 2)
def _dom_of_month(m: Match, now: datetime) -> Partial | None:
    later = 1 if m["w"] in ("next", "coming", "following") else 0
    first, last = month_span(now.year, now.month + later)
    if m["dom"] is None:
        return _on(last) if m["last"] and "Day" in m[0] else Partial(within=(last - timedelta(6), last))
    return _on(_day(first.year, first.month, int(m["dom"])))


@rule("month and day", r"(?:on )?{mon}(?:\.|,)?[ /-]{0,2}(?:the )?{dom}{th}?(?:(?:,|,? of|,? in)? ?{year}|,? ?'(?P<yy>\d\d)|/(?P<yy2>\d\d))?(?!:| ?(?:am|pm)\b|\.\d)", 2)
def _month_day(m: Match, now: datetime) -> Partial | None:
    return _date(m, m["year"] or m["yy"] or m["yy2"])


@rule("day and month", r"(?:on )?(?:the )?{dom}{th}?[ /.-]{0,2}(?:Day )?(?:of )?{mon}\.?(?:(?:,|,? of|,? in|/|-)? ?{year}|,? ?'?(?P<yy>[1-4]\d)(?![:/\d]| ?(?:am|pm|th|st|nd|rd|oclock)))?", 2)
def _day_month(m: Match, now: datetime) -> Partial | None:
    return _date(m, m["year"] or m["yy"])


@rule("year month day", r"{year}[ /.-]{mon}[ /.-]{dom}", 2.5)
def _year_month_day(m: Match, now: datetime) -> Partial | None:
    return _date(m, m["year"])


def _date(m: Match, year: str | None) -> Partial | None:
    month, dom = MONTHS.index(m["mon"]) + 1, int(m["dom"])
    if dom > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return None
    return Partial(month=month, dom=dom, year=year_of(year) if year else None)


@rule("next date of a month", r"next (?:{dom}{th}(?: of)? {mon}|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d\d?{th}?)", 2.3)
def _next_date(m: Match, now: datetime) -> Partial | None:
    month = next(i for i, name in enumerate(MONTHS, 1) if name in m[0])
    dom = int(re.search(r"\d+", m[0])[0])  # type: ignore[index]
    day = _day(now.year, month, dom)
    return _on(day if day is None or day > now.date() else _day(now.year + 1, month, dom))


@rule("m/d", r"(?:on )?(?P<a>\d\d?)/(?P<b>\d\d?)(?:/{year}|/(?P<yy>\d\d)|,? {year})?(?!/)", 1.5)
def _numeric(m: Match, now: datetime) -> Partial | None:
    year = m["year"] or m["yy"] or (re.search(r"(?:19|20)\d\d", m[0]) or [None])[0]
    if not year and re.match(r" ?(?:of|cup|lb|tsp|full|mile|price|off|an?|h|Hour|Day|inch|people)\b", m.string[m.end() :]):
        return None
    if not year and m["a"] in ("1", "3") and m["b"] in ("2", "3", "4") and re.match(r" (?:Hour|Day|h|of)", m.string[m.end() :]):
        return None
    return _by_numbers(int(m["a"]), int(m["b"]), year)


@rule("m-d-y", r"(?:on )?(?P<a>\d\d?)(?P<s>[-.])(?P<b>\d\d?)(?P=s)(?:{year}|(?P<yy>\d\d))", 2)
def _dashed(m: Match, now: datetime) -> Partial | None:
    day_first = m["s"] == "." and int(m["b"]) <= 12
    a, b = (int(m["b"]), int(m["a"])) if day_first else (int(m["a"]), int(m["b"]))
    return _by_numbers(a, b, m["year"] or m["yy"])


@rule("on m-d", r"(?P<w>on|in|at|by|(?:i'll|we'll|will) \w+ back) (?P<a>\d\d?)(?P<s>[-.])(?P<b>\d\d?)(?! ?(?:am|pm|people|guests|miles|stars|%|Minute|Hour|Day|Week|Month|Year|Second|oclock|to|-|\w+s\b))", 1.2)
def _on_dashed(m: Match, now: datetime) -> Partial | None:
    a_date = m["w"] == "on" or int(m["b"]) > 12 and (m["s"] == "-" or m["w"] != "at")
    return _by_numbers(int(m["a"]), int(m["b"]), None) if a_date else None


@rule("ISO date", r"{year}(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?:T(?=\d))?", 3)
def _iso(m: Match, now: datetime) -> Partial | None:
    return _by_numbers(int(m["m"]), int(m["d"]), m["year"])


def _by_numbers(month: int, dom: int, year: str | None) -> Partial | None:
    """Month first unless that is impossible."""
    if month > 12 >= dom:
        month, dom = dom, month
    if not 1 <= month <= 12 or not 1 <= dom <= 31 or _day(2024, month, dom) is None:
        return None
    return Partial(month=month, dom=dom, year=year_of(year) if year else None)


_NTH = r"(?:(?P<nth>[1-5])(?:st|nd|rd|th)|(?P<lastw>last|final))"


@rule("nth weekday", rf"(?:on )?(?:the )?{_NTH} {{wd}}(?:,? (?:of|in|on))? (?:the )?(?:Month of )?(?:{{mon}}(?:,? (?:of )?{{year}})?|(?P<w>this|next|coming|following|current) Month)", 2.5)
def _nth_weekday(m: Match, now: datetime) -> Partial | None:
    n = int(m["nth"]) if m["nth"] else -1
    index = WEEKDAYS.index(m["wd"])
    try:
        if m["w"]:
            first, _ = month_span(now.year, now.month + (m["w"] in ("next", "coming", "following")))
            return _on(nth_weekday(first.year, first.month, index, n))
        month = MONTHS.index(m["mon"]) + 1
        day = nth_weekday(int(m["year"]) if m["year"] else now.year, month, index, n)
        if not m["year"] and day < now.date():
            day = nth_weekday(now.year + 1, month, index, n)
    except ValueError:
        return None
    return _on(day)


@rule("nth weekday, of what is said elsewhere", rf"(?:the )?{_NTH} {{wd}}", 0.8)
def _nth_alone(m: Match, now: datetime) -> Partial:
    return Partial(weekday=WEEKDAYS.index(m["wd"]), nth=int(m["nth"]) if m["nth"] else -1)


_FEAST = "|".join(FEASTS)
_FEAST_NAMES = tuple((re.compile(pattern), pattern) for pattern in FEASTS)

@rule("feast", rf"(?:on |at )?(?:the )?(?P<w>(?:this|next|the next|coming|the coming|this coming|last|upcoming) )?(?P<feast>(?i:{_FEAST}))(?:,? (?:of |in )?(?:{{year}}|(?P<rel>this|next) Year))?(?P<we> weekend)?"
      r"(?! (?:card|tree|dinner|lunch|party|sale|special|song|dance|cookies|list|shopping|gifts?|decor\w*|brunch|music|carol\w*|egg|ham|colou?rs?|pie)\b)", 2.4)  # fmt: skip
def _feast(m: Match, now: datetime) -> Partial | None:
    name = feast_named(m["feast"])
    if name is None:
        return None
    if m["year"]:
        return _on(feast_in(name, int(m["year"])))
    if m["rel"]:
        return _on(feast_in(name, now.year + (m["rel"] == "next")))
    day = next_feast(name, now.date())
    if m["we"]:
        saturday = day + timedelta(5 - day.weekday() - (7 if day.weekday() < 2 else 0))
        return Partial(within=(saturday, saturday + timedelta(1)))
    if (m["w"] or "").startswith("last"):
        return _on(feast_in(name, day.year - 1))
    return Partial(on=day)


def feast_named(words: str) -> str | None:
    """The key of `FEASTS` whose words these are."""
    low = words.lower()
    return next((key for pattern, key in _FEAST_NAMES if pattern.fullmatch(low)), None)


@rule("week", r"(?:(?:any ?time|some ?time|around|during|for|in|on|over) )?(?:the )?(?P<adv>early|earlier|late|later|beginning of|start of|1st half of|end of|middle of|mid|rest of|remainder of|by the end of)?"
      r"(?: part)?(?: in| of)?[ -]?(?:the )?(?P<w>this|next|current|following|coming|the|this coming|upcoming|nxt) (?P<u>Week|Month|Quarter|Year)(?P<an> after next| after)?", 1.3)  # fmt: skip
def _period(m: Match, now: datetime) -> Partial | None:
    ahead = 0 if m["w"] in ("this", "current") else 1
    if m["w"] == "the":
        if not m["adv"] and not m["an"]:
            return None
        ahead = 1 if m["an"] else 0
    if m["an"]:
        ahead = 2
        if m["an"] == " after" and m["w"] != "the":
            return None
    if m["u"] == "Quarter" and not (m["w"] in ("next", "this") and re.search(r"(?:in|this|next) (?:next )?Quarter", m[0])):
        return None
    first, last = period(now.date(), m["u"], ahead)
    return _slice(m["adv"], first, last, now)


def period(today: date, unit: str, ahead: int) -> tuple[date, date]:
    """The week, month, quarter or year of today, or so many after it."""
    if unit == "Week":
        first = monday(today) + timedelta(7 * ahead)
        return first, first + timedelta(6)
    if unit == "Month":
        return month_span(today.year, today.month + ahead)
    if unit == "Year":
        return date(today.year + ahead, 1, 1), date(today.year + ahead, 12, 31)
    first, _ = month_span(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * ahead)
    return first, month_span(first.year, first.month + 2)[1]


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


@rule("nth week", r"(?:in |during )?(?:the )?(?P<nth>1st|2nd|3rd|4th|last) (?P<u>Week|[wW]eekend) (?:of|in) (?:the )?(?:{mon}(?:,? {year})?|(?P<w>this|next|the) Month|Month)", 2.2)
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


@rule("weekend", r"(?:(?:on|over|during|at|for) )?(?:(?P<w>this|the|next|this coming|the coming|coming|following|the following|this upcoming|upcoming|last) )?(?:long )?(?:weekend|wkend|wknd|week-end)(?P<an> after next| after this)?", 1.3)
def _weekend(m: Match, now: datetime) -> Partial | None:
    bare = not m["w"] and not re.match(r"(?:on|over|during|at|for)", m[0]) and len(m.string.strip(" .?!")) > len(m[0])
    if bare:
        return None
    saturday = monday(now.date()) + timedelta(5)
    if now.weekday() == 6 and m["w"] not in ("this",):
        saturday += timedelta(7)
    ahead = 1 if (m["w"] or "").endswith(("next", "following")) and now.weekday() != 6 else 0
    if m["an"]:
        ahead = 1 if "this" in m["an"] else 2
    if m["w"] == "last":
        ahead = -1
    return Partial(within=(saturday + timedelta(7 * ahead), saturday + timedelta(7 * ahead + 1)))


@rule("month", r"(?:(?:in|during|for|of|on|around) )?(?:the )?(?P<adv>early|late|mid|middle of|beginning of|start of|end of)?(?: in)?[ -]?(?:the )?(?P<w>this|next|coming|last)? ?(?:Month of )?{mon}\.?(?:,? (?:of |in )?{year})?"
      r"(?! ?\d|(?:st|nd|rd|th))", 0.9)  # fmt: skip
def _month(m: Match, now: datetime) -> Partial | None:
    month = MONTHS.index(m["mon"]) + 1
    cue = m["w"] or m["adv"] or m["year"] or re.match(r"in|during|of|around", m[0]) or m.string[: m.start()].endswith(("until ", "by ", "before ", "after "))
    beside = re.match(r",? (?:between|from|on the|the) (?:the )?\d", m.string[m.end() :])
    alone = not (m.string[: m.start()] + m.string[m.end() :]).strip(" .,!?")
    if not (cue or beside or alone or m.string[: m.start()].endswith(("to ", "through ", "- ", "and "))):
        return None
    year = int(m["year"]) if m["year"] else None
    first = date(year or now.year, month, 1)
    if year is None and (m["w"] == "last" and month >= now.month):
        first = date(now.year - 1, month, 1)
    elif year is None and m["w"] != "last" and month_span(now.year, month)[1] < now.date() or (m["w"] == "next" and month == now.month):
        first = date(now.year + 1, month, 1)
    if m["adv"]:
        return _slice(m["adv"], *month_span(first.year, month), now)
    return Partial(month=month, year=year or (first.year if m["w"] else None), month_only=True)


_SEASONS = {"spring": ((3, 20), (6, 20)), "summer": ((6, 21), (9, 22)), "fall": ((9, 23), (12, 20)), "autumn": ((9, 23), (12, 20)), "winter": ((12, 21), (3, 19))}


@rule("season", r"(?:(?:in|during|over|for|until) )?(?P<w>this|next|the|coming|this coming) (?P<s>spring|summer|fall|autumn|winter)(?! (?:special|sale|coat|break|camp|menu|collection|hat|time))(?: (?:of )?{year})?", 1.3)
def _season(m: Match, now: datetime) -> Partial | None:
    if m["w"] == "the" and not re.match(r"in|during|over|for", m[0]):
        return None
    (month, dom), (last_month, last_dom) = _SEASONS[m["s"]]
    year = int(m["year"]) if m["year"] else now.year + (m["w"] == "next" and (now.month, now.day) >= (month, dom))
    if not m["year"] and date(year + (last_month < month), last_month, last_dom) < now.date():
        year += 1
    return Partial(within=(date(year, month, dom), date(year + (last_month < month), last_month, last_dom)))


@rule("quarter of a year", r"(?:in |during )?(?:the )?(?:q(?P<q>[1-4])|(?P<nth>[1-4])(?:st|nd|rd|th) Quarter)(?:,? (?:of )?(?:{year}|(?P<w>this|next) Year))?", 1.5)
def _quarter(m: Match, now: datetime) -> Partial | None:
    number = int(m["q"] or m["nth"])
    year = int(m["year"]) if m["year"] else now.year + (m["w"] == "next")
    if not m["year"] and not m["w"] and number < (now.month + 2) // 3:
        year += 1
    first, _ = month_span(year, 3 * number - 2)
    return Partial(within=(first, month_span(year, 3 * number)[1]))


@rule("end of month, short", r"(?:(?:by|at|the|before) )*(?P<w>eom|eoy|eow)", 1.4)
def _end_of(m: Match, now: datetime) -> Partial:
    first, last = period(now.date(), {"eom": "Month", "eoy": "Year", "eow": "Week"}[m["w"]], 0)
    return _slice("end of", first, last, now)


@rule("midweek", r"(?:mid-?week|the middle of the Week)(?: (?P<w>next) Week)?", 1.4)
def _midweek(m: Match, now: datetime) -> Partial:
    first = monday(now.date()) + timedelta(7 if m["w"] or now.weekday() > 3 else 0)
    return Partial(within=(first + timedelta(1), first + timedelta(3)))


@rule("in a year", r"(?:of|in) (?P<year>20[1-5]\d)(?! ?(?:people|\w+s\b))|(?P<y2>20[1-5]\d)(?=[ .,!?]*$)", 0.4)
def _year(m: Match, _: datetime) -> Partial:
    return Partial(year=int(m["year"] or m["y2"]))


@rule("of this year", r"(?:of |in )?(?P<w>this|next) Year", 0.5)
def _this_year(m: Match, now: datetime) -> Partial:
    return Partial(year=now.year + (m["w"] == "next"))


@rule("end of a month", r"(?:at |on )?(?:the )?(?P<w>last Day|1st Day|end|beginning|start|middle) of (?:the )?(?:(?P<u>Month|Year|Week)|{mon}(?:,? {year})?)", 1.5)
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

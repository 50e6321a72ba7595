"""Rules for what repeats: "every other tuesday", "weekdays", "first monday of every month", "quarterly"."""

import re
from datetime import date, datetime, timedelta

from bot.nlu.moments.almanac import feast_named
from bot.nlu.moments.lexicon import FEASTS, MONTHS, PARTS, WEEKDAYS
from bot.nlu.moments.partial import Every, Part, Partial
from bot.nlu.moments.rules import rule

Match = re.Match[str]
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WDS = "|".join(WEEKDAYS)
_LIST = rf"(?:{_WDS})s?(?:(?: ?(?:,|/|&|\+|-) ?(?:and )?| and | or | )(?:on |every )?(?:{_WDS})s?)*"
_FREQ = {"Day": "DAILY", "Week": "WEEKLY", "Month": "MONTHLY", "Year": "YEARLY", "Hour": "HOURLY", "Minute": "MINUTELY"}
_ADVERB = {
    "daily": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "biweekly": ("WEEKLY", 2),
    "bi-weekly": ("WEEKLY", 2),
    "fortnightly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "bimonthly": ("MONTHLY", 2),
    "quarterly": ("MONTHLY", 3),
    "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
    "hourly": ("HOURLY", 1),
    "semiannually": ("MONTHLY", 6),
    "semi-annually": ("MONTHLY", 6),
    "bi-monthly": ("MONTHLY", 2),
    "biannually": ("MONTHLY", 6),
    "annual": ("YEARLY", 1),
}
_EVERY = r"(?:every|each|all|evry|ever|evey|on every|on each)"


def _every(freq: str, interval: int = 1, **rest: object) -> Partial:
    return Partial(every=Every(freq, interval, **rest))  # type: ignore[arg-type]


def _codes(words: str) -> tuple[str, ...]:
    found = {WEEKDAYS.index(name) for name in re.findall(_WDS, words)}
    return tuple(_CODES[i] for i in sorted(found))


@rule(
    "every unit",
    rf"{_EVERY} (?P<o>other |single |alternate |(?P<n>\d{{1,3}})(?:st|nd|rd|th)? )?(?P<u>Minute|Hour|Day"
    rf"|Week|Fortnight|Month|Quarter|Year)s?(?! (?:i|we|he|she|they) )",
    2,
)
def _unit(m: Match, _: datetime) -> Partial | None:
    count = int(m["n"]) if m["n"] else 2 if (m["o"] or "").startswith(("other", "alt")) else 1
    if count == 0 or m[0].startswith("all "):
        return None
    if m["u"] == "Fortnight":
        return _every("WEEKLY", 2 * count)
    if m["u"] == "Quarter":
        return _every("MONTHLY", 3 * count)
    return _every(_FREQ[m["u"]], count)


@rule("every day until the week is out", r"(?:every|each) Day (?P<w>this|next|all this) (?P<u>Week|Month)", 2.6)
def _every_day_this(m: Match, now: datetime) -> Partial:
    start = now.date() - timedelta(now.weekday())
    end = start + timedelta(6 if m["w"] != "next" else 13)
    if m["u"] == "Month":
        end = date(now.year + now.month // 12, now.month % 12 + 1, 1) - timedelta(1)
    first = None if m["w"] != "next" or m["u"] == "Month" else start + timedelta(7)
    return Partial(every=Every("DAILY", until=end), on=first)


@rule("every half hour", r"every (?P<w>half (?:an )?Hour|half-Hour)", 2.2)
def _half_hour(_: Match, __: datetime) -> Partial:
    return _every("MINUTELY", 30)


@rule("everyday", r"(?P<w>everyday|dayly|ever day|nightly|each and every Day)", 2)
def _everyday(m: Match, _: datetime) -> Partial:
    partial = _every("DAILY")
    return partial.but(part=Part("night", *PARTS["night"])) if m["w"] == "nightly" else partial


@rule(
    "once a unit",
    r"(?:(?:once|1 ?x|1 time|one time) )(?:a|an|per|every|each|/) ?(?P<o>other )?(?P<u>Day|Week|Month"
    r"|Year|Quarter|Hour)|(?:a|per) (?P<u2>x)",
    2,
)
def _once(m: Match, _: datetime) -> Partial | None:
    if m["u2"]:
        return None
    interval = 2 if m["o"] else 1
    return _every("MONTHLY", 3) if m["u"] == "Quarter" else _every(_FREQ[m["u"]], interval)


@rule(
    "adverb",
    r"(?P<w>"
    + "|".join(sorted(_ADVERB, key=len, reverse=True))
    + r")(?! (?:bread|news|report|special|newsletter|rate|fee|pass|plan|budget|bill|checkup|physical|"
    r"check-?up|wear|contacts?|lenses|price|magazine|deal|exam|membership|payment|charge|cost|limit|dose"
    r"|vitamin|paper|salary|group|list|clients?|customers?|template))",
    1.5,
)
def _adverb(m: Match, _: datetime) -> Partial | None:
    if m["w"] == "annual":
        return None
    return _every(*_ADVERB[m["w"]])


@rule(
    "every weekday",
    rf"(?:{_EVERY} (?P<o>other |2nd |3rd |4th |single |alternate |alternating )?"
    rf"|(?P<alt>alternate |alternating ))(?P<l>{_LIST})",
    2.2,
)
def _weekday(m: Match, _: datetime) -> Partial | None:
    word = (m["o"] or m["alt"] or "").strip()
    interval = {"other": 2, "2nd": 2, "3rd": 3, "4th": 4, "alternate": 2, "alternating": 2}.get(word, 1)
    return _every("WEEKLY", interval, byday=_codes(m["l"]))


@rule(
    "mondays",
    rf"(?:on |for )?(?P<l>(?:{_WDS})s(?:(?: ?(?:,|/|&|\+) ?(?:and )?| and | or )(?:on )?"
    rf"(?:{_WDS})s)*)(?! (?:from now|hence|that|when))",
    1.6,
)
def _plural(m: Match, _: datetime) -> Partial | None:
    if re.search(r"(?:\d|couple|couple of|two) $", m.string[: m.start()]) or re.search(
        r"\b(?:are|is|were) (?:my|our|the|good|best|bad|fine|hard|better|ok)\b", m.string[m.end() : m.end() + 20]
    ):
        return None
    return _every("WEEKLY", byday=_codes(m["l"]))


@rule(
    "every day but",
    rf"(?:every|each) ?(?P<of>[dD]ay|week ?[dD]ay),? (?:but|except|except for|excluding|besides|other than|minus|not)"
    rf"(?: on)? (?P<l>{_LIST})",
    2.9,
)
def _every_day_but(m: Match, _: datetime) -> Partial:
    left_out = set(_codes(m["l"]))
    days = _CODES[:5] if "week" in m["of"] else _CODES
    return _every("WEEKLY", byday=tuple(code for code in days if code not in left_out))


@rule("every feast", rf"(?:every|each) (?P<feast>(?i:{'|'.join(FEASTS)}))", 2.6)
def _every_feast(m: Match, _: datetime) -> Partial | None:
    name = feast_named(m["feast"])
    if name is None or FEASTS[name][0] != "date":
        return None
    month, dom = FEASTS[name][1]
    return _every("YEARLY", bymonth=month, bymonthday=(dom,))


@rule(
    "weekdays by name",
    rf"(?P<l>(?:{_WDS})(?: ?[,/&+] ?(?:and )?(?:{_WDS})| (?:{_WDS})| and (?:{_WDS}))+)(?: (?:weekly"
    rf"|each Week|every Week))",
    2,
)
def _names_weekly(m: Match, _: datetime) -> Partial:
    return _every("WEEKLY", byday=_codes(m["l"]))


@rule(
    "weekdays",
    rf"(?:{_EVERY} |on |during )?(?:the )?(?P<w>week ?[dD]ays?|work ?[dD]ays?|working Days?|business Days?"
    rf"|school Days?|school nights?|weeknights?|wkdays?|week-days?)(?! (?:from|later|notice|ago|before))",
    1.6,
)
def _workdays(m: Match, _: datetime) -> Partial | None:
    single = not m["w"].endswith("s")
    beside = re.match(r" (?:morning|afternoon|evening|night)s", m.string[m.end() :])
    if (single and not beside and not re.match(_EVERY, m[0])) or re.search(r"\d $", m.string[: m.start()]):
        return None
    every = _every("WEEKLY", byday=_CODES[:5])
    return every.but(part=Part("evening", *PARTS["evening"])) if "night" in m["w"] else every


@rule(
    "weekends",
    rf"(?:(?P<e>{_EVERY}) |on |during |over )?(?:the )?(?P<o>other )?(?P<w>weekends?|wkends?|wknds?"
    rf"|week-ends?)",
    1.5,
)
def _weekends(m: Match, _: datetime) -> Partial | None:
    if not m["e"] and not m["w"].endswith("s"):
        return None
    return _every("WEEKLY", 2 if m["o"] else 1, byday=("SA", "SU"))


@rule(
    "every part of the day",
    rf"{_EVERY} (?P<o>other |single )?(?:(?P<wd>{_WDS}) )?(?P<p>morning|afternoon|evening|night"
    rf"|lunch ?time|noon|midnight)s?",
    2.4,
)
def _part(m: Match, _: datetime) -> Partial | None:
    interval = 2 if m["o"] == "other " else 1
    every = _every("WEEKLY", interval, byday=_codes(m["wd"])) if m["wd"] else _every("DAILY", interval)
    name = m["p"].removesuffix("time").strip()
    return every.but(part=Part(name, *PARTS[name])) if name in PARTS else None


@rule(
    "mornings",
    rf"(?:on |in the |during the )?(?:(?P<wd>(?:{_WDS})s?(?:(?: and |, ?| & |/)"
    rf"(?:{_WDS})s?)*) )?(?P<p>morning|afternoon|evening|night)s",
    1.7,
)
def _parts(m: Match, _: datetime) -> Partial:
    every = _every("WEEKLY", byday=_codes(m["wd"])) if m["wd"] else _every("DAILY")
    return every.but(part=Part(m["p"], *PARTS[m["p"]]))


_NTHS = r"(?P<nths>(?:1st|2nd|3rd|4th|5th|last)(?:(?:,? (?:and|&) |, ?)(?:1st|2nd|3rd|4th|5th|last))*)"
_OF = (
    r"(?:(?:of|in|on)? ?(?:(?:every|each|evry)(?: single)?|the) (?P<o>other |(?P<n>\d)(?:st|nd|rd"
    r"|th)? )?Months?|(?:of|in) (?:the )?Month|(?:of|in) (?P<a>a|any) Month|(?:a|per) Month|monthly)"
)


@rule(
    "nth weekday of every month",
    rf"(?:on )?(?:the |every |each )?{_NTHS} (?P<l>{_LIST})'?s?(?: {_OF}|(?P<q> of (?:every|each"
    rf"|the) Quarter))",
    2.8,
)
def _nth_weekday(m: Match, _: datetime) -> Partial:
    days = tuple(
        f"{-1 if nth == 'last' else nth[0]}{code}"
        for nth in re.findall(r"1st|2nd|3rd|4th|5th|last", m["nths"])
        for code in _codes(m["l"])
    )
    return _every("MONTHLY", 3 if m["q"] else _interval(m), byday=days)


def _interval(m: Match) -> int:
    return int(m["n"]) if m["n"] else 2 if m["o"] else 1


@rule("every nth weekday", rf"(?:on )?(?:every|each) {_NTHS} (?P<l>(?:{_WDS}))(?= of|[ .,!?]*$| at)", 2.25)
def _every_nth(m: Match, _: datetime) -> Partial | None:
    if m["nths"] in ("2nd", "3rd", "4th"):
        return _every("WEEKLY", int(m["nths"][0]), byday=_codes(m["l"]))
    return _every(
        "MONTHLY", byday=tuple(f"{-1 if n == 'last' else n[0]}{_codes(m['l'])[0]}" for n in m["nths"].split(" and "))
    )


@rule(
    "monthly on a weekday",
    rf"(?:{_EVERY} (?P<o>other |(?P<n>\d) )?Months?|monthly),? on the {_NTHS} (?P<l>{_LIST})",
    2.8,
)
def _monthly_on_weekday(m: Match, _: datetime) -> Partial:
    days = tuple(
        f"{-1 if nth == 'last' else nth[0]}{code}"
        for nth in re.findall(r"1st|2nd|3rd|4th|5th|last", m["nths"])
        for code in _codes(m["l"])
    )
    return _every("MONTHLY", _interval(m), byday=days)


_DOMS = (
    r"(?P<doms>(?:\d\d?(?:st|nd|rd|th)|last Day)(?:(?:,? (?:and|&) (?:the )?|, ?)(?:\d\d?(?:st|nd|rd|th)"
    r"|last Day))*)"
)


@rule("day of every month", rf"(?:on )?(?:the |every |each )?{_DOMS}(?: Day)? {_OF}", 2.7)
def _dom(m: Match, _: datetime) -> Partial | None:
    one_day = re.search(r"Day", m[0]) and not re.search(r"every|each|monthly|(?:a|per|any) Month", m[0])
    return None if one_day else _month_days(m)


@rule(
    "monthly on the nth",
    rf"(?:{_EVERY} (?P<o>other |(?P<n>\d\d?) )?Months?|monthly),? on (?:the )?{_DOMS}(?! (?:{_WDS}))",
    2.7,
)
def _monthly_on(m: Match, _: datetime) -> Partial | None:
    return _month_days(m)


@rule(
    "every nth",
    r"(?:every|each) (?P<doms>\d\d?(?:st|nd|rd|th)(?:(?:,? (?:and|&) (?:the )?|, ?)\d\d?(?:st|nd|rd"
    r"|th))*)(?= at|[ .,!?]*$| text| send)(?P<o>)(?P<n>)?",
    1.6,
)
def _every_dom(m: Match, _: datetime) -> Partial | None:
    return _month_days(m)


def _month_days(m: Match) -> Partial | None:
    days = tuple(-1 if d == "last Day" else int(d) for d in re.findall(r"\d+(?=st|nd|rd|th)|last Day", m["doms"]))
    if not days or not all(-1 <= d <= 31 and d for d in days):
        return None
    return _every("MONTHLY", _interval(m), bymonthday=days)


_MONTHS = "|".join(MONTHS)


@rule(
    "every year on a date",
    rf"(?:(?:every|each) (?:Year (?:on |in )?(?:the )?)?)(?:(?P<mon>{_MONTHS})(?: (?:the )?(?P<d>\d\d?)"
    rf"(?:st|nd|rd|th)?)?|(?P<d2>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<mon2>{_MONTHS}))",
    2.6,
)
def _yearly(m: Match, _: datetime) -> Partial | None:
    month, dom = MONTHS.index(m["mon"] or m["mon2"]) + 1, m["d"] or m["d2"]
    return _every("YEARLY", bymonth=month, bymonthday=(int(dom),) if dom else ())

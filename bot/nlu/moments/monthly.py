"""Rules for what repeats by the month or year: "first monday of every month", "monthly on the 15th", "every june 3"."""

import re
from datetime import datetime

from bot.nlu.moments.lexicon import MONTHS
from bot.nlu.moments.partial import Partial
from bot.nlu.moments.repeats import EVERY, WDS, WEEKDAY_LIST, codes_of, every
from bot.nlu.moments.rules import rule

Match = re.Match[str]


_NTHS = r"(?P<nths>(?:1st|2nd|3rd|4th|5th|last)(?:(?:,? (?:and|&) |, ?)(?:1st|2nd|3rd|4th|5th|last))*)"
_OF = (
    r"(?:(?:of|in|on)? ?(?:(?:every|each|evry)(?: single)?|the) (?P<o>other |(?P<n>\d)(?:st|nd|rd"
    r"|th)? )?Months?|(?:of|in) (?:the )?Month|(?:of|in) (?P<a>a|any) Month|(?:a|per) Month|monthly)"
)


@rule(
    "nth weekday of every month",
    rf"(?:on )?(?:the |every |each )?{_NTHS} (?P<l>{WEEKDAY_LIST})'?s?(?: {_OF}|(?P<q> of (?:every|each"
    rf"|the) Quarter))",
    2.8,
)
def _nth_weekday(m: Match, _: datetime) -> Partial | None:
    if _one_month(m) and re.fullmatch(rf"\w+ (?:{WDS})", f"{m['nths']} {m['l']}"):
        return None
    days = tuple(
        f"{-1 if nth == 'last' else nth[0]}{code}"
        for nth in re.findall(r"1st|2nd|3rd|4th|5th|last", m["nths"])
        for code in codes_of(m["l"])
    )
    return every("MONTHLY", 3 if m["q"] else _interval(m), byday=days)


def _one_month(m: Match) -> bool:
    """ "The last friday of the month" is one day; "every", "each", "a month" or several days make it a rule."""
    return re.search(r"the Month$|(?:of|in) Month$", m[0]) is not None and not re.match(
        r"(?:on )?(?:every|each) ", m[0]
    )


def _interval(m: Match) -> int:
    return int(m["n"]) if m["n"] else 2 if m["o"] else 1


@rule("every nth weekday", rf"(?:on )?(?:every|each) {_NTHS} (?P<l>(?:{WDS}))(?= of|[ .,!?]*$| at)", 2.25)
def _every_nth(m: Match, _: datetime) -> Partial | None:
    if m["nths"] in ("2nd", "3rd", "4th"):
        return every("WEEKLY", int(m["nths"][0]), byday=codes_of(m["l"]))
    return every(
        "MONTHLY", byday=tuple(f"{-1 if n == 'last' else n[0]}{codes_of(m['l'])[0]}" for n in m["nths"].split(" and "))
    )


@rule(
    "monthly on a weekday",
    rf"(?:{EVERY} (?P<o>other |(?P<n>\d) )?Months?|monthly),? on the {_NTHS} (?P<l>{WEEKDAY_LIST})",
    2.8,
)
def _monthly_on_weekday(m: Match, _: datetime) -> Partial:
    days = tuple(
        f"{-1 if nth == 'last' else nth[0]}{code}"
        for nth in re.findall(r"1st|2nd|3rd|4th|5th|last", m["nths"])
        for code in codes_of(m["l"])
    )
    return every("MONTHLY", _interval(m), byday=days)


_DOMS = (
    r"(?P<doms>(?:\d\d?(?:st|nd|rd|th)|last Day)(?:(?:,? (?:and|&) (?:the )?|, ?)(?:\d\d?(?:st|nd|rd|th)"
    r"|last Day))*)"
)


@rule("day of every month", rf"(?:on )?(?:the |every |each )?{_DOMS}(?: Day)? {_OF}", 2.7)
def _dom(m: Match, _: datetime) -> Partial | None:
    one_day = _one_month(m) and re.fullmatch(r"\w+(?: \w+)?", m["doms"])
    return None if one_day else _month_days(m)


@rule(
    "monthly on the nth",
    rf"(?:{EVERY} (?P<o>other |(?P<n>\d\d?) )?Months?|monthly),? on (?:the )?{_DOMS}(?! (?:{WDS}))",
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
    return every("MONTHLY", _interval(m), bymonthday=days)


_MONTHS = "|".join(MONTHS)


@rule(
    "every year on a date",
    rf"(?:(?:every|each) (?:Year (?:on |in )?(?:the )?)?)(?:(?P<mon>{_MONTHS})(?: (?:the )?(?P<d>\d\d?)"
    rf"(?:st|nd|rd|th)?)?|(?P<d2>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<mon2>{_MONTHS}))",
    2.6,
)
def _yearly(m: Match, _: datetime) -> Partial | None:
    month, dom = MONTHS.index(m["mon"] or m["mon2"]) + 1, m["d"] or m["d2"]
    return every("YEARLY", bymonth=month, bymonthday=(int(dom),) if dom else ())

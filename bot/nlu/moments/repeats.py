"""Rules for what repeats: "every other tuesday", "weekdays", "first monday of every month", "quarterly"."""

import re
from datetime import date, datetime, timedelta

from bot.nlu.moments.almanac import feast_named
from bot.nlu.moments.lexicon import FEASTS, PARTS, WEEKDAYS
from bot.nlu.moments.partial import Every, Part, Partial
from bot.nlu.moments.rules import rule

Match = re.Match[str]
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WDS = "|".join(WEEKDAYS)
WEEKDAY_LIST = rf"(?:{WDS})s?(?:(?: ?(?:,|/|&|\+|-) ?(?:and )?| and | or | )(?:on |every )?(?:{WDS})s?)*"
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
EVERY = r"(?:every|each|all|evry|ever|evey|on every|on each)"


def every(freq: str, interval: int = 1, **rest: object) -> Partial:
    return Partial(every=Every(freq, interval, **rest))  # type: ignore[arg-type]


def codes_of(words: str) -> tuple[str, ...]:
    found = {WEEKDAYS.index(name) for name in re.findall(WDS, words)}
    return tuple(_CODES[i] for i in sorted(found))


@rule(
    "every unit",
    rf"{EVERY} (?P<o>other |single |alternate |(?P<n>\d{{1,3}})(?:st|nd|rd|th)? )?(?P<u>Minute|Hour|Day"
    rf"|Week|Fortnight|Month|Quarter|Year)s?(?! (?:i|we|he|she|they) )",
    2,
)
def _unit(m: Match, _: datetime) -> Partial | None:
    count = int(m["n"]) if m["n"] else 2 if (m["o"] or "").startswith(("other", "alt")) else 1
    if count == 0 or m[0].startswith("all "):
        return None
    if m["u"] == "Fortnight":
        return every("WEEKLY", 2 * count)
    if m["u"] == "Quarter":
        return every("MONTHLY", 3 * count)
    return every(_FREQ[m["u"]], count)


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
    return every("MINUTELY", 30)


@rule("everyday", r"(?P<w>everyday|dayly|ever day|nightly|each and every Day)", 2)
def _everyday(m: Match, _: datetime) -> Partial:
    partial = every("DAILY")
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
    return every("MONTHLY", 3) if m["u"] == "Quarter" else every(_FREQ[m["u"]], interval)


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
    return every(*_ADVERB[m["w"]])


@rule(
    "every weekday",
    rf"(?:{EVERY} (?P<o>other |2nd |3rd |4th |single |alternate |alternating )?"
    rf"|(?P<alt>alternate |alternating ))(?P<l>{WEEKDAY_LIST})",
    2.2,
)
def _weekday(m: Match, _: datetime) -> Partial | None:
    word = (m["o"] or m["alt"] or "").strip()
    interval = {"other": 2, "2nd": 2, "3rd": 3, "4th": 4, "alternate": 2, "alternating": 2}.get(word, 1)
    return every("WEEKLY", interval, byday=codes_of(m["l"]))


@rule(
    "mondays",
    rf"(?:on |for )?(?P<l>(?:{WDS})s(?:(?: ?(?:,|/|&|\+) ?(?:and )?| and | or )(?:on )?"
    rf"(?:{WDS})s)*)(?! (?:from now|hence|that|when))",
    1.6,
)
def _plural(m: Match, _: datetime) -> Partial | None:
    if re.search(r"(?:\d|couple|couple of|two) $", m.string[: m.start()]) or re.search(
        r"\b(?:are|is|were) (?:my|our|the|good|best|bad|fine|hard|better|ok)\b", m.string[m.end() : m.end() + 20]
    ):
        return None
    return every("WEEKLY", byday=codes_of(m["l"]))


@rule(
    "every day but",
    rf"(?:every|each) ?(?P<of>[dD]ay|week ?[dD]ay),? (?:but|except|except for|excluding|besides|other than|minus|not)"
    rf"(?: on)? (?P<l>{WEEKDAY_LIST})",
    2.9,
)
def _every_day_but(m: Match, _: datetime) -> Partial:
    left_out = set(codes_of(m["l"]))
    days = _CODES[:5] if "week" in m["of"] else _CODES
    return every("WEEKLY", byday=tuple(code for code in days if code not in left_out))


@rule("every feast", rf"(?:every|each) (?P<feast>(?i:{'|'.join(FEASTS)}))", 2.6)
def _every_feast(m: Match, _: datetime) -> Partial | None:
    name = feast_named(m["feast"])
    if name is None or FEASTS[name][0] != "date":
        return None
    month, dom = FEASTS[name][1]
    return every("YEARLY", bymonth=month, bymonthday=(dom,))


_SEVERAL = rf"(?:{WDS})s?(?:(?: ?[,/&+] ?(?:and )?| and | )(?:{WDS})s?)"


@rule("several weekdays", rf"(?:on )?(?P<l>{_SEVERAL}+)", 1.4)
def _several(m: Match, _: datetime) -> Partial | None:
    """ "Mon wed fri at 6" repeats, with a time or beside "every week"; two days do so only beside "every"."""
    codes = codes_of(m["l"])
    rule_before = re.search(r"(?:\b(?:every|each)\b[^.;!?]* Weeks?|ly),?(?: on)? $", m.string[: m.start()])
    rule_before = rule_before or _WEEKLY_AFTER.match(m.string[m.end() :])
    if len(codes) < 3 and not rule_before:
        return None
    if not rule_before and _AVAILABLE.search(m.string):
        return None
    return every("WEEKLY", byday=codes).but(soft=True)


_WEEKLY_AFTER = re.compile(r"(?: (?:at )?\d[\d:]*(?:am|pm)?)? (?:every Week|each Week|weekly|every other Week)")
_AVAILABLE = re.compile(
    r"\b(?:free|available|avail|availability|can|can't|cant|could|works?|open|openings?|either|any|or|off|prefer"
    r"|best|good|next Week|this Week)\b|\?"
)
"""Days that are offered to choose from are no recurrence."""
_LETTERS = {
    "mwf": "MO WE FR", "m/w/f": "MO WE FR", "m-w-f": "MO WE FR", "tth": "TU TH", "t/th": "TU TH", "tu/th": "TU TH",
    "t-th": "TU TH", "tuth": "TU TH", "m/w": "MO WE", "w/f": "WE FR", "m-f": "MO TU WE TH FR",
    "m-th": "MO TU WE TH", "m-sat": "MO TU WE TH FR SA",
}  # fmt: skip


@rule("weekdays by letter", rf"(?:{EVERY} |on )?(?P<w>{'|'.join(sorted(_LETTERS, key=len, reverse=True))})", 1.6)
def _by_letter(m: Match, _: datetime) -> Partial:
    soft = None if re.match(EVERY, m[0]) else True
    return every("WEEKLY", byday=tuple(_LETTERS[m["w"]].split())).but(soft=soft)


@rule(
    "weekdays by name",
    rf"(?P<l>(?:{WDS})(?: ?[,/&+] ?(?:and )?(?:{WDS})| (?:{WDS})| and (?:{WDS}))+)(?: (?:weekly"
    rf"|each Week|every Week))",
    2,
)
def _names_weekly(m: Match, _: datetime) -> Partial:
    return every("WEEKLY", byday=codes_of(m["l"]))


@rule(
    "weekdays",
    rf"(?:{EVERY} |on |during )?(?:the )?(?P<w>week ?[dD]ays?|work ?[dD]ays?|working Days?|business Days?"
    rf"|school Days?|school nights?|weeknights?|wkdays?|week-days?)"
    rf"(?! (?:from (?:now|Today|Tomorrow)|later|notice|ago|before))",
    1.6,
)
def _workdays(m: Match, _: datetime) -> Partial | None:
    single = not m["w"].endswith("s")
    beside = re.match(r" (?:morning|afternoon|evening|night)s", m.string[m.end() :])
    if (single and not beside and not re.match(EVERY, m[0])) or re.search(r"\d $", m.string[: m.start()]):
        return None
    repeats = every("WEEKLY", byday=_CODES[:5])
    return repeats.but(part=Part("evening", *PARTS["evening"])) if "night" in m["w"] else repeats


@rule(
    "weekends",
    rf"(?:(?P<e>{EVERY}) |on |during |over )?(?:the )?(?P<o>other )?(?P<w>weekends?|wkends?|wknds?"
    rf"|week-ends?)",
    1.5,
)
def _weekends(m: Match, _: datetime) -> Partial | None:
    if not m["e"] and not m["w"].endswith("s"):
        return None
    return every("WEEKLY", 2 if m["o"] else 1, byday=("SA", "SU"))


@rule(
    "every part of the day",
    rf"{EVERY} (?P<o>other |single )?(?:(?P<wd>{WDS}) )?(?P<p>morning|afternoon|evening|night"
    rf"|lunch ?time|noon|midnight)s?",
    2.4,
)
def _part(m: Match, _: datetime) -> Partial | None:
    interval = 2 if m["o"] == "other " else 1
    repeats = every("WEEKLY", interval, byday=codes_of(m["wd"])) if m["wd"] else every("DAILY", interval)
    name = m["p"].removesuffix("time").strip()
    return repeats.but(part=Part(name, *PARTS[name])) if name in PARTS else None


@rule(
    "mornings",
    rf"(?:on |in the |during the )?(?:(?P<wd>(?:{WDS})s?(?:(?: and |, ?| & |/)"
    rf"(?:{WDS})s?)*) )?(?P<p>morning|afternoon|evening|night)s",
    1.7,
)
def _parts(m: Match, _: datetime) -> Partial:
    repeats = every("WEEKLY", byday=codes_of(m["wd"])) if m["wd"] else every("DAILY")
    return repeats.but(part=Part(m["p"], *PARTS[m["p"]]))

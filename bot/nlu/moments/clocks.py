"""Rules for times of day: "3p", "half 4", "quarter to 5", "noonish", "3-5", "in the afternoon"."""

import re
from datetime import datetime

from bot.nlu.moments.partial import Clock, Half, Partial, clock_of
from bot.nlu.moments.rules import rule

Match = re.Match[str]
_THINGS = (
    r"(?!\s?(?:%|\x00|°|am\b|pm\b|oclock|Minute|Hour|Day|Week|Month|Year|Fortnight|Quarter|Second"
    r"|Monday ?s|half\b|[qQ]uarters?\b"
    r"|(?:(?:different|other|new|more|big|small|full|whole|extra|nice) )?(?:people|persons?|kids"
    r"|children|adults|guests|students|stars|places?|locations?|pieces?|times?|dollars|bucks|items"
    r"|orders"
    r"|of\b|or \d+ (?:people|kids)|more\b|other|boxes|dozen|hundred|thousand|lbs?\b|pounds|miles|ft\b"
    r"|feet|inch|cm\b|mg\b|ml\b|oz\b"
    r"|x\b|tickets|seats|rooms|spots|openings|chairs|haircuts|cuts|appointments|appts|slots|clients"
    r"|customers|patients"
    r"|dogs|cats|friends|girls|boys|men\b|women|ladies|points|percent|years|feedings|bags|bottles"
    r"|pies|pizzas|cakes|plates"
    r"|sets|packs|units|copies|cards|messages|texts|reminders|lines|options|blocks|doors|floors|houses|cars|tires|k\b)"
    r"|(?:\w+ )?(?:st|street|ave|avenue|rd|road|blvd|drive|dr|lane|ln|court|ct|way|hwy|highway|parkway"
    r"|pkwy|plaza|suite)\b(?! \w+ing)"
    r"|and a half|\+|\*|/|=))"
)
_TO = r"(?:to|before|til|till|of|b4)"
_PAST = r"(?:past|after)"


def _half(match: Match) -> Half | None:
    half = match.groupdict().get("half")
    return half if half in ("am", "pm") else None  # type: ignore[return-value]


def _clock(hour: int, minute: int, half: Half | None) -> Clock | None:
    if minute > 59 or hour > 24:
        return None
    if half is not None and 1 <= hour <= 12:
        return Clock(hour, minute).at(half)
    if hour == 24:
        return Clock(0, minute, "am") if minute == 0 else None
    return clock_of(hour, minute)


def _is(clock: Clock | None) -> Partial | None:
    return Partial(clock=clock) if clock else None


@rule(
    "hour:minute",
    r"{hh}(?:[:h]|\.(?=\d\d ?(?:am|pm)))\s?{mm}(?:[:.]\d\d)?(?: ?ish)?{half}?(?! ?(?:ratio"
    r"|odds))",
    2,
)
def _hour_minute(m: Match, _: datetime) -> Partial | None:
    hour, minute = int(m["hh"]), int(m["mm"])
    if m["hh"].startswith("0") and not m["half"] and hour:
        return Partial(clock=Clock(hour, minute, "am"))
    return _is(_clock(hour, minute, _half(m)))


@rule(
    "at h.mm",
    r"(?:(?:at|@|around|about) ?|(?<=by )|(?<=till )|(?<=until )|(?<=from )|(?<=after )|(?<=before )"
    r"|(?<=between )|(?<=and )){hh}[.]{mm}(?! ?(?:%|mile|x\b))",
    1.5,
)
def _hour_dot_minute(m: Match, _: datetime) -> Partial | None:
    return _is(_clock(int(m["hh"]), int(m["mm"]), None))


@rule("hour am/pm", r"{hh}[ .]?{mm}?(?:[ -]?ish)?{half}(?:[ -]?ish)?", 2)
def _hour_half(m: Match, _: datetime) -> Partial | None:
    return _is(_clock(int(m["hh"]), int(m["mm"] or 0), _half(m)))


@rule("hour o'clock", r"{hh}(?: oclock(?: ?ish)?{half}?(?: sharp)?| sharp| on the dot)", 2)
def _oclock(m: Match, _: datetime) -> Partial | None:
    return _is(_clock(int(m["hh"]), 0, _half(m)))


@rule("h mm", r"{hh}[ -]{mm}{half}", 2)
def _spaced_half(m: Match, _: datetime) -> Partial | None:
    if "-" in m[0] and int(m["mm"]) <= 12:
        return None
    return _is(_clock(int(m["hh"]), int(m["mm"]), _half(m)))


_SAYS_TIME = (
    r"(?:(?:at|@|around|about|circa|approximately|approx|roughly|like|for|say|~|its|it's) "
    r"|(?<=after )|(?<=before )|(?<=until )|(?<=till )|(?<=til )|(?<=by )|(?<=from )|(?<=past )|(?<=between ))"
)


@rule("at h mm", rf"{_SAYS_TIME}(?:about |around |like |say )?{{hh}}[ -]{{mm}}" + _THINGS, 1.6)
def _at_spaced(m: Match, _: datetime) -> Partial | None:
    return _is(_clock(int(m["hh"]), int(m["mm"]), None))


@rule(
    "h mm alone",
    r"(?P<hh>1[0-2]|[1-9]) (?P<mm>15|30|45|20|40|10|50|00|05)(?=[ .!?,]*$| (?:in the|this|Today|Tomorrow"
    r"|Tonight|on|works|please)|,? {wds})" + _THINGS,
    1.1,
)
def _spaced_alone(m: Match, _: datetime) -> Partial | None:
    return _is(_clock(int(m["hh"]), int(m["mm"]), None))


@rule(
    "at h",
    r"(?:(?:at|@|around|about|circa|approximately|approx|roughly|close to|~)(?: (?:like|about|around|say"
    r"|maybe|exactly|approx|circa))? ?)"
    r"{hh}(?P<mm>[0-5]\d)?(?:[ -]?ish)?(?: sharp)?" + _THINGS,
    1.5,
)
def _at_hour(m: Match, _: datetime) -> Partial | None:
    if m[0].startswith(("about", "approx", "roughly", "close")) and not m["mm"] and int(m["hh"]) > 12:
        return None
    return _is(_clock(int(m["hh"]), int(m["mm"] or 0), None))


@rule("h-ish", r"{hh}(?P<mm>[0-5]\d)?[ -]?ish{half}?", 1.8)
def _ish(m: Match, _: datetime) -> Partial | None:
    return _is(_clock(int(m["hh"]), int(m["mm"] or 0), _half(m)))


@rule(
    "h as an answer",
    r"(?:(?:make it|do|doing|could do|can do|how about|what about|how's|hows|or|prefer|rather|maybe|say|works?|take"
    r"|like|want|try|switch to|change to|go with|than|to|at|for) )(?:like |maybe "
    r"|about )?{hh}(?P<mm>[0-5]\d)?(?=(?: (?:instead|works?|please|plz|pls|is|would|better|rather|tho"
    r"|though|if|ok|good|fine|sharp|that day|same day|"
    r"the same day))|[ ]*[?.!,]*$)" + _THINGS,
    1.2,
)
def _answer(m: Match, _: datetime) -> Partial | None:
    if not _ANSWERS.search(m.string):
        return None
    return _is(_clock(int(m["hh"]), int(m["mm"] or 0), None))


_ANSWERS = re.compile(
    r"\b(?:make it|instead|can we do|could do|can do|can you do|could you do|could we do|how about"
    r"|what about|prefer|rather|maybe|switch|change|move|moved|push|pushed|shift|resched\w*|"
    r"bump|slide|works?|swap|go with|open|set an alarm|wake|start|starts|until|till|til|past)\b"
)


@rule("half past h", r"half ?(?:past|after|-past)? ?{hh}(?!\d){half}?" + _THINGS, 2)
def _half_past(m: Match, _: datetime) -> Partial | None:
    hour = int(m["hh"])
    return _is(_clock(hour, 30, _half(m))) if 1 <= hour <= 23 else None


@rule(
    "quarter past h",
    rf"(?:a )?(?P<q>[qQ]uarter|half) {_PAST} {{hh}}(?:[: ]00)?(?: oclock)?{{half}}?(?: oclock)?" + _THINGS,
    2,
)
def _quarter_past(m: Match, _: datetime) -> Partial | None:
    return _is(_clock(int(m["hh"]), 30 if m["q"] == "half" else 15, _half(m)))


@rule("quarter to h", rf"(?:a )?[qQ]uarter {_TO} (?P<hh>1[0-2]|[1-9])(?: oclock)?{{half}}?(?: oclock)?" + _THINGS, 2)
def _quarter_to(m: Match, now: datetime) -> Partial | None:
    return _before(Clock(int(m["hh"])), _half(m), 15)


@rule(
    "quarter to noon",
    rf"(?:a )?(?P<q>[qQ]uarter|half|half an Hour|\d\d?(?: Minutes?)?) (?P<way>{_TO}"
    rf"|{_PAST}) (?P<which>noon|midnight|midday|12 noon)",
    2.2,
)
def _around_noon(m: Match, _: datetime) -> Partial | None:
    amount = {"quarter": 15, "half": 30, "half an Hour": 30}.get(m["q"][0].lower() + m["q"][1:]) or int(
        m["q"].split()[0]
    )
    base = 0 if m["which"] == "midnight" else 12 * 60
    minutes = (base + (amount if m["way"] in ("past", "after") else -amount)) % 1440
    return Partial(clock=Clock(minutes // 60, minutes % 60, "pm" if minutes >= 720 else "am"))


@rule(
    "minutes to h",
    rf"(?P<q>[1-9]|[1-5]\d)(?: Minutes?)? (?P<way>{_TO}|{_PAST}) (?P<hh>1[0-2]|[1-9])(?:[: ]{{mm}})?"
    rf"(?: oclock)?{{half}}?" + _THINGS,
    1.9,
)
def _minutes_to(m: Match, _: datetime) -> Partial | None:
    plain = "Minute" not in m[0]
    if plain and (
        int(m["q"]) < 5 or int(m["q"]) % 5 or (int(m["q"]) < 13 and (m["way"] not in ("past", "til", "till")))
    ):
        return None
    if (plain and m["way"] == "of") or (m["way"] == "of" and int(m["q"]) % 5):
        return None
    amount = int(m["q"])
    clock = Clock(int(m["hh"]), int(m["mm"] or 0))
    return _before(clock, _half(m), -amount if m["way"] in ("past", "after") else amount)


def _before(clock: Clock, half: Half | None, minutes: int) -> Partial | None:
    """`minutes` before that time, am or pm still open where it was."""
    if half is None:
        total = (clock.hour % 12 * 60 + clock.minute - minutes) % 720
        return Partial(clock=Clock(total // 60 or 12, total % 60))
    settled = clock.at(half)
    total = (settled.hour * 60 + settled.minute - minutes) % 1440
    return Partial(clock=Clock(total // 60, total % 60, "pm" if total >= 720 else "am"))


@rule(
    "noon",
    r"(?:(?:at|@|around|about|by) )?(?:12 ?)?(?:high )?(?P<w>noon|midday|mid[- ][dD]ay|midnight|midnite"
    r"|mid[- ]night)(?:[ -]?ish)?(?! (?:snack|blue|oil|express|mass))",
    2,
)
def _noon(m: Match, _: datetime) -> Partial:
    return Partial(clock=Clock(0, 0, "am") if m["w"].endswith(("night", "nite")) else Clock(12, 0, "pm"))


@rule("noonish", r"noon(?:[ -]?ish)", 2.1)
def _noonish(_: Match, __: datetime) -> Partial:
    return Partial(clock=Clock(12, 0, "pm"))


_ZONES = {
    "e": "America/New_York",
    "c": "America/Chicago",
    "m": "America/Denver",
    "p": "America/Los_Angeles",
    "ak": "America/Anchorage",
    "h": "Pacific/Honolulu",
    "gmt": "UTC",
    "utc": "UTC",
    "bst": "Europe/London",
    "cet": "Europe/Paris",
    "cest": "Europe/Paris",
    "ist": "Asia/Kolkata",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}


@rule(
    "time zone",
    r"(?<=\d |[dm] )\(?(?P<z>(?:ak|[ecmp])[sd]?t|h[sd]t|gmt|utc|bst|cest|cet|ist|(?:eastern|central"
    r"|mountain|pacific)(?: (?:standard |daylight )?time)?)\)?",
    0.4,
)
def _zone(m: Match, _: datetime) -> Partial | None:
    word = m["z"].split()[0]
    return Partial(zone=_ZONES.get(word) or _ZONES[re.sub(r"[sd]?t$", "", word)], soft=True)


@rule("a number", r"(?P<b>\d{1,4})(?:[ -]?ish)?" + _THINGS, 0.3)
def _bare(m: Match, _: datetime) -> Partial | None:
    number = int(m["b"])
    before = m.string[: m.start()]
    if _COUNTED.search(before):
        return None
    if number > 1 and _AFTER_WORD.search(before) and _PLURAL.match(m.string[m.end() :]):
        return None
    if len(m["b"]) < 3:
        return Partial(bare=number) if number <= 31 else None
    looks_like_a_time = number % 100 < 60 and number // 100 <= 23 and number % 5 == 0 and not 1990 <= number < 2100
    return Partial(bare=number) if looks_like_a_time else None


_AFTER_WORD = re.compile(r"\b(?:after|before|between|from|to|past|until) $")
_PLURAL = re.compile(
    r" (?!is\b|was\b|this\b|has\b|does\b|thanks\b|works\b|always\b|please\b|plus\b|yes\b|lets\b|its\b|thats\b)"
    r"[a-z]{2,}[^s\W]s\b"
)


_COUNTED = re.compile(
    r"(?:(?:table|party|dinner|lunch|brunch|breakfast|drinks|meal|space|room|seats?|reservations?|res|group|spots?|family|us|place|enough|need"
    r"|needs|got|bring|bringing|have|has|had|with) "
    r"(?:for |of )?|prompt |number |no\.? |bay |room |suite |apt |unit |step |option |size |chapter "
    r"|level |stage |play |studio |line |chair |court |lane |station |"
    r"#|[a-z]-)$"
)

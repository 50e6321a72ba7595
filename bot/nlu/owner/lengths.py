"""How long, and how long before: "90 min", "remind 1 day and 2 hours before"; in minutes."""

import re

from bot.nlu.frames import Slots

_NUMBER = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty five": 45,
    "forty-five": 45,
    "sixty": 60,
    "ninety": 90,
    "half an": 0.5,
    "half a": 0.5,
    "half": 0.5,
    "1/2": 0.5,
    "couple": 2,
    "a couple": 2,
    "a few": 3,
}


N = (
    r"(?:\d+(?:\.\d+)?|1/2|half an?|half|a couple(?: of)?|an?|one|two|three|four|five|six|ten|fifteen|twenty|thirty"
    r"|forty[- ]five|forty|sixty|ninety)"
)


U = r"(?:minutes?|mins?|min|m|hours?|hrs?|hr|h|days?|d|weeks?|wks?|wk)"


GAP = r"(?:(?<=\d)[ \-]?|[ \-]+)"


LENGTH = (
    rf"(?P<n>{N}){GAP}(?P<u>{U})(?P<half> and (?:a )?half)?(?:(?: and)? ?(?P<n2>\d+) ?(?P<u2>minutes?|mins?|min"
    rf"|m))?\b"
)


_BEFORE = r"(?:before(?:hand)?|ahead(?: of time)?|prior|early|in advance|earlier|out)"


_REMIND = re.compile(
    rf"[\s,;.(]*(?:and |with |w/ ?|also |plus )*(?:send |set |give )?(?:(?:him|her|them|me)\s)?(?:an? )?(?:text "
    rf"|email |sms |phone |voice |call )?(?:remind(?:er|ers)?|rmndr|notify|alert|nudge|text|call|phone|email|ring)"
    rf"(?: (?:him|her|them|text|at|set|for|sent|of|client|customer|me|an?(?! (?:day|night|week|hour|minute)\b)"
    rf"|is|by|via"
    rf"|with|phone|call|voice|email|text message))*[ :]*"
    rf"(?P<times>(?:(?:,|and|&|\+| |then|again|at)*{N}{GAP}{U}(?: and a half)?(?: {_BEFORE})?)+|(?:the )?(?:day"
    rf"|night|morning|week|hour) before|(?:day|night|hour|week) (?:before|prior|ahead))(?: it| that| the appt"
    rf"| the appointment)?\)?|"
    rf"[\s,;.(]*(?:and |with |w/ ?)*(?:an? )?(?P<times2>{N}{GAP}{U})(?: (?:{_BEFORE}))? (?:text "
    rf"|advance )?reminder\)?",
    re.I,
)


_PART = re.compile(rf"(?<!\w)(?P<n>{N}){GAP}(?P<u>{U})\b(?P<half> and a half)?", re.I)


_MINUTES = re.compile(
    rf"[\s,(]*(?<![\w:])(?:for (?:an? )?|about |(?<=\s)~)?(?<!in )(?<!by )(?:(?:a|an) )?{LENGTH}(?! (?:{_BEFORE}"
    rf"|after|from|later))(?:\s*(?:long|appt|appointment|slot|session|block))?\)?",
    re.I,
)


def reminders(rest: str, slots: Slots) -> str:
    m = _REMIND.search(rest)
    if m is None:
        return rest
    written = m["times"] or m["times2"]
    word = re.match(r"(?:the )?(day|night|morning|week|hour) (?:before|prior|ahead)", written, re.I)
    if word:
        slots["remind"] = [{"week": 10080, "hour": 60}.get(word[1].lower(), 1440)]
    else:
        slots["remind"] = [minutes_of(p) for p in _PART.finditer(written)]
    return rest[: m.start()] + " , " + rest[m.end() :]


def minutes_of(m: re.Match[str]) -> int:
    written = re.sub(r"\s*of$", "", m["n"].lower())
    count = (
        float(written)
        if re.fullmatch(r"\d+(?:\.\d+)?", written)
        else float(_NUMBER.get(written, _NUMBER.get(written.replace("-", " "), 1)))
    )
    unit = m["u"].lower()[0] if not m["u"].lower().startswith("mo") else "m"
    if m.groupdict().get("half"):
        count += 0.5
    minutes = count * {"m": 1, "h": 60, "d": 1440, "w": 10080}[unit]
    if m.groupdict().get("n2"):
        minutes += int(m["n2"])
    return int(minutes)


def length(rest: str, slots: Slots) -> str:
    for m in _MINUTES.finditer(rest):
        if (
            m["u"].lower()[0] in "mh"
            and not re.search(r"\bin\s*$|\bevery\s*$", rest[: m.start()])
            and not re.match(r"(?i)\d+(?:am|pm)", m[0])
        ):
            slots["minutes"] = minutes_of(m)
            return rest[: m.start()] + " , " + rest[m.end() :]
    return rest

"""Appointments: put in, moved, cancelled; what is booked, what is free; time closed off."""

import re

from bot.nlu.frames import Slots, Understanding
from bot.nlu.names import EVERYDAY, fold
from bot.nlu.owner.scene import Scene, pattern

_SO = (
    r"(?:please |pls |plz |go ahead and |just |can you |could you |can we |i need to |need to |let's |lets |ok |so "
    r"|hey |and |also |i want to )*"
)
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
_N = (
    r"(?:\d+(?:\.\d+)?|1/2|half an?|half|a couple(?: of)?|an?|one|two|three|four|five|six|ten|fifteen|twenty|thirty"
    r"|forty[- ]five|forty|sixty|ninety)"
)
_U = r"(?:minutes?|mins?|min|m|hours?|hrs?|hr|h|days?|d|weeks?|wks?|wk)"
_GAP = r"(?:(?<=\d)[ \-]?|[ \-]+)"
_LENGTH = (
    rf"(?P<n>{_N}){_GAP}(?P<u>{_U})(?P<half> and (?:a )?half)?(?:(?: and)? ?(?P<n2>\d+) ?(?P<u2>minutes?|mins?|min"
    rf"|m))?\b"
)
_BEFORE = r"(?:before(?:hand)?|ahead(?: of time)?|prior|early|in advance|earlier|out)"
_REMIND = re.compile(
    rf"[\s,;.(]*(?:and |with |w/ ?|also |plus )*(?:send |set |give )?(?:(?:him|her|them|me)\s)?(?:an? )?(?:text "
    rf"|email |sms )?(?:remind(?:er|ers)?|rmndr|notify|alert|nudge|text)(?: (?:him|her|them|text|at|set|for|sent|of"
    rf"|client|customer|me|a|is))*[ :]*"
    rf"(?P<times>(?:(?:,|and|&|\+| |then|again|at)*{_N}{_GAP}{_U}(?: and a half)?(?: {_BEFORE})?)+|(?:the )?(?:day"
    rf"|night|morning|week|hour) before|(?:day|night|hour|week) (?:before|prior|ahead))(?: it| that| the appt"
    rf"| the appointment)?\)?|"
    rf"[\s,;.(]*(?:and |with |w/ ?)*(?:an? )?(?P<times2>{_N}{_GAP}{_U})(?: (?:{_BEFORE}))? (?:text "
    rf"|advance )?reminder\)?",
    re.I,
)
_PART = re.compile(rf"(?<!\w)(?P<n>{_N}){_GAP}(?P<u>{_U})\b(?P<half> and a half)?", re.I)
_MINUTES = re.compile(
    rf"[\s,(]*(?<![\w:])(?:for (?:an? )?|about |(?<=\s)~)?(?<!in )(?<!by )(?:(?:a|an) )?{_LENGTH}(?! (?:{_BEFORE}"
    rf"|after|from|later))(?:\s*(?:long|appt|appointment|slot|session|block))?\)?",
    re.I,
)
_BOOK = pattern(
    rf"{_SO}(?:book(?:ing)?(?: in)?|schedule|sched|scedule|shedule|bok|boook|appointment|appt|apt|new (?:appointment"
    rf"|appt|apt|booking)|(?:make|create|set up|set|add|put in|put down|enter)(?: (?:a|an|the|new))* (?:appointment"
    rf"|appt|apt|booking|reservation)|(?:put|pencil|squeeze|slot|fit|pop|plug|sign|get|stick|write|add"
    rf"|pen)(?= .{{0,50}}(?:[CDS]|\d| in\b|down|noon|tomorrow|today|mon|tue|wed|thu|fri|sat|sun|calendar|books))"
    rf"|reserve|set up|set)\b *(?:an? )?(?:appointment|appt|apt|slot|time|spot|booking|reservation)?\b *(?:for "
    rf"|with |in |down |up |of |: ?)*".replace("[CDS]", "[\ue002\ue004\ue005]")
)
_MOVE = pattern(
    rf"{_SO}(?:move|mve|mvoe|reschedule|resched|re-?schedule|rescedule|rebook|re-?book|push|bump|shift|change|switch"
    rf"|swap|slide|postpone|delay|bring|transfer|pull|reschedual|put off|kick|drag|adjust)\b(?: back| up| forward"
    rf"| out)? *(?P<rest>.+)"
)
_CANCEL = pattern(
    rf"{_SO}(?:cancel|cancle|cancell|cncl|cxl|canel|delete|remove|drop|scratch|take|clear|scrap|kill|call off|strike"
    rf"|unbook|free up|release|pull)(?: (?:the|an|my|off|out))*\b *(?P<rest>.+)"
)
_WONT = pattern(
    r"(?:the )?(?P<who>{who})(?:'s|s)?(?: just| has| had| called and| called to| called| texted| said (?:she|he"
    r"|they)| is| and)*,?(?: (?:she|he|they)(?:'?s| is)?)? ?(?:cancel(?:l?ed|ling|ing|s)?|cancle?d|can'?t (?:make"
    r"|come|do)|cannot (?:make|come)|won'?t (?:make|be|come)|wont (?:make|be|come)|isn'?t coming|not coming"
    r"|is not coming|isnt coming|not making it|no[- ]?showed|bailed|backed out|is a no[- ]?show|isn'?t able|can'?t"
    r"|needs? to cancel|wants? to cancel|has to cancel|had to cancel|not gonna make|isn'?t gonna make"
    r"|isn'?t making)\b(?P<rest>.*)"
)
_WANTS = pattern(
    r"(?P<who>{who})(?:'s|s)? (?:(?:needs|wants|has|would like|asked|is going|is moving|moved"
    r"|called) )?(?:to )?(?:(?:be )?(?:move|moved|reschedule|rescheduled|moving|rebook|switch|come at|come|change)"
    r"|moved|now|instead)\b(?P<rest>.+)"
)
_QUESTION = re.compile(
    r"^(?:did|do|does|should|shall|is|are|was|were|when|what|why|how|who|which|has|have|can (?:he|she|they|bob)"
    r"|where|would|could (?:he|she|they))\b",
    re.I,
)
_APPT = (
    r"(?:appointments?|appts?|apts?|bookings?|sessions?|visits?|clients?|customers?|patients?|reservations?|jobs?"
    r"|cars?|rundown|line ?up|schedule|calendar|agenda|book|books|day|lineup|roster)"
)
_AGENDA = [
    pattern(p)
    for p in (
        r"(?:.{0,40}\b)?(?:what|wat|wut)(?:'?s| is| do i have| have i got| do we have| does| have we got| are"
        r"| am i doing| i got| we got|'ve i got| have i| else)?\b.{0,50}\b(?:{when}|"
        + _APPT
        + r"|look like|looking like|booked|going on|on the|next)\b.{0,60}",
        r"(?:.{0,30}\b)?(?:who|whos|who's|whose|who all|whom)\b.{0,20}\b(?:my \d.*|is|am i|are|do i|do we|have"
        r"|coming|booked|next|in|on|confirmed|first|last|up|i got|we got|i have|scheduled|seeing|has an?)\b.{0,60}",
        r"(?:.{0,30}\b)?(?:(?:show|list|see|view|check|pull up|read)(?: (?:me|us|up))*|(?:give|send|text|tell) (?:me"
        r"|us))(?: (?:the|my|our|all|today'?s?|tomorrow'?s?|whole|full|a))*.{0,30}\b(?:{appt}|{when})\b.{0,40}",
        r"(?:my |the |our |full |today'?s? |tomorrow'?s? |tmrw'?s? |{staff}(?:'?s?)? |next week'?s? |this week'?s? "
        r"|{day}'?s? )*(?:{appt})\b(?: (?:for|on|{when}|this|please|with).{0,40})?",
        r"(?:how'?s|how is|how are|how does|how do) (?:.{0,30}\b)?(?:{when}|day|things)\b.{0,30}|(?:do|did"
        r"|have) (?:i|we) (?:have |got |see |having )?(?:anyone|anybody|someone|somebody|anything|any \w+) (?:at|on"
        r"|for|in|coming|booked|{when})\b.{0,30}",
        r"(?:how many|how much|any|am i|are we|do i have|do we have|do i|is there|are there|got|anyone|anybody"
        r"|have i got|is anyone|how) .{0,30}(?:{appt}|booked|on the books|coming in|scheduled|busy|full|slammed"
        r"|in today|first (?:thing|one|client)|last (?:one|client)|look|looking)\b.{0,50}",
        r"(?:is|are|when is|when's|whens|what time is|what time does|when does|when are|does|do|what time) (?:{who}"
        r"|{staff})(?:'?s)? .{0,20}(?:coming|booked|scheduled|appointment|appt|due|in|come|next|have"
        r"|on the)\b.{0,40}",
        r"(?:today|tomorrow|tmrw|tonight|{day})(?:'?s)?(?: (?:agenda|schedule|calendar|appointments?|appts?|bookings"
        r"|lineup|list))?\?*|next (?:appointment|appt|client|customer|patient|up)(?: please)?|agenda.{0,40}"
        r"|{staff}(?:'?s)? (?:{when}|schedule|calendar|day|agenda|appointments|appts|bookings).{0,30}",
        r"(?:anything|anyone|anybody|something)(?: else)? (?:on|for|at|booked|in|this|next|today|tomorrow|tonight"
        r"|coming)\b.{0,40}|when(?:'?s| is) my (?:next|first|last) .{0,30}|(?:what|which) time (?:is|do i"
        r"|does) .{0,40}(?:first|last|next|start|appointment).{0,20}|run(?: me)? through .{0,30}|(?:first"
        r"|last) (?:client|appointment|appt|patient|customer) .{0,30}",
    )
]
_WHENISH = (
    r"(?:today|tomorrow|tmrw|tmw|tmr|tomorow|tonight|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|week|weekend"
    r"|month|morning|afternoon|evening|noon|next|\d+(?:st|nd|rd|th|am|pm)?)"
)
_FREE = pattern(
    r".*\b(?:free (?:time|slots?|spots?|times?|space|hours?|on|at|this|next|tomorrow|today)|(?:am i|are we"
    r"|is {staff}|is {who}|{staff}|we|i'?m|is anyone|is anybody|who is|who'?s|whos|when am i|when are we"
    r"|when is {staff}|when's {staff}|whens {staff}|when is {who}|is) free|open(?:ing)? ?(?:slots?|spots?|times?)"
    r"|openings?|availab\w+|avail|next (?:open|free|available)\w*|(?:any|got|have) (?:room|space|gaps?|slots?|spots?"
    r"|time|holes?)|free (?:mon|tue|wed|thu|fri|sat|sun)\w*|(?:can|could) (?:i|we|you|{staff}) (?:fit|squeeze|take"
    r"|get|see|do|slot|work|sneak)\b.*|(?:room|space|gaps?|time|holes?) (?:for|on|in|at|left|tomorrow|today|this"
    r"|next|mon|tue|wed|thu|fri|sat|sun)\w*|(?:is|are) .{1,40} (?:open|free|available|taken|booked|booked up|full"
    r"|packed|clear)|anything (?:open|free|available|left)|when (?:can|could) (?:i|we|{staff}) (?:fit|squeeze|take"
    r"|see|get|do)|(?:gaps|holes|vacanc\w+)|do (?:i|we) have (?:anything|room|time|something|any time|a spot|a slot"
    r"|a gap|an? open\w*)\b.{0,30}(?:open|free|left|available|for|on|at|{day})|does {staff} have (?:anything|room"
    r"|time|any|a|an|space).*|what(?:'s| is|s)? (?:times? )?(?:open|free|available)|how (?:open|free) (?:am|are)"
    r"|what times? (?:do|are|is|can).{0,30}(?:open|free|available|left)|where (?:can|could) (?:i|we) (?:fit|squeeze"
    r"|put).*|(?:free|open) (?:today|tomorrow|tonight|this|next|on)\b|first (?:available|open|opening)|earliest"
    r"|soonest)\b.*".replace("{day}", r"(?:mon|tue|wed|thu|fri|sat|sun|today|tomorrow|tonight|this|next)\w*")
)
_OFF = (
    r"(?:off|out|away|not (?:in|working|here|available|coming in)|on vacation|on holiday|on leave|unavailable|sick"
    r"|closed|gone|isn'?t (?:in|working|here)|won'?t be (?:in|here|working)|wont be (?:in|here|working)"
    r"|not gonna be (?:in|here)|can'?t work|cannot work|isn'?t coming in|on pto|at a conference|at lunch)"
)
_BLOCK = [
    pattern(p)
    for p in (
        _SO + r"(?:block(?: off| out)?|blk(?: off)?|close(?: off| up| out| down)?|reserve|hold|mark|black ?out|lock"
        r"|shut(?: down)?|clear|keep|set aside|save|protect|cross out|cross off|x out|block me)\b(?P<rest>.*)",
        r"(?:no|nobody|no one|don'?t (?:book|schedule|put|take|let|accept)|do not (?:book|schedule|accept|take|put)"
        r"|dont (?:book|schedule|put)|never book|no more)(?: (?:any|anyone|anybody|anything|me|more"
        r"|new))* ?(?:appointments?|appts?|bookings?|clients?|customers?|patients?|one|body|jobs?|cars?"
        r"|walk[- ]?ins?)?\b(?P<rest>.*)",
        r"(?:the )?(?P<staff>{staff})(?:'s|s| is| are| will be|'ll be| takes| is taking| has| needs| wants"
        r"| gets)? *(?:on )?" + _OFF + r"(?P<rest>\b.*)",
        r"(?:the )?(?P<staff>{staff})(?:'s|s)? (?:(?:doesn'?t|does not|won'?t|isn'?t|is not|not|can'?t|cannot"
        r"|will not)(?: be)? (?:work|working|in|available|here|coming in|taking .{0,20})\b.*|(?:is taking|takes|taking|has"
        r"|needs|wants|gets|took|will take|is having)\b.*\b(?:off|out|leave|vacation|away|doctor'?s?|dentist|lunch"
        r"|break)\b.*)",
        r"(?:hey |so |fyi |heads up )*(?:i'?m|i am|we'?re|we are|i'?ll be|we'?ll be|i will be|we will be|im|ill be"
        r"|were|shop is|shop'?s|office is|salon is|studio is|clinic is|the shop is|the office is|the salon is"
        r"|the studio is|store is|i won'?t be|i wont be|we won'?t be)(?: (?:going to be|gonna be|all|the|taking|in"
        r"|on))* *(?P<off>"
        + _OFF
        + r"|on (?:a )?(?:break|jury duty|trip)|taking|in|here|at the dentist)\b(?P<rest>.*)",
        r"(?:i'?m|i am|we'?re|we are|im|i|we|i want to|i need to|i'?d like to|let me|let'?s)? ?(?:take|taking|need"
        r"|want|have|took|give me|get)(?: (?:me|a|the|my))* (?P<rest>.*\b(?:off|out|lunch|break|blocked)\b.*)",
        r"(?:lunch|vacation|time off|day off|off|break|staff meeting|meeting|holiday|closed|out of office|busy"
        r"|doctor'?s? appointment|dentist|unavailable|personal time)\b[ :]*(?P<rest>.*)",
        r"(?P<rest>{when}.*\b(?:is |are |i'?m |im |we'?re )?(?:off|blocked|closed|out|off limits|unavailable"
        r"|blocked off|off for me)\b.*)",
    )
]
_PLACE = re.compile(
    r",?\s+(?:at|@|in|location:?)\s+(?P<place>(?:the |my |our )?(?:room|suite|bay|chair|studio|table|bed|office"
    r"|court|field|gym|house|shop|salon|clinic|park|main st\w*|her (?:house|home|place)|his (?:house|home|place)"
    r"|their (?:house|home|place))(?: (?:[A-Z]|\d+|one|two|three)\b)?"
    r"|(?-i:\d{1,5} [A-Z0-9][\w]*(?: [A-Z][\w.]*){1,3}))",
    re.I,
)
_WITH = pattern(
    r"(?:with|w/|w|by|for|on|in|to|under|at|@|into|onto)?\s*(?:the )?(?P<staff>{staff})(?:'?s)?(?: (?:calendar"
    r"|schedule|book|column|chair))?"
)


def calendar(scene: Scene, *, strict: bool = False) -> Understanding | None:
    """What a text wants of the calendar; None where it wants nothing of it."""
    text = scene.masked.strip()
    for reader in (_move, _cancel, _book, _free, _block, _agenda, _book_bare):
        found = reader(scene, text)
        if found is not None:
            return found
    return None


# ------------------------------------------------------------------ booking
def _book(scene: Scene, text: str) -> Understanding | None:
    m = _BOOK.match(text)
    if m is None:
        return None
    rest = text[m.end() :]
    slots = _booking(scene, rest)
    if "who" not in slots and (
        "when" not in slots or re.match(r"(?:can|could) (?:we|i|you)\b", text, re.I) or text.endswith("?")
    ):
        return None
    return Understanding(
        "book", 0.95 if "who" in slots and "when" in slots else 0.75, slots, (f"the verb “{scene.raw(m[0])}”",)
    )


def _booking(scene: Scene, rest: str) -> Slots:
    slots: Slots = {}
    rest = _reminders(rest, slots)
    rest = _length(rest, slots)
    rest = _person(scene, rest, slots)
    place = _PLACE.search(rest)
    if place:
        slots["place"], rest = scene.raw(place["place"]), rest[: place.start()] + " , " + rest[place.end() :]
    rest = _staff(scene, rest, slots)
    service = re.search("\ue005.", rest, re.S)
    if service:
        slots["service"], rest = scene.value(service[0]), rest.replace(service[0], " , ", 1)
    when, rrule = scene.when(rest, asked=True)
    if when:
        slots["when"] = when
    if rrule:
        slots["rrule"] = rrule
    return slots


def _reminders(rest: str, slots: Slots) -> str:
    m = _REMIND.search(rest)
    if m is None:
        return rest
    written = m["times"] or m["times2"]
    word = re.match(r"(?:the )?(day|night|morning|week|hour) (?:before|prior|ahead)", written, re.I)
    if word:
        slots["remind"] = [{"week": 10080, "hour": 60}.get(word[1].lower(), 1440)]
    else:
        slots["remind"] = [_minutes(p) for p in _PART.finditer(written)]
    return rest[: m.start()] + " , " + rest[m.end() :]


def _minutes(m: re.Match[str]) -> int:
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


def _length(rest: str, slots: Slots) -> str:
    for m in _MINUTES.finditer(rest):
        if (
            m["u"].lower()[0] in "mh"
            and not re.search(r"\bin\s*$|\bevery\s*$", rest[: m.start()])
            and not re.match(r"(?i)\d+(?:am|pm)", m[0])
        ):
            slots["minutes"] = _minutes(m)
            return rest[: m.start()] + " , " + rest[m.end() :]
    return rest


def _person(scene: Scene, rest: str, slots: Slots) -> str:
    who = re.search("[\ue001\ue002\ue006].", rest, re.S)
    for m in re.finditer("[\ue001\ue002\ue006].", rest, re.S):
        staffed = m[0][0] == "\ue002" and re.search(r"\b(?:with|w/|w|by|on|in)\s*$", rest[: m.start()])
        if not staffed:
            who = m
            break
        who = None
    stranger = _stranger(scene, rest)
    if stranger and (who is None or stranger.end() < who.start() - 12):
        slots["who"] = scene.raw(stranger["name"])
        return rest[: stranger.start("name")] + " , " + rest[stranger.end("name") :]
    if who is None:
        return rest
    end = who.end()
    more = re.match(r"'s?\b", rest[end:])
    surname = re.match(r" (?P<s>[A-Z][a-z]{2,})\b(?!:)", rest[end:])
    value = scene.value(who[0])
    if (
        surname
        and scene.raw(who[0])[0].isupper()
        and fold(surname["s"]) not in EVERYDAY
        and " " not in scene.raw(who[0])
        and not scene.when(surname["s"])[0]
    ):
        value = scene.raw(who[0]) + " " + surname["s"]
        end += surname.end()
    slots["who"] = value
    return rest[: who.start()] + " , " + rest[end + (more.end() if more else 0) :]


_STRANGER = pattern(
    r"^\s*(?:for |with |in |down |: ?|a |new |customer |client |patient |mr\.? |mrs\.? "
    r"|ms\.? )*(?P<name>{word}(?: {word}){0,2}?)(?=\s+(?:for|at|on|in|to|w/|with|tomorrow|today|tonight|tmrw|next"
    r"|this|mon|tue|wed|thu|fri|sat|sun|the|a|an|down|noon|every|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d"
    r"|[\ue002\ue004\ue005])|\s*,|\s*$)"
)


def _stranger(scene: Scene, rest: str) -> re.Match[str] | None:
    m = _STRANGER.match(rest)
    if m is None:
        return None
    words = m["name"].split()
    if any(fold(w) in EVERYDAY or fold(w) in _NOBODY for w in words) or scene.when(m["name"])[0]:
        return None
    return m


_NOBODY = frozenset(
    [
        "me",
        "us",
        "him",
        "her",
        "them",
        "it",
        "appointment",
        "appt",
        "an",
        "a",
        "the",
        "slot",
        "time",
        "my",
        "someone",
        "somebody",
        "one",
        "new",
        "client",
        "customer",
        "off",
        "out",
        "lunch",
        "for",
        "on",
        "at",
        "in",
        "with",
        "am",
        "pm",
        "noon",
        "midnight",
        "and",
        "or",
        "his",
        "their",
        "no",
        "meeting",
        "vacation",
        "all",
        "everything",
        "everyone",
        "everybody",
        "whole",
        "day",
        "rest",
        "of",
        "every",
    ]
)


def _staff(scene: Scene, rest: str, slots: Slots) -> str:
    """Whose calendar: "with Jo", or a calendar's name that stands alone."""
    found = list(_WITH.finditer(rest))
    if not found:
        return rest
    m = found[0]
    slots["staff"] = scene.value(m["staff"], calendar=True)
    return rest[: m.start()] + " , " + rest[m.end() :]


def _book_bare(scene: Scene, text: str) -> Understanding | None:
    """ "sam porter filling the 21st at 8:30 with chen": a name, a service and a time, and no verb."""
    if _QUESTION.match(text) or text.endswith("?"):
        return None
    lead = re.match("[\ue001\ue002\ue006\ue005].", text, re.S) or re.search("[\ue001\ue006].", text, re.S)
    if lead is None or len(text.split()) > 14:
        return None
    slots = _booking(scene, text)
    if "when" not in slots or "who" not in slots or "time" not in slots["when"]["said"]:
        return None
    if "service" not in slots and "minutes" not in slots and "remind" not in slots and _left(scene, text):
        return None
    return Understanding("book", 0.8, slots, ("a name and a time alone, with a service",))


def _left(scene: Scene, text: str) -> str:
    """Words that are no part of a booking."""
    words = re.sub("[\ue001-\ue008].", " ", text)
    words = re.sub(
        rf"\b(?:{_WHENISH}|at|on|the|for|with|w|in|a|of|pm|am|appt|appointment|in the|o'?clock|half|quarter|past|to"
        rf"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b",
        " ",
        words,
        flags=re.I,
    )
    return re.sub(r"[\d\s:,.@/\-]+", " ", words).strip()


# ------------------------------------------------------------------ moving, cancelling
def _move(scene: Scene, text: str) -> Understanding | None:
    m = _MOVE.fullmatch(text)
    wants = None if m else _WANTS.fullmatch(text)
    if (m is None and wants is None) or (text.endswith("?") and _QUESTION.match(text)):
        return None
    rest = m["rest"] if m else f"{wants['who']} {wants['rest']}"  # type: ignore[index]
    weak = m is not None and re.match(
        rf"{_SO}(?:change|switch|swap|put|make|get|bring|update|pull|transfer|adjust)\b", text, re.I
    )
    slots: Slots = {}
    rest = re.sub(r"\b(?:appointments?|appts?|apt|booking|the|one|instead)\b", " ", rest, flags=re.I)
    swap = _by(rest, text)
    if swap is not None:
        slots["by"], rest = swap
    rest = _person(scene, rest, slots)
    bare = re.fullmatch(r"[\s,]*(\d{1,2})[\s,]*", rest)
    if bare and "who" in slots and re.match(rf"{_SO}(?:push|bump|slide|delay)", text, re.I):
        slots["by"], rest = int(bare[1]), ""
    if "who" not in slots and "by" not in slots and not re.search(r"\bto\b", rest):
        return None
    old, new = _old_new(rest)
    new = _staff(scene, new, slots)
    _staff(scene, old, {}) if old else None
    if "by" not in slots:
        when, _ = scene.when(new, asked=True)
        if when is None and old:
            when, old = scene.when(re.sub(r"^\s*(?:to|at|for)\b", "", old), asked=True)[0], ""
        if when:
            slots["when"] = when
    if old:
        was, _ = scene.when(old, asked=True)
        if was:
            slots["from"] = was
    if (
        not {"when", "by", "staff"} & slots.keys()
        or (weak and "who" not in slots)
        or (weak and "when" not in slots and "by" not in slots)
    ):
        return None
    if weak and re.search(r"\b(?:group|list|number|email|name|hours|template|texts?|messages?|calls?)\b", rest):
        return None
    return Understanding("move", 0.95 if "who" in slots else 0.8, slots, ("a verb of moving",))


def _by(rest: str, text: str) -> tuple[int, str] | None:
    """ "push Bob an hour", "20 min earlier": minutes, negative for earlier."""
    m = re.search(
        rf"\s*(?:\b(?P<to>back|up|out|forward)\s+)?(?:\bby\s+"
        rf"|\bfor\s+)?(?<![\d:\w])(?P<n>{_N}){_GAP}(?P<u>{_U})\b(?P<half> and a half)?(?!\s*(?:before"
        rf"|from now))(?P<dir>\s*(?:later|earlier|back|forward|up|sooner|out|ahead))?",
        rest,
        re.I,
    )
    if m is None or re.search(r"\b(?:to|at|for)\s*$", rest[: m.start()]) or re.search(r"\bin\s*$", rest[: m.start()]):
        return None
    if re.search(r"\bto\s+(?:\d|mon|tue|wed|thu|fri|sat|sun|tom)", rest[m.end() :], re.I):
        return None
    words = f"{m['dir'] or ''} {m['to'] or ''} {text[:30] if not m['dir'] else ''}".lower()
    early = re.search(
        r"earlier|sooner|ahead|\bforward|\b(?:move|bump|bring|pull|shift|slide|push)\b.*\bup\b|\bup\b", words
    )
    minutes = _minutes(m)
    return (-minutes if early else minutes), rest[: m.start()] + " , " + rest[m.end() :]


def _old_new(rest: str) -> tuple[str, str]:
    """What was, and what shall be: "Tuesday 5pm … to Wednesday 5pm", "to 3 from 2"."""
    m = re.search(
        r"^(?P<old>.*?)\b(?:from|off|off of|out of)\s+(?P<was>.+?)\s+(?:to|until|till|onto|->|into)\s+(?P<new>.+)$",
        rest,
        re.I | re.S,
    )
    if m:
        return m["was"], m["old"] + " , " + m["new"]
    m = re.search(
        r"^(?P<old>.*?)(?:\b(?:to|until|till|onto|into|2)\b|->|→)\s*(?P<new>.+?)\s+\b(?:from|instead of|not"
        r"|rather than)\s+(?P<was>.+)$",
        rest,
        re.I | re.S,
    )
    if m:
        return m["was"], m["new"]
    last = list(re.finditer(r"(?:\b(?:to|until|till|onto|into)\b|->|→)\s*", rest, re.I))
    for m in reversed(last):
        old = rest[: m.start()]
        if (
            re.search(r"\d$", old.strip())
            and re.match(r"\d", rest[m.end() :])
            and not re.search(r"\w", re.sub(r"[\d:\s,apm]", "", old))
        ):
            pass
        return old, rest[m.end() :]
    return "", rest


def _cancel(scene: Scene, text: str) -> Understanding | None:
    if text.endswith("?") and _QUESTION.match(text):
        return None
    wont = _WONT.fullmatch(text)
    m = None if wont else _CANCEL.fullmatch(text)
    if wont is None and m is None:
        return None
    rest = (wont["who"] + " " + wont["rest"]) if wont else m["rest"]  # type: ignore[index]
    slots: Slots = {}
    if m and not re.match(rf"{_SO}c(?:ancel|ancle|ncl|xl|anel)", text, re.I):
        offs = re.search(
            r"\b(?:off|out of|from|on)\b.*\b(?:calendar|schedule|books?)\b|\bappointments?|\bappts?|\bapt\b"
            r"|\bbooking|\bfrom (?:mon|tue|wed|thu|fri|sat|sun|tom|today)|\boff (?:mon|tue|wed|thu|fri|sat|sun|tom"
            r"|today|\w+ at \d)|'?s? \d",
            rest,
            re.I,
        )
        if offs is None or not re.search("[\ue001\ue002\ue006].", rest, re.S):
            return None
    instead = re.search(
        r"\b(?:and|but|so|wants|can we|needs) (?:re)?(?:book|move|schedule|wants to come)\b", rest, re.I
    )
    if instead:
        return None
    if re.search(r"\b(?:texts?|messages?|reminders?|blast|group|template|forwarding)\b", rest, re.I):
        return None
    rest = _person(
        scene,
        re.sub(r"\b(?:appointments?|appts?|apt|booking|so free .*|free .* up|please|pls)\b", " ", rest, flags=re.I),
        slots,
    )
    rest = re.sub(
        r"[.,]?\s+(?:she|he|they|shes|hes|her|his|because|since|cuz|due to|family|sick|car|called).*$",
        "",
        rest,
        flags=re.I,
    )
    if "who" not in slots and not re.search(
        r"\d|mon|tue|wed|thu|fri|sat|sun|tomorrow|today|noon|next|all|morning|afternoon|everything", rest, re.I
    ):
        return None
    _staff(scene, rest, {})
    rest = re.sub(r"\b(?:from|off)\b", " ", rest)
    when, _ = scene.when(re.sub("[\ue002\ue004].", " ", rest), asked=True)
    if when:
        slots["when"] = when
    if not slots:
        return None
    return Understanding("cancel", 0.95 if "who" in slots else 0.8, slots, ("a verb of cancelling",))


# ------------------------------------------------------------------ looking, closing
def _asked(scene: Scene, rest: str) -> Slots:
    slots: Slots = {}
    rest = _staff(scene, rest, slots)
    when, _ = scene.when(re.sub("[\ue001\ue003\ue005-\ue008].", " , ", rest))
    if when:
        slots["when"] = when
    return slots


def _free(scene: Scene, text: str) -> Understanding | None:
    if (
        not _FREE.fullmatch(text)
        or re.search(r"^(?:block|close|book|free up|keep|(?:i|we)(?:'?m| am|'?re| are|'?ll be)? not)\b", text, re.I)
        or re.search("[\ue001\ue002]..*\\bbooked", text)
    ):
        return None
    text = (
        re.sub(
            rf"\b(?:for |do )?(?:an? )?{_N}[ \-](?:minutes?|mins?|min|hours?|hrs?|hr)\b(?! from)|\bfree time\b"
            rf"|\bopen time\b|\bany time\b|\bhave time\b|\bdo i have\b|\bwhat times?\b",
            " ",
            text,
            flags=re.I,
        )
        if not re.search(r"\bin an?\b|\bin \d", text)
        else text
    )
    return Understanding("free", 0.95, _asked(scene, text.rstrip("?!. ")), ("asks when there is room",))


def _agenda(scene: Scene, text: str) -> Understanding | None:
    asked = text.rstrip("?!. ").strip()
    if len(asked.split()) > 16 or re.search(r"\b(?:weather|snow|rain|text go|group|prompt|template)\b", asked, re.I):
        return None
    if not any(p.fullmatch(asked) for p in _AGENDA_READY):
        return None
    return Understanding("agenda", 0.9, _asked(scene, asked), ("asks what is booked",))


_DAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|the \d{1,2}(?:st|nd|rd|th))"
)
_AGENDA_READY = [
    re.compile(p.pattern.replace("{appt}", _APPT).replace("{when}", _WHENISH).replace("{day}", _DAY), re.I | re.S)
    for p in _AGENDA
]
_BLOCK_READY = [re.compile(p.pattern.replace("{when}", _WHENISH).replace("{day}", _DAY), re.I | re.S) for p in _BLOCK]


def _block(scene: Scene, text: str) -> Understanding | None:
    if text.endswith("?"):
        return None
    for n, p in enumerate(_BLOCK_READY):
        m = p.fullmatch(text)
        if m is None:
            continue
        slots = _closed(scene, text, m)
        if slots is not None:
            return Understanding("block", 0.9, slots, (f"closes time off, pattern {n}",))
    return None


def _closed(scene: Scene, text: str, m: re.Match[str]) -> Slots | None:
    if re.search("[\ue001\ue003].", text, re.S) and not re.search("[\ue002\ue004].", text, re.S):
        return None
    if re.search(r"\b(?:texts?|messages?|number|caller|send|calls)\b", text, re.I):
        return None
    slots: Slots = {}
    rest = _staff(scene, text, slots)
    rest = re.sub(
        r"\bfor (?:an? )?(?:lunch|meeting|workshop|training|inventory|deep clean\w*|wedding|dentist|doctor|family"
        r"|vacation|personal|maintenance|errands?|school|break|party|private|event|staff|kids?|surgery|cleaning"
        r"|paperwork|the (?!day|week|rest|morning|afternoon|evening|month|weekend|\d|next|first|last)\w+).*$",
        " ",
        rest,
        flags=re.I,
    )
    length = re.search(rf"\bfor {_LENGTH}", rest, re.I)
    when, rrule = scene.when(
        re.sub(r"^\W*(?:please|block(?: off| out)?|close(?: off)?|hold|nobody|no one|no)\b", " ", rest, flags=re.I)
    )
    if when is None and rrule is None:
        return None
    if rrule:
        slots["rrule"] = rrule
    if when:
        slots["when"] = _lasting(when, length)
    return slots


def _lasting(when: Slots, length: re.Match[str] | None) -> Slots:
    """A start with a length is a range."""
    from datetime import datetime, timedelta

    if length is None or when["grain"] != "minute":
        return when
    end = datetime.fromisoformat(when["start"]) + timedelta(minutes=_minutes(length))
    return {**when, "grain": "range", "end": end.isoformat(timespec="minutes")}

"""Appointments put in: "book Bob fri 3pm haircut with Jo"."""

import re
from itertools import pairwise

from bot.nlu.frames import Heard, Slots, Understanding
from bot.nlu.moments import find
from bot.nlu.names import EVERYDAY, fold
from bot.nlu.owner.lengths import length, reminders
from bot.nlu.owner.scene import Scene, pattern

SO = (
    r"(?:please |pls |plz |go ahead and |just |can you |could you |can we |i need to |need to |let's |lets |ok |so "
    r"|hey |and |also |i want to )*"
)


_BOOK = pattern(
    rf"{SO}(?:book(?:ing)?(?: in)?|schedule|sched|scedule|shedule|bok|boook|appointment|appt|apt|new (?:appointment"
    rf"|appt|apt|booking)|(?:make|create|set up|set|add|put in|put down|enter)(?: (?:a|an|the|new))* (?:appointment"
    rf"|appt|apt|booking|reservation)|(?:put|pencil|squeeze|slot|fit|pop|plug|sign|get|stick|write|add"
    rf"|pen)(?= .{{0,50}}(?:[CDS]|\d| in\b|down|noon|tomorrow|today|mon|tue|wed|thu|fri|sat|sun|calendar|books))"
    rf"|(?:hold|save|keep)(?= [^?]{{0,40}}\bfor [CD])|reserve|set up|set)\b *(?:an? )?(?:appointment|appt|apt"
    rf"|slot|time|spot|booking|reservation)?\b *(?:for "
    rf"|with |in |down |up |of |: ?)*".replace("[CDS]", "[\ue002\ue004\ue005]").replace("[CD]", "[\ue001\ue002\ue006]")
)


QUESTION = re.compile(
    r"^(?:did|do|does|should|shall|is|are|was|were|when|what|why|how|who|which|has|have|can (?:he|she|they|bob)"
    r"|where|would|could (?:he|she|they))\b",
    re.I,
)


WHENISH = (
    r"(?:today|tomorrow|tmrw|tmw|tmr|tomorow|tonight|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|week|weekend"
    r"|month|morning|afternoon|evening|noon|next|\d+(?:st|nd|rd|th|am|pm)?)"
)


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


def book(scene: Scene, text: str) -> Understanding | None:
    m = _BOOK.match(text)
    if m is None:
        return None
    rest = text[m.end() :]
    if not rest.strip(" .!") and len(text.split()) == 1 and text.lower().startswith(("book", "appointment", "appt")):
        return Understanding("book", 0.75, {}, ("the verb alone",))
    slots = _booking(scene, rest)
    if two_at_once(scene, rest):
        question = "Is that two appointments? Please send me one at a time."
        return Understanding("book", 0.45, slots, ("two names, each with a time",), question)
    if "who" not in slots and (
        "when" not in slots or re.match(r"(?:can|could) (?:we|i|you)\b", text, re.I) or text.endswith("?")
    ):
        return None
    return Understanding(
        "book", 0.95 if "who" in slots and "when" in slots else 0.75, slots, (f"the verb “{scene.raw(m[0])}”",)
    )


def _booking(scene: Scene, rest: str) -> Slots:
    slots: Slots = {}
    rest = reminders(rest, slots)
    rest = length(rest, slots)
    rest = person(scene, rest, slots)
    place = _PLACE.search(rest)
    if place:
        slots["place"], rest = scene.raw(place["place"]), rest[: place.start()] + " , " + rest[place.end() :]
    rest = staff(scene, rest, slots)
    service = re.search("\ue005.", rest, re.S)
    if service:
        slots["service"], rest = scene.value(service[0]), rest.replace(service[0], " , ", 1)
    when, rrule = scene.when(rest, asked=True)
    if when:
        slots["when"] = when
    if rrule:
        slots["rrule"] = rrule
    return slots


_SOMEBODY = re.compile(
    r"\b(?:with |w/ ?|w )(?P<name>(?:(?:dr|mr|mrs|ms|miss)\.? )?(?!an?\b|the\b|my\b|h(?:er|is|im)\b|their\b|no\b|two\b"
    r"|prompt|remind|text|e-?mail|call|voice|record|note|us\b|me\b|all\b|anyone|any\b|whoever|only\b|\d)[^\W\d_]{2,}"
    r"(?<!day))",
    re.I,
)


_BETWEEN = re.compile(
    r"\b(?:at|on|the|for|with|w|in|a|an|of|pm|am|appt|appointment|o'?clock|to|and|please|pls|thanks|by|new|her|his|their"
    r"|client|customer|again|around|starting|from|down|up|call|phone|email|text|today|tomorrow|min|minutes)\b|[.;:()@/\-]+",
    re.I,
)


def topic(heard: Heard) -> tuple[str, str]:
    """What a booking is for, and with whom, in words that name no service or calendar: "cleaning", "dr chen"."""
    scene, slots = Scene(heard, heard.text.strip()), Slots()
    text = scene.masked.strip()
    verb = _BOOK.match(text)
    rest = length(reminders(text[verb.end() :] if verb else text, slots), slots)
    rest = staff(scene, _PLACE.sub(" , ", person(scene, rest, slots)), slots)
    somebody = _SOMEBODY.search(rest) if "staff" not in slots else None
    if somebody:
        rest = rest[: somebody.start()] + " , " + rest[somebody.end() :]
    bare = re.sub("[\ue001-\ue008].", " , ", rest)
    for moment in reversed(find(bare, heard.reference, heard.timezone)):
        bare = f"{bare[: moment.span[0]]} , {bare[moment.span[1] :]}"
    words = [word for word in _BETWEEN.sub(" ", bare).replace(",", " ").split() if re.search(r"[^\W\d_]", word)]
    what = " ".join(words)
    said = what if 0 < len(words) <= 3 and "\ue005" not in text and re.fullmatch(r"[^\W\d_][^\d?!:]*", what) else ""
    return said, somebody["name"].strip() if somebody else ""


def person(scene: Scene, rest: str, slots: Slots) -> str:
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
    end += more.end() if more else 0
    others = _TOGETHER.match(rest, end) if not more else None
    if others:
        slots["who"] = list(dict.fromkeys([value, *scene.values(others[0])]))
        end = others.end()
    return rest[: who.start()] + " , " + rest[end:]


def two_at_once(scene: Scene, rest: str) -> bool:
    """ "Mia at 3 and Elif at 4": two appointments in one text."""
    marks = list(re.finditer("[\ue001\ue006].", rest, re.S))
    return any(
        re.search(r"\b(?:and|then|also)\b|[,;&+]", rest[a.end() : b.start()])
        and scene.when(rest[a.end() : b.start()])[0]
        for a, b in pairwise(marks)
    ) and bool(scene.when(rest[marks[-1].end() :])[0])


_TOGETHER = re.compile("(?:(?:\\s*,\\s*(?:and\\s+)?|\\s*[&+]\\s*|\\s+(?:and|n|plus)\\s+)[\ue001\ue006].)+", re.S)
"""Others who come to the same appointment."""


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


def staff(scene: Scene, rest: str, slots: Slots) -> str:
    """Whose calendar: "with Jo", or a calendar's name that stands alone."""
    found = list(_WITH.finditer(rest))
    if not found:
        return rest
    m = found[0]
    slots["staff"] = scene.value(m["staff"], calendar=True)
    return rest[: m.start()] + " , " + rest[m.end() :]


def book_bare(scene: Scene, text: str) -> Understanding | None:
    """ "priya color sat 9 with jo": a name, a service and a time, and no verb."""
    if QUESTION.match(text) or text.endswith("?"):
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
        rf"\b(?:{WHENISH}|at|on|the|for|with|w|in|a|of|pm|am|appt|appointment|in the|o'?clock|half|quarter|past|to"
        rf"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b",
        " ",
        words,
        flags=re.I,
    )
    return re.sub(r"[\d\s:,.@/\-]+", " ", words).strip()

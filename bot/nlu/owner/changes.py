"""Appointments moved and cancelled: "push Bob an hour", "Tess can't make it tomorrow"."""

import re

from bot.nlu.frames import Slots, Understanding
from bot.nlu.owner.booking import QUESTION, SO, person, staff
from bot.nlu.owner.lengths import GAP, N, U, minutes_of
from bot.nlu.owner.scene import Scene, pattern

_MOVE = pattern(
    rf"{SO}(?:move|mve|mvoe|reschedule|resched|re-?schedule|rescedule|rebook|re-?book|push|bump|shift|change|switch"
    rf"|swap|slide|postpone|delay|bring|transfer|pull|reschedual|put off|kick|drag|adjust)\b(?: back| up| forward"
    rf"| out)? *(?P<rest>.+)"
)


_CANCEL = pattern(
    rf"{SO}(?:cancel|cancle|cancell|cncl|cxl|canel|delete|remove|drop|scratch|take|clear|scrap|kill|call off|strike"
    rf"|unbook|free up|release|pull)(?: (?:the|an|my|off|out))*\b *(?P<rest>.+)"
)


_WONT = pattern(
    r"(?:the )?(?P<who>{who})(?:'s|s)?(?: just| has| had| called and| called to| called| texted| said (?:she|he"
    r"|they)| is| and)*,?(?: (?:she|he|they)(?:'?s| is)?)? ?(?:cancel(?:l?ed|ling|ing|s)?|cancle?d|can'?t (?:make"
    r"|come|do)|cannot (?:make|come)|won'?t (?:make|be|come)|wont (?:make|be|come)|isn'?t coming|not coming"
    r"|is not coming|isnt coming|not making it|bailed|backed out|is a no[- ]?show(?=.*cancel)|isn'?t able|can'?t"
    r"|needs? to cancel|wants? to cancel|has to cancel|had to cancel|not gonna make|isn'?t gonna make"
    r"|isn'?t making)\b(?P<rest>.*)"
)


_WANTS = pattern(
    r"(?P<who>{who})(?:'s|s)? (?:(?:needs|wants|has|would like|asked|is going|is moving|moved"
    r"|called) )?(?:to )?(?:(?:be )?(?:move|moved|reschedule|rescheduled|moving|rebook|switch|come at|come|change)"
    r"|moved|now|instead)\b(?P<rest>.+)"
)


_HAS_TO_GO = pattern(
    r"(?P<who>{who})(?:'?s)? (?P<was>(?:\d{1,2}(?::\d\d)?(?: ?[ap]m?| o'?clock)?|noon|mon\w*|tue\w*|wed\w*"
    r"|thu\w*|fri\w*|sat\w*|sun\w*)"
    r"(?: (?:appointment|appt|one))?) (?:needs? to|has to|should|must|is gonna|is going to|will) (?:go|be moved"
    r"|be|move|change|become|get moved)"
    r"(?: over| back| up)? ?(?P<to>to .+)"
)
""" "Dana's 3 o'clock needs to go to 4"."""
_INSTEAD = pattern(
    r"{so}(?:(?:can|could) (?:we|you|i) )?(?:do|see|have|make|take"
    r"|get) (?P<who>{who})(?:'?s)?(?P<rest>.*\b(?:at|on|for|to)? ?.+) instead".replace("{so}", SO)
)
""" "can we do Bob at 5 instead"."""


def move(scene: Scene, text: str) -> Understanding | None:
    m = _MOVE.fullmatch(text)
    wants = None if m else _WANTS.fullmatch(text) or _INSTEAD.fullmatch(text.rstrip("?!. "))
    if go := _HAS_TO_GO.fullmatch(text):
        m = _MOVE.fullmatch(f"move {go['who']} from {re.sub(r' (?:appointment|appt|one)$', '', go['was'])} {go['to']}")
    arrow = re.match("(?P<who>[\ue001\ue002\ue006].)'?s?(?P<rest> .{1,30}(?:->|→).+)", text, re.S)
    wants = wants or (arrow if m is None else None)
    if (m is None and wants is None) or (text.endswith("?") and QUESTION.match(text)):
        return None
    rest = m["rest"] if m else f"{wants['who']} {wants['rest']}"  # type: ignore[index]
    weak = m is not None and re.match(
        rf"{SO}(?:change|switch|swap|put|make|get|bring|update|pull|transfer|adjust)\b", text, re.I
    )
    bare_resched = re.match(rf"{SO}(?:resched|re-?sched|rebook|rescedule)", text, re.I)
    if re.search("\ue003.", rest, re.S) and re.search(r"\b(?:texts?|messages?|msgs?|reminders?|blast)\b", rest, re.I):
        return None  # what waits to be sent is stopped and sent anew
    slots: Slots = {}
    rest = re.sub(r"\b(?:appointments?|appts?|apt|booking|the|one|instead)\b", " ", rest, flags=re.I)
    swap = _by(rest, text)
    if swap is not None:
        slots["by"], rest = swap
    rest = person(scene, rest, slots)
    bare = re.fullmatch(r"[\s,]*(\d{1,2})[\s,]*", rest)
    if bare and "who" in slots and re.match(rf"{SO}(?:push|bump|slide|delay)", text, re.I):
        slots["by"], rest = int(bare[1]), ""
    if "who" not in slots and "by" not in slots and not re.search(r"\bto\b", rest):
        return None
    _from_to(scene, rest, slots)
    if (
        (not {"when", "by", "staff"} & slots.keys() and not (bare_resched and "who" in slots))
        or (weak and "who" not in slots)
        or (weak and "when" not in slots and "by" not in slots)
    ):
        return None
    if weak and re.search(r"\b(?:group|list|number|email|name|hours|template|texts?|messages?|calls?)\b", rest):
        return None
    return Understanding("move", 0.95 if "who" in slots else 0.8, slots, ("a verb of moving",))


def _from_to(scene: Scene, rest: str, slots: Slots) -> None:
    """Fills in what was (`from`), what shall be (`when`), and on whose calendar."""
    old, new = _old_new(rest)
    new = staff(scene, new, slots)
    if "by" not in slots:
        when, _ = scene.when(new, asked=True)
        if when is None and old:
            when, old = scene.when(re.sub(r"^\s*(?:to|at|for)\b", "", old), asked=True)[0], ""
        if when is None and (m := re.search(r"\b(?:for|on)\s+(?=\d{1,2}(?:st|nd|rd|th)\b)", new, re.I)):
            when = scene.when("the " + new[m.end() :], asked=True)[0]
        if when:
            slots["when"] = when
    was = scene.when(staff(scene, old, {}), asked=True)[0] if old else None
    if was:
        slots["from"] = was


def _by(rest: str, text: str) -> tuple[int, str] | None:
    """ "push Bob an hour", "20 min earlier": minutes, negative for earlier."""
    m = re.search(
        rf"\s*(?:\b(?P<to>back|up|out|forward)\s+)?(?:\bby\s+"
        rf"|\bfor\s+)?(?<![\d:\w])(?P<n>{N}){GAP}(?P<u>{U})\b(?P<half> and a half)?(?!\s*(?:before"
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
    minutes = minutes_of(m)
    return (-minutes if early else minutes), rest[: m.start()] + " , " + rest[m.end() :]


def _old_new(rest: str) -> tuple[str, str]:
    """What was, and what shall be: "monday 2 … to thursday 4", "to 3 from 2"."""
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


def cancel(scene: Scene, text: str) -> Understanding | None:
    if text.endswith("?") and QUESTION.match(text):
        return None
    wont = _WONT.fullmatch(text)
    m = None if wont else _CANCEL.fullmatch(text)
    if wont is None and m is None:
        return None
    rest = (wont["who"] + " " + wont["rest"]) if wont else m["rest"]  # type: ignore[index]
    slots: Slots = {}
    if m and not re.match(rf"{SO}c(?:ancel|ancle|ncl|xl|anel)", text, re.I):
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
    rest = person(
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
    staff(scene, rest, {})
    rest = re.sub(r"\b(?:from|off)\b", " ", rest)
    when, _ = scene.when(re.sub("[\ue002\ue004].", " ", rest), asked=True)
    if when:
        slots["when"] = when
    if not slots:
        return None
    return Understanding("cancel", 0.95 if "who" in slots else 0.8, slots, ("a verb of cancelling",))

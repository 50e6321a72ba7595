"""Time closed off: "block friday 2 to 4", "Jo is out thursday"."""

import re

from bot.nlu.frames import Slots, Understanding
from bot.nlu.owner.booking import SO, WHENISH, staff
from bot.nlu.owner.lengths import LENGTH, minutes_of
from bot.nlu.owner.scene import Scene, pattern

_OFF = (
    r"(?:off|out|down|broken|out of order|away|not (?:in|working|here|available|coming in)|on vacation|on holiday"
    r"|on leave|unavailable|sick"
    r"|closed|gone|isn'?t (?:in|working|here)|won'?t be (?:in|here|working)|wont be (?:in|here|working)"
    r"|not gonna be (?:in|here)|can'?t work|cannot work|isn'?t coming in|on pto|at a conference|at lunch)"
)


_BLOCK = [
    pattern(p)
    for p in (
        r"(?P<rest>.*{when}.*?),? (?:please |so |and )?block (?:it|that|me|the time)\b.*",
        SO + r"(?:block(?: off| out)?|blk(?: off)?|close(?: off| up| out| down)?|reserve|hold|mark|black ?out|lock"
        r"|shut(?: down)?|clear|keep|set aside|save|protect|cross out|cross off|x out|block me)\b(?P<rest>.*)",
        r"(?:no|nobody|no one|don'?t (?:book|schedule|put|take|let|accept)|do not (?:book|schedule|accept|take|put)"
        r"|dont (?:book|schedule|put)|never book|no more)(?: (?:any|anyone|anybody|anything|me|more"
        r"|new))* ?(?:appointments?|appts?|bookings?|clients?|customers?|patients?|one|body|jobs?|cars?"
        r"|walk[- ]?ins?)?\b(?P<rest>.*)",
        r"(?:the )?(?P<staff>{staff})(?:'s|s| is| are| will be|'ll be| takes| is taking| has| needs| wants"
        r"| gets)? *(?:on )?" + _OFF + r"(?P<rest>\b.*)",
        r"(?:the )?(?P<staff>{staff})(?:'s|s)? (?:(?:doesn'?t|does not|won'?t|isn'?t|is not|not|can'?t|cannot"
        r"|will not)(?: be)? (?:work|working|in|available|here|coming in|taking .{0,20})\b.*"
        r"|(?:is taking|takes|taking|has"
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
        r"(?:the |our )?(?:shop|office|salon|studio|clinic|store|gym|garage|restaurant|spa|practice"
        r"|place) (?:will be |is )?"
        r"(?:closed|shut|off)\b(?P<rest>.*)",
        r"(?:lunch|vacation|time off|day off|off|break|staff meeting|meeting|holiday|closed|out of office|busy"
        r"|doctor'?s? appointment|dentist|unavailable|personal time)\b[ :]*(?P<rest>.*)",
        r"(?P<rest>{when}.*\b(?:is |are |i'?m |im |we'?re )?(?:off|blocked|closed|out|off limits|unavailable"
        r"|blocked off|off for me)\b.*)",
    )
]


DAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|the \d{1,2}(?:st|nd|rd|th))"
)


_BLOCK_READY = [re.compile(p.pattern.replace("{when}", WHENISH).replace("{day}", DAY), re.I | re.S) for p in _BLOCK]


def block(scene: Scene, text: str) -> Understanding | None:
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
    rest = staff(scene, text, slots)
    rest = re.sub(r"\b(?:lunch|breakfast|dinner|break)\b(?=\s*(?:from |at )?\d)", " ", rest, flags=re.I)
    # What is said not to be open is what is closed: to the reading of moments it would be ruled out.
    rest = re.sub(
        r"\b(?:not|isn'?t|won'?t|can'?t|cannot|don'?t|doesn'?t|do not|does not|will not)\b", " ", rest, flags=re.I
    )
    rest = re.sub(
        r"\bfor (?:an? )?(?:lunch|meeting|workshop|training|inventory|deep clean\w*|wedding|dentist|doctor|family"
        r"|vacation|personal|maintenance|errands?|school|break|party|private|event|staff|kids?|surgery|cleaning"
        r"|paperwork|the (?!day|week|rest|morning|afternoon|evening|month|weekend|\d|next|first|last)\w+).*$",
        " ",
        rest,
        flags=re.I,
    )
    length = re.search(rf"\bfor {LENGTH}", rest, re.I)
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
    end = datetime.fromisoformat(when["start"]) + timedelta(minutes=minutes_of(length))
    return {**when, "grain": "range", "end": end.isoformat(timespec="minutes")}

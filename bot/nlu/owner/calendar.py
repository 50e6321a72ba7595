"""What a text wants of the calendar: what is booked, what is free, and what the modules beside this read."""

import re

from bot.nlu.frames import Slots, Understanding
from bot.nlu.owner.blocking import DAY, block
from bot.nlu.owner.booking import WHENISH, book, book_bare, staff
from bot.nlu.owner.changes import cancel, move
from bot.nlu.owner.lengths import N
from bot.nlu.owner.scene import Scene, pattern

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
        r"|{staff})(?:'?s)? .{0,20}(?:coming|booked|busy|working|scheduled|appointment|appt|due|in|come|next|have"
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


_FREE = pattern(
    r".*\b(?:free (?:time|slots?|spots?|times?|space|hours?|on|at|this|next|tomorrow|today)|(?:am i|are we"
    r"|is {staff}|is {who}|{staff}|we|i'?m|is anyone|is anybody|who is|who'?s|whos|when am i|when are we"
    r"|when is {staff}|when's {staff}|whens {staff}|when is {who}|is) free|open(?:ing)? ?(?:slots?|spots?|times?)"
    r"|openings?|availab\w+|avail|next (?:open|free|available)\w*|(?:any|got|have) (?:room|space|gaps?|slots?|spots?"
    r"|time|holes?)|free (?:mon|tue|wed|thu|fri|sat|sun)\w*|(?:can|could) (?:i|we|you|{staff}) (?:fit|squeeze|take"
    r"|get|see|do|slot|work|sneak)\b.*|(?:room|space|gaps?|time|holes?) (?:for|on|in|at|left|tomorrow|today|this"
    r"|next|mon|tue|wed|thu|fri|sat|sun)\w*|(?:is|are) .{1,40} (?:open|free|available|taken|booked|booked up|full"
    r"|packed|clear)|anything (?:open|free|available|left)|when (?:can|could) (?:i|we|{staff}) (?:fit|squeeze|take"
    r"|see|get|do)|(?:gaps|holes|vacanc\w+)|do (?:i|we|you) have (?:anything|room|time|something|any time|a spot|a slot"
    r"|a gap|an? open\w*)\b.{0,30}(?:open|free|left|available|for|on|at|{day})|does {staff} have (?:anything|room"
    r"|time|any|a|an|space).*|what(?:'s| is|s)? (?:times? )?(?:open|free|available)|how (?:open|free) (?:am|are)"
    r"|what times? (?:do|are|is|can).{0,30}(?:open|free|available|left)|where (?:can|could) (?:i|we) (?:fit|squeeze"
    r"|put).*|(?:free|open) (?:today|tomorrow|tonight|this|next|on)\b|first (?:available|open|opening)|earliest"
    r"|soonest)\b.*".replace("{day}", r"(?:mon|tue|wed|thu|fri|sat|sun|today|tomorrow|tonight|this|next)\w*")
)


_ANYTHING_BOOKED = re.compile(
    r"(?:do|have) (?:i|we) (?:have |got )?(?:anything|anyone|anybody|something)(?!.*\b(?:free|open|left|avail\w*)\b).*",
    re.I,
)


def calendar(scene: Scene, *, strict: bool = False) -> Understanding | None:
    """What a text wants of the calendar; None where it wants nothing of it."""
    text = _turned(scene.masked.strip())
    for reader in (move, cancel, book, _free, block, _agenda, book_bare):
        found = reader(scene, text)
        if found is not None:
            return found
    return None


_TOLD_FIRST = pattern(
    r"(?P<who>{who})(?:'?s)?(?: (?:is|has|just|called|texted|wants?|needs?|asked|says|said|running|gonna|going"
    r"|stuck|sick|be|to|late|in"
    r"|traffic|early|here|again|ill|about|an?|hour|\d{1,2}|min|mins|minutes|ago|earlier|today"
    r"|and))*[,;.:\- ]+(?:so |and |please |pls |can you )*"
    r"(?P<verb>push|move|bump|slide|reschedule|shift|cancel) (?:him|her|them|it|the appointment|the appt)\b(?P<rest>.*)"
)


_RATHER = pattern(
    r"(?P<who>{who})(?:'?s)? (?:can'?t|cannot|can not|won'?t|couldn'?t) (?:do|make|come at|come on"
    r"|come)\b[^,;]{0,30}[,;.\- ]+(?:so |and |but |please |pls |can you )*"
    r"(?:make it|make that|do|try|how about|what about|can we do|let'?s do|move (?:it|her|him|them) to) (?P<rest>.+)"
)


def _turned(text: str) -> str:
    """ "Omar's running late, push him 20", "Omar can't do 9, make it 10": the command with the name in its place."""
    if told := _TOLD_FIRST.fullmatch(text):
        return f"{told['verb']} {told['who']}{told['rest']}"
    rather = _RATHER.fullmatch(text)
    return f"move {rather['who']} to {rather['rest']}" if rather else text


def _asked(scene: Scene, rest: str) -> Slots:
    slots: Slots = {}
    rest = staff(scene, rest, slots)
    when, _ = scene.when(re.sub("[\ue001\ue003\ue005-\ue008].", " , ", rest))
    if when:
        slots["when"] = when
    return slots


def _free(scene: Scene, text: str) -> Understanding | None:
    if (
        not _FREE.fullmatch(text)
        or re.search(r"^(?:block|close|book|free up|keep|(?:i|we)(?:'?m| am|'?re| are|'?ll be)? not)\b", text, re.I)
        or re.search("[\ue001\ue002]..*\\bbooked", text)
        or _ANYTHING_BOOKED.fullmatch(text.rstrip("?!. "))
    ):
        return None
    text = (
        re.sub(
            rf"\b(?:for |do )?(?:an? )?{N}[ \-](?:minutes?|mins?|min|hours?|hrs?|hr)\b(?! from)|\bfree time\b"
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
    if len(asked.split()) > 16 or _NO_AGENDA.search(asked):
        return None
    if not any(p.fullmatch(asked) for p in _AGENDA_READY):
        return None
    return Understanding("agenda", 0.9, _asked(scene, asked), ("asks what is booked",))


_NO_AGENDA = re.compile(
    r"\b(?:weather|snow|rain|text go|group|prompt|template|percent|divided|squared|capital of)\b|\d ?[%*x+] ?(?:of )?\d"
    r"|\d ?% of|\bsay$|how many (?:customers|clients|patients|contacts|people)(?: (?:do|have) (?:i|we)(?: have"
    r"| got)?| are there"
    r"| (?:in|on) (?:my|our|the) (?:list|system|account|database))?(?: now| so far| in total| total| altogether)?$",
    re.I,
)
_AGENDA_READY = [
    re.compile(p.pattern.replace("{appt}", _APPT).replace("{when}", WHENISH).replace("{day}", DAY), re.I | re.S)
    for p in _AGENDA
]

"""Answers to what the number asked: yes, no, which one, and corrections of what was read back."""

import re

from bot.nlu.frames import Slots, Understanding
from bot.nlu.names import tokens
from bot.nlu.owner.recipients import recipients
from bot.nlu.owner.scene import Scene, plain

_YES_WORD = (
    r"(?:y|ya|yy+|ye+s+|yep+|yea+h*|yup+|yessir|yas|yse|yees|yass+|sure(?: thing)?|ok(?:ay)?|okey|okie|oki|k|kk|si"
    r"|sí|claro|dale|affirmative|correct|right|absolutely|definitely|of course|do (?:it|that|so)|go(?: ahead)?"
    r"|go for it|send(?: (?:it|them|that|this))?(?: (?:away|out|now|off))?|fire(?: (?:away|it off|it))?|ship it"
    r"|book (?:it|her|him|them|that)|book|make it so|confirm(?:ed)?|approved?|that'?s (?:right|correct|it|fine|good"
    r"|great|perfect|the one)|all (?:good|set)|good(?: to go)?|great|perfect|fine|sounds? (?:good|great|right)"
    r"|looks? (?:good|right|great|fine|correct)|lgtm|proceed|let'?s (?:do it|go|do that)|please(?: do| send)?|cool"
    r"|works(?: for me)?|exactly|bingo|100|10-4|roger(?: that)?|you bet|sir|cancel it|move it|delete it|add it"
    r"|it'?s (?:right|fine|good|correct)|hit it|for sure|totally|agreed|no problem|why not|you got it|by all means"
    r"|yes we can|i confirm|i'?m sure|im sure|carry on|continue|mhm|uh huh|👍|👌|✅|🙏|✔️|💯|🆗)"
)
_FILLER = (
    r"(?:pls|plz|thanks|thank you|thx|ty|man|maam|dude|now|that|it|then|ahead|all|away|with it|oh|um|ha|well|for me"
    r"|to me|to (?:all|everyone|them)|i'?m|i am|do|that one|buddy|asap|today|already)"
)
_YES = re.compile(
    rf"(?:(?:oh|um|ha|well|hmm)[ ,]+)?{_YES_WORD}(?:[ ,.!\-]*(?:(?<![a-z])|(?<=[ ,.!\-]))(?:{_YES_WORD}"
    rf"|{_FILLER})(?![a-z]))*[ .!,👍🏻🏼🏽🏾🏿👌✅🙏😊🙂💯❤️]*",
    re.I,
)
_NO = re.compile(
    r"(?:n|no+|nope|nah+|na|nay|negative|no way|no thanks?(?: you)?|not (?:yet|that one|now|today|right now|really"
    r"|that)|don'?t|do not|dont|don'?t (?:send|do|book|cancel|delete)(?: .*)?|dont (?:send|do|book).*|do not (?:send"
    r"|do|book).*|stop|wait|hold on|hold off|hold up|hold it|hold that|cancel(?: that| it| this| the send| message)?"
    r"|never ?mind|nevermind|nvm|forget (?:it|that|about it)|scratch that|abort|leave it|scrap (?:it|that)|hang on"
    r"|one sec.*|wrong|that'?s wrong|thats (?:wrong|not right)|that'?s not (?:right|it|correct|what .*)"
    r"|changed my mind.*|i changed my mind.*|let me (?:think|check).*|on second thou?ght.*|maybe later|later|drop it"
    r"|kill it|absolutely not|better not|i'?d rather not|actually (?:no|don'?t|never ?mind|wait|hold off|nvm)"
    r"|hold off on (?:that|it)|skip (?:it|that)|pass|none|neither|👎|❌|🛑|✋|nooo+|ugh no|oops no|no+ no+"
    r"|not (?:a chance|gonna)|i don'?t think so|that's a no|hard no|undo|quit)"
    r"(?:[ ,.!]+(?:thanks|thank you|please|pls|yet|now|that|it|no|don'?t|do not|stop|wait|send(?: it| that)?|do it"
    r"|do that|book it|hold off|not yet|not now|never ?mind|forget it|cancel(?: that| it)?|leave it|let me .*"
    r"|i'?ll .*|i want to .*|not right now|changed my mind|hold on|for now|today|on that|sorry|i need to.*"
    r"|the time is wrong|thats wrong|that'?s wrong|wrong .{2,20}|off|a sec\w*|a minute|a bit|that one))*[ .!]*",
    re.I,
)
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "former": 1,
    "latter": 2,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "top": 1,
    "uno": 1,
}
_PICK = re.compile(
    rf"(?:i (?:meant?|want|said)|it'?s|its|that'?s|thats|the|number|option|choice|no\.?|#|pick|choose|take|go with"
    rf"|let'?s do|use|yes|um|uh|probably|please|answer|give me|do|definitely|[ ,:#(])*(?P<n>\d|{'|'.join(_ORDINALS)}"
    rf"|last|bottom)(?: (?:one|option|choice|please|pls|on the list|is right|name|1))*\W*",
    re.I,
)
_FIX_LEAD = re.compile(
    r"(?:(?:no+|nope|nah|sorry|oops|wait|actually|not quite|almost|yes|yeah|yep|ok|close|hmm|wrong|hold on"
    r"|one change|change|correction|but|and|i meant?|i said|that should be|should be|it'?s|its|make (?:it|that|this)"
    r"|change (?:it|that|this|the \w+)|the (?:time|day|date)|switch (?:it|that)|send (?:it|that)|do|move (?:it|that)"
    r"|only|just|instead|to|for|at|on|also|except|rather|try|use|set (?:it|that)|put|better|let'?s (?:do|make it"
    r"|say)|lets (?:do|say)|can (?:we|you) (?:do|make it)|book (?:it|her|him)|with|say|have it say|not to|reword"
    r"|the time is|the day is|how about|what about|time|day|add)\b[\s,.:!;\-–—…]*)+",
    re.I,
)
_SAY = re.compile(
    r"(?:(?:no|wait|actually|sorry|ok|yes|but|and|please)[\s,.:;\-]+)*(?:(?:it should |should |have it |make it "
    r"|let it |rather |instead )?(?:say|read)(?: instead)?|change (?:the |my )?(?:message|text|words|wording|body|it"
    r"|that) to(?: say| read)?|reword(?: it)?(?: to| as)?|(?:the )?(?:message|text|body|wording) (?:should (?:be|say"
    r"|read)|is)|replace (?:the )?(?:text|message) with|write)\s*:?\s+(?P<body>.+)",
    re.I | re.S,
)
_CHANNELS = re.compile(
    r"(?:(?:no|wait|actually|sorry|but|and|just|only|send|make|it|that|as|by|via|an?|the|instead|do|use|change|to"
    r"|yes|with|please|rather|also|over)[\s,.]+)*(?P<kinds>(?:e-?mail|text|sms|voice|call|phone call|voice message"
    r"|text to voice)(?: (?:and|&|\+) (?:e-?mail|text|voice|call))*)(?: (?:instead|please|only|not (?:text|email"
    r"|voice|call)|message|too|as well))*\W*",
    re.I,
)


def answer(scene: Scene) -> Understanding | None:
    """The answer in a text, where something was asked; None where it answers nothing."""
    awaiting = scene.heard.context.awaiting
    if awaiting is None:
        return None
    text = plain(scene.heard.text).strip()
    if awaiting == "choice":
        picked = _pick(scene, text)
        if picked:
            return picked
    if _YES.fullmatch(text):
        return Understanding("affirm", 0.98, why=("a yes to what was asked",))
    if _NO.fullmatch(text):
        return Understanding("negate", 0.98, why=("a no to what was asked",))
    if awaiting in ("confirmation", "when", "detail", "choice"):
        return _correction(scene, text, awaiting)
    return None


def _pick(scene: Scene, text: str) -> Understanding | None:
    m = _PICK.fullmatch(text)
    if m and re.search(r"\w", text):
        said = m["n"].lower()
        last = len(scene.heard.context.offered) or _listed(scene.heard.context.last_text)
        choice = (
            last
            if said in ("last", "bottom")
            else _ORDINALS.get(said) or int(said)
            if said not in ("last", "bottom") or last
            else 0
        )
        if choice:
            return Understanding("select", 0.97, {"choice": choice}, ("the number of what was offered",))
    lead = re.match(
        r"(?:(?:no|i meant?|i want|the one|it'?s|its|that'?s|thats|the|for|to|with|yes|um|,|please|sorry|choose|pick"
        r"|mrs?\.?|ms\.?|named|called|use|send it to)[\s,]+)*",
        text,
        re.I,
    )
    at = lead.end() if lead else 0
    words = tokens(text[at:])
    if words and len(words) <= 5:
        name = scene.roster.at(words, 0, "customer", text=text[at:], loose=True) or scene.roster.at(
            words, 0, "group", text=text[at:], loose=True
        )
        if name and re.fullmatch(
            r"(?:'?s)?(?: (?:please|pls|one|is the one|of course|i meant?|thanks|not .*|the \w+ one))*\W*",
            text[at + name.end :],
            re.I,
        ):
            return Understanding("select", 0.95, {"who": name.value}, ("a name of those asked about",))
    return _pick_moment(scene, text)


def _listed(last: str | None) -> int:
    numbers = [int(n) for n in re.findall(r"(?:^|\s)(\d)[.):]?\s", last or "")]
    return max(numbers, default=0)


def _pick_moment(scene: Scene, text: str) -> Understanding | None:
    offered = scene.heard.context.offered
    when, _ = scene.when(scene.masked, asked=True) if offered else (None, None)
    if not when:
        return None
    part = "day" if when["said"] == ["day"] else "time" if when["said"] == ["time"] else "both"
    cut = {"day": slice(0, 10), "time": slice(11, 16), "both": slice(0, 16)}[part]
    fits = [n for n, moment in enumerate(offered, 1) if moment[cut] == when["start"][cut]]
    return Understanding("select", 0.9, {"choice": fits[0]}, ("a moment that was offered",)) if len(fits) == 1 else None


def _correction(scene: Scene, text: str, awaiting: str) -> Understanding | None:
    """ "no, 4 pm", "only the VIPs", "say closed till noon": what changes in what was read back."""
    say = _SAY.fullmatch(text)
    if say:
        return Understanding(
            "correct",
            0.9,
            {"body": scene.heard.text.strip()[-len(say["body"]) :].strip('"“” ').removesuffix(" instead")},
            ("other words",),
        )
    kinds = _CHANNELS.fullmatch(text)
    if kinds and awaiting == "confirmation":
        from bot.nlu.owner.header import kinds_of

        return Understanding("correct", 0.9, {"channels": list(kinds_of(kinds["kinds"]))}, ("another channel",))
    lead = _FIX_LEAD.match(text)
    at = lead.end() if lead else 0
    rest = text[at:]
    if not rest.strip() or len(rest.split()) > 8:
        return None
    slots = _changed(scene, text, at)
    return Understanding("correct", 0.85, slots, ("what changes in what was read back",)) if slots else None


def _changed(scene: Scene, text: str, at: int) -> Slots:
    whole = Scene(scene.heard, scene.heard.text.strip())
    words = tokens(text[at:])
    to = recipients(whole, at, strangers=False)
    alone = to is None or re.search(r"\bwith\W*$", text[:at], re.I)
    staff = whole.roster.at(words, 0, "calendar", text=text[at:]) if words and alone else None
    if staff and not text[at + staff.end :].strip(" .!?"):
        return {"staff": staff.value}
    slots: Slots = {}
    rest = text[at:]
    if to is not None:
        rest = text[to.end :]
        sends = re.search(r"\bsend|\btexts?\b|people", scene.heard.context.last_text or "", re.I)
        slots["to" if sends or to.names == ("all",) else "who"] = (
            list(to.names) if sends or to.names == ("all",) else to.names[0]
        )
        rest = re.sub(r"^,?\s*(?:not|instead of) .*$|^\s*(?:instead|only|please)$", "", rest.strip(" ,.!?"), flags=re.I)
        if rest and not _all_moment(scene, rest):
            return {}
    when = _all_moment(scene, re.sub(r"\b(?:instead|please|not .*|pls|rather)\b", "", rest).strip(" ,.!?"))
    if when:
        slots["when"] = when
    service = scene.roster.at(tokens(rest), 0, "service", text=rest) if tokens(rest) and not slots else None
    if service and len(tokens(rest)) < 4:
        slots["service"] = service.value
    return slots


def _all_moment(scene: Scene, rest: str) -> Slots | None:
    """The moment that a few words are, nothing else among them."""
    found = scene.first_when(rest) if rest else None
    if found and found[1] and not rest[found[0] :].strip(" ,.!?"):
        return found[1].as_slot()
    when, _ = (
        Scene(scene.heard, rest).when(rest, asked=True)
        if re.fullmatch(r"(?:at |to |for |@ ?)?\d{1,2}(?::\d\d)?(?:ish)?", rest)
        else (None, None)
    )
    return when

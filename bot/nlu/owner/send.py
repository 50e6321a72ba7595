"""What goes to whom and when: "remind VIP tue 3pm sale starts friday".

A send is a header and the words. The header holds, in any order, recipients, a moment that stands right beside them,
channels, a template or a recording; the words begin where the header ends and are kept as written. A moment further on
belongs to the words ("text Bob sale ends Friday 5pm"), and so does one that is the subject of what follows ("text Bob 3pm works").
"""

import re
from dataclasses import dataclass, field, replace

from bot.nlu.frames import Slots, Understanding, When
from bot.nlu.names import fold, tokens
from bot.nlu.owner.recipients import Recipients, recipients
from bot.nlu.owner.scene import _PHONE, Scene, plain

_NOUN = (
    r"(?:text message|text reminder|email reminder|voice message|voice reminder|voicemail|recorded message|recording"
    r"|message|msg|texts?|txt|sms|reminder|e-?mail|mail|note|blast|line|word|heads[- ]?up|shout|update|notice|alert"
    r"|announcement|nudge|ping|call|phone call|robocall)"
)
_VERB = re.compile(
    r"\b(?:(?P<make>send out|send off|resend|re-send|send|sned|sent|snd|shoot|shoot out|fire off|fire|drop|give"
    r"|write|get|put out|blast out|blast|forward|deliver|push out)"
    rf"|(?P<plan>(?:schedule|sched|set up|set|queue up|queue|plan|create|compose|draft|start)(?=(?: (?:a|an|the"
    rf"|another|my|up|for .{{2,30}}))* (?:recurring |weekly |daily |monthly |quick |group |follow[- ]?up )*{_NOUN}\b"
    rf"|\s*\"))"
    r"|(?P<mail>e-?mail)|(?P<call>text[- ]to[- ](?:voice|speech)|voice[- ]?call|voicemail|voice|call up|call|phone"
    r"|ring|dial|robocall|play)"
    r"|(?P<let>let)"
    r"|(?P<say>texting|text|texy|texr|rext|txt|txt|tx|txet|tect|test(?= [A-Z])|sms|msg|mesage|messge|message|dm|ping"
    r"|tell|tel|remind|remnd|remid|reming|notify|inform|alert|ask|warn|update|nudge|hit up|reach out to|say to"
    r"|announce to|advise|follow up with))"
    r"(?P<more>(?:\s*(?:and|&|\+|/|,)\s*(?:text|txt|sms|e-?mail|call|voice|phone))*)(?=[\s:,\-@\"]|$)",
    re.I,
)
_LEAD = re.compile(
    r"(?:\b(?:please|pls|plz|can you|could you|would you|will you|can u|could u|hey|hi|hello|ok|okay|also|and|then"
    r"|now|so|go ahead and|i need you to|i need to|i want to|i want you to|"
    r"we need to|let's|lets|i'd like (?:you )?to|id like (?:you )?to|need to|wanna|want to|quick(?:ly)?|good morning"
    r"|good afternoon|good evening|morning|thanks|kindly|just|"
    r"yo|yes|yeah|help me|one more|remember to|use|for|on|at|new|next)\b[ ,!.:\-]*)+$",
    re.I,
)
_CHANNEL = {
    "text": "text",
    "txt": "text",
    "sms": "text",
    "texts": "text",
    "email": "email",
    "e-mail": "email",
    "mail": "email",
    "call": "speech",
    "phone": "speech",
    "voice": "voice",
    "voicemail": "voice",
    "recording": "voice",
    "speech": "speech",
    "text to voice": "speech",
    "text-to-voice": "speech",
    "text to speech": "speech",
    "text-to-speech": "speech",
    "robocall": "speech",
    "tts": "speech",
}
_KIND = (
    r"(?:text[- ]to[- ](?:voice|speech)|texts?|txt|sms|e-?mail|phone(?: call)?|call|voice(?:mail)?|speech|tts"
    r"|recording)(?: messages?| calls?)?"
)
_BY = re.compile(
    rf"(?:as|by|via|over|through|using|on|w/|with) (?:an? |the |both )?(?P<kinds>{_KIND}(?:\s*(?:,|and|&|\+|/"
    rf"|plus)\s*(?:an? |by |via |as )*{_KIND})*)(?= |$|[:,.\-])",
    re.I,
)
_KINDS = re.compile(
    r"text[- ]to[- ](?:voice|speech)|texts?|txt|sms|e-?mail|phone|call|voicemail|voice|speech|tts|recording", re.I
)
_A_TEXT = re.compile(
    rf"(?:(?:a|an|the|another|out|up|this|that|my|our|quick|short|friendly|recurring|weekly|daily|monthly|group"
    rf"|follow[- ]?up|mass|reminder)\s+)*(?P<noun>{_NOUN})\b",
    re.I,
)
_PROMPT = re.compile(
    r"(?:(?:with|using|use|play|the|voice|recorded|my|saved|an?|out)\s+)*(?:prompt|recording|voice message|voice msg"
    r"|recorded message|message|msg|voicemail|vm)\s*(?:id |number |no\.? |num )?#?\s?(?P<id>\d{1,6})\b",
    re.I,
)
_TO = re.compile(r"(?:out )?(?:to|for|with|@|over to|2)\s+(?:the number |number |phone )?", re.I)
_SAYING = re.compile(
    r"\s*(?:(?P<colon>[:=]|-{1,2}>?|–|—|\n)|(?P<comma>,|;|>|\.{2,}|…)|(?P<that>know that|know|that says|saying that"
    r"|saying|that reads|which says|to say that|to say|to let (?:them|her|him) know(?: that)?|to tell (?:them|her"
    r"|him)(?: that)?"
    r"|and say|and tell (?:them|her|him)(?: that)?|and let (?:them|her|him) know(?: that)?|with the message"
    r"|with the text|with the words|the message|this message|reading|that(?!'s| is| was| one)"
    r"|about|of(?! course)|re|to(?= [a-z]+(?:\b)))(?=[ :,\"]))\s*(?:[:\-–—]\s*)?",
    re.I,
)
_SUBJECT = re.compile(
    r"(?!\s*(?:are|will|can|could|would|should|did|do|have) (?:you|u|we|i|they|he|she)\b)\s*(?:is|are|was|were"
    r"|works?|worked|will|would|could|can|can't|cant|won't|wont|isn't|isnt|doesn't|sounds?|looks?|only|instead|still"
    r"|it is|should|has|had|seems|"
    r"and(?! (?:say|tell|let|remind))|or|ok|okay|good|fine|if|for your|for you|through|thru|til|till|until|'s|'ll|'d"
    r"|at the|in the|with (?!prompt|recording|the \w+ template)\w+|onwards?|if|then|please\?|because)\b|\s*[?!%&+/]"
    r"|,?\s*-?\s*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\s*-?\s*\d+%",
    re.I,
)
_DAY_THING = re.compile(
    r"\s*(?:'s|s|')?\s+(?:class|classes|special|specials|session|appointment|appt|appts|menu|sale|slot|practice|game"
    r"|night|lunch|dinner|brunch|workshop|shift|deal|hours|schedule|event|training|meeting|delivery|visit"
    r"|morning class|spot|spots|openings?)\b",
    re.I,
)
_TRIGGER = re.compile(
    r"(?:on|at|@|this|next|in|every|each|tom|tmr|tmw|2mor|2mr|today|tonight|tonite|mon|tue|wed|thu|fri|sat|sun|noon"
    r"|midnight|midday|half|quarter|eod|cob|first|second|third|last|1st|2nd|3rd|daily|weekly|monthly|yearly|weekday"
    r"|weekend|later|"
    r"the (?:\d|first|second|third|fourth|fifth|last|day|morning)|jan|feb|mar|apr|may \d|jun|jul|aug|sep|oct|nov|dec"
    r"|\d|morning|afternoon|evening|for (?:\d|mon|tue|wed|thu|fri|sat|sun|tom|today|tonight|next|this|the|noon)"
    r"|an hour|a week|a day|two|three|four|five|six|seven|eight|nine|ten|starting|christmas|thanksgiving|easter"
    r"|new year|valentine|halloween|end of|before|after|bi-?weekly|fortnightly|quarterly|annually|nightly|around"
    r"|about \d)",
    re.I,
)
_AT = re.compile(r"\s*(?:,\s*)?(?:at|@)?\s*\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m?\.?\b)?", re.I)
_NOW = re.compile(
    r"(?:right now|right away|immediately|asap|now)(?=[\s:,\-]|$)(?! (?:open|hiring|is|available|that))", re.I
)
_QUOTED = re.compile(r"\s*(?:[\"](?P<double>.+?)[\"]|(?<!\w)'(?P<single>.{6,}?)'(?!\w))\s*(?P<rest>.*)$", re.S)
_LATER = re.compile(
    r"[\s.,;(\-–—]*(?:please |pls |and |then )?(?:send|schedule|deliver|sent) (?:it|this|that"
    r"|them)(?: out)?(?: to go(?: out)?)? (?:for |on |at )?(?P<when>[^.!?:]{2,50})\)?[.!]?$",
    re.I,
)
_LATE_BY = re.compile(
    rf"[\s,(]+(?P<by>(?:as|via) (?:an? )?{_KIND}(?:\s*(?:and|&|\+|,)\s*(?:an? |by |via |as )*{_KIND})*)\)?[.!]?$", re.I
)
_FIX = re.compile(
    r"[\s.,…\-–—(]*\b(?:no wait|wait no|no|nope|sorry|scratch that|i mean|i meant|wait|actually|oops|make that"
    r"|correction|not that|rather|strike that|my bad|nvm|err?|uh)\b[\s,.:…\-–]*(?:i mean |make (?:that|it) |sorry "
    r"|actually )*",
    re.I,
)
_FIXED = re.compile(
    r"[\s.,…\-–—(]*\b(?:no wait|wait no|scratch that|i mean|i meant|make that|make it|oops|correction|strike that"
    r"|no sorry|sorry no|wait|sorry i mean|no,|sorry,|actually|no(?:pe)?(?=\s+(?:at )?\d{1,2}(?::\d\d)?\s*[ap]m"
    r"|\s+(?:mon|tue|wed|thu|fri|sat|sun|tomorrow|today|tonight)))[\s,.:…]*",
    re.I,
)
_CONTACT = re.compile(
    rf"(?:(?:e-?mail|phone|number|cell|is|to|address|new|now|:|=)\s*)*(?:[\w.+\-]+@[\w\-]+\.[\w.\-]+|{_PHONE})\W*", re.I
)
_TO_DO = re.compile(r"(?:back|about|asap|later|re|if|when|for|him|her|them|first|and (?:ask|see|check))\b", re.I)
"""A call that the owner means to make."""
_PLACES = ("make", "plan")


@dataclass(frozen=True)
class Draft:
    """A send half read: what the header has given so far, and where in the text reading has come to."""

    at: int
    verb: str = ""
    to: Recipients | None = None
    when: When | None = None
    rrule: str | None = None
    channels: tuple[str, ...] = ()
    template: str | None = None
    prompt: str | None = None
    noun: bool = False
    body: str = ""
    why: tuple[str, ...] = field(default=())

    def told(self, reason: str) -> "Draft":
        """The same with one more reason."""
        return replace(self, why=(*self.why, reason))


def send(scene: Scene) -> Understanding | None:
    """The send that a text asks for; None where it asks for none."""
    draft = next((d for d in _drafts(scene) if d is not None), None)
    if draft is None or _CONTACT.fullmatch(draft.body) or (draft.verb == "call" and _TO_DO.match(draft.body)):
        return None
    return _understood(draft)


def _drafts(scene: Scene) -> list[Draft | None]:
    text = plain(scene.text)
    drafts: list[Draft | None] = []
    for m in _VERB.finditer(text[:160]):
        lead = _lead(scene, text[: m.start()])
        if lead is None:
            continue
        drafts.append(_from_verb(scene, text, m, lead))
        if drafts[-1] is not None:
            break
    return drafts if any(drafts) else [_addressed(scene, text)]


def _lead(scene: Scene, before: str) -> Draft | None:
    """What stands before the verb: nothing, a courtesy, a moment."""
    lead = Draft(0)
    rest = before.strip(" ,.:;-\n!")
    if not rest or _LEAD.fullmatch(before):
        return lead
    courtesy = re.match(_LEAD.pattern.removesuffix("$"), rest, re.I)
    if courtesy and not rest[courtesy.end() :]:
        return lead
    start = courtesy.end() if courtesy and not scene.first_when(rest) else 0
    found = _moment_at(scene, rest[start:], strict=False)
    if found is None or not (
        not rest[start + found[0] :].strip(" ,.:;-") or _LEAD.fullmatch(rest[start + found[0] :].strip(" ,.:;-"))
    ):
        return None
    return replace(lead, when=found[1], rrule=found[2]).told("a moment before the verb")


def _from_verb(scene: Scene, text: str, m: re.Match[str], lead: Draft) -> Draft | None:
    kind = str(
        m.lastgroup
        if m.lastgroup != "more"
        else next(k for k in ("make", "plan", "mail", "call", "let", "say") if m[k])
    )
    channels: tuple[str, ...] = {"mail": ("email",), "call": ("speech",)}.get(kind, ())
    if kind == "call" and m[0].lower().startswith(("voice", "play")):
        channels = ("voice",)
    if m["more"]:
        channels = (*(channels or ("text",)), *_kinds(m["more"]))
    draft = replace(lead, at=m.end(), verb=kind, channels=channels).told(f"the verb “{m[0].strip()}”")
    draft = _header(scene, text, draft)
    if draft.to is None and kind in (*_PLACES, "mail", "call"):
        draft = _words_first(scene, text, draft) or draft
    if draft.to is None:
        return None
    return _finish(scene, text, draft, m)


def _header(scene: Scene, text: str, draft: Draft) -> Draft:
    """Recipients, moment, channels, template, recording: whatever stands next, in any order."""
    while True:
        at = (
            draft.at + len(text[draft.at :]) - len(text[draft.at :].lstrip(" ,"))
            if draft.to is None or _more_header(scene, text, draft)
            else draft.at
        )
        step = _step(scene, text, replace(draft, at=at))
        if step is None:
            return draft
        draft = step


def _more_header(scene: Scene, text: str, draft: Draft) -> bool:
    """Whether blanks and a comma may be passed over: they never belong to the words."""
    return bool(re.match(r" +,? *|, *", text[draft.at :]))


def _step(scene: Scene, text: str, draft: Draft) -> Draft | None:
    rest = text[draft.at :]
    if not rest:
        return None
    for reader in (_prompt, _template, _channel, _noun, _to, _moment, _corrected):
        step = reader(scene, text, rest, draft)
        if step is not None and step.at > draft.at:
            return step
    return None


def _prompt(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    m = _PROMPT.match(rest)
    bare = (
        re.match(
            r"(?:(?:with|using|play|use|voice)\s+)?#?(?P<id>\d{1,6})(?=\s+(?:to|on|at|for|tomorrow|mon|tue|wed|thu|fri"
            r"|sat|sun)|\s*$)",
            rest,
        )
        if draft.verb == "call"
        else None
    )
    if m is None and bare and bare["id"] in scene.heard.directory.prompts:
        m = bare
        return replace(draft, at=draft.at + m.end(), prompt=m["id"], channels=_voiced(draft.channels)).told(
            f"recording {m['id']}"
        )
    if m is None or (
        scene.heard.directory.prompts
        and m["id"] not in scene.heard.directory.prompts
        and "prompt" not in m[0].lower()
        and "recording" not in m[0].lower()
    ):
        return None
    return replace(draft, at=draft.at + m.end(), prompt=m["id"], channels=_voiced(draft.channels)).told(
        f"recording {m['id']}"
    )


def _voiced(channels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("voice" if c == "speech" else c for c in channels) or ("voice",)


def _template(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    m = re.match(
        r"(?:(?:with|using|use|from|the|our|my|a|saved|template|called|named|message|of)[ :]+)*[\"']?", rest, re.I
    )
    start = m.end() if m else 0
    words = tokens(rest[start : start + 60])
    if not words or words[0].start > 0:
        return None
    name = scene.roster.at(words, 0, "template", text=rest[start : start + 60], loose=True)
    if name is None or name.also:
        return None
    end = start + name.end
    named = re.match(r"[\"']?\s+(?:template|message|msg|text|one|saved message|email)\b", rest[end:], re.I)
    said = "template" in rest[:start].lower()
    alone = (
        draft.verb in (*_PLACES, "mail")
        and not rest[end:].strip(" .!\"'")
        and draft.to is not None
        and fold(rest[start:end]) == fold(name.value)
    )
    if not (
        said
        or alone
        or (
            named
            and (draft.to is not None or "template" in named[0].lower() or draft.verb in (*_PLACES, "mail", "say"))
        )
    ):
        return None
    after = named.end() if named else len(re.match(r"[\"']?", rest[end:])[0])  # type: ignore[index]
    return replace(draft, at=draft.at + end + after, template=name.value).told(f"the template “{name.value}”")


def _channel(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    m = _BY.match(rest)
    if m is None:
        return None
    return replace(draft, at=draft.at + m.end(), channels=_kinds(m["kinds"])).told(f"“{m[0]}”")


def _kinds(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_CHANNEL[re.sub(r"\s+", " ", k[0].lower())] for k in _KINDS.finditer(written)))


def _noun(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    """ "shoot Lorna a text", "send a reminder to"."""
    aside = re.match(
        r"\s*know\b" if draft.verb == "let" else r"(?:this|that|it|the following)(?=,? (?:out )?to\b)", rest, re.I
    )
    if aside and (
        (draft.verb == "let" and draft.to and not draft.noun) or (draft.verb in _PLACES and draft.to is None)
    ):
        return replace(draft, at=draft.at + aside.end(), noun=draft.verb == "let")
    m = _A_TEXT.match(rest)
    if m is None or draft.noun or (draft.verb not in _PLACES):
        return None
    if draft.to is not None and not re.match(r"(?:a|an|the|out|another|this)\b", rest, re.I):
        return None
    kinds = _kinds(m["noun"]) if not draft.channels else ()
    channels = kinds if kinds and kinds != ("text",) else draft.channels
    more = re.match(rf"(?:\s*(?:and|&|\+|/)\s*(?:an? )?{_KIND})+", rest[m.end() :], re.I)
    if more:
        channels = (*(kinds or ("text",)), *_kinds(more[0]))
    return replace(draft, at=draft.at + m.end() + (more.end() if more else 0), noun=True, channels=channels)


def _to(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    if draft.to is not None:
        return None
    m = _TO.match(rest)
    at = draft.at + (m.end() if m else 0)
    strangers = draft.verb in ("say", "mail", "let") or bool(m) or draft.noun
    to = recipients(scene, at, strangers=strangers and not draft.body)
    if to is None:
        return None
    return replace(draft, at=to.end, to=to).told("to " + ", ".join(to.names))


def _moment(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    now = _NOW.match(rest)
    if now and draft.when is None:
        return replace(draft, at=draft.at + now.end()).told("now")
    if (draft.when or draft.rrule) and not _completes(draft, rest):
        return None
    aside = re.match(r"\(([^)]{2,40})\)", rest)
    inside = _moment_at(scene, aside[1], strict=False) if aside else None
    found = (
        (aside.end(), *inside[1:])
        if aside and inside and inside[0] == len(aside[1])
        else _moment_at(scene, rest, strict=True)
    )
    if found is None:
        return None
    return _placed(scene, draft, found)


def _completes(draft: Draft, rest: str) -> bool:
    """A day was said before, a time follows, or the other way round."""
    return draft.when is not None and len(draft.when.said) == 1


def _placed(scene: Scene, draft: Draft, found: tuple[int, When | None, str | None]) -> Draft | None:
    end, when, rrule = found
    if draft.when and when:
        if set(when.said) & set(draft.when.said) or rrule:
            return None
        day, time = (when, draft.when) if "day" in when.said else (draft.when, when)
        if time.grain != "minute":
            return None
        when = When(day.start.replace(hour=time.start.hour, minute=time.start.minute), "minute", said=("day", "time"))
    return replace(draft, at=draft.at + end, when=when, rrule=rrule or draft.rrule).told(
        "a moment beside the recipient"
    )


def _moment_at(scene: Scene, rest: str, *, strict: bool) -> tuple[int, When | None, str | None] | None:
    """The moment at the very beginning of `rest`, unless what follows makes it part of a sentence."""
    if not _TRIGGER.match(rest):
        return None
    piece = re.split(r":(?!\d)|\n| [-–—]+ |[\"]|\?|!", rest, maxsplit=1)[0][:90]
    prefix = re.match(r"(?:for|on|starting|beginning)\s+(?!the kids)", piece, re.I)
    skip = prefix.end() if prefix else 0
    found = _longest(scene, piece) if not skip else None
    if skip and (later := _longest(scene, piece[skip:])):
        found = (skip + later[0], later[1], later[2])
    found = found or _longest(scene, piece)
    if found is None:
        return None
    end, when, rrule = found
    end += 1 if re.match(r"\.(?=\s|$)", rest[end:]) else 0
    after = rest[end:]
    if strict and (_SUBJECT.match(after) or (when and when.grain == "range")):
        return None
    if strict and when and when.said == ("day",) and not rrule and _DAY_THING.match(after):
        return None
    return end, when, rrule


def _longest(scene: Scene, piece: str) -> tuple[int, When | None, str | None] | None:
    found = scene.first_when(piece)
    end = found[0] if found else 0
    more = _AT.match(piece[end:]) if found is None or (found[1] and found[1].said == ("day",)) or found[2] else None
    if (
        more
        and re.search(r"\d", more[0])
        and (found is None or re.match(r"\s*,?\s*(?:at|@)", more[0]) or re.search(r"[apm:]", more[0]))
    ):
        longer = scene.first_when(piece[: end + more.end()])
        if longer and longer[0] >= end + len(more[0].rstrip()) and re.match(r"\s|$|,|-", piece[longer[0] :]):
            return longer
    return found


def _corrected(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    """ "text Jane, no wait, Bob …": the name or moment that follows takes the place of the one before."""
    m = _FIXED.match(rest)
    if m is None or draft.to is None:
        return None
    after = draft.at + m.end()
    again = recipients(scene, after, strangers=False)
    if again is not None:
        return replace(draft, at=again.end, to=again).told("corrected: " + ", ".join(again.names))
    found = _moment_at(scene, text[after:], strict=True) if draft.when else None
    if found and found[1]:
        when = found[1]
        if "day" not in when.said and draft.when and "day" in draft.when.said:
            when = When(
                draft.when.start.replace(hour=when.start.hour, minute=when.start.minute), "minute", said=("day", "time")
            )
        return replace(draft, at=after + found[0], when=when).told("corrected the moment")
    return None


def _words_first(scene: Scene, text: str, draft: Draft) -> Draft | None:
    """ "send “closed today” to VIP tomorrow 9am": the words stand before the recipient."""
    for m in re.finditer(r"\s+(?:out )?to\s+", text[draft.at :]):
        body = text[draft.at : draft.at + m.start()].strip()
        to = recipients(scene, draft.at + m.end(), strangers=False)
        if to is None or not body:
            continue
        after = _header(scene, text, replace(draft, at=to.end, to=to, noun=True))
        rest = text[after.at :].strip(" .!")
        if not rest:
            return replace(
                after, at=len(text), body=re.sub(r"^(?:this|that says|saying|a message saying)\s*:?\s+", "", body)
            )
    return None


def _addressed(scene: Scene, text: str) -> Draft | None:
    """ "art: the alternator is in", "@VIP closed today", "tomorrow 9am VIP: …": no verb but an address."""
    found = _moment_at(scene, text, strict=False)
    at = 0
    draft = Draft(0, verb="say")
    if found:
        at = found[0] + len(text[found[0] :]) - len(text[found[0] :].lstrip(" ,"))
        draft = replace(draft, when=found[1], rrule=found[2])
    address = re.match(r"(?:to\s+|@\s?|for\s+)?", text[at:], re.I)
    to = recipients(scene, at + (address.end() if address else 0), strangers=False)
    if to is None or to.confidence < 0.8:
        return None
    draft = _header(scene, text, replace(draft, at=to.end, to=to))
    if not re.match(r"\s*:(?!\d)\s*\S", text[draft.at :]) and not (
        text[at : at + 1] == "@" and text[draft.at :].strip()
    ):
        return None
    return _finish(scene, text, draft.told("addressed by name"), None)


def _finish(scene: Scene, text: str, draft: Draft, verb: re.Match[str] | None) -> Draft | None:
    if draft.body:
        return _quoted_body(draft)
    saying = _SAYING.match(text, draft.at)
    start = saying.end() if saying else draft.at
    if draft.verb == "let" and not draft.noun:
        return None
    again = _started_again(scene, text, draft, verb)
    if again is not None:
        return again
    quoted = _QUOTED.match(text, start)
    if quoted and (q := _after_quote(scene, text, draft, quoted)):
        return q
    if draft.verb == "call" and not text[start:].strip() and not draft.prompt and not draft.template:
        return None
    return _trailing(scene, replace(draft, body=scene.text[start:].strip()))


def _quoted_body(draft: Draft) -> Draft:
    m = re.fullmatch(r"[\"'](.+)[\"']", draft.body, re.S)
    return replace(draft, body=m[1]) if m else draft


def _after_quote(scene: Scene, text: str, draft: Draft, quoted: re.Match[str]) -> Draft | None:
    body = quoted["double"] or quoted["single"]
    group = "double" if quoted["double"] else "single"
    after = _header(scene, text, replace(draft, at=quoted.start("rest"), noun=True))
    if text[after.at :].strip(" .!"):
        return None
    return replace(after, body=scene.text[quoted.start(group) : quoted.start(group) + len(body)].strip())


def _started_again(scene: Scene, text: str, draft: Draft, verb: re.Match[str] | None) -> Draft | None:
    """ "text Hoa's group… sorry, text VIP: …": the second start counts, where the first has no words of its own."""
    if verb is None:
        return None
    for fix in _FIX.finditer(text, draft.at, min(len(text), draft.at + 40)):
        between = text[draft.at : fix.start()].strip(" .,…-–'")
        if len(between.split()) > 2 or (between and not re.fullmatch(r"(?:'?s )?(?:group|list)?", between, re.I)):
            return None
        m = _VERB.match(text, fix.end())
        if m is None:
            continue
        second = _from_verb(scene, text, m, replace(draft, to=None, channels=(), why=(*draft.why, "started again")))
        if second is not None and second.to and not second.to.stranger:
            return second
    return None


def _trailing(scene: Scene, draft: Draft) -> Draft:
    """What is said about the sending after the words: "… send it at 9", "… via email"."""
    late = _LATER.search(draft.body)
    if late and draft.when is None and late.start() > 0:
        found = _moment_at(scene, late["when"], strict=False)
        if found and not late["when"][found[0] :].strip(" .!)"):
            draft = replace(draft, body=draft.body[: late.start()].rstrip(" ,;-"), when=found[1], rrule=found[2])
    by = _LATE_BY.search(draft.body)
    if by and not draft.channels and draft.verb in ("say", "make", "plan", "let") and by.start() > 0:
        draft = replace(draft, body=draft.body[: by.start()].rstrip(" ,;"), channels=_kinds(by["by"]))
    return draft


def _understood(draft: Draft) -> Understanding:
    assert draft.to is not None  # noqa: S101
    slots: Slots = {"to": list(draft.to.names)}
    body = "" if re.fullmatch(r"\W*(?:please|pls|plz)\W*", draft.body, re.I) else draft.body.strip()
    if body:
        slots["body"] = body
    if draft.channels:
        slots["channels"] = list(dict.fromkeys(draft.channels))
    if draft.when is not None:
        slots["when"] = draft.when.as_slot()
    if draft.rrule:
        slots["rrule"] = draft.rrule
    if draft.template:
        slots["template"] = draft.template
    if draft.prompt:
        slots["prompt"] = draft.prompt
    confidence = draft.to.confidence * (0.95 if body or draft.template or draft.prompt else 0.8)
    question = None
    if draft.to.confidence < 0.6:
        question = f"Send it to {draft.to.names[0]}?"
    return Understanding("send", confidence, slots, draft.why, question)

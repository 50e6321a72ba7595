"""What goes to whom and when: "remind VIP tue 3pm sale starts friday".

A send is a header and the words. The header holds, in any order, recipients, a moment that stands right beside them,
channels, a template or a recording; the words begin where the header ends and are kept as written. A moment further on
belongs to the words ("text Bob doors close Friday 5pm"), and so does one that is the subject of what follows ("text Bob
3pm works").
"""

import re
from dataclasses import replace

from bot.nlu.frames import Slots, Understanding
from bot.nlu.names import fold
from bot.nlu.owner.beside import moment_at
from bot.nlu.owner.doubts import REMIND, doubt
from bot.nlu.owner.header import KIND, NOUN, PLACES, Draft, header, kinds_of
from bot.nlu.owner.recipients import recipients
from bot.nlu.owner.scene import _PHONE, Scene, plain

_VERB = re.compile(
    r"\b(?:(?P<make>use(?= .{0,30}templ)|send out|send off|resend|re-send|send|sned|sent|snd|shoot|shoot out"
    r"|fire off|fire|drop|give"
    r"|write|get|put out|blast out|blast|forward|deliver|push out)"
    rf"|(?P<plan>(?:schedule|sched|set up|set|queue up|queue|plan|create|compose|draft|start)(?=(?: (?:a|an|the"
    rf"|another|my|up|for .{{2,30}}))* (?:recurring |weekly |daily |monthly |quick |group |follow[- ]?up )*{NOUN}\b"
    rf"|\s*\"))"
    r"|(?P<mail>e-?mail)|(?P<call>voice (?:message|msg)|text[- ]to[- ](?:voice|speech)|voice[- ]?call|voicemail"
    r"|voice|call up|call|phone"
    r"|ring|dial|robocall|play)"
    r"|(?P<let>let)"
    r"|(?P<say>texting|text|texy|texr|rext|txt|txt|tx|txet|tect|test(?= [A-Z])|sms|msg|mesage|messge|message|dm|ping"
    r"|tell|tel|remind|remnd|remid|reming|notify|inform|alert|ask|warn|wish|update|nudge|hit up|reach out to|say to"
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


_SAYING = re.compile(
    r"\s*(?:(?P<colon>[:=]|-{1,2}>?|–|—|\n)|(?P<comma>,|;|>|\.{2,}|…)|(?P<that>know that|know|that says|saying that"
    r"|saying|that reads|which says|to say that|to say|to let (?:them|her|him) know(?: that)?|to tell (?:them|her"
    r"|him)(?: that)?"
    r"|and say|and tell (?:them|her|him)(?: that)?|and let (?:them|her|him) know(?: that)?|with the message"
    r"|with the text|with the words|the message|this message|reading|that(?!'s| is| was| one)"
    r"|about|of(?! course)|re|to(?= [a-z]+(?:\b)))(?=[ :,\"]))\s*(?:[:\-–—]\s*)?",
    re.I,
)


_QUOTED = re.compile(r"\s*(?:[\"](?P<double>.+?)[\"]|(?<!\w)'(?P<single>.{6,}?)'(?!\w))\s*(?P<rest>.*)$", re.S)


_LATER = re.compile(
    r"[\s.,;(\-–—]*(?:please |pls |and |then )?(?:send|schedule|deliver|sent) (?:it|this|that"
    r"|them)(?: out)?(?: to go(?: out)?)? (?:for |on |at )?(?P<when>[^.!?:]{2,50})\)?[.!]?$",
    re.I,
)


_LATE_BY = re.compile(
    rf"[\s,(]+(?P<by>(?:as|via) (?:an? )?{KIND}(?:\s*(?:and|&|\+|,)\s*(?:an? |by |via |as )*{KIND})*)\)?[.!]?$", re.I
)


_FIX = re.compile(
    r"[\s.,…\-–—(]*\b(?:no wait|wait no|no|nope|sorry|scratch that|i mean|i meant|wait|actually|oops|make that"
    r"|correction|not that|rather|strike that|my bad|nvm|err?|uh)\b[\s,.:…\-–]*(?:i mean |make (?:that|it) |sorry "
    r"|actually )*",
    re.I,
)


_CONTACT = re.compile(
    rf"(?:(?:e-?mail|phone|number|cell|is|to|address|new|now|:|=)\s*)*(?:[\w.+\-]+@[\w\-]+\.[\w.\-]+|{_PHONE})\W*", re.I
)


_PLEASE = re.compile(r"\W*(?:please|pls|plz)\W*", re.I)
_APPOINTMENT = re.compile(
    r"(?:(?:about|of) )?(?:the(?:ir)?|his|her|an?|my|our)? ?(?:upcoming |next )?(?:appointments?|appts?|apts?"
    r"|bookings?)\W*",
    re.I,
)
""" "remind Ann about her appointment": the owner's words for it, and none that Ann would understand."""
_WISH = re.compile(r"(?:\W|please|can you|also)*wish\b", re.I)
_TO_DO = re.compile(r"(?:back|about|asap|later|re|if|when|for|him|her|them|first|and (?:ask|see|check))\b", re.I)
"""A call that the owner means to make."""


def send(scene: Scene) -> Understanding | None:
    """The send that a text asks for; None where it asks for none."""
    draft = next((d for d in _drafts(scene) if d is not None), None)
    if draft is None or _CONTACT.fullmatch(draft.body) or (draft.verb == "call" and _TO_DO.match(draft.body)):
        return None
    return _understood(scene, draft)


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
    found = moment_at(scene, rest[start:], strict=False)
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
        channels = (*(channels or ("text",)), *kinds_of(m["more"]))
    draft = replace(lead, at=m.end(), verb=kind, channels=channels).told(f"the verb “{m[0].strip()}”")
    draft = header(scene, text, draft)
    if draft.to is None and kind in (*PLACES, "mail", "call"):
        draft = _words_first(scene, text, draft) or draft
    if draft.to is None:
        return None
    return _finish(scene, text, draft, m)


def _words_first(scene: Scene, text: str, draft: Draft) -> Draft | None:
    """ "send “closed today” to VIP tomorrow 9am": the words stand before the recipient."""
    for m in re.finditer(r"\s+(?:out )?to\s+", text[draft.at :]):
        body = text[draft.at : draft.at + m.start()].strip()
        template = _template_named(scene, body)
        to = recipients(scene, draft.at + m.end(), strangers=False)
        if to is None or not body:
            continue
        after = header(scene, text, replace(draft, at=to.end, to=to, noun=True))
        rest = text[after.at :].strip(" .!")
        if not rest and template:
            return replace(after, at=len(text), template=template)
        if not rest:
            return replace(
                after, at=len(text), body=re.sub(r"^(?:this|that says|saying|a message saying)\s*:?\s+", "", body)
            )
    return None


def _template_named(scene: Scene, words: str) -> str | None:
    """The template of exactly this name."""
    key = fold(re.sub(r"^(?:the|my|our|a)\s+|\s+(?:template|message|msg|text)$", "", words.strip(" \"'"), flags=re.I))
    return next((name for name in scene.heard.directory.templates if fold(name) == key), None)


def _template_first(scene: Scene, text: str) -> Draft | None:
    """ "no show text to kofi", "payment reminder to Ann on the 1st": a template, whom to, and nothing else but when."""
    m = re.match(r"(?:please |pls |the |our |my )*(?P<name>[^:\n]{3,60}?) (?:(?:out )?to|for) ", text, re.I)
    template = _template_named(scene, m["name"]) if m else None
    to = recipients(scene, m.end(), strangers=False) if m and template else None
    if to is None:
        return None
    draft = header(scene, text, Draft(to.end, verb="make", to=to, noun=True, template=template))
    if text[draft.at :].strip(" .!"):
        return None
    return replace(draft, at=len(text)).told(f"the template “{template}”")


def _addressed(scene: Scene, text: str) -> Draft | None:
    """ "olga: your color is in", "@VIP closed today", "tomorrow 9am VIP: …": no verb but an address."""
    if template := _template_first(scene, text):
        return template
    named = recipients(scene, 0, strangers=False)
    group_first = named is not None and text[named.end : named.end + 1] == ":"
    found = None if group_first else moment_at(scene, text, strict=False)
    at = 0
    draft = Draft(0, verb="say")
    if found:
        at = found[0] + len(text[found[0] :]) - len(text[found[0] :].lstrip(" ,"))
        draft = replace(draft, when=found[1], rrule=found[2])
    address = re.match(r"(?:to\s+|@\s?|for\s+)?", text[at:], re.I)
    to = recipients(scene, at + (address.end() if address else 0), strangers=False)
    if to is None or to.confidence < 0.8:
        return None
    draft = header(scene, text, replace(draft, at=to.end, to=to))
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
    after = header(scene, text, replace(draft, at=quoted.start("rest"), noun=True))
    if text[after.at :].strip(" .!"):
        return None
    return replace(after, body=scene.text[quoted.start(group) : quoted.start(group) + len(body)].strip())


def _started_again(scene: Scene, text: str, draft: Draft, verb: re.Match[str] | None) -> Draft | None:
    """ "text Ann's group… sorry, text VIP: …": the second start counts, where the first has no words of its own."""
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
        found = moment_at(scene, late["when"], strict=False)
        if found and not late["when"][found[0] :].strip(" .!)"):
            draft = replace(draft, body=draft.body[: late.start()].rstrip(" ,;-"), when=found[1], rrule=found[2])
    draft = _wished(scene, draft)
    by = _LATE_BY.search(draft.body)
    if by and not draft.channels and draft.verb in ("say", "make", "plan", "let") and by.start() > 0:
        draft = replace(draft, body=draft.body[: by.start()].rstrip(" ,;"), channels=kinds_of(by["by"]))
    return draft


def _wished(scene: Scene, draft: Draft) -> Draft:
    """ "wish Elif happy birthday on dec 3": nobody is wished anything about a day to come."""
    if draft.when is not None or not _WISH.match(plain(scene.text)):
        return draft
    for m in re.finditer(r"\s+on (?=\S)", draft.body):
        found = moment_at(scene, draft.body[m.start() :].strip(), strict=False)
        if found and not draft.body[m.start() :].strip()[found[0] :].strip(" .!"):
            return replace(draft, body=draft.body[: m.start()].rstrip(" ,"), when=found[1], rrule=found[2])
    return draft


def _is_no_body(scene: Scene, words: str) -> bool:
    """A courtesy, or the owner's own name for what is to be reminded of."""
    reminds = REMIND.search(plain(scene.text)[:40])
    return bool(_PLEASE.fullmatch(words) or (reminds and _APPOINTMENT.fullmatch(words)))


def _understood(scene: Scene, draft: Draft) -> Understanding:
    assert draft.to is not None  # noqa: S101 - only a draft that has it gets here
    slots: Slots = {"to": list(draft.to.names)}
    body = "" if _is_no_body(scene, draft.body.strip()) else draft.body.strip()
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
    question = doubt(scene, draft, body)
    return Understanding("send", min(confidence, 0.45) if question else confidence, slots, draft.why, question)

"""The header of a send: recipients, moment, channels, template, recording, in any order."""

import re
from dataclasses import dataclass, field, replace

from bot.nlu.frames import When
from bot.nlu.names import fold, tokens
from bot.nlu.owner.beside import moment_at
from bot.nlu.owner.recipients import Recipients, recipients
from bot.nlu.owner.scene import Scene

NOUN = (
    r"(?:text message|text reminder|email reminder|voice message|voice reminder|voicemail|recorded message|recording"
    r"|message|msg|texts?|txt|sms|reminder|e-?mail|mail|note|blast|line|word|heads[- ]?up|shout|update|notice|alert"
    r"|announcement|nudge|ping|call|phone call|robocall)"
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


KIND = (
    r"(?:text[- ]to[- ](?:voice|speech)|texts?|txt|sms|e-?mail|phone(?: call)?|call|voice(?:mail)?|speech|tts"
    r"|recording)(?: messages?| calls?)?"
)


_BY = re.compile(
    rf"(?:as|by|via|over|through|using|on|w/|with) (?:an? |the |both )?(?P<kinds>{KIND}(?:\s*(?:,|and|&|\+|/"
    rf"|plus)\s*(?:an? |by |via |as )*{KIND})*)(?= |$|[:,.\-])",
    re.I,
)


_KINDS = re.compile(
    r"text[- ]to[- ](?:voice|speech)|texts?|txt|sms|e-?mail|phone|call|voicemail|voice|speech|tts|recording", re.I
)


_A_TEXT = re.compile(
    rf"(?:(?:a|an|the|another|out|up|this|that|my|our|quick|short|friendly|recurring|weekly|daily|monthly|group"
    rf"|follow[- ]?up|mass|reminder)\s+)*(?P<noun>{NOUN})\b",
    re.I,
)


_ANNOUNCED = re.compile(rf"(?:a|an|another|the|this)\s+(?:\w+\s+)?{NOUN}\b[^:]{{0,45}}:\s", re.I)
""" "text VIP a reminder friday at 9: …": what stands before the colon is no part of the words."""


_PROMPT = re.compile(
    r"(?:(?:with|using|use|play|the|voice|recorded|my|saved|an?|out)\s+)*(?:prompt|recording|voice message|voice msg"
    r"|recorded message|message|msg|voicemail|vm)\s*(?:id |number |no\.? |num )?#?\s?(?P<id>\d{1,6})\b",
    re.I,
)


_TO = re.compile(r"(?:out )?(?:to|for|with|@|over to|2)\s+(?:the number |number |phone )?", re.I)


_NOW = re.compile(
    r"(?:right now|right away|immediately|asap|now)(?=[\s:,\-]|$)(?! (?:open|hiring|is|available|that))", re.I
)


_FIXED = re.compile(
    r"[\s.,…\-–—(]*\b(?:no wait|wait no|scratch that|i mean|i meant|make that|make it|oops|correction|strike that"
    r"|no sorry|sorry no|wait|sorry i mean|no,|sorry,|actually|no(?:pe)?(?=\s+(?:at )?\d{1,2}(?::\d\d)?\s*[ap]m"
    r"|\s+(?:mon|tue|wed|thu|fri|sat|sun|tomorrow|today|tonight)))[\s,.:…]*",
    re.I,
)


PLACES = ("make", "plan")


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


def header(scene: Scene, text: str, draft: Draft) -> Draft:
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
        draft.verb in (*PLACES, "mail")
        and draft.to is not None
        and fold(rest[start:end]) == fold(name.value)
        and _ends(scene, rest[end:])
    )
    if not (
        said
        or alone
        or (
            named and (draft.to is not None or "template" in named[0].lower() or draft.verb in (*PLACES, "mail", "say"))
        )
    ):
        return None
    after = named.end() if named else len(re.match(r"[\"']?", rest[end:])[0])  # type: ignore[index]
    return replace(draft, at=draft.at + end + after, template=name.value).told(f"the template “{name.value}”")


def _ends(scene: Scene, rest: str) -> bool:
    """Whether nothing follows but a moment."""
    left = rest.strip(" .!\"',")
    found = moment_at(scene, left, strict=False) if left else None
    return not left or bool(found and not left[found[0] :].strip(" .!"))


def _channel(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    m = _BY.match(rest)
    if m is None:
        return None
    return replace(draft, at=draft.at + m.end(), channels=kinds_of(m["kinds"])).told(f"“{m[0]}”")


def kinds_of(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_CHANNEL[re.sub(r"\s+", " ", k[0].lower())] for k in _KINDS.finditer(written)))


def _noun(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    """ "drop Tess a line", "send a reminder to"."""
    aside = re.match(
        r"\s*know\b" if draft.verb == "let" else r"(?:this|that|it|the following)(?=,? (?:out )?to\b)", rest, re.I
    )
    if aside and ((draft.verb == "let" and draft.to and not draft.noun) or (draft.verb in PLACES and draft.to is None)):
        return replace(draft, at=draft.at + aside.end(), noun=draft.verb == "let")
    m = _A_TEXT.match(rest)
    if m and draft.verb == "say" and draft.to and not draft.noun and _ANNOUNCED.match(rest):
        return replace(draft, at=draft.at + m.end(), noun=True)
    if m is None or draft.noun or (draft.verb not in PLACES):
        return None
    if draft.to is not None and not re.match(r"(?:a|an|the|out|another|this)\b", rest, re.I):
        return None
    kinds = kinds_of(m["noun"]) if not draft.channels else ()
    channels = kinds if kinds and kinds != ("text",) else draft.channels
    more = re.match(rf"(?:\s*(?:and|&|\+|/)\s*(?:an? )?{KIND})+", rest[m.end() :], re.I)
    if more:
        channels = (*(kinds or ("text",)), *kinds_of(more[0]))
    return replace(draft, at=draft.at + m.end() + (more.end() if more else 0), noun=True, channels=channels)


def _to(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    if draft.to is not None:
        return None
    m = _TO.match(rest)
    at = draft.at + (m.end() if m else 0)
    strangers = draft.verb in ("say", "mail", "let") or bool(m)
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
    inside = moment_at(scene, aside[1], strict=False) if aside else None
    found = (
        (aside.end(), *inside[1:])
        if aside and inside and inside[0] == len(aside[1])
        else moment_at(scene, rest, strict=True)
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


def _corrected(scene: Scene, text: str, rest: str, draft: Draft) -> Draft | None:
    """ "text Jane, no wait, Bob …": the name or moment that follows takes the place of the one before."""
    m = _FIXED.match(rest)
    if m is None or draft.to is None:
        return None
    after = draft.at + m.end()
    again = recipients(scene, after, strangers=False)
    if again is not None:
        return replace(draft, at=again.end, to=again).told("corrected: " + ", ".join(again.names))
    bare = re.match(r"(?:at )?(\d{1,2}(?::\d\d)?)(?=\s*[:,\-–—](?!\d))", text[after:]) if draft.when else None
    found = scene.first_when(f"at {bare[1]}") if bare else None
    if bare and found:
        found = (bare.end(), found[1], found[2])
    elif draft.when:
        found = moment_at(scene, text[after:], strict=True)
    if found and found[1]:
        when = found[1]
        if "day" not in when.said and draft.when and "day" in draft.when.said:
            when = When(
                draft.when.start.replace(hour=when.start.hour, minute=when.start.minute), "minute", said=("day", "time")
            )
        return replace(draft, at=after + found[0], when=when).told("corrected the moment")
    return None

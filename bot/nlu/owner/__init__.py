"""What an owner's text asks for.

The way of a text: an answer to what was asked (`answers`); what only looks like a command (`near`); a send (`send`,
`recipients`); a command of one pattern (`rules`); the calendar (`calendar`). `scene` marks the names in it.
"""

import re
from dataclasses import replace

from bot.nlu.frames import Heard, Understanding
from bot.nlu.owner.answers import answer
from bot.nlu.owner.calendar import calendar
from bot.nlu.owner.changes import cancel
from bot.nlu.owner.near import no_command
from bot.nlu.owner.replies import reply
from bot.nlu.owner.rules import by_rules
from bot.nlu.owner.scene import Scene, plain
from bot.nlu.owner.send import send

__all__ = ["AFTERWARDS", "afterwards", "understand"]

AFTERWARDS = ("why", "resend", "no_show", "group_rename", "unblock", "blocked")

_COURTESY = re.compile(
    r"(?:(?:good (?:morning|afternoon|evening)|hey(?: there)?|hi(?: there)?|hello|yo|ok|okay|so|um|please|pls|plz"
    r"|can you(?: please)?(?= (?!text))|could you(?: please)?|would you(?: please)?|can u|thanks|morning|also|oh"
    r"|and)\b[\s,!.:\-–—]*)+",
    re.I,
)
_LATE_COURTESY = re.compile(r"[\s,]+(?:please|pls|plz|thanks|thank you|thx|ty|asap)[\s.!]*$", re.I)
_CALLS = re.compile(
    r"(?:(?:my|our|the|all|incoming|inbound|any|customer|new|business|shop|office|copies of"
    r"|a copy of)\s*)*(?:phone )?(?:calls?|texts?|messages?|msgs?|replies|sms|voicemails?|too|also|as well"
    r"|)(?: to .*)?",
    re.I,
)
_LONGEST = 4000


def understand(heard: Heard) -> Understanding:
    """The command in an owner's text. Pure; any string at all gets an answer, `other` where it is no command."""
    text = heard.text.strip()
    if not text or len(text) > _LONGEST * 4 or not re.search(r"\w|\S", text):
        return Understanding("other", 0.9, why=("nothing to read",))
    whole = Scene(heard, text)
    bare, begun = Scene(heard, _bare(text)), Scene(heard, _begun(text))
    for reader, scene in (
        (answer, whole),
        (no_command, bare),
        (_decided, whole),
        (_pending_yes, whole),
        (reply, begun),
        (_sends, whole),
    ):
        found = reader(scene)
        if found is not None:
            return found
    return _managed(bare) or Understanding("other", 0.5, why=("no command found in it",))


def afterwards(heard: Heard) -> Understanding | None:
    """What became of something: a message that did not arrive (`why`, `resend`), a customer who did not (`no_show`),
    a group's name (`group_rename`), time that was closed (`unblock`, `blocked`).

    Intents beyond the agreed ones: by those, such texts are none or questions about sending.
    """
    return by_rules(Scene(heard, _bare(heard.text.strip())), only=AFTERWARDS)


def _decided(scene: Scene) -> Understanding | None:
    """A request answered by its number: before a courtesy ("ok 12") is taken off."""
    return by_rules(scene, only=("approve", "decline", "save_template"))


def _bare(text: str) -> str:
    return _LATE_COURTESY.sub("", _begun(text)) or text


def _begun(text: str) -> str:
    """Without the courtesy at its beginning; the end may be words to send."""
    courtesy = _COURTESY.match(text)
    return (text[courtesy.end() :] if courtesy else text) or text


def _sends(scene: Scene) -> Understanding | None:
    """A send, unless the words are another command's ("call forwarding off", "message usage")."""
    found = send(scene)
    if found is None:
        return None
    if found.confidence < 0.5 and not found.slots.get("body") and (other := cancel(scene, scene.masked.strip())):
        return other
    if found.confidence < 0.7 or re.match(
        r"(?:call|phone|set|get|make|do|give|start|create|plan|send|put|forward|play)\b", plain(scene.text), re.I
    ):
        other = by_rules(
            Scene(scene.heard, _bare(scene.text)),
            only=("help", "usage", "setting", "scheduled", "inbox", "group_create", "save_template", "add_customer"),
        )
        return (
            other if other and (other.intent != "setting" or _CALLS.fullmatch(found.slots.get("body", ""))) else found
        )
    return found


def _pending_yes(scene: Scene) -> Understanding | None:
    """A yes or no with nothing asked: for the caller to make sense of."""
    if scene.heard.context.awaiting is not None:
        return None
    asked = replace(scene.heard, context=replace(scene.heard.context, awaiting="anything_else"))
    if not re.fullmatch(r"\W*(?:y|yes|yep|yeah|yup|n|no|nope|nah)\W*", scene.text, re.I):
        return None
    found = answer(Scene(asked, scene.text))
    return replace(found, confidence=0.6) if found else None


_FIRST = re.compile(r"(?:book|schedule|move|resched\w*|block|cancel|push|bump|squeeze|fit|pencil)\b", re.I)


def _managed(scene: Scene) -> Understanding | None:
    if len(scene.text) > _LONGEST:
        return None
    if _FIRST.match(scene.text):
        return (
            by_rules(scene, only=("unschedule", "opt_out", "undo", "approve", "decline"))
            or calendar(scene)
            or by_rules(scene, but=AFTERWARDS)
        )
    return (
        by_rules(scene, but=("find_customer", "groups", "inbox", "change_customer", *AFTERWARDS))
        or _asks(scene)
        or calendar(scene)
        or by_rules(scene, but=AFTERWARDS)
    )


def _asks(scene: Scene) -> Understanding | None:
    return by_rules(scene, only=("inbox", "groups", "change_customer", "find_customer"))

"""Answers to a customer: "reply to Tess: sure, come by"."""

import re

from bot.nlu.frames import Understanding
from bot.nlu.owner.recipients import recipients
from bot.nlu.owner.scene import Scene, plain

_REPLY = re.compile(
    r"(?:reply|replay|repy|rply|respond|answer|write back|text back|message back|reply back|respond back|get back"
    r"|re)(?:(?: back)? to| back|:)?\s+(?=\S)",
    re.I,
)
_BACK = re.compile(r"(?:text|tell|message|write|answer|email|msg)\s+", re.I)
_THEN = re.compile(
    r"(?:'s (?:text|message|question))?\s*(?:[:,;=]|-{1,2}|–|—|\n|(?:back )?(?:with|saying|that says|and say"
    r"|and tell (?:her|him|them)|back)(?=[\s:,\"])\s*[:,]?)?\s*",
    re.I,
)


def reply(scene: Scene) -> Understanding | None:
    """The answer that a text wants sent; None where it is no reply."""
    text = plain(scene.text)
    m = _REPLY.match(text)
    to = recipients(scene, m.end(), strangers=True) if m else None
    if m and to is None:
        return _to_the_last(scene, text)
    if to is None:
        return _written_back(scene, text)
    then = _THEN.match(text, to.end)
    body = scene.text[then.end() if then else to.end :].strip()
    slots = {"to": to.names[0], **({"body": _unquoted(body)} if body else {})}
    return Understanding("reply", 0.95 * to.confidence, slots, ("the verb “reply”",))


def _to_the_last(scene: Scene, text: str) -> Understanding | None:
    """ "reply: yes, come at 4", "tell him yes": to whoever wrote last."""
    m = re.match(
        r"(?:reply|respond|answer|write back|text back)(?: back)?(?: to)?(?: (?:him|her|them|that|the last (?:one"
        r"|text|message)))?(?: with| saying| that)?\s*[:,\-]?\s+",
        text,
        re.I,
    )
    body = scene.text[m.end() :].strip() if m else ""
    return Understanding("reply", 0.7, {"body": _unquoted(body)}, ("a reply to whoever wrote last",)) if body else None


def _written_back(scene: Scene, text: str) -> Understanding | None:
    """ "text Bob back saying yes"."""
    m = _BACK.match(text)
    to = recipients(scene, m.end(), strangers=False) if m else None
    if to is None:
        return None
    back = re.match(r"\s+back\b(?:\s*[:,\-]|\s+(?:saying|that|with|and say|to say))?\s*", text[to.end :], re.I)
    body = scene.text[to.end + back.end() :].strip() if back else ""
    if not back or not body:
        return None
    return Understanding("reply", 0.9, {"to": to.names[0], "body": _unquoted(body)}, ("the word “back”",))


def _unquoted(body: str) -> str:
    m = re.fullmatch(r"[\"“'](.+)[\"”']", body, re.S)
    return m[1] if m else body

"""What about a send is doubtful, and the one short question that beats a guess."""

import re

from bot.nlu.owner.beside import moment_at
from bot.nlu.owner.header import Draft
from bot.nlu.owner.recipients import recipients
from bot.nlu.owner.scene import Scene, plain

REMIND = re.compile(r"\b(?:remind|remnd|remid|nudge)", re.I)
_SECOND = re.compile(
    r"(?:\band\b|\bthen\b|[,;.]|\balso\b)[\s,]*(?:then |also |and )*"
    r"(?:text|txt|tell|send|remind|email|call|msg|message|let)\s+",
    re.I,
)
_TIME_FIRST = re.compile(r"(?:at|on)\s+\d[\d:apm ]*\band\b", re.I)
_ONCE_MORE = re.compile(
    r"(?:(?:it|this|that|the same(?: one| thing)?) )?(?:once )?(?:again|instead|too|also|as well|now|asap|later"
    r"|first|next"
    r"|soon|the same(?: one| thing)?)\W*",
    re.I,
)
_AHEAD = re.compile(
    r"(?:(?:\d+|an?|one|two|three|half an?) (?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|day)"
    r"|the (?:day|night|morning|week)) (?:before|ahead of|prior to|in advance)\b",
    re.I,
)
_SOME = re.compile(r"(?:who|whom|whose|that haven'?t|that has|with an?|from last|since)\b", re.I)
_SAVE = re.compile(
    r"[\s,(]*(?:except|but(?: not)?(?= [^\W\d_]+\W*:)|but not|not(?= [^\W\d_]+\W*:)|without|minus|besides"
    r"|excluding|other than"
    r"|apart from|aside from|save for)\b",
    re.I,
)
""" "everyone except Bob: …": some of them are left out."""
_RETOLD = re.compile(r"(?:if|whether)\s+(?:s?he|they)(?:'?(?:s|d|re|ll|ve))?\b", re.I)
""" "let Mia know if she can come": a question told to us, not the words to send."""
_ASKED = re.compile(
    r"(?:can|could|will|would|is|are|was|were|does|do|did|has|have|should) (?:s?he|they)\b|"
    r"(?:if|whether)\s+(?!(?:you|u|ur|your|we|i)\b)\w"
    r"|(?:when|what|where|why|who|which|how(?: \w+)?)\s+(?!(?:are|is|do|does|did|was|were|can|could|will|would"
    r"|should|have|has)\b)"
    r"(?:\w+ ){0,3}?(?:s?he|they|his|her|their|him|them)(?:'?(?:s|d|re|ll|ve))?\b",
    re.I,
)
""" "ask Mia if her car is ready", "ask Mia when she wants to come"."""
_ASK = re.compile(r"(?:\W|please|can you|could you|also|and|then)*ask\b", re.I)
_SUBJECT = re.compile(
    r"(?:with (?:the )?)?subject(?: line)?\b.*\b(?:body|message|text)\b|(?:with (?:the )?)?subject(?: line)?\s*:",
    re.I | re.S,
)
""" "subject … body …": a letter's parts, which would be sent as words."""


_THING = re.compile(
    r"(?:the|our|my|your|an?|his|her|their) (?:\w+ )?(?:address|link|menu|hours|directions|prices?|price list"
    r"|wifi|password|receipt"
    r"|invoice|bill|number|details?|info|information|schedule|photos?|pictures?|pics?|form|forms|map|location|website|code|quote"
    r"|estimate)(?: (?:to|for|of|from|about) (?:the|our|my|an?|his|her|their)? ?\w+)?\W*",
    re.I,
)
""" "send Nora the address": a thing to be sent, which is not in the text."""
_HARDLY = re.compile(r"[\s\d?!.,:]{1,5}")
_TOPIC = re.compile(r"\b(?:about|regarding|re)\s+$", re.I)
_MOST_OF_A_TOPIC = 4
_GIVE = re.compile(r"\b(?:send|give|get|shoot|forward|drop|text|txt|message|email)\b", re.I)


def doubt(scene: Scene, draft: Draft, body: str) -> str | None:
    """The question that beats a guess: a second message in the words of the first, some of all, a possessive."""
    assert draft.to is not None  # noqa: S101 - only a draft that has it gets here
    for m in _SECOND.finditer(body):
        at = scene.text.find(body) + m.end()
        if at >= m.end() and recipients(scene, at, strangers=False):
            return "Is that two messages? Please send me one at a time."
    if _RETOLD.match(body) or (_ASKED.match(body) and _ASK.match(plain(scene.text))):
        return (
            f"I send words as written. Please put it as a question, like: text {draft.to.names[0]} can you come at 3?"
        )
    if _SUBJECT.match(body):
        return (
            f"I can't set an email's subject by text. Please leave it out, like: email {draft.to.names[0]} it is ready"
        )
    if draft.when is None and not draft.template and (asked := _no_words(scene, draft, body)):
        return asked
    if draft.when is None and _TIME_FIRST.match(body):
        return "When shall it go out? Please send me one message at a time, like: remind Bob 3pm see you at 4"
    if _SAVE.match(body) or (draft.to.names == ("all",) and _SOME.match(body)):
        return "I can text everybody, a group, or people by name, but not all but one. Who shall get it?"
    if draft.to.confidence < 0.6:
        return f"Send it to {draft.to.names[0]}?"
    return None


def _no_words(scene: Scene, draft: Draft, body: str) -> str | None:
    """The question where what follows the name says when, or again, and nothing else."""
    assert draft.to is not None  # noqa: S101 - only a draft that has it gets here
    if _ONCE_MORE.fullmatch(body) or _HARDLY.fullmatch(body) or _is_thing(scene, body):
        return f"What should it say to {draft.to.names[0]}?"
    if _AHEAD.match(body):
        return "On which day shall it go out, and what should it say? Like: remind Bob tuesday 3pm see you tomorrow"
    said = scene.first_when(body)
    if said and said[1] and not body[said[0] :].strip(" .!") and REMIND.search(plain(scene.text)[:40]):
        return f"What should it say to {draft.to.names[0]}?"
    for m in re.finditer(r"\band\s+", body):
        other = recipients(scene, scene.text.find(body) + m.end(), strangers=False)
        if other and moment_at(scene, scene.text[other.end :].lstrip(), strict=False) and said:
            return "Is that two messages? Please send me one at a time."
    return None


def _is_thing(scene: Scene, body: str) -> bool:
    """Whether it names what is to be told, and does not say it: "the address", "about her facial"."""
    text = plain(scene.text)
    topic = _TOPIC.search(text[: max(0, text.find(body))]) and len(body.split()) <= _MOST_OF_A_TOPIC
    return bool(topic or (_THING.fullmatch(body) and _GIVE.search(text[:40])))

"""Who a message goes to: the names that follow "text", "to", "for", one after another."""

import re
from dataclasses import dataclass, replace

from bot.nlu.names import EVERYDAY, Name, Token, fold, tokens, wordlike
from bot.nlu.owner.scene import _PHONE, Scene, plain

_ALL = re.compile(
    r"(?:all|every) (?:of )?(?:(?:my|our|the) )*(?:customers?|clients?|patients?|members?|contacts?|guests?|people"
    r"|students?|drivers?)\b"
    r"|everyone\b|everybody\b|every ?1\b|(?:the )?(?:entire|whole|full) (?:customer |client |contact )?(?:list"
    r"|base)\b|all\b(?! (?:the|my|our) )",
    re.I,
)
_WHO_ARE = re.compile(
    r"(?:every(?:one|body)|all|those|people|customers|clients|anyone|folks)(?: (?:who is|who are|who's|in|on|from"
    r"|that is|that are|of))(?: a)?(?: the| my| our)?(?: group)? ",
    re.I,
)
_ARTICLE = re.compile(r"(?:(?:the|my|our|all|whole|entire|group|customer|client|patient|of|in) )*", re.I)
_NOUN = re.compile(
    r" (?:customer group|group|grp|list|customers?|clients?|patients?|members?|people|folks|crowd|gang|peeps|guests"
    r"|students|owners|drivers)\b(?! (?:is|are|was|has|price|sale))",
    re.I,
)
_AND = re.compile(
    r"\s*(?:,\s*(?:and\s+|&\s*)?|&|\+|;|/|\band\b|(?<=\s)'?n'?(?=\s)|\bplus\b|\bas well as\b|\balso\b)\s*", re.I
)
_SELF = frozenset(["me", "us", "myself", "him", "her", "them", "it", "himself", "herself", "yourself", "you"])
_AFTER_STRANGER = frozenset(
    [
        "your",
        "you",
        "you're",
        "youre",
        "ur",
        "u",
        "we",
        "we're",
        "were",
        "i",
        "im",
        "i'm",
        "i'll",
        "ill",
        "the",
        "its",
        "it's",
        "it",
        "hi",
        "hey",
        "hello",
        "that",
        "to",
        "a",
        "an",
        "can",
        "could",
        "are",
        "is",
        "don't",
        "dont",
        "please",
        "pls",
        "our",
        "thanks",
        "thank",
        "ok",
        "okay",
        "yep",
        "yeah",
        "sure",
        "nope",
        "great",
        "cool",
        "k",
        "np",
        "both",
        "all",
        "everyone",
        "tonight",
        "no",
        "yes",
        "sorry",
        "if",
        "when",
        "what",
        "about",
        "not",
        "her",
        "his",
        "my",
        "there",
        "see",
        "new",
        "saying",
    ]
)
PHONE = re.compile(_PHONE)


@dataclass(frozen=True)
class Recipients:
    """Who it goes to, where their names end, and how sure that is."""

    names: tuple[str, ...]
    end: int
    confidence: float = 1.0
    also: tuple[str, ...] = ()
    stranger: bool = False


def recipients(scene: Scene, at: int, *, strangers: bool = True) -> Recipients | None:
    """The recipients whose names begin at this place of the text; None where no name stands there."""
    text = plain(scene.text)
    names: list[str] = []
    confidence, end = 1.0, at
    also: tuple[str, ...] = ()
    place = at
    while (one := _one(scene, text, place)) is not None:
        names += one.names
        confidence, end, also = min(confidence, one.confidence), one.end, also or one.also
        joint = _AND.match(text, end)
        if joint is None:
            break
        place = joint.end()
    if names:
        return Recipients(tuple(dict.fromkeys(names)), end, confidence, also)
    return _stranger(scene, text, at) if strangers else None


def _one(scene: Scene, text: str, at: int) -> Recipients | None:
    if text[at : at + 1] != '"':
        return _named(scene, text, at)
    quoted = _named(scene, text, at + 1)
    if quoted is None or text[quoted.end : quoted.end + 1] != '"':
        return None
    noun = _NOUN.match(text, quoted.end + 1)
    return replace(quoted, end=noun.end() if noun else quoted.end + 1)


def _named(scene: Scene, text: str, at: int) -> Recipients | None:
    phone = PHONE.match(text, at)
    if phone:
        return Recipients((phone[0],), phone.end())
    who_are = _WHO_ARE.match(text, at)
    if who_are and (group := _group(scene, text, who_are.end())):
        return group
    article = _ARTICLE.match(text, at)
    start = article.end() if article else at
    group = _group(scene, text, start)
    person = _person(scene, text, at)
    if person and (
        group is None or person.end > group.end or (person.end == group.end and person.confidence > group.confidence)
    ):
        return person
    if group:
        return group
    everyone = _ALL.match(text, at)
    return Recipients(("all",), everyone.end()) if everyone else None


def _tokens(text: str, at: int) -> list[Token]:
    return [Token(t.start + at, t.end + at, t.raw, t.plain) for t in tokens(text[at : at + 80])]


def _begins(words: list[Token], at: int, text: str) -> bool:
    return bool(words) and not text[at : words[0].start].strip(" @\"'")


def _group(scene: Scene, text: str, at: int) -> Recipients | None:
    words = _tokens(text, at)
    if not _begins(words, at, text):
        return None
    slips = words[0].plain not in EVERYDAY
    name = scene.roster.at(words, 0, "group", text=text, slips=slips) or _beginning(scene, words, text)
    if name is None:
        return None
    noun = _NOUN.match(text, name.end)
    end = noun.end() if noun else name.end
    return Recipients((name.value,), end, name.score)


def _beginning(scene: Scene, words: list[Token], text: str) -> Name | None:
    """ "oil change" for "Oil change due": where it is unique and two words, or "… group" follows."""
    name = scene.roster.at(words, 0, "group", text=text, loose=True, slips=False)
    if name is None or name.also:
        return None
    several = " " in text[name.start : name.end]
    named = re.match(r" (?:group|list|people|clients|customers|members|patients|folks)\b", text[name.end :], re.I)
    return name if several or named else None


def _person(scene: Scene, text: str, at: int) -> Recipients | None:
    words = _tokens(text, at)
    if not _begins(words, at, text):
        return None
    title = words[0].plain in ("mr", "mrs", "ms", "miss", "customer", "client", "patient", "dr") and len(words) > 1
    skip = 1 if title else 0
    slips = words[skip].plain not in EVERYDAY
    name = scene.roster.at(
        words, skip, "customer", text=text, loose=title or words[skip].plain not in EVERYDAY, slips=slips
    )
    if name is None:
        return None
    if re.match(
        r"'?s? (?:wife|husband|mom|mother|dad|father|son|daughter|kids?|assistant|sister|brother|boss|partner"
        r"|parents|friend|girlfriend|boyfriend|neighbor|group)\b",
        text[name.end :],
        re.I,
    ):
        return None
    return _surname(scene, text, words, name) or Recipients((name.value,), name.end, _sure(text, name), name.also)


def _sure(text: str, name: Name) -> float:
    """A possessive is somebody else ("text anns mom")."""
    raw = fold(text[name.start : name.end])
    owner = raw.endswith("s") and not fold(name.value).startswith(raw) and raw not in fold(name.value).split()
    return 0.5 if owner or re.search(r"'s$", text[name.start : name.end]) else name.score


def _surname(scene: Scene, text: str, words: list[Token], name: Name) -> Recipients | None:
    """ "Bob Smith" is not the only Bob of the directory."""
    after = next((t for t in words if t.start >= name.end), None)
    if (
        after is None
        or " " in text[name.start : name.end]
        or text[name.end : after.start] != " "
        or not text[name.start].isupper()
    ):
        return None
    capital = (
        after.raw[0].isupper() and after.raw[1:].islower() and len(after.raw) > 2 and not after.raw.endswith("ing")
    )
    follows = text[after.end : after.end + 2]
    if (
        not capital
        or after.plain in EVERYDAY
        or after.plain in _AFTER_STRANGER
        or "'" in after.raw
        or not re.match(r" [a-z]|:|,|$", follows)
    ):
        return None
    if scene.first_when(text[after.start : after.end]) or scene.roster.at(
        words, words.index(after), "service", text=text, loose=True
    ):
        return None
    return Recipients((text[name.start : after.end],), after.end, 0.7, stranger=True)


def _stranger(scene: Scene, text: str, at: int) -> Recipients | None:
    """A name that the business does not know, where it can be nothing else."""
    words = _tokens(text, at)
    if (
        not _begins(words, at, text)
        or words[0].plain in EVERYDAY | _SELF
        or words[0].plain in _AFTER_STRANGER
        or words[0].raw[0].isdigit()
    ):
        return None
    if wordlike(words[0]) or scene.first_when(text[at : words[0].end]):
        return None
    taken = 1
    if words[0].raw[0].isupper():
        if (
            len(words) > 1
            and words[1].raw[0].isupper()
            and words[1].plain not in EVERYDAY | _AFTER_STRANGER
            and text[words[0].end : words[1].start] == " "
        ):
            taken = 2
        return Recipients((text[words[0].start : words[taken - 1].end],), words[taken - 1].end, 0.65, stranger=True)
    follows = words[1].plain if len(words) > 1 else ""
    colon = text[words[0].end : words[0].end + 1] == ":"
    if (
        not colon
        and follows not in {fold(w) for w in _AFTER_STRANGER}
        and not (len(words) > 1 and scene.first_when(text[words[0].end : words[0].end + 25]))
    ):
        return None
    return Recipients((text[words[0].start : words[0].end],), words[0].end, 0.6, stranger=True)

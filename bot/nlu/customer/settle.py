"""From what the classifier thinks likely to what is answered: a yes beyond doubt, a change, or `other`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.nlu.customer import guards, sense
from bot.nlu.customer.features import situation
from bot.nlu.customer.text import Seen
from bot.nlu.frames import Heard, Moment, When
from bot.nlu.moments import find

LOWEST = 0.2
"""Below this share of the likelihood nothing is said to be understood."""
SURE = 0.6
"""From which share on a word that merely fits a yes ("that", "book") is enough."""
NEEDED = {"affirm": 0.3, "select": 0.3, "opt_out": 0.8, "opt_in": 0.5, "cancel": 0.3}
"""What would do more harm has to be surer."""
_LATE = re.compile(r"\b(?:late|behind|tarde|retras\w+|traffic)\b|\bxmin (?:away|out|late)\b")
_CHANGE = re.compile(
    r"\b(?:instead|actually|rather|sorry|i meant|reschedule|move|change|switch|push|shift|"
    r"postpone|another (?:day|time)|different (?:day|time)|make it|mejor|cambiar)\b"
)
_PROPOSAL = re.compile(
    r"\?|\b(?:how about|what about|can (?:i|we|you)|could (?:i|we|you)|maybe|works?|better|free|available|open|prefer|"
    r"try|do xday|puede|podria)\b"
)
_APPROVAL = re.compile(r"\b(?:perfect\w*|great|awesome|ok|sounds|works|super|excellent|wonderful|fantastic|good)\b")
_COMES_NOT = re.compile(r"\b(?:not|unable to|hard to|trouble to) (?:be able to |going to |gonna )?(?:\w+ )?make it\b")
_BEYOND_DOUBT = 0.85
_LIKELY = 0.5
_TO_CONFIRM = re.compile(
    r"\b(?:replying|writing|texting|responding|messaging|just|want(?:ed)?|like|here) (?:back |you )?to confirm "
    r"(?:my|the|our|that|for|it|xday|tomorrow)\b"
)
_MORE = re.compile(r"\?|\d")
_BRIEF = 5
"""So few words hide no second meaning."""
_ASKED_TOO = 0.8
"""So sure has to be the classifier that words without any "no" after a yes take it back."""
_THANKS = re.compile(
    r"(?:thanks|thank you|thank|gracias|muchas gracias|appreciate it|emothanks)(?: (?:so much|a lot|guys))?"
)
_ASKS_TO_ACT = re.compile(
    r"^(?:yes|sure|si)\b|\b(?:book|make|schedule|reserve|go ahead|do it|do that|set|confirm|try)\b"
)
_REFUSED_BEFORE = re.compile(
    r"\b(?:can'?t|cannot|can not|couldn'?t|won'?t|don'?t|not|hate)(?: do| make| work| on| at| in| the| any)* *$", re.I
)
_SAME_ONE = re.compile(r"\b(?:that|the same|this) (?:day|morning|afternoon|evening|time|night|hour)\b", re.I)
"""Words for the moment that we named ourselves."""
_YES = frozenset(("affirm", "select"))
_YES_BUT = ("yes but", "ok but", "sure but")
"""What follows is a wish; "see you at 4" may be a slip of memory, and is read back."""


Classify = Callable[[str], dict[str, float]]


@dataclass(frozen=True)
class Reading:
    """An intent (with its topic, as `ask/price`), how sure, why, and the number of what was chosen."""

    label: str
    confidence: float
    why: tuple[str, ...]
    choice: int | None = None


def settle(heard: Heard, seen: Seen, classify: Classify) -> Reading:
    """The answer for a text, given what says how likely each label is for masked words in this situation."""
    reading = unchosen(
        heard, seen, _settled(heard, seen, classify(guards.kindlier(guards.without_recalled(seen.masked))))
    )
    return _heard_out(heard, seen, classify, reading) if reading.label in _YES else reading


def _heard_out(heard: Heard, seen: Seen, classify: Classify, reading: Reading) -> Reading:
    """A yes with more after it is one only where the rest, heard alone, is no refusal: "yeah busy that day"."""
    rest = guards.after_yes(seen.masked)
    if len(rest.split()) < 2:
        return reading
    likely = classify(rest)
    refusal = sum(likely.get(label, 0.0) for label in ("negate", "cancel"))
    if refusal < (0.5 if guards.refuses(rest) else _ASKED_TOO) or guards.surely_yes(rest):
        return reading
    return Reading("negate", refusal, (*reading.why, "a yes, then a refusal"))


def _settled(heard: Heard, seen: Seen, likely: dict[str, float]) -> Reading:
    impossible = sense.impossible(heard, seen)
    likely = _without(likely, impossible)
    label, share = _best(likely)
    if label == "opt_out" and share < _needed_to_leave(heard):
        likely = _without(likely, frozenset(("opt_out",)))
        label, share = _best(likely)
    reading = Reading(label, share, (f"classifier: {label} {share:.2f}",))
    if certain := sense.certain(heard, seen, label):
        return Reading(certain, max(share, 0.5), (*reading.why, "the words rule out more"))
    if reading.label == "thanks" and _approves(heard, seen):
        reading = replace(reading, label="affirm" if heard.context.awaiting == "confirmation" else "select")
    if heard.context.awaiting == "confirmation":
        reading = _after_question(heard, seen, likely, reading)
    elif reading.label in _YES:
        reading = _plain_yes(seen, likely, reading)
    reading = _after_detail(heard, seen, _after_when(heard, seen, reading))
    if reading.label != "opt_out" and reading.confidence < NEEDED.get(reading.label, LOWEST):
        return Reading("other", reading.confidence, (*reading.why, "not sure enough"))
    return reading


def _without(likely: dict[str, float], impossible: frozenset[str]) -> dict[str, float]:
    """What is left is as likely as before among itself, though never sure where most of it was ruled out."""
    left = {k: v for k, v in likely.items() if k.partition("/")[0] not in impossible}
    total = sum(left.values())
    scale = min(1 / total, max(1.0, 0.6 / total)) if total else 0.0
    return {k: v * scale for k, v in left.items()}


def _needed_to_leave(heard: Heard) -> float:
    """An advertisement is what people want to hear no more of."""
    return 0.5 if situation(heard.context) == "promo" else NEEDED["opt_out"]


def _approves(heard: Heard, seen: Seen) -> bool:
    """ "Perfect, thanks" to an offer or a question takes it."""
    asked = heard.context.awaiting in ("confirmation", "choice") and len(heard.context.offered) < 2
    return asked and bool(_APPROVAL.search(seen.plain)) and not guards.says_no(seen.plain)


def _best(likely: dict[str, float], without: frozenset[str] = frozenset()) -> tuple[str, float]:
    """The most likely intent; the topics of a question count together."""
    shares: dict[str, float] = {}
    for label, share in likely.items():
        intent = label.partition("/")[0]
        if intent not in without:
            shares[intent] = shares.get(intent, 0.0) + share
    intent = max(shares, key=shares.__getitem__)
    return next(label for label in likely if label.partition("/")[0] == intent), shares[intent]


def _changes(plain: str) -> bool:
    """Whether something is to change; "can't make it" alone asks for no other time."""
    return bool(_CHANGE.search(_COMES_NOT.sub(" ", plain)))


def _after_question(heard: Heard, seen: Seen, likely: dict[str, float], reading: Reading) -> Reading:
    other = _other_moment(heard, seen)
    if (
        reading.label in ("affirm", "select", "inform", "book", "negate", "alternatives", "cancel")
        and other
        and not _LATE.search(seen.masked)
        and (reading.label != "cancel" or _changes(seen.plain) or _PROPOSAL.search(seen.plain))
    ):
        states = reading.label == "affirm" and not (_changes(seen.plain) or _PROPOSAL.search(seen.plain))
        share = max(reading.confidence, 0.6)
        return replace(
            reading,
            label="move",
            confidence=min(share, 0.7) if states and not seen.plain.startswith(_YES_BUT) else share,
            why=(*reading.why, "names another time than we did"),
        )
    if reading.label == "book" and (guards.says_no(seen.plain) or _CHANGE.search(seen.plain)):
        return replace(reading, label="move", why=(*reading.why, "another than we asked about"))
    if reading.label == "affirm" and re.search(r"\brain ?check\b", seen.plain):
        return replace(reading, label="move")
    if reading.label == "select":
        reading = replace(reading, label="affirm")
    if reading.label == "affirm":
        return _plain_yes(seen, likely, reading)
    return reading


def _is_ours(text: str, moment: Moment) -> bool:
    """Whether it is the one that we named, or one that is only refused, rather than a wish."""
    start, end = moment.span
    return bool(_SAME_ONE.search(text[max(0, start - 9) : end]) or _REFUSED_BEFORE.search(text[:start]))


def _other_moment(heard: Heard, seen: Seen) -> bool:
    said = [m.when for m in seen.moments if m.when and not _is_ours(seen.raw, m)]
    if not said:
        return False
    asked = [m.when for m in find(heard.context.last_text or "", heard.reference, heard.timezone) if m.when]
    if _changes(seen.plain) and not seen.plain.startswith(("yes", "ok", "sure")) and "make it" in seen.plain:
        return True
    if not asked and not _changes(seen.plain):
        return False
    return not all(guards.agrees(w, _timed(asked)) for w in said)


def _timed(asked: list[When]) -> list[When]:
    whole = [w for w in asked if len(w.said) == 2]
    return whole or asked


_ANSWERS = re.compile(
    r"\b(?:in|near|around|find|search|look|looking|looks|need|want|like|prefer|under|name|with|"
    r"for|yes|a|an|this is|i am|it is|me llamo|soy)\b(?! not)"
)


def _after_detail(heard: Heard, seen: Seen, reading: Reading) -> Reading:
    """Words that would be a wish elsewhere are the answer to what was asked."""
    if heard.context.awaiting != "detail" or ("?" in heard.text and reading.label.startswith("ask")):
        return reading
    unsure = (
        reading.label in ("other", "affirm", "cancel", "move")
        and reading.confidence < 0.65
        and len(seen.plain.split()) > 1
    )
    if reading.label in ("book", "select", "alternatives") or (unsure and _ANSWERS.search(seen.plain)):
        return replace(reading, label="inform", why=(*reading.why, "what we asked for"))
    return reading


def unchosen(heard: Heard, seen: Seen, reading: Reading) -> Reading:
    """A choice among several that does not say which: another wish, or a question back."""
    if reading.label in ("move", "book") and heard.context.awaiting == "choice" and heard.context.offered:
        return replace(reading, label="alternatives", why=(*reading.why, "another than we offered"))
    if reading.label not in _YES or heard.context.awaiting != "choice" or len(heard.context.offered) < 2:
        return reading
    label = "alternatives" if seen.moments or "?" in seen.plain else "other"
    return replace(
        reading, label=label, confidence=min(reading.confidence, 0.5), why=(*reading.why, "does not say which")
    )


def _plain_yes(seen: Seen, likely: dict[str, float], reading: Reading) -> Reading:
    if _LATE.search(guards.kindlier(seen.masked)):
        return replace(reading, label="late", why=(*reading.why, "late"))
    if _THANKS.fullmatch(seen.plain):
        return replace(reading, label="thanks", why=(*reading.why, "thanks alone"))
    no, doubt = guards.says_no(seen.plain), guards.doubts(seen.plain) or _only_asks(seen)
    change = guards.wants_change(guards.without_recalled(seen.plain)) and not seen.plain.startswith("yes try")
    if not (no or doubt or change) and (
        guards.surely_yes(seen.plain) or (reading.confidence >= _sure(seen) and guards.sounds_like_yes(seen.plain))
    ):
        if _TO_CONFIRM.search(seen.plain) and "?" not in seen.raw:
            return replace(reading, confidence=max(reading.confidence, _BEYOND_DOUBT))
        needed = SURE if len(seen.plain.split()) > _BRIEF else _LIKELY
        sure = guards.surely_yes(seen.plain) and reading.confidence >= needed and not _MORE.search(seen.raw)
        return replace(reading, confidence=max(reading.confidence, _BEYOND_DOUBT)) if sure else reading
    label, share = _best(likely, without=frozenset(("affirm", "select", "thanks", "greeting", "goodbye", "opt_out")))
    if not no and label not in (_DESPITE_DOUBT if doubt or change else _DESPITE_DOUBT - {"cancel", "ask"}):
        label = "other"
    return Reading(label, max(share, LOWEST), (*reading.why, "not a yes beyond doubt"))


_OPEN_TO_TIME = frozenset(
    (
        "select",
        "alternatives",
        "affirm",
        "other",
        "move",
        "negate",
        "mine",
        "ask/hours",
        "ask/other",
        "ask/services",
        "greeting",
    )
)
"""What a day or time named in answer to "when?" is not."""


_DESPITE_DOUBT = frozenset(("move", "alternatives", "late", "ask", "cancel", "inform", "book"))
"""What a yes with a doubt may still be; without even that it is only unclear."""


def _sure(seen: Seen) -> float:
    """The more words, the surer the classifier has to be of a yes without any word that can only be one."""
    return SURE if len(seen.plain.split()) < 4 else 0.85


def _only_asks(seen: Seen) -> bool:
    """A question all through, which asks us to do nothing: "3 pm right?"."""
    text = seen.raw.strip()
    return text.endswith("?") and not re.search(r"[.!,;\n]", text[:-1]) and not _ASKS_TO_ACT.search(seen.plain)


def _after_when(heard: Heard, seen: Seen, reading: Reading) -> Reading:
    """A day or time, when one was asked for, is the answer."""
    if heard.context.awaiting != "when" or not any(m.when for m in seen.moments):
        return reading
    if reading.label in _OPEN_TO_TIME or (reading.label in ("cancel", "late") and not guards.says_no(seen.plain)):
        return replace(
            reading,
            label="inform",
            confidence=max(reading.confidence, 0.6),
            why=(*reading.why, "the time we asked for"),
        )
    return reading

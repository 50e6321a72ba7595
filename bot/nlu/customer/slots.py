"""What a text says beside its intent: services, staff, a name, minutes, the things ordered."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

Span = tuple[int, int]
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_TITLES = frozenset(("dr", "doctor", "doc", "mr", "mrs", "ms", "miss"))
_EVERYDAY = frozenset(
    [
        "table",
        "trim",
        "train",
        "color",
        "order",
        "check",
        "bring",
        "house",
        "where",
        "there",
        "filing",
        "feeling",
        "falling",
        "calling",
        "saw",
        "am",
    ]
)
_ENDING = re.compile(r"(?:ions?|ing|ed|s)$")
_SAME_THING = {
    **dict.fromkeys(("shots", "shot", "vaccine", "vaccines", "vaccinated", "vax"), "vaccination"),
    "corte": "haircut",
    "limpieza": "cleaning",
}
_MINUTES = re.compile(
    r"(?:\b(?P<n>\d{1,3})|\b(?P<word>five|ten|fifteen|twenty|thirty|forty|forty five|couple(?: of)?|few|cinco|"
    r"diez|quince|veinte|treinta|media))(?: ?(?:-|to|or|a|o|–) ?\d{1,3})?"
    r"[- ]?(?:more |mas )?(?P<unit>hours?|hrs?|horas?|hora|min\w*|m\b)?",
    re.I,
)
_WORDS = {
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty five": 45,
    "couple": 2,
    "couple of": 2,
    "cinco": 5,
    "diez": 10,
    "quince": 15,
    "veinte": 20,
    "treinta": 30,
}
_ORDER_OPENING = re.compile(
    r"^(?:(?:hi|hey|hello|hola|ok|okay|yes|um|so|good (?:morning|evening|afternoon)|please|also|pls|actually|and|"
    r",|!|\.|-)[\s,!.]*)*"
    r"(?:(?:(?:can|could|may) (?:i|we|you|u)(?: please| pls)?|i'?d|i would|we'?d|i|we|i'?ll|we'?ll|i will|id|ill|"
    r"lemme|let me|gimme|give me|do|make|wanna|want|me|quiero|quisiera|puedo)\s+)*"
    r"(?:(?:please |pls )?(?:place|put in|make|start)?\s*(?:an? )?(?:pickup |delivery |takeout |new |big "
    r")?order(?: for(?: pick ?up| delivery| takeout)?)?:?\s*|(?:like|want|get|have|take|need|order|ordenar|pedir|"
    r"put me down for|save me|save|"
    r"buy|add|do|set aside|hold|grab|reserve|me|us|to|da|pone|put|please|another order of|a refill of|a refill on|"
    r"more)\s+)*",
    re.I,
)
_ORDER_END = re.compile(
    r"(?:[\s,.!]+(?:please|pls|plz|thanks|thank you|thx|ty|por favor|gracias|for me|asap|now|to my order|to "
    r"(?:the|our|that|it|my) ?order|onto my order|to that|to go|for (?:pick ?up|delivery|takeout|here)|"
    r"(?:for )?delivered|pick ?up|delivery|para llevar|if possible|today|tonight|in|at|for|by|on|around|ready|"
    r"will be|be there|there))*[\s,.!?]*$",
    re.I,
)


def names_in(text: str, names: Iterable[str]) -> list[tuple[Span, str]]:
    """Those of the business's names that the text holds, with their places; a slip in longer words is forgiven."""
    words = [(m.start(), m.end(), _fold(m[0])) for m in _WORD.finditer(text)]
    found: list[tuple[Span, str]] = []
    for name in sorted(names, key=len, reverse=True):
        span = _place(words, name)
        if span and not any(a < span[1] and span[0] < b for (a, b), _ in found):
            found.append((span, name))
    return found


def _place(words: list[tuple[int, int, str]], name: str) -> Span | None:
    wanted = [_fold(w) for w in _WORD.findall(name.replace("-", " "))]
    titled = bool(wanted) and wanted[0] in _TITLES and len(wanted) > 1
    bare = wanted[1:] if titled else wanted
    for i in range(len(words) - len(bare) + 1 if bare else 0):
        if all(_alike(words[i + k][2], w) for k, w in enumerate(bare)):
            start = i - 1 if i and titled and words[i - 1][2] in _TITLES else i
            return words[start][0], words[i + len(bare) - 1][1]
    return _scattered(words, bare) if len(bare) > 1 and not titled else None


def _scattered(words: list[tuple[int, int, str]], wanted: list[str]) -> Span | None:
    """ "Tires rotated", "rotate my tires": the words of a service in any order, close together."""
    for i in range(len(words)):
        near = words[i : i + len(wanted) + 2]
        places = [next((k for k, w in enumerate(near) if _stem(w[2]) == _stem(v)), None) for v in wanted]
        found = [k for k in places if k is not None]
        if len(found) == len(wanted) and 0 in found:
            return near[0][0], near[max(found)][1]
    return None


def _fold(word: str) -> str:
    word = word.casefold().replace("’", "'")
    return word.removesuffix("'s").replace("'", "")


def _alike(word: str, wanted: str) -> bool:
    if word == wanted or word.rstrip("s") == wanted.rstrip("s") or _SAME_THING.get(word) == wanted:
        return True
    if len(wanted) > 3 and len(word) > 4 and _stem(word) == _stem(wanted) and word not in _EVERYDAY:
        return True
    if len(wanted) < 5 or len(word) < 4 or word in _EVERYDAY or word[0] != wanted[0]:
        return False
    return (
        word in (wanted + "ing" if wanted != "follow" else wanted, wanted.rstrip("e") + "ing")
        or OSA.distance(word, wanted, score_cutoff=1) <= 1
    )


def _stem(word: str) -> str:
    """ "trimmed" and "trimming" are "trim"."""
    stem = _ENDING.sub("", word)
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls" else stem.rstrip("e")


_LOOSE = {"trim": "haircut", "dye": "color", "dyed": "color", "colour": "color", "tint": "color", "fade": "haircut"}


def loosely(text: str, names: Iterable[str]) -> str | None:
    """The one name that some word of the text fits by its beginning or end: "a cut", "my hair done" are a haircut."""
    words = [word for m in _WORD.finditer(text) if len(word := _fold(m[0])) > 2 and word not in _NO_STEMS]
    stems = {_stem(word) for word in words} | {_LOOSE[word] for word in words if word in _LOOSE}
    fitting = {name for name in names if any(_touch(stem, _fold(m[0])) for m in _WORD.finditer(name) for stem in stems)}
    return fitting.pop() if len(fitting) == 1 else None


def _touch(stem: str, wanted: str) -> bool:
    if len(stem) < 3 or len(wanted) < 3:
        return False
    return wanted.startswith(stem) or wanted.endswith(stem) or (len(wanted) > 3 and stem.startswith(_stem(wanted)))


_NO_STEMS = frozenset(
    """
    the and for get got can you please want need just like would something done one with what about how
    """.split()  # noqa: SIM905
)


def minutes_of(text: str) -> int | None:
    """How many minutes somebody is late, where the text says: "10-15" is 10."""
    low = text.lower()
    if re.search(r"\b(?:half an? (?:an )?hour|media hora)\b", low):
        return 30
    if re.search(r"\b(?:an|1|one|una) (?:hour|hr|hora)\b(?! and)", low):
        return 60
    low = re.sub(
        r"\b(?:at|by|till|until|a las|for the|for my|my|around|the) \d{1,2}(?::\d\d)?(?: ?[ap]m)?(?: "
        r"(?:o'?clock|appointment|appt))?(?! ?min)",
        " ",
        low,
    )
    low = re.sub(r"\b(?:on|route|rt|hwy|highway|exit|i)[ -]?\d{1,3}\b(?! ?min)", " ", low)
    low = re.sub(r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]\.?m\b", " ", low)
    for m in _MINUTES.finditer(low):
        number = int(m["n"]) if m["n"] else _WORDS.get(m["word"])
        if number and number <= 180:
            return number * 60 if (m["unit"] or "").startswith("h") else number
    return None


def items_of(text: str) -> str:
    """What is ordered, as written: without "can I get" before it and "please" after it."""
    words = _ORDER_OPENING.sub("", text.strip(), count=1)
    words = re.split(
        r"\s+(?:for|at|by|around)\s+(?=\d|the \d|next |noon|tonight|tomorrow|today|monday|tuesday|wednesday|"
        r"thursday|friday|saturday|sunday|sat\b|sun\b|fri\b)",
        words,
    )[0]
    words = re.sub(r"\s+(?:in )?\d+ ?min(?:utes|s)?$", "", words)
    return _ORDER_END.sub("", words).strip(" ,.!?") or text.strip()

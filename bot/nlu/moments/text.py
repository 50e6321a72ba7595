"""A text as the rules see it: canonical words, with the way back to the characters that were written.

Case, accents, curly quotes, slips, numbers in words and Spanish are settled here, so that a rule is written once.
What only looks like a time (phone numbers, prices, web addresses, codes) is blanked out.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.nlu.moments import lexicon as words

LONGEST = 1600
"""Characters that are looked at: what ten message parts hold."""

_QUOTES = {
    "’": "'",
    "‘": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "−": "-",
    "‑": "-",
    "，": ",",
}
_ACCENTS = dict(zip("áàäâãéèëêíìïîóòöôõúùüûñç", "aaaaaeeeeiiiiooooouuuunc", strict=True))
Replace = str | Callable[[re.Match[str]], str]


class Text:
    """Canonical words (`canon`) and, for each of their characters, the range of the original it stands for."""

    def __init__(self, original: str) -> None:
        self.original = original[:LONGEST]
        self.canon = "".join(map(_plain, self.original))
        self._from = list(range(len(self.canon)))
        self._to = list(range(1, len(self.canon) + 1))

    def sub(self, pattern: re.Pattern[str], replace: Replace) -> None:
        """Replace every match, remembering where it came from."""
        pieces: list[str] = []
        start: list[int] = []
        end: list[int] = []
        last = 0
        for match in pattern.finditer(self.canon):
            new = match.expand(replace) if isinstance(replace, str) else replace(match)
            if new == match[0]:
                continue
            a, b = match.span()
            pieces += [self.canon[last:a], new]
            start += self._from[last:a] + ([self._from[a]] * len(new) if b > a else [])
            end += self._to[last:a] + ([self._to[b - 1]] * len(new) if b > a else [])
            last = b
        if not pieces:
            return
        self.canon = "".join([*pieces, self.canon[last:]])
        self._from, self._to = start + self._from[last:], end + self._to[last:]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that the canonical characters `start:end` stand for."""
        return self._from[start], self._to[end - 1]


def _plain(char: str) -> str:
    low = char.lower()
    low = low if len(low) == 1 else char
    low = _ACCENTS.get(low, low)
    if low.isspace():
        return " "
    return _QUOTES.get(low, low)


def _union(names: object) -> str:
    return "|".join(sorted(names, key=len, reverse=True))  # type: ignore[call-overload]


_NOISE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+"
    r"|\b[\w-]+\.(?:com|net|org|io|co)\b\S*|\bmarch madness\b|\bhigh noon (?=[a-z])"  # addresses
    r"|[$£€]\s?\d[\d,.]*(?:\s?-\s?[$£€]?\d[\d,.]*)?|\b\d[\d,.]*\s?(?:%|dollars?\b|bucks\b|usd\b|euros?\b"
    r"|cents?\b|percent\b)"
    r"|(?:\+?1[-. ]?)?\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b|\b\d{3}-\d{4}\b|\+?\b\d{7,}\b"  # phones
    r"|#\s?\d+|\b\d+(?:-\d+){3,}\b|\b\d{3,}-\d{1,2}-\d{1,2}-\d+\b|\b(?!(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-)(?:[a-z]+-)+\d{3,}\w*(?:-\w+)*"
    r"|\b(?!\d{1,4}h(?:\d\d)?\b)(?!\d+(?:am|pm|p|a)?t\d)"
    r"(?!\d{1,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\d{2,4}\b)(?!\d{1,2}h\d{1,2}m)\d+[a-z]+\d\w*"
    r"|\b\d{1,3}(?:,\d{3})+\b|(?<!\d\.)\b\d+\.\d{3,}\b|\b(?!20\d\d\.\d\d?\.\d)\d{3,}\.\d+\b|\b0\.\d+(?:/\d+)?|\b911\b"
    r"|\b24/7\b|\b50/50\b|\b9-1-1\b"
    r"|\b\d+\s?(?:x|/)\s?\d+\s?(?:inch|in\.|ft|cm|mm|mg)\b|\bup-to-date\b|\bfriday'?s? (?:restaurant)\b"
    r"|\b(?:have|had) a (?:good|great|nice|lovely|wonderful|blessed|happy) (?:day|week|weekend|month|evening|night|one|"
    r"morning|afternoon|time)\b"
    r"|\b(?:good|gud) ?(?:morning|afternoon|evening|night|day)\b|\bhappy (?!hour)(?:new year'?s?"
    r"|[a-z']+ day|[a-z]+days?|"
    r"thanksgiving|easter|halloween|christmas)\b|\bmerry (?:christmas|xmas)\b"
    r"|\b(?:that'?s|that is|that'?ll be|that will be|will be|thats|is|would be) (?:all|it|everything)"
    r"(?: (?:that )?i need(?:ed)?)?,? ?(?:for )?(?:today|now|tonight)\b"
    r"|\bi(?:'?m| am) (?:okay|ok|good|fine|all set|done|all good) for (?:today|now|tonight)\b"
    r"|\b(?:rated?|gave|give|scored?|it'?s)(?: (?:it|you|him|her|them))?(?: an?)? \d+/(?:5|10)\b"
    r"|\b10/10 (?:would|recommend|service|experience)"
    r"|\b(?:day|time|month|week|year|night|evening|morning) of (?:my|your|our) (?:life|lives)\b"
    r"|\bof the (?:day|week|month|year)(?= (?:special|award|deal))"
)
_NUMBER_WORDS = {**words.ONES, **words.TENS}
_ONES = _union(n for n in words.ONES if n != "one")
_TENS = _union(words.TENS)
_ORDS = _union(words.ORDINALS)
_UNIT = _union(u for u in words.UNITS if len(u) > 1)
_UNIT_LONG = _union(u for u in words.UNITS if len(u) > 2)
_YEAR_WORDS = re.compile(
    r"\b2 thousand (?:and )?(\d{1,2})\b|\b(20) (1\d|2\d|3\d)(?! ?(?:minutes?|mins?|am|pm))(?=[ ,.!?]*$)"
)
_WORD_NUMBER = re.compile(
    rf"\b(?:(?P<tens>{_TENS})[- ](?P<tord>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    rf"|(?P<tens2>{_TENS})[- ](?P<unit>one|two|three|four|five|six|seven|eight|nine)"
    rf"|(?P<ord>{_ORDS})|(?P<num>{_ONES}|{_TENS}))\b"
)
_ONE = re.compile(
    rf"\bone(?=(?: |-)(?:{_TENS}|fifteen|ten|twenty|am\b|pm\b|a\.m|p\.m|o'?clock|o ?clock|{_UNIT_LONG}|in the \w+"
    rf"|of (?:the )?(?:january|february)|to (?:two|three|four|\d)|- ?\d|and a half|tomorrow|today|tonight)\b|ish\b|p\b)"
    r"|(?<=\bat )one\b(?! (?:of|point|time|more|place|another))|(?<=\bhalf past )one\b|(?<=\bquarter to )one\b"
    r"|(?<=\bquarter past )one\b|(?<=\btill )one\b|(?<=\buntil )one\b|(?<=\bhalf )one\b"
    r"|(?<=\bafternoon )one\b|(?<=\bafter )one\b(?! (?:of|more|another|time))|(?<=\bbefore )one\b(?! of)"
    r"|(?<=\band )one(?= ?(?:pm|am))|(?<=\baround )one\b(?! of)"
)
_HALF_DAY = re.compile(
    r"(?<=\d)(?:\s*-?\s?(?P<h>[ap])\s?\.?\s?m\b\.?|\s(?P<h3>[ap])\.(?=\s|$)|(?P<h2>[ap])\b(?!')\.?)"
    r"|(?<=ish) (?P<h4>[ap])\.?m\b\.?"
)
_OCLOCK = re.compile(r"\s*\bo\s?['\"]?\s?clock\b|(?<=\d)o['\"]?clock\b")
_MILITARY = re.compile(r"\b([01]\d|2[0-3])[.:]?([0-5]\d) ?(?:h|hrs|hours)\b")
_AT_HOURS = re.compile(r"(?<=\bat )([01]?\d|2[0-3]) ?h\b")
_BASIC = re.compile(
    r"(?:(?<=^)|(?<=\bon )|(?<=\bby )|(?<=\bfrom )|(?<=\buntil )|(?<=\bto ))"
    r"(20[1-4]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\b|t([0-2]\d):?([0-5]\d)(?:[0-5]\d)?)"
)
"""ISO 8601 without the dashes."""
_HOURS_MINUTES = re.compile(r"\b(\d{1,2})h ?(\d{1,2})m(?:in)?\b")
_ISO_T = re.compile(r"(?<=\d\d\d\d-\d\d-\d\d)t(?=\d\d:\d\d)")
_TO_THE_HOUR = re.compile(
    rf"(?<!from )(?<!between )\b((?<=at )five|(?<=around )five|(?<=about )five|(?<=it's )five"
    rf"|(?<=its )five|five(?= past| till)|ten|twenty|"
    rf"twenty[- ]five) (to|past|till|til|of|after|before) ({_ONES}|one|noon|midnight|\d\d?)\b(?!-)"
)
_OH = re.compile(r"\b(\d{1,2})[ -](?:oh|o)[ -](\d)\b")
_UNITS = re.compile(rf"(?<=\d)\s?-?(?P<a>h|m|d|min|mins|hr|hrs|wk|wks|mo|mos|yr|yrs)\b(?!')|\b(?P<b>{_UNIT})\b")
_TOKEN = re.compile(r"[a-z][a-z']+|\d(?:day|nite|night|nt|morrow|morow|moro|mrw)\b")
_MONTHS = _union({*words.SHORT_MONTHS, *map(str.lower, words.MONTHS), *words.MONTHS})
_SHORT_MONTH = re.compile(
    rf"(?<![a-z'])(?P<m>{_union(words.SHORT_MONTHS)})(?![a-z'])"
    r"(?:(?=(?P<after>\.?,?[ /-]{0,2}(?:the )?'?\d{1,4}(?:st|nd|rd|th)?"
    r"(?![\d:]|\.\d| ?(?:people|kids|guests)| ?[ap]m\b)"
    rf"| ?(?:-|to|thru|through|until|till) ?(?:{_MONTHS})\b))|)"
)
_MONTH_BEFORE = re.compile(
    r"(?:\d(?:st|nd|rd|th)?(?: ?of|,)?[ /-]{0,2}|\b(?:in|of|next|this|last|during|early|late|mid|since"
    r"|until|till|through|"
    r"coming|every|each|the month of|week of|weeks of) |\bmid-"
    rf"|\b(?:{_MONTHS}) ?(?:-|to|thru|through|until|till) ?)$"
)
_WED = re.compile(
    r"\bwed\b(?= (?:like|love|prefer|be|need|want|rather|appreciate)\b)|\bwed\b(?= in (?!the\b|\d))"
    r"|(?<=\bget )wed\b|(?<=\bnewly )wed\b|(?<=\bgetting )wed\b"
)
_SHORT_DAY = re.compile(r"(?<![\w'])(?P<d>sat|sun|sats|suns)\b\.?(?!')")
_SAT_BEFORE = re.compile(
    r"\b(?:i|we|he|she|they|it|who|just|cat|dog|has|have|had|been|was|mom|dad|the|in|a|some|full|my"
    r"|and i|of|no|more|enough"
    r"|uv|warm|hot|bright|kids|you|everyone|people|already|then|never)$"
)
_SAT_AFTER = re.compile(
    r" ?(?:down|in (?!the (?:morning|afternoon|evening)|\d)|there|here|next to|beside|through|around|up"
    r"|for \w+ hours|is (?:out|up|"
    r"shining|so|hot)|shin|tan|burn|screen|glass|dress|block|light|set|rise|damage|room|flower|hat"
    r"|kissed|spots?|with (?:him|her))"
)


def canonical(original: str, language: str | None = None) -> Text:
    """The text in canonical words."""
    text = Text(original)
    text.sub(_BASIC, lambda m: f"{m[1]}-{m[2]}-{m[3]}" + (f" {m[4]}:{m[5]}" if m[4] else ""))
    text.sub(_NOISE, _blank)
    if language == "es" or (language is None and _SPANISH_CUE.search(text.canon)):
        _from_spanish(text)
    text.sub(_HOURS_MINUTES, r"\1 hours \2 minutes")
    text.sub(_ISO_T, " ")
    text.sub(_MILITARY, r"\1:\2")
    text.sub(_AT_HOURS, r"\1:00")
    text.sub(_OCLOCK, " oclock")
    text.sub(_TO_THE_HOUR, r"\1 Minutes \2 \3")
    text.sub(_ONE, "1")
    text.sub(_WORD_NUMBER, _digits)
    text.sub(_YEAR_WORDS, lambda m: f"20{int(m[1] or m[3]):02d}")
    text.sub(_OH, r"\1:0\2")
    text.sub(_HALF_DAY, lambda m: f"{m['h'] or m['h2'] or m['h3'] or m['h4']}m")
    text.sub(_UNITS, _unit)
    text.sub(_WED, "marry")
    text.sub(_TOKEN, _word)
    text.sub(_SHORT_MONTH, _short_month)
    text.sub(_SHORT_DAY, _short_day)
    return text


def _blank(match: re.Match[str]) -> str:
    return "\x00" * len(match[0])


def _digits(match: re.Match[str]) -> str:
    if match["tens"]:
        return ordinal(words.TENS[match["tens"]] + words.ORDINALS[match["tord"]])
    if match["tens2"]:
        return str(words.TENS[match["tens2"]] + words.ONES[match["unit"]])
    if match["ord"]:
        before = match.string[: match.start()].rstrip()
        if match["ord"] == "second" and re.search(r"(?:\d|\ba|\bone|\bper|\bjust|\bthis)$", before):
            return match[0]
        return ordinal(words.ORDINALS[match["ord"]])
    return str(_NUMBER_WORDS[match["num"]])


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th …"""
    suffix = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _unit(match: re.Match[str]) -> str:
    if match["a"]:
        return " " + words.UNITS[match["a"]]
    plural = "s" if match["b"].endswith("s") and match["b"] not in ("mins", "hrs", "secs", "wks") else ""
    if match["b"] in ("sec", "mo", "mos", "min", "second", "seconds"):
        return match[0] if not re.search(r"[\da] $", match.string[: match.start()]) else words.UNITS[match["b"]]
    return words.UNITS[match["b"]] + plural


@lru_cache(maxsize=4096)
def _word_of(token: str) -> str:
    known = words.PLAIN.get(token)
    if known:
        return known
    if len(token) < 6 or token in words.NOT_A_SLIP or token in words.SHORT_MONTHS:
        return token
    for name in words.FUZZY:
        if token[0] == name[0] and OSA.distance(token, name, score_cutoff=_slips(name)) <= _slips(name):
            return name.capitalize()
    return token


def _slips(name: str) -> int:
    return 2 if len(name) >= 8 else 1


def _word(match: re.Match[str]) -> str:
    return _word_of(match[0])


def _short_month(match: re.Match[str]) -> str:
    name, before = words.SHORT_MONTHS[match["m"]], match.string[: match.start()]
    alone = not before.strip() and not match.string[match.end() :].strip(" .,!?") and match["m"] not in ("may", "mar")
    of_a_year = re.match(r" (?:of )?(?:this|next|last) [Yy]ear", match.string[match.end() :])
    if not (match["after"] or alone or of_a_year or _MONTH_BEFORE.search(before)):
        return match[0]
    if match["m"] == "may" and re.search(r"\b(?:you|i|we|he|she|they|it|which|that|who|and) $", before):
        return match[0]
    return name


def _short_day(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()].rstrip(), match.string[match.end() :]
    if re.match(r" (?:at )?\d{1,2}(?::\d\d)?(?:am|pm)\b| at \d{1,2}(?::\d\d)?\W*$", after):
        return words.SHORT_DAYS[match["d"]]
    if _SAT_BEFORE.search(before) or _SAT_AFTER.match(after):
        return match[0]
    if match["d"] == "sun" and not _looks_like_a_day(before, after):
        return match[0]
    return words.SHORT_DAYS[match["d"]]


def _looks_like_a_day(before: str, after: str) -> bool:
    cue = re.search(
        r"(?:\b(?:on|this|next|every|or|until|till|by|last|for|coming|day|after|before|and|thru|to)|-|,|/"
        r"|&)$",
        before,
    )
    return bool(
        cue
        or not (before + after).strip(" .,!?")
        or re.match(r"[ ,]*(?:at\b|@|\d|morn|after|even|night|the \d)", after)
    )


def _from_spanish(text: Text) -> None:
    for pattern, replace in _SPANISH:
        text.sub(pattern, replace)
    text.sub(_SPANISH_WORD, lambda m: words.SPANISH_WORDS[m[0]])


_SPANISH_CUE = re.compile(words.SPANISH_CUES)
_SPANISH: tuple[tuple[re.Pattern[str], Replace], ...] = tuple((re.compile(p), r) for p, r in words.SPANISH_PHRASES)
_SPANISH_WORD = re.compile(rf"\b(?:{_union(words.SPANISH_WORDS)})\b")

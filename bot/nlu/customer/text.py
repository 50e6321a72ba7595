"""A customer's text as rules and classifier see it: canonical words, what is said in them replaced by what it is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.customer import guards
from bot.nlu.frames import Heard, Moment
from bot.nlu.moments import find

LONGEST = 600
"""Characters that are looked at; an answer stands at the beginning."""

_EMOJI = {
    "👍": "emoyes", "👌": "emoyes", "✅": "emoyes", "☑": "emoyes", "✔": "emoyes", "💯": "emoyes", "🆗": "emoyes", "🫡": "emoyes", "🤙": "emoyes",
    "👎": "emono", "❌": "emono", "🙅": "emono", "🚫": "emono", "🙏": "emothanks", "🤗": "emothanks", "❤": "emolove", "💕": "emolove", "😍": "emolove",
    "🥰": "emolove", "💖": "emolove", "😊": "emosmile", "🙂": "emosmile", "😀": "emosmile", "😁": "emosmile", "😃": "emosmile", "😄": "emosmile",
    "🎉": "emosmile", "🙌": "emoyes", "👋": "emowave", "😢": "emosad", "😭": "emosad", "😞": "emosad", "😂": "emolaugh", "🤣": "emolaugh", "😅": "emolaugh",
}  # fmt: skip
_SHORT = {
    "u": "you", "ur": "your", "r": "are", "n": "and", "y": "yes", "pls": "please", "plz": "please", "plss": "please", "thx": "thanks", "thnx": "thanks", "thanx": "thanks",
    "tx": "thanks", "ty": "thanks", "tysm": "thanks", "tyvm": "thanks", "tks": "thanks", "thks": "thanks", "k": "ok", "kk": "ok", "okay": "ok", "okey": "ok", "okie": "ok", "oki": "ok",
    "gonna": "going to", "gunna": "going to", "wanna": "want to", "gotta": "got to", "cuz": "because", "bc": "because", "cause": "because", "appt": "appointment",
    "appts": "appointments", "apt": "appointment", "appnt": "appointment", "apptmt": "appointment", "appoinment": "appointment", "apointment": "appointment", "appointmnt": "appointment", "resched": "reschedule",
    "resch": "reschedule", "tmrw": "tomorrow", "tmr": "tomorrow", "tom": "tomorrow", "rn": "right now", "idk": "i do not know", "nvm": "never mind", "nevermind": "never mind", "omw": "on my way",
    "im": "i am", "ive": "i have", "ill": "i will", "id": "i would", "itll": "it will", "thats": "that is", "its": "it is", "whats": "what is", "whens": "when is", "wheres": "where is", "hows": "how is",
    "were": "were", "youre": "you are", "theres": "there is", "lets": "let us", "cant": "can not", "cannot": "can not", "wont": "will not", "dont": "do not",
    "didnt": "did not", "doesnt": "does not", "isnt": "is not", "wouldnt": "would not", "couldnt": "could not", "shouldnt": "should not", "havent": "have not", "hasnt": "has not", "arent": "are not",
    "wasnt": "was not", "aint": "is not", "yeah": "yes", "yea": "yes", "yep": "yes", "yup": "yes", "ya": "yes", "yas": "yes", "yeh": "yes", "yess": "yes", "yh": "yes", "yess": "yes", "yessir": "yes", "yeppers": "yes",
    "nope": "no", "nah": "no", "naw": "no", "noo": "no", "nop": "no", "def": "definitely", "defo": "definitely", "prob": "probably", "probs": "probably", "abt": "about", "w": "with", "wut": "what", "wat": "what",
    "cya": "see you", "sry": "sorry", "srry": "sorry", "soz": "sorry", "bday": "birthday", "ppl": "people", "sched": "schedule", "mins": "min", "minutes": "min", "minute": "min", "hrs": "hours",
    "hr": "hour", "ofc": "of course", "obv": "obviously", "b4": "before", "l8r": "later", "l8": "late", "c": "c", "luv": "love", "ok": "ok", "alright": "alright", "alrighty": "alright", "aight": "alright", "gd": "good", "grt": "great",
    "asap": "asap", "lemme": "let me", "gimme": "give me", "dunno": "do not know", "kinda": "kind of", "sched": "schedule", "wrk": "work", "wk": "week", "canx": "cancel", "cxl": "cancel", "cancle": "cancel", "cancell": "cancel", "canceling": "cancel",
    "cancelling": "cancel", "ltr": "later", "hiya": "hi", "heya": "hey", "helo": "hello", "avail": "available", "yw": "you are welcome", "np": "no problem", "btw": "by the way", "tho": "though", "thru": "through", "bout": "about", "alot": "a lot",
}  # fmt: skip
_NUMBERS = re.compile(r"\b\d+(?:st|nd|rd|th)?\b")
_MASKS = (
    (re.compile(r"(?:https?://|www\.)\S+|\b\S+\.(?:com|net|org|ly|co|io)(?:/\S*)?\b", re.I), " xurl "),
    (re.compile(r"\+?1?[-. ]?\(?\b\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}\b"), " xphone "),
    (re.compile(r"\S+@\S+\.\w+"), " xemail "),
    (re.compile(r"\$ ?\d[\d,.]*|\b\d+ ?(?:dollars|bucks)\b", re.I), " xmoney "),
)
_FEW_MINUTES = re.compile(r"(?:in |en )?(?:about |like |around |another )?(?:\d{1,2}|a few|a couple|five|ten|fifteen|twenty)(?: ?(?:-|to) ?\d+)? ?(?:more )?m(?:in(?:ute|uto)?s?)?", re.I)
"""How late somebody is, which is no moment."""
_SPANISH = re.compile(
    r"[¿¡]|\b(?:si|hola|gracias|cita|puedo|quiero|cuanto|cuando|donde|horario|abren|cierran|manana|tarde|lunes|martes|miercoles|jueves|viernes|"
    r"sabado|domingo|buenas?|buenos|dias|noches|baja|alto|ayuda|por favor|porfa|esta bien|claro|perfecto|vale|cambiar|cancelar|mensajes|necesito|"
    r"tengo|llego|tarde|estoy|voy|alli|ahi|adios|hasta|luego|muchas|numero|la primera|la segunda|la tercera|el primero|el segundo|bueno|confirmo|"
    r"que|como|para|una|mi|con|hablar|persona|listo|de acuerdo|ninguna|ninguno|otro|otra|dia|hora)\b"
)
_ENGLISH = re.compile(r"\b(?:the|you|i|is|are|to|it|my|and|for|can|do|yes|not|at|on|have|this|that|be|with|me)\b")


@dataclass(frozen=True)
class Seen:
    """A text prepared: `raw` with plain quotes, `plain` in canonical words, `masked` with moments, services and staff named as such."""

    raw: str
    plain: str
    masked: str
    moments: tuple[Moment, ...]
    spanish: bool


def straight(text: str) -> str:
    """Curly quotes and odd blanks made plain, nothing else."""
    return unicodedata.normalize("NFKC", text[:LONGEST]).translate(str.maketrans("’‘`´“”", "''''\"\""))


def canonical(text: str) -> str:
    """Lower-case words without accents and apostrophes, abbreviations and slips spelled out, emoji as words, `?` kept."""
    low = straight(text).casefold()
    for pattern, name in _MASKS:
        low = pattern.sub(name, low)
    low = "".join(f" {_EMOJI[c]} " if c in _EMOJI else c for c in low)
    low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c)).replace("'", "")
    low = re.sub(r"([a-z])\1{2,}", r"\1", low)
    low = re.sub(r"\bw/o\b", "without", low)
    words = re.findall(r"[a-z]+|\d+[a-z]*|\?", low)
    if words in (["c"], ["r"], ["y"], ["n"]):
        return words[0]
    return " ".join(_SHORT.get(w, w) for w in words)


def masked(text: str, moments: Sequence[Moment], services: Sequence[tuple[int, int]], staff: Sequence[tuple[int, int]]) -> str:
    """The canonical words with `xwhen`, `xmin`, `xservice`, `xstaff` and `xnum` in the place of what they stand for."""
    marks = [(*m.span, _kind(m)) for m in moments] + [(*s, " xservice ") for s in services] + [(*s, " xstaff ") for s in staff]
    for start, end, name in sorted(marks, reverse=True):
        text = text[:start] + name + text[end:]
    plain = canonical(text)
    plain = re.sub(r"\b(?:\d+|xnum|five|ten|fifteen|twenty|thirty|couple|few) ?(?:to |or )?(?:\d+ )?(?:more )?min\b", "xmin", plain)
    return _NUMBERS.sub("xnum", guards.kindly(plain))


def _kind(moment: Moment) -> str:
    said = moment.when.said if moment.when else ()
    return " xday xtime " if len(said) == 2 else " xtime " if said == ("time",) else " xday "


def look(heard: Heard, services: Sequence[tuple[int, int]], staff: Sequence[tuple[int, int]]) -> Seen:
    """Prepare a text."""
    raw = straight(heard.text)
    asked = heard.context.awaiting == "when"
    found = find(raw, heard.reference, heard.timezone, asked=asked)
    moments = tuple(m for m in found if not _FEW_MINUTES.fullmatch(raw[slice(*m.span)]))
    plain = canonical(raw)
    return Seen(raw, plain, masked(raw, moments, services, staff), moments, is_spanish(plain))


def is_spanish(plain: str) -> bool:
    """Whether more words are Spanish than English."""
    return len(_SPANISH.findall(plain)) > len(_ENGLISH.findall(plain))

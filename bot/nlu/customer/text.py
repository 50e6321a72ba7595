"""A customer's text as rules and classifier see it: canonical words, what is said in them replaced by what it is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.customer import guards
from bot.nlu.frames import Context, Heard, Moment
from bot.nlu.moments import find

LONGEST = 600
"""Characters that are looked at; an answer stands at the beginning."""

_MEANT = {
    "emoyes": "👍👌✅☑✔💯🆗🫡🤙🙌",
    "emono": "👎❌🙅🚫",
    "emothanks": "🙏🤗",
    "emolove": "❤💕😍🥰💖",
    "emosmile": "😊🙂😀😁😃😄🎉",
    "emowave": "👋",
    "emosad": "😢😭😞",
    "emolaugh": "😂🤣😅",
}
_EMOJI = {emoji: meant for meant, all_of in _MEANT.items() for emoji in all_of}
_SPELLED_OUT = """
    u = you ; ur = your ; r = are ; n = and ; y yeah yea yep yup ya yas yeh yess yh yessir yeppers = yes ;
    pls plz plss = please ; thx thnx thanx tx ty tysm tyvm tks thks = thanks ; k kk okay okey okie oki = ok ;
    gonna gunna = going to ; wanna = want to ; gotta = got to ; cuz bc cause = because ;
    appt apt appnt apptmt appoinment apointment appointmnt = appointment ; appts = appointments ;
    resched resch = reschedule ; tmrw tmr tom = tomorrow ; rn = right now ; idk = i do not know ;
    nvm nevermind = never mind ; omw = on my way ; im = i am ; ive = i have ; ill = i will ; id = i would ;
    itll = it will ; thats = that is ; its = it is ; whats = what is ; whens = when is ; wheres = where is ;
    hows = how is ; youre = you are ; theres = there is ; lets = let us ; cant cannot = can not ; wont = will not ;
    dont = do not ; didnt = did not ; doesnt = does not ; isnt aint = is not ; wouldnt = would not ;
    couldnt = could not ; shouldnt = should not ; havent = have not ; hasnt = has not ; arent = are not ;
    wasnt = was not ; nope nah naw noo nop = no ; def defo = definitely ; prob probs = probably ; abt bout = about ;
    w = with ; wut wat = what ; cya = see you ; sry srry soz = sorry ; bday = birthday ; ppl = people ;
    sched = schedule ; mins minutes minute = min ; hrs = hours ; hr = hour ; ofc = of course ; obv = obviously ;
    b4 = before ; l8r ltr = later ; l8 = late ; luv = love ; alrighty aight = alright ; gd = good ; grt = great ;
    lemme = let me ; gimme = give me ; dunno = do not know ; kinda = kind of ; wrk = work ; wk = week ;
    canx cxl cancle cancell canceling cancelling = cancel ; hiya = hi ; heya = hey ; helo = hello ;
    avail = available ; yw = you are welcome ; np = no problem ; btw = by the way ; tho = though ; thru = through ;
    alot = a lot ; hw = how ; addy addr = address ; wht = what ; wen = when ; pic = picture ; prob = problem ;
    yall = you ; gonn = going to ; shud = should ; cud = could ; wud = would ; hav = have ; ne = any
"""
_SHORT = {
    short: meant.strip()
    for shorts, _, meant in (pair.partition("=") for pair in _SPELLED_OUT.split(";"))
    for short in shorts.split()
}
_NUMBERS = re.compile(r"\b\d+(?:st|nd|rd|th)?\b")
_MASKS = (
    (re.compile(r"(?:https?://|www\.)\S+|\b\S+\.(?:com|net|org|ly|co|io)(?:/\S*)?\b", re.I), " xurl "),
    (re.compile(r"\+?1?[-. ]?\(?\b\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}\b"), " xphone "),
    (re.compile(r"\S+@\S+\.\w+"), " xemail "),
    (re.compile(r"\$ ?\d[\d,.]*|\b\d+ ?(?:dollars|bucks)\b", re.I), " xmoney "),
)
_FEW_MINUTES = re.compile(
    r"(?:in |en )?(?:about |like |around |another )?(?:\d{1,2}|a few|a couple|five|ten|"
    r"fifteen|twenty)(?: ?(?:-|to) ?\d+)? ?(?:more )?m(?:in(?:ute|uto)?s?)?(?: (?:away|out|late|behind|from now))?",
    re.I,
)
"""How late somebody is, which is no moment."""
_BARE_NUMBER = re.compile(r"(?<![\d:/.-])\b(\d{1,2})\b(?![\d:/-])")
_WEIGHS = re.compile(
    r"\b(?:better|instead|works?|make that|second thought|not|prefer|rather|can (?:we|you|u|i) do|let'?s (?:say|"
    r"do|make)|make it|say|can do|"
    r"could do|cant do|can't do|maybe|"
    r"meant|said)\b"
    r"(?!.*\b(?:min|mins|minutes|people|kids|of us|late|dollars|bucks|dogs|weeks?|days?|months?|years?)\b)",
    re.I,
)
_FOR = re.compile(r"\b4(?= (?:me|us|my|you|u|sure|now|real|ever|the|her|him)\b)", re.I)
_SPANISH = re.compile(
    r"[¿¡]|\b(?:si|hola|gracias|cita|puedo|quiero|cuanto|cuando|donde|horario|abren|cierran|manana|tarde|lunes|"
    r"martes|miercoles|jueves|viernes|"
    r"sabado|domingo|buenas?|buenos|dias|noches|baja|alto|ayuda|por favor|porfa|esta bien|claro|perfecto|vale|"
    r"cambiar|cancelar|mensajes|necesito|"
    r"tengo|llego|tarde|estoy|voy|alli|ahi|adios|hasta|luego|muchas|numero|la primera|la segunda|la tercera|el "
    r"primero|el segundo|bueno|confirmo|"
    r"que|como|para|una|mi|con|hablar|persona|listo|de acuerdo|ninguna|ninguno|otro|otra|dia|hora|quisiera|"
    r"mejor|puede|pueden|tienen|tiene|ir|nombre|nada|algo|pero|por|del|"
    r"los|las|ya no|tampoco|siempre|ahora|hoy|esta semana|favor|ustedes?|llamo|soy)\b"
)
_ENGLISH = re.compile(r"\b(?:the|you|i|is|are|to|it|my|and|for|can|do|yes|not|at|on|have|this|that|be|with|me)\b")

_ENGLISH_TOO = re.compile(
    r"\b(?:what|when|where|how|please|thanks|thank|sorry|will|would|could|want|need|book|appointment|cancel|move|"
    r"tomorrow|today|morning|afternoon|works?|good|great|time|another|see|there|day|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|running|late|am|a|an|or|of|in|instead|haircut)\b"
)


@dataclass(frozen=True)
class Seen:
    """A text prepared: `raw` with plain quotes, `plain` in canonical words, `masked` as `masked` makes it."""

    raw: str
    plain: str
    masked: str
    moments: tuple[Moment, ...]
    spanish: bool


def straight(text: str) -> str:
    """Curly quotes and odd blanks made plain, and the 4 of "4 me" a word; nothing else."""
    return _FOR.sub("for", unicodedata.normalize("NFKC", text[:LONGEST])).translate(str.maketrans("’‘`´“”", "''''\"\""))


def canonical(text: str) -> str:
    """Lower-case words without accents and apostrophes; abbreviations spelled out, emoji as words, `?` kept."""
    low = straight(text).casefold()
    for pattern, name in _MASKS:
        low = str(pattern.sub(name, low))
    low = "".join(f" {_EMOJI[c]} " if c in _EMOJI else c for c in low)
    low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c)).replace("'", "")
    low = re.sub(r"([a-z])\1{2,}", r"\1", low)
    low = re.sub(r"\bw/o\b", "without", low)
    words: list[str] = re.findall(r"[a-z]+|\d+[a-z]*|\?", low)
    if words in (["c"], ["r"], ["y"], ["n"]):
        return words[0]
    return " ".join(_SHORT.get(w, w) for w in words)


def masked(
    text: str, moments: Sequence[Moment], services: Sequence[tuple[int, int]], staff: Sequence[tuple[int, int]]
) -> str:
    """The canonical words with `xwhen`, `xmin`, `xservice`, `xstaff` and `xnum` in the place of what they stand for."""
    marks = (
        [(*m.span, _kind(m)) for m in moments]
        + [(*s, " xservice ") for s in services]
        + [(*s, " xstaff ") for s in staff]
    )
    for start, end, name in sorted(marks, reverse=True):
        text = text[:start] + name + text[end:]
    plain = canonical(text)
    plain = re.sub(
        r"\b(?:\d+|xnum|five|ten|fifteen|twenty|thirty|couple|few) ?(?:to |or )?(?:\d+ )?(?:more )?min\b", "xmin", plain
    )
    return _NUMBERS.sub("xnum", guards.kindly(plain))


def _kind(moment: Moment) -> str:
    said = moment.when.said if moment.when else ()
    return " xday xtime " if len(said) == 2 else " xtime " if said == ("time",) else " xday "


def look(heard: Heard, services: Sequence[tuple[int, int]], staff: Sequence[tuple[int, int]]) -> Seen:
    """Prepare a text."""
    raw = straight(heard.text)
    asked = heard.context.awaiting == "when" or _past_the_last(raw, heard.context) or _weighs_hours(raw, heard.context)
    found = find(raw, heard.reference, heard.timezone, asked=asked)
    moments = tuple(m for m in found if not _FEW_MINUTES.fullmatch(raw[slice(*m.span)]))
    plain = canonical(raw)
    return Seen(raw, plain, masked(raw, moments, services, staff), moments, is_spanish(plain))


def _past_the_last(raw: str, context: Context) -> bool:
    """Whether a bare number can only be a time, as there are fewer offers than that."""
    number = _BARE_NUMBER.search(raw) if context.awaiting == "choice" and context.offered else None
    return number is not None and len(context.offered) < int(number[1]) <= 12


def _weighs_hours(raw: str, context: Context) -> bool:
    """Whether a bare number is an hour, in an answer about a time: "4 works better"."""
    asked = context.awaiting in ("confirmation", "anything_else", "detail")
    return bool(asked and _BARE_NUMBER.search(raw) and _WEIGHS.search(raw))


def is_english(text: str) -> bool:
    """Whether a text is clearly English: a name, a number or an "ok" are nothing clearly."""
    plain = canonical(text)
    english = _ENGLISH.findall(plain) + _ENGLISH_TOO.findall(plain)
    return len(set(english)) > 1 and len(english) > len(_SPANISH.findall(plain))


def is_spanish(plain: str) -> bool:
    """Whether more words are Spanish than English."""
    return len(_SPANISH.findall(plain)) > len(_ENGLISH.findall(plain))

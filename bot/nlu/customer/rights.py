"""A customer's questions about their own data: what is kept of them, and that it be deleted.

Intents beyond the agreed ones, `my_data` and `erase_me`: by those, such texts are `other` or `opt_out`.
"""

import re

from bot.nlu.frames import Heard, Understanding

_DATA = r"(?:personal )?(?:data|infos?|information|details|records?|history|files?|datos|informaci[oó]n)"
_STORED = re.compile(
    rf"(?:what|which|how much) (?:kind of |sort of )?{_DATA} (?:do|does|are|is|have|did) (?:you|u|y'?all|they|this \w+)"
    r"(?: \w+){0,3} (?:have|keep|keeping|got|store|storing|stored|hold|holding|know|collect\w*|on file)\b.{0,30}"
    r"|what (?:do|have|are) (?:you|u|y'?all) (?:\w+ )?(?:have|know|store|storing|keep|keeping|got|collect\w*)"
    r"(?: stored| saved| on file)? (?:on|about|of) me\b.{0,20}"
    rf"|(?:can|could|may) (?:i|you) (?:see|get|have|show me|send me|tell me)(?: a copy of)? (?:all )?(?:of )?"
    rf"(?:my {_DATA}|the {_DATA} (?:you|u) (?:have|keep|store)\b.{{0,20}})"
    rf"|(?:i (?:want|would like|'?d like)|send me|show me)(?: to see| to get)?(?: a copy of)? (?:all )?(?:of )?"
    rf"my {_DATA}"
    rf"|(?:qu[eé]|cu[aá]les) {_DATA} (?:m[ií]os |personales )?(?:tienen?|guardan?|almacenan?)\b.{{0,25}}",
    re.IGNORECASE,
)
_ERASE = re.compile(
    rf"\b(?:delete|erase|wipe|purge|destroy|get rid of|remove|forget) (?:all )?(?:of )?(?:my {_DATA}"
    rf"|(?:everything|all (?:the )?{_DATA}|whatever|any {_DATA}|the {_DATA}) (?:you |u |that you |y'?all )?"
    r"(?:have |keep |know |store )?(?:on|about|of) me)\b"
    rf"|\b(?:want|would like|like|need) (?:all )?(?:of )?my {_DATA} (?:to be )?(?:deleted|erased|removed|wiped)\b"
    rf"|\b(?:borren?|eliminen?|borrar|eliminar) (?:todos )?mis datos\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\W*(?:(?:hi|hey|hello|hola|please|pls|and|so|ok|excuse me|quick question)\b[\s,!.]*)+", re.IGNORECASE
)
_SPANISH = re.compile(r"\b(?:datos|borr\w+|elimin\w+|qu[eé]|tienen?|guardan?)\b", re.IGNORECASE)


def asked(heard: Heard) -> Understanding | None:
    """`my_data` or `erase_me`; None for any other text."""
    text = _LEAD.sub("", heard.text.replace("’", "'")).strip(" \t\n?!.")
    if len(text) > 200:
        return None
    language = "es" if _SPANISH.search(text) else "en"
    if _ERASE.search(text):
        return Understanding("erase_me", 0.95, why=("asks for deletion",), language=language)
    if _STORED.fullmatch(text):
        return Understanding("my_data", 0.95, why=("asks what is kept",), language=language)
    return None

"""How many parts a text has, as carriers count them (3GPP TS 23.038 and 23.040).

GSM-7: 160 characters in one part, 153 in each of several; the extension table costs two. One character outside of it
turns the whole text to UCS-2: 70 and 67 UTF-16 units. No character is split over two parts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_CHARACTERS = 1600
"""The carrier takes no longer body (Twilio, error 21617)."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_TWINS = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u202f": " ", "•": "-"}
)


@dataclass(frozen=True)
class Parts:
    """`dearest` is the first character that makes the text dearer, where its encoding is UCS-2."""

    parts: int
    encoding: str
    dearest: str | None = None


def plain_twins(body: str) -> str:
    """The body with curly quotes, long dashes and their kin as their plain twins."""
    return body.translate(_TWINS)


def count(body: str) -> Parts:
    """The parts of a body; an empty one still costs one."""
    dearest = next((char for char in body if char not in _BASIC and char not in _EXTENSION), None)
    if dearest is None:
        return Parts(_fill((1 + (char in _EXTENSION) for char in body), 160, 153), "GSM-7")
    return Parts(_fill((1 + (ord(char) > 0xFFFF) for char in body), 70, 67), "UCS-2", dearest)


def _fill(sizes: Iterable[int], single: int, each: int) -> int:
    units = list(sizes)
    if sum(units) <= single:
        return 1
    parts, room = 1, each
    for size in units:
        if size > room:
            parts, room = parts + 1, each
        room -= size
    return parts

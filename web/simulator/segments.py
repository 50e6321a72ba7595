"""How many parts a text takes on the air (3GPP TS 23.038: GSM-7 160 / 153, UCS-2 70 / 67)."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")


def segments(body: str) -> int:
    """The number of parts; at least 1. A character is never split across two parts."""
    if all(char in _BASIC or char in _EXTENDED for char in body):
        return _parts([2 if char in _EXTENDED else 1 for char in body], 160, 153)
    return _parts([2 if ord(char) > 0xFFFF else 1 for char in body], 70, 67)


def _parts(widths: list[int], single: int, several: int) -> int:
    if sum(widths) <= single:
        return 1
    parts, used = 1, 0
    for width in widths:
        if used + width > several:
            parts, used = parts + 1, 0
        used += width
    return parts

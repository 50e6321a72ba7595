"""Single cells: cleaned on the way in, made harmless on the way out."""

import re

BETWEEN = " ::: "
"""What Google puts between several values in one cell."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")


def clean(cell: str) -> str:
    """Without what no database keeps and nobody sees, and without the mark that `harmless` sets."""
    text = _UNSEEN.sub("", cell).strip(" ")
    if text.startswith("'") and text[1:].startswith(_FORMULA):
        text = text[1:]
    return text.strip()


def harmless(text: str) -> str:
    """What a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def values(cell: str, also: str = "") -> list[str]:
    """The several values of one cell; `also` are more letters that part them."""
    parts = re.split(rf"\s*(?::::|[{re.escape(also)}\n])\s*" if also else r"\s*(?::::|\n)\s*", cell)
    return [part.strip() for part in parts if part.strip()]

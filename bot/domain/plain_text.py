"""Text from outside, without what databases, XML and carriers cannot take."""

import unicodedata

_KEPT = frozenset("\n\t")


def clean(text: str) -> str:
    """The text without control characters (NUL among them) and lone surrogates; line breaks as `\\n`."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in joined if char in _KEPT or unicodedata.category(char) not in ("Cc", "Cs"))

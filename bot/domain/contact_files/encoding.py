"""Which letters the bytes of a file are: by its mark, else strict UTF-8, else what Windows wrote in western countries.

Guessing by statistics mistakes one western code page for another on files of names; who imports sees the first rows.
"""

import codecs
import re

from bot.errors import InputError

EXAMPLE = "a CSV file from Outlook, Google Contacts or Excel, or a vCard file (.vcf)"
AS_CSV = "in Excel choose File, Save as, CSV UTF-8"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = (
    (b"PK\x03\x04", "This is an Excel workbook or a zip file, not a list of contacts.", AS_CSV),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook, not a list of contacts.", AS_CSV),
    (b"%PDF", "This is a PDF, not a list of contacts.", EXAMPLE),
    (b"MZ", "This is a program, not a list of contacts.", EXAMPLE),
)
_HEAD = 8192
_MARKUP = re.compile(r"\s*<(!doctype|html|head|body|script|\?xml|svg)", re.IGNORECASE)
_BROKEN = "\ufffd"


def detect(data: bytes) -> str:
    """The name of the encoding, to be read with errors replaced. Raises InputError for what is no text."""
    if not data.strip(b"\x00 \t\r\n"):
        raise InputError("This file is empty.", EXAMPLE)
    encoding = _marked(data) or _wide(data[:_HEAD])
    if encoding is None:
        _refuse_binary(data)
        encoding = _narrow(data)
    if _MARKUP.match(data[:_HEAD].decode(encoding, "replace").lstrip("\ufeff")):
        raise InputError("This is a web page, not a list of contacts.", EXAMPLE)
    return encoding


def _marked(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of western text is NUL."""
    half = len(head) // 2
    if half < 2:
        return None
    if head[1::2].count(0) > half * 0.6 and head[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.6 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes) -> None:
    for start, sentence, example in _NO_TEXT:
        if data.startswith(start) and (start != b"MZ" or b"\x00" in data[:_HEAD]):
            raise InputError(sentence, example)
    head = data[:_HEAD]
    odd = sum(head.count(byte) for byte in range(32) if byte not in (9, 10, 11, 12, 13, 26, 27))
    if odd > len(head) // 100 + 2:
        raise InputError("This is not a file of text.", EXAMPLE)


def _narrow(data: bytes) -> str:
    """UTF-8 with a few broken letters is still UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        text = data.decode(errors="replace")
        broken = text.count(_BROKEN)
        whole = sum(letter > "\x7f" for letter in text) - broken
        return "utf-8" if whole > broken * 10 else "cp1252"
    return "utf-8"

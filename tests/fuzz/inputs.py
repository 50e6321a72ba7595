"""What comes in: anything at all, and what is nearly right, which gets further."""

import re
from typing import Any

from hypothesis import strategies as st

from tests.factories import OWNER
from tests.factories.shop import NUMBER
from tests.fuzz.house import ANN, BOB, PIN

ODD = (
    "", " ", "\x00", "\x1b[2J", "\r\nBcc: x@example.com", "</Say><Dial>+19005550100</Dial>", "{{7*7}}", "{x.__class__}",
    "{first_name}", "%s%n", "' OR 1=1 --", "../../etc/passwd", "\u202eabc", "e\u0301" * 40,
    "👍🏽", "👨‍👩‍👧‍👦", "€" * 153,
    "a" * 160, "a" * 161, "a" * 1600, "a" * 1601, "0" * 400, "-1", "1e999", "nan", "٣", "½", "²", "Ⅷ", "9" * 30,
    "9" * 5000, "=1+1", "@SUM(A1)", "\ufeff", "\u2028", "https://example.com/?a=b&c=d", "(" * 300, "1," * 300,
    "and " * 300,
)  # fmt: skip
_COMMANDS = re.findall(
    r"\S+",
    """
    text call email remind book move push cancel stop undo find add remove create group customer template save
    block closed hours forward texts calls to timezone usage help scheduled inbox reply approve decline resend why
    didn't every until VIP Ann Bob Lee and all with prompt birthday tomorrow tuesday monday 3pm 2:30 noon next
    week in an hour for 45min haircut dr chen who is free what's #1 12 1st 31 february 29 2/30 25:00 12/31/9999
    0:60am 212-555-0123 +12125550112 ann@example.com : , ? yes no not but at 13 - million years 999999999 days
    before after
    """,
)
_REPLIES = re.findall(
    r"\S+",
    """
    yes no C Y 👍 STOP START HELP CANCEL unstop can we do 4 instead book haircut thursday afternoon the second
    works me down move an hour later late when is my appointment cancel waiting list sí gracias mañana a las 3
    please tomorrow at 9 Ann R first neither any time next week 13/13 24:61 in 999999 weeks ?
    """,
)
_ADDRESSES = (
    OWNER,
    ANN,
    BOB,
    "+12125550177",
    "anonymous",
    "",
    "sip:a@example.com",
    NUMBER,
    "+1",
    "12125550111",
    "9" * 400,
)


def words(*choices: str) -> st.SearchStrategy[str]:
    """Sentences of known words with odd ones among them, or any text at all."""
    one = st.one_of(st.sampled_from(choices), st.sampled_from(choices), st.sampled_from(ODD), st.text(max_size=12))
    sentence = st.lists(one, max_size=14).map(" ".join)
    return st.one_of(sentence, sentence, st.text(max_size=400), st.sampled_from(ODD))


def of_bytes(text: str) -> str:
    """Without lone surrogates, which no program can send as UTF-8 and werkzeug's client refuses to."""
    return text.encode("utf-8", "replace").decode()


COMMANDS = words(*_COMMANDS).map(of_bytes)
REPLIES = words(*_REPLIES).map(of_bytes)
ANYTHING = st.one_of(st.sampled_from(ODD), st.text(max_size=80), st.sampled_from(_ADDRESSES)).map(of_bytes)
PHONES = st.one_of(st.sampled_from(_ADDRESSES), st.sampled_from((OWNER, ANN, BOB)), ANYTHING)
NUMBERS = st.one_of(st.sampled_from((NUMBER, NUMBER, NUMBER, "", "+19995550000")), st.just(NUMBER))
COUNTS = st.one_of(st.integers().map(str), st.sampled_from(("0", "1", "3", "61", *ODD))).map(of_bytes)
DIGITS = st.one_of(
    st.sampled_from((PIN, "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#", f"{PIN}#")), COUNTS
)
JUNK = st.dictionaries(st.text(max_size=12).map(of_bytes), ANYTHING, max_size=3)

_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40).map(of_bytes),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8).map(of_bytes), inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(
    ("checkout.session.completed", "payment_intent.succeeded", "payment_intent.payment_failed", "charge.refunded")
)
_MARKS = st.fixed_dictionaries({}, optional={"invoice": _JSON, "key": _JSON}) | _JSON
ABOUT = st.one_of(
    _JSON,
    st.fixed_dictionaries(
        {}, optional={"id": _JSON, "mode": st.just("setup") | _JSON, "metadata": _MARKS, "last_payment_error": _JSON}
    ),
)

_HEADERS = (
    "First Name",
    "Last Name",
    "Mobile Phone",
    "E-mail Address",
    "Labels",
    "Name",
    "Notes",
    "Phone",
    "Given Name",
    "",
)
_CELLS = st.one_of(
    st.sampled_from((*ODD, *_ADDRESSES, "Ann", "Lee", '"', '""', "ann@example.com")), st.text(max_size=20)
)
_ROWS = st.lists(st.lists(_CELLS, max_size=6), max_size=6)
_JOINED = st.sampled_from((",", ";", "\t", "|"))


def _table(header: list[str], rows: list[list[str]], between: str, ending: str, quoted: bool) -> str:
    form = '"{}"' if quoted else "{}"
    lines = [header, *rows]
    return ending.join(between.join(form.format(cell) for cell in line) for line in lines)


_TABLES = st.builds(
    _table, st.lists(st.sampled_from(_HEADERS), min_size=1, max_size=6), _ROWS, _JOINED,
    st.sampled_from(("\n", "\r\n", "\r")), st.booleans(),
)  # fmt: skip
_CARD_LINES = st.one_of(
    st.sampled_from((
        "FN:Ann Lee", "N:Lee;Ann;;;", "TEL;TYPE=CELL:212-555-0111", "EMAIL:a@b.co", "BEGIN:VCARD", "END:VCARD",
        "VERSION:3.0", "NOTE;ENCODING=QUOTED-PRINTABLE:=C3=A9=", "PHOTO;ENCODING=b:AAAA", "CATEGORIES:VIP,\\,",
        "item1.TEL:+1", " folded", "N;CHARSET=UTF-16:x", "TEL;VALUE=uri:tel:+12125550111",
    )),
    st.text(max_size=30),
)  # fmt: skip
_CARDS = st.lists(_CARD_LINES, max_size=12).map(lambda lines: "\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD"]))
_CODES = st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "utf-7"))


def _encoded(text: str, code: str) -> bytes:
    return text.encode(code, "replace")


FILES = st.one_of(st.builds(_encoded, st.one_of(_TABLES, _CARDS), _CODES), st.binary(max_size=300))
FILE_NAMES = st.one_of(st.sampled_from(("a.csv", "a.vcf", "a.txt", "a", ".vcf", "../a.csv", "a.xlsx")), ANYTHING)

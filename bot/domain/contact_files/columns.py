"""What the columns of a file hold, by what they are called: Outlook's and Google's names, and others that are usual."""

import re
import unicodedata
from collections.abc import Sequence

FIELDS = {
    "": "leave out",
    "first_name": "First name",
    "last_name": "Last name",
    "name": "Whole name",
    "mobile": "Mobile phone",
    "phone": "Other phone",
    "phone_label": "Kind of the next phone",
    "email": "Email",
    "notes": "Notes",
    "groups": "Groups",
    "company": "Company",
    "timezone": "Time zone",
}
"""What a column can hold, and how the panel calls it."""
_ONCE = frozenset({"first_name", "last_name", "name", "notes", "company", "timezone"})
_NEVER = re.compile(r"\b(fax|pager|assistants?|callback|telex|isdn|tty|company main|phonetic|yomi)\b")
_OF = r"((customer|contact|client) )?"
_NOT_A_KIND = r"((?!.*\b(type|label|display)\b).* )?"
_NAMES = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("first_name", _OF + r"(first|given)( ?name)?|fname|nombres?|vorname|prenom"),
        ("last_name", _OF + r"(last|family)( ?name)?|surname|lname|apellidos?|nachname|nom"),
        ("name", r"((full|display|whole|customer|contact|client) ?)?names?|customers?|clients?|contacts?"),
        ("mobile", r"(mobile|cell|cellular|movil|celular|handy|sms|text)( ?(phone|number|no|tel|telephone))*( \d)?"),
        ("phone_label", r"phone \d+ (type|label)"),
        ("phone", _NOT_A_KIND + r"(tele)?(phone|tel|telefono|telefon)( (number|no|value))?( \d+)?( value)?"),
        ("email", _NOT_A_KIND + r"(e ?mail|correo)( electronico)?( \d+)?( (address|value))?( \d+)?"),
        ("notes", r"notes?|comments?|remarks?|notas?"),
        ("groups", r"labels?|groups?( membership)?|categor(y|ies)|tags?|grupos?"),
        ("company", r"company( name)?|organi[sz]ation( \d)?( name)?|business( name)?|empresa"),
        ("timezone", r"time ?zone"),
    )
)
_EMAIL_LIKE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE_LIKE = re.compile(r"'?\+?[\d\s().\-/]{7,24}(x\s*\d+)?")
_NAME_LIKE = re.compile(r"[^\W\d_][^\d@]*")


def guess(header: Sequence[str]) -> list[str]:
    """The field of each column, empty where it is not known; a name or note is taken from its first column."""
    found: list[str] = []
    for title in header:
        field = _field(title)
        found.append("" if field in _ONCE and field in found else field)
    return found


def guess_by_content(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The same for a file without a header: addresses and phones show, the first words are names."""
    found: list[str] = []
    for column in range(width):
        cells = [row[column].strip() for row in rows if len(row) > column and row[column].strip()]
        found.append(_by_content(cells))
    named = [column for column, field in enumerate(found) if field == "name"]
    for column, field in zip(named, ("first_name", "last_name") if len(named) > 1 else ("name",), strict=False):
        found[column] = field
    return ["" if field == "name" and len(named) > 1 else field for field in found]


def is_header(first: Sequence[str]) -> bool:
    """Whether the first row names columns: it holds nobody's phone and nobody's address."""
    return not any(_is_email(cell) or _is_phone(cell) for cell in first)


def problem(columns: Sequence[str]) -> str | None:
    """One sentence for a matching that can find nobody."""
    if not {"mobile", "phone", "email"} & set(columns):
        return "Please say which column holds the mobile phone or the email; without one nobody can be written to."
    if not {"first_name", "last_name", "name", "company"} & set(columns):
        return "Please say which column holds the name."
    return None


def _field(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title[:100]).encode("ascii", "ignore").decode().lower()
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", plain.replace("'", "")).split())
    if not words or _NEVER.search(words):
        return ""
    return next((field for field, pattern in _NAMES if pattern.fullmatch(words)), "")


def _by_content(cells: list[str]) -> str:
    for field, fits in (("email", _is_email), ("phone", _is_phone), ("name", _is_name)):
        if cells and sum(fits(cell) for cell in cells) > len(cells) / 2:
            return field
    return ""


def _is_email(cell: str) -> bool:
    return len(cell) < 255 and bool(_EMAIL_LIKE.fullmatch(cell.strip()))


def _is_phone(cell: str) -> bool:
    return sum(letter.isdigit() for letter in cell[:40]) >= 7 and bool(_PHONE_LIKE.fullmatch(cell.strip()))


def _is_name(cell: str) -> bool:
    return len(cell) < 60 and bool(_NAME_LIKE.fullmatch(cell))

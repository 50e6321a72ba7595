"""Fields in templates and messages, such as {first_name}. They are looked up by name and never evaluated."""

import re
from collections.abc import Mapping
from string import whitespace

from bot.errors import InputError

FIELDS: dict[str, str] = {
    "first_name": "the customer's first name",
    "last_name": "the customer's last name",
    "business": "your business's name",
    "phone": "your business's number",
    "appointment": "what the appointment is called",
    "place": "where it is",
    "start": "when it starts",
    "end": "when it ends",
}
_FIELD = re.compile(r"\{\s*([^{}\s][^{}]*?)\s*\}")
_SPELLINGS = re.compile(r"[\s_-]+")


def _key(written: str) -> str:
    return _SPELLINGS.sub("_", written.strip()).casefold()


def check(body: str) -> None:
    """Raises InputError for a field that there is not."""
    for written in _FIELD.findall(body):
        if _key(written) not in FIELDS:
            raise InputError(f"There is no field {{{written[:30]}}}.", "Hi {first_name}, see you soon!")


def names_somebody(body: str) -> bool:
    """Whether the body reads differently for every customer."""
    return any(_key(written) in {"first_name", "last_name"} for written in _FIELD.findall(body))


def fill(body: str, values: Mapping[str, str]) -> str:
    """The body with its known fields filled in.

    An empty value takes the space before it along, so that "Hi {first_name}," becomes "Hi," and not "Hi ,".
    What stands in braces and is no field of ours stays as it is.
    """
    pieces: list[str] = []
    end = 0
    for match in _FIELD.finditer(body):
        key = _key(match[1])
        if key not in FIELDS:
            continue
        before, value = body[end : match.start()], values.get(key, "").strip()
        pieces += [before if value else before.rstrip(whitespace), value]
        end = match.end()
    return "".join([*pieces, body[end:]]).strip()

"""Facts that carriers ask for before a business's texts go through everywhere (A2P 10DLC). Collected, not submitted."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.domain import phone_numbers, segments
from bot.errors import InputError
from bot.services import contacts
from bot.services.work import Desk
from models import Registration

FIELDS = {
    "legal_name": "Legal name of the business",
    "tax_id": "EIN",
    "address": "Street address",
    "website": "Website",
    "contact_name": "Contact: name",
    "contact_email": "Contact: email",
    "contact_phone": "Contact: phone",
    "use_case": "What the texts are for",
    "sample_1": "A text as you send it",
    "sample_2": "Another one",
    "opt_in": "How customers agree to get texts",
}
USE_CASES = ("Appointment reminders", "Customer care", "Promotions", "Reminders and promotions", "Announcements")
_LONGEST = {"legal_name": 255, "address": 300, "website": 200, "contact_name": 120, "opt_in": 2000}


def facts(desk: Desk) -> Registration:
    """What is known so far; the row is made with the first fact."""
    found = desk.session.get(Registration, desk.business.id)
    return found or Registration(business_id=desk.business.id, **dict.fromkeys(FIELDS, ""), updated_at=desk.now)


def missing(row: Registration) -> list[str]:
    """The labels of what carriers will ask for and is not there."""
    return [label for name, label in FIELDS.items() if not getattr(row, name)]


def save(desk: Desk, typed: Mapping[str, str]) -> Registration:
    """Keep what was typed; what is left empty is missing, not wrong. Raises InputError for what cannot be right."""
    checked = {name: _checked(name, typed.get(name, "").strip()) for name in FIELDS}
    row = facts(desk)
    for name, value in checked.items():
        setattr(row, name, value)
    row.updated_at = desk.now
    desk.session.add(row)
    desk.session.flush()
    return row


def _checked(name: str, value: str) -> str:
    if not value:
        return ""
    match name:
        case "tax_id":
            return _ein(value)
        case "website":
            return _website(value)
        case "contact_email":
            return contacts.email_address(value)
        case "contact_phone":
            return phone_numbers.parse(value)
        case "sample_1" | "sample_2":
            return _short(name, value, segments.MAX_CHARACTERS)
        case "use_case":
            return value if value in USE_CASES else _wrong("Please pick what the texts are for.", USE_CASES[0])
        case _:
            return _short(name, value, _LONGEST[name])


def _ein(value: str) -> str:
    digits = re.sub(r"[\s-]", "", value)
    if not re.fullmatch(r"[0-9]{9}", digits):
        return _wrong("An EIN has nine digits.", "12-3456789")
    return f"{digits[:2]}-{digits[2:]}"


def _website(value: str) -> str:
    address = value if "://" in value else f"https://{value}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return _wrong("That is not the address of a website.", "https://bellasalon.example")
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or len(address) > _LONGEST["website"]:
        return _wrong("That is not the address of a website.", "https://bellasalon.example")
    return address


def _short(name: str, value: str, longest: int) -> str:
    if len(value) > longest:
        return _wrong(f"{FIELDS[name]}: {longest} characters at most.", "a shorter one")
    return value


def _wrong(sentence: str, example: str) -> str:
    raise InputError(sentence, example)

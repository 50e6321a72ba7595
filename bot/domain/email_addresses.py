"""Email addresses: read, and kept in lower case."""

from email_validator import EmailNotValidError, validate_email

from bot.errors import InputError

EXAMPLE = "ann@example.com"


def parse(text: str) -> str:
    """The address in lower case. Raises InputError for what is none; no mail server is asked."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise InputError(f'"{text.strip()[:60]}" is not an email address.', EXAMPLE) from None

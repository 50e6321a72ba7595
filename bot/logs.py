"""Logs of the processes: one line an event, as text for people or as JSON for machines (LOG_FORMAT).

Nobody's phone number, email address or words belong in a log. We write none; what libraries might write is masked.
"""

import logging
import re

from pythonjsonlogger.json import JsonFormatter

_FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s"
_PRIVATE = re.compile(r"\+\d{7,15}\b|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Masking(logging.Formatter):
    """Lines of text without phone numbers and email addresses, in what was said and in tracebacks alike."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return masked(super().format(record))


class MaskingJson(JsonFormatter):
    """The same as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return masked(super().format(record))


def masked(line: str) -> str:
    """The line with `…` where a phone number or an email address stood."""
    return _PRIVATE.sub("…", line)


def set_up(level: str, form: str) -> None:
    """`level` as the setting has it; `form`: text or json."""
    handler = logging.StreamHandler()
    handler.setFormatter(MaskingJson(_FIELDS) if form == "json" else Masking(_FIELDS))
    logging.basicConfig(level=level, handlers=[handler], force=True)

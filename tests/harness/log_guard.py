"""Reads every record that is logged while tests run, and every log that a program of ours leaves behind.

What our own code says must be clean before anything is masked; what a library says, after it (`bot.logs`). A number of
ten digits that is in nobody's phone (a date, a count of microseconds) is told from a phone by its area code: those of
tests are of the North American plan.
"""

import logging
import re
from pathlib import Path

from bot.logs import masked

OURS = ("bot", "web", "scheduler", "models")
_PHONE = re.compile(r"\+\d{8,15}\b|(?<![\w.-])1?(?:212|415|646)\d{7}(?![\w.-])|\(\d{3}\) \d{3}-\d{4}")
_LEAST = 12
"""Characters of a text that nobody writes into a log by chance."""


class LogGuard:
    """`remember` what must not be logged; `found` is what was, and where."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._secrets: set[str] = set()
        self._make = logging.getLogRecordFactory()
        logging.setLogRecordFactory(self._read)

    def close(self) -> None:
        """Read no more."""
        logging.setLogRecordFactory(self._make)

    def remember(self, *words: str) -> None:
        """Words of a text, a token or a PIN that is used in a test."""
        self._secrets.update(word for word in words if len(word) >= _LEAST or (len(word) >= 6 and word.isdecimal()))

    def leaks(self, line: str) -> list[str]:
        """What of it has no place in a log."""
        return [*_PHONE.findall(line), *(secret for secret in self._secrets if secret in line)]

    def check_file(self, path: Path) -> None:
        """The lines that a program of ours wrote."""
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            self._note(f"{path.name}: {line}", line)

    def _read(self, *given: object, **more: object) -> logging.LogRecord:
        record = self._make(*given, **more)
        line = f"{record.getMessage()} {_traceback(record)}"
        is_ours = record.name.partition(".")[0] in OURS
        self._note(f"{record.name} in {record.pathname}:{record.lineno}: {line}", line if is_ours else masked(line))
        return record

    def _note(self, where: str, line: str) -> None:
        if leaks := self.leaks(line):
            self.found.append(f"{leaks} logged by {where}")


def _traceback(record: logging.LogRecord) -> str:
    return logging.Formatter().formatException(record.exc_info) if record.exc_info else ""


GUARD = LogGuard()
"""One for the process: loggers are, too."""

"""The rows of a file, read as they are needed: the text of a large file is never held as a whole."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.contact_files import columns, vcards
from bot.domain.contact_files.encoding import EXAMPLE, detect
from bot.errors import InputError

SEPARATORS = (",", ";", "\t")
MOST_COLUMNS = 300
MOST_ROWS = 1_000_000
_LARGEST_FIELD = 1_000_000
_SAMPLE, _SAMPLE_ROWS = 64 * 1024, 20
_SAYS_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n?$', re.IGNORECASE)
_VCARD = re.compile(r"\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)

csv.field_size_limit(_LARGEST_FIELD)  # holds for the whole process; the library's own limit is 128 KB

Row = tuple[int, list[str]]
"""A row with its number, as a spreadsheet counts; of vCards, the number of the card."""


@dataclass(frozen=True)
class Table:
    """An opened file: what its columns are called, and its rows."""

    data: bytes
    encoding: str
    separator: str | None
    """None for vCards."""
    header: tuple[str, ...]
    has_header: bool
    skip: int = 0
    """Lines before the header."""

    def rows(self) -> Iterator[Row]:
        """Rows that are not blank. Raises InputError where the file breaks off or is beyond the limits."""
        if self.separator is None:
            yield from enumerate(vcards.rows(self._text()), 1)
            return
        for number, cells in self._records(strict=False):
            if (number > 1 or not self.has_header) and any(cell.strip() for cell in cells):
                yield number, cells

    def count(self) -> int:
        """How many rows there are. Raises InputError for a quotation mark that is never closed, or no row at all."""
        self._refuse_unclosed()
        total = sum(1 for _ in self.rows())
        if not total:
            raise InputError("There is no row in this file besides its header.", EXAMPLE)
        return total

    def _refuse_unclosed(self) -> None:
        """Read leniently, the rest of the file would end up in one cell."""
        last = 0
        try:
            for number, _ in self._records(strict=True) if self.separator else ():
                last = number
        except InputError as error:
            if "end of data" in str(error.__cause__):
                sentence = f"In row {last + 1} a quotation mark is opened and never closed."
                raise InputError(sentence, '"Lee, Ann",212-555-0123') from None

    def _text(self) -> io.TextIOWrapper:
        text = io.TextIOWrapper(io.BytesIO(self.data), self.encoding, "replace", newline="")
        for _ in range(self.skip):
            text.readline()
        return text

    def _records(self, *, strict: bool) -> Iterator[Row]:
        """Numbered from 1, with the header. Raises InputError."""
        number = 0
        try:
            for number, cells in enumerate(csv.reader(self._text(), delimiter=self.separator or ",", strict=strict), 1):
                if len(cells) > MOST_COLUMNS:
                    raise InputError(f"Row {number} has more than {MOST_COLUMNS} columns.", EXAMPLE)
                if number > MOST_ROWS + 1:
                    raise InputError(f"A file can have up to {MOST_ROWS:,} rows; please cut it in two.")
                yield number, cells
        except csv.Error as error:
            raise InputError(f"Row {number + 1} of this file cannot be read.", EXAMPLE) from error


def open_table(data: bytes) -> Table:
    """Find out how a file is written. Raises InputError for what is no list of contacts."""
    encoding = detect(data)
    sample = io.TextIOWrapper(io.BytesIO(data), encoding, "replace", newline="").read(_SAMPLE).lstrip("\ufeff")
    if _VCARD.match(sample):
        return Table(data, encoding, None, vcards.HEADER, has_header=True)
    first_line = sample.splitlines()[0] if sample.splitlines() else ""
    said = _SAYS_SEPARATOR.match(first_line)
    if said:
        sample = sample[len(first_line) :].lstrip("\r\n")
    separator = said[1] if said and said[1] in SEPARATORS else max(SEPARATORS, key=lambda one: _fit(sample, one))
    records = _sampled(sample, separator)
    if not records:
        raise InputError("This file is empty.", EXAMPLE)
    return _table(data, encoding, separator, records, 1 if said else 0)


def _table(data: bytes, encoding: str, separator: str, records: list[list[str]], skip: int) -> Table:
    first = [cell.strip(" \ufeff") for cell in records[0]]
    if len(first) > MOST_COLUMNS:
        raise InputError(f"Row 1 has more than {MOST_COLUMNS} columns.", EXAMPLE)
    has_header = columns.is_header(first)
    header = tuple(first) if has_header else tuple(f"Column {number}" for number in range(1, len(first) + 1))
    return Table(data, encoding, separator, header, has_header, skip)


def _fit(sample: str, separator: str) -> tuple[int, int, int]:
    """How well a separator fits: names of columns that it brings out, rows as wide as the first, columns."""
    records = _sampled(sample, separator)
    width = len(records[0]) if records else 0
    alike = sum(len(record) == width for record in records) if width > 1 else 0
    known = sum(bool(one) for one in columns.guess(records[0])) if 0 < width <= MOST_COLUMNS else 0
    return known, alike, width


def _sampled(sample: str, separator: str) -> list[list[str]]:
    """The first records; the last one of a sample may be cut off in the middle, and is left out where it can be."""
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if record:
                records.append(record)
            if len(records) > _SAMPLE_ROWS:
                break
    except csv.Error:
        return records
    return records[:-1] if len(sample) >= _SAMPLE and len(records) > 1 else records

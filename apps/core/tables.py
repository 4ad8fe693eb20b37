"""CSV of whatever make: encoding and separator found out, one record at a time, what is wrong said of each."""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import BinaryIO, TextIO

from apps.core import formulas

CHUNK = 65_536
LONGEST_LINE = 200_000  # characters; the longest review is some 30,000
MOST_LINES = 1_000  # that one quoted cell may run over
MOST_COLUMNS = 300
SEPARATORS = ",;\t|"
CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class NotImportable(Exception):
    """The file as a whole cannot be read. The message is for the person: what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file to read; `open` may be called again and again."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(slots=True)
class Record:
    line: int
    cells: list[str] = field(default_factory=list)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings as they are compared (small letters, one blank) and the records below them."""

    headings: list[str]
    records: Iterator[Record]
    spelt: list[str]


def read_table(part: Part) -> Table:
    """The first record is the headings. NotImportable when there is none that could be."""
    records = read_records(part)
    first = next(records, None)
    if first is None:
        raise NotImportable(f"There is nothing in {part.name or 'this file'}.")
    return table_below(first, records)


def table_below(first: Record, records: Iterator[Record]) -> Table:
    if first.fault:
        raise NotImportable(f"Line {first.line} should hold the headings of the columns. {first.fault}")
    if len(first.cells) > MOST_COLUMNS:
        raise NotImportable(f"This table has {len(first.cells):,} columns; {MOST_COLUMNS} at most are read.")
    headings = [" ".join(cell.split()).casefold() for cell in first.cells]
    return Table(headings, (_fitted(record, len(headings)) for record in records), first.cells)


def cells_of(table: Table, record: Record) -> dict[str, str]:
    """The cells by their headings; the first of two of the same name counts."""
    return dict(zip(reversed(table.headings), reversed(record.cells), strict=True))


def _fitted(record: Record, width: int) -> Record:
    """Cells as many as headings: missing ones at the end are blank, further ones must be."""
    if any(cell.strip() for cell in record.cells[width:]) and not record.fault:
        record.fault = f"The line has {len(record.cells)} cells where the headings have {width}."
    record.cells = record.cells[:width] + [""] * (width - len(record.cells))
    return record


def read_records(part: Part) -> Iterator[Record]:
    """Every record that is not blank, with the number of its first line."""
    encoding = _encoding_of(part)
    with part.open() as raw, TextIOWrapper(raw, encoding=encoding, errors="replace", newline=None) as text:
        separator = None
        for line, record, fault in _assembled(text):
            if separator is None and record.strip() and not fault:
                separator = _separator_of(record)
            if fault:
                yield Record(line, [], fault)
            elif record.strip():
                yield _parsed(line, record, separator or ",")


def _parsed(line: int, record: str, separator: str) -> Record:
    if record.startswith(CONFLICT):
        return Record(line, [], "It was left over when two versions of the file were merged.")
    if "\0" in record:
        return Record(line, [], "It has a NUL character in it, which no text has.")
    try:
        cells = next(csv.reader([record], delimiter=separator), [])
    except csv.Error:
        return Record(line, [], "It cannot be read as a line of a table.")
    return Record(line, [formulas.read(cell) for cell in cells])


def _assembled(text: TextIO) -> Iterator[tuple[int, str, str]]:
    """Line number, record and fault. Lines belong together as long as a quotation mark is open; one that never closes
    spoils its own line and not the rest of the file."""
    waiting: deque[tuple[int, str]] = deque()
    lines = _lines(text)
    while True:
        first = waiting.popleft() if waiting else next(lines, None)
        if first is None:
            return
        number, record = first
        if len(record) > LONGEST_LINE:
            yield number, "", f"The line is longer than {LONGEST_LINE:,} characters."
            continue
        if not record.count('"') % 2:
            yield number, record, ""
            continue
        taken = _until_closed(record, waiting, lines)
        if taken is None:
            yield number, "", "A quotation mark opens and never closes."
        else:
            yield number, taken, ""


def _until_closed(record: str, waiting: deque[tuple[int, str]], lines: Iterator[tuple[int, str]]) -> str | None:
    """The record with the lines after it up to its last quotation mark, or None, all of them waiting again."""
    taken: list[tuple[int, str]] = []
    whole, size = [record], len(record)
    while len(taken) < MOST_LINES and size <= LONGEST_LINE:
        following = waiting.popleft() if waiting else next(lines, None)
        if following is None:
            break
        taken.append(following)
        whole.append(following[1])
        size += len(following[1])
        if following[1].count('"') % 2:
            return "".join(whole)
    waiting.extendleft(reversed(taken))
    return None


def _lines(text: TextIO) -> Iterator[tuple[int, str]]:
    number = 0
    while line := text.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith("\n"):
            while (rest := text.readline(CHUNK)) and not rest.endswith("\n"):
                pass
        yield number, line


def _separator_of(record: str) -> str:
    return max(SEPARATORS, key=record.count)


def _encoding_of(part: Part) -> str:
    """UTF-8 when all of it is, UTF-16 when it says so, else Windows-1252, which IMDb and Excel write."""
    decoder = getincrementaldecoder("utf-8")()
    with part.open() as raw:
        chunk = raw.read(CHUNK)
        if chunk.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return "utf-16"
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = raw.read(CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"

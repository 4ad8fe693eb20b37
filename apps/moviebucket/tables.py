"""Items as tables: CSV and JSON, read and written. What a cell may be says the model; here is how one comes to it."""

import csv
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from apps.core import formulas
from apps.core.documents import read_elements
from apps.core.tables import NotImportable, Part, Table, cells_of, read_table
from apps.moviebucket.actions import WRITABLE, Fault
from apps.moviebucket.actions.many import Row
from apps.moviebucket.models import CONTRACT, ItemQuerySet

COLUMNS = WRITABLE
MOST_ROWS = 50_000
MOST_BYTES = 25_000_000
CHUNK = 2_000
# What other programs call a column.
ALSO_CALLED = {"year": "release_year", "runtime": "length", "minutes": "length"}
BROKEN_LINE = "unreadable"


class Rows:
    """What `add_many` takes, read once from the beginning. `lines` says where the rows read so far began."""

    def __init__(self, found: Iterable[tuple[int, Row]], unknown: list[str] | None = None, most: int = MOST_ROWS):
        self._found, self._most = found, most
        self.unknown = unknown or []
        self.lines = array("L")

    def __iter__(self) -> Iterator[Row]:
        for line, row in self._found:
            if len(self.lines) >= self._most:
                raise NotImportable(f"At most {self._most:,} rows go in at a time. Cut the file into several.")
            self.lines.append(line)
            yield row

    def said(self, fault: Fault) -> dict[str, Any]:
        """A fault as JSON: `row` counts from 1 below the headings, `line` is that of the file."""
        column = "" if fault.field == "__all__" else fault.field
        line = self.lines[fault.row - 1]
        return {"row": fault.row, "line": line, "column": column, "code": fault.code, "detail": fault.sentence}


def read_csv(part: Part, most: int = MOST_ROWS) -> Rows:
    """NotImportable when it is no table of items: the five columns have to be there, the others may."""
    table = read_table(part)
    names = [_column(heading) for heading in table.headings]
    missing = [name for name in CONTRACT if name not in names]
    if missing:
        raise NotImportable(
            f"The first line names the columns, and {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not "
            f"among them. It should begin: {','.join(CONTRACT)}"
        )
    unknown = [heading for heading, name in zip(table.spelt, names, strict=True) if name not in COLUMNS]
    table = Table(names, table.records, table.spelt)
    return Rows(_records(table), [heading for heading in unknown if heading.strip()], most)


def read_json(part: Part, most: int = MOST_ROWS) -> Rows:
    """An array of items as the API has them, or one page of it."""
    return Rows(enumerate(map(_element, _elements(part)), start=1), most=most)


def csv_of(items: ItemQuerySet) -> Iterator[str]:
    """Line by line; a database that can hands the rows over as they are read."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for values in items.values_list(*COLUMNS).iterator(chunk_size=CHUNK):
        yield writer.writerow([formulas.written(_cell(value)) for value in values])


def json_of(items: ItemQuerySet) -> Iterator[str]:
    """An array with an item a line."""
    yield "["
    for number, values in enumerate(items.values_list(*COLUMNS).iterator(chunk_size=CHUNK)):
        facts = {name: _plain(value) for name, value in zip(COLUMNS, values, strict=True)}
        yield f"{',' if number else ''}\n{json.dumps(facts, ensure_ascii=False)}"
    yield "\n]\n"


class _Echo:
    """Hands each line that csv.writer makes back to who asked for it."""

    def write(self, line: str) -> str:
        return line


def _column(heading: str) -> str:
    name = heading.replace(" ", "_").replace("-", "_")
    return ALSO_CALLED.get(name, name)


def _records(table: Table) -> Iterator[tuple[int, Row]]:
    for record in table.records:
        if record.fault:
            yield record.line, ValidationError({"__all__": ValidationError(record.fault, code=BROKEN_LINE)})
        else:
            cells = cells_of(table, record)
            yield record.line, {name: cells[name] for name in COLUMNS if name in cells}


def _elements(part: Part) -> Iterator[Any]:
    for element in read_elements(part):
        inner = element.get("results", element.get("items")) if isinstance(element, Mapping) else None
        if isinstance(inner, list):
            yield from inner
        else:
            yield element


def _element(element: Any) -> Row:
    if not isinstance(element, Mapping):
        return ValidationError({"__all__": ValidationError("This is no item.", code=BROKEN_LINE)})
    return {name: element[name] for name in COLUMNS if name in element}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, list)) else str(value)

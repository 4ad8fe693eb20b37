"""What the readers of all tables have in common."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from apps.core.tables import Part, Record, Table, cells_of, read_table
from apps.transfers.formats.rows import Kind, Row

RowsOf = Callable[[Mapping[str, str], int], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Readable:
    """A part and how its rows are read."""

    part: Part
    rows: Callable[[], Iterator[Row]]


def rows_of_table(part: Part, rows_of: RowsOf) -> Iterator[Row]:
    """`rows_of` makes rows of the cells by heading; lines that are none of the table become rows with a fault."""
    yield from rows_below(read_table(part), part, rows_of)


def rows_below(table: Table, part: Part, rows_of: RowsOf) -> Iterator[Row]:
    for record in table.records:
        if record.fault:
            yield bad_line(record, part)
            continue
        for row in rows_of(cells_of(table, record), record.line):
            row.file = part.name
            yield checked(row)


def bad_line(record: Record, part: Part) -> Row:
    return Row(Kind.WATCHED, record.line, part.name, faults=[record.fault])


def checked(row: Row) -> Row:
    """A row needs something to find its film by, and no text may hold what a database cannot keep."""
    if not (row.title or row.tmdb_id or row.imdb_id or row.not_a_film):
        row.faults.append("There is neither a title nor an id of a film.")
    if row.kind == Kind.RATING and row.half_stars is None and not row.faults:
        row.kind = Kind.WATCHED  # rated 0 or blank: seen and not rated
    return row


def stem_of(name: str) -> str:
    """The name of a list, from that of its file: "lists/cult-films.csv" is "cult films"."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
    return " ".join(stem.split())[:80] or "Imported list"


def kind_in_name(name: str) -> Kind | None:
    """What a file's name says where its contents say nothing."""
    name = name.casefold()
    hints = {"watchlist": Kind.WATCHLIST, "rating": Kind.RATING, "like": Kind.LIKE, "watched": Kind.WATCHED}
    return next((kind for hint, kind in hints.items() if hint in name), None)

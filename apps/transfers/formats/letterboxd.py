"""Letterboxd: the zip of an account with its folders, any of the tables in it, and the format that it imports."""

from collections.abc import Iterator, Mapping
from functools import partial

from apps.core.tables import Part, Record, Table, cells_of, read_records, table_below
from apps.transfers.formats import values
from apps.transfers.formats.readers import Readable, bad_line, kind_in_name, rows_below, rows_of_table, stem_of
from apps.transfers.formats.rows import Kind, Row

FILM = {"name", "year", "letterboxd uri"}
LIST_START = "letterboxd list export"
IMPORTED = {"watcheddate", "rating10", "tmdbid", "imdbid"}
# What was deleted there or belongs to no film, and what a site of its own needs none of.
LEFT_OUT = ("deleted/", "orphaned/")


def readable(part: Part, first: Record, *, in_archive: bool, kind: Kind | None) -> Readable | None:
    """How this table of Letterboxd's is read; None when it is none that tells of films."""
    headings = {" ".join(cell.split()).casefold() for cell in first.cells}
    if first.cells and first.cells[0].casefold().startswith(LIST_START):
        return Readable(part, partial(_list_rows, part))
    if headings >= FILM:
        of_film = partial(_film_rows, kind=kind or _kind_of(headings, part.name), in_archive=in_archive)
        return Readable(part, partial(rows_of_table, part, of_film))
    if headings & IMPORTED and headings & {"title", "name", "tmdbid", "imdbid", "letterboxduri"}:
        return Readable(part, partial(rows_of_table, part, _import_format_rows))
    return None


def is_left_out(part: Part) -> bool:
    return part.name.startswith(LEFT_OUT)


def _kind_of(headings: set[str], name: str) -> Kind:
    if "review" in headings:
        return Kind.REVIEW
    if "watched date" in headings or "rewatch" in headings:
        return Kind.DIARY
    if "rating" in headings:
        return Kind.RATING
    # These tables look alike: only the name tells what is watched, liked or wanted.
    return Kind.LIKE if name.startswith("likes/") else kind_in_name(name) or Kind.WATCHED


def _film_rows(cells: Mapping[str, str], line: int, *, kind: Kind, in_archive: bool) -> Iterator[Row]:
    row = _film(cells, line, kind)
    row.half_stars = values.half_stars_of(cells.get("rating", ""), row.faults, scale=5)
    row.rewatch = values.is_yes(cells.get("rewatch", ""))
    seen = values.date_of(cells.get("watched date", ""), row.faults)
    row.date = seen or values.date_of(cells.get("date", ""), row.faults)
    if kind == Kind.DIARY:
        row.text = values.with_tags("", cells.get("tags", ""))
    if kind == Kind.REVIEW:
        row.text = values.text_of(cells.get("review", ""))
        # In an archive the diary has this day already.
        if seen and not in_archive and not row.faults:
            yield Row(Kind.DIARY, line, title=row.title, year=row.year, date=seen, half_stars=row.half_stars,
                      rewatch=row.rewatch)  # fmt: skip
        if not row.text:
            return
    yield row


def _film(cells: Mapping[str, str], line: int, kind: Kind) -> Row:
    row = Row(kind, line)
    row.title = values.title_of(cells.get("name", ""), row.faults)
    row.year = values.year_of(cells.get("year", ""), row.faults)
    return row


def _list_rows(part: Part) -> Iterator[Row]:
    """A list has two tables: one of the list itself, and after it one of its films."""
    records = read_records(part)
    next(records)
    head = table_below(next(records, Record(2)), iter(()))
    about = next(records, Record(3))
    named = _cells(head, about)
    name = values.text_of(named.get("name", ""), values.LONGEST_NAME) or stem_of(part.name)
    text = values.text_of(named.get("description", ""), values.LONGEST_NOTE)
    below = next(records, None)
    if below is None:
        return
    if below.fault:
        yield bad_line(below, part)
        return
    film_rows = partial(_list_row, name=name, text=text, key=part.name)
    yield from rows_below(table_below(below, records), part, film_rows)


def _cells(table: Table, record: Record) -> dict[str, str]:
    width = len(table.headings)
    record.cells = record.cells[:width] + [""] * (width - len(record.cells))
    return cells_of(table, record)


def _list_row(cells: Mapping[str, str], line: int, *, name: str, text: str, key: str) -> Iterator[Row]:
    row = _film(cells, line, Kind.LIST)
    row.list_name, row.list_text, row.list_key = name, text, key
    row.text = values.text_of(cells.get("description", ""), values.LONGEST_NOTE)
    position = cells.get("position", "").strip()
    row.position = int(position) if position.isascii() and position.isdigit() and len(position) < 7 else None
    yield row


def _import_format_rows(cells: Mapping[str, str], line: int) -> Iterator[Row]:
    row = Row(Kind.DIARY, line)
    row.title = values.title_of(cells.get("title") or cells.get("name", ""), row.faults)
    row.year = values.year_of(cells.get("year", ""), row.faults)
    row.tmdb_id = values.tmdb_id_of(cells.get("tmdbid", ""), row.faults)
    row.imdb_id = values.imdb_id_of(cells.get("imdbid", ""), row.faults)
    row.date = values.date_of(cells.get("watcheddate", ""), row.faults)
    row.rewatch = values.is_yes(cells.get("rewatch", ""))
    # Both scales may be there; they say the same, and either may be wrong.
    of_ten = values.half_stars_of(cells.get("rating10", ""), row.faults, scale=10)
    of_five = values.half_stars_of(cells.get("rating", ""), row.faults, scale=5)
    row.half_stars = of_ten or of_five
    row.text = values.with_tags("", cells.get("tags", ""))
    if row.date is None:
        row.kind = Kind.RATING
    yield row
    review = values.text_of(cells.get("review", ""))
    if review and not row.faults:
        yield Row(Kind.REVIEW, line, tmdb_id=row.tmdb_id, imdb_id=row.imdb_id, title=row.title, year=row.year,
                  date=row.date, half_stars=row.half_stars, text=review)  # fmt: skip

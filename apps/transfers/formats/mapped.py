"""Any table: a person says which column is what, after a sensible guess."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any

from apps.core.tables import NotImportable, Part, Record, read_table
from apps.transfers.formats import values
from apps.transfers.formats.readers import Readable, checked, kind_in_name, stem_of
from apps.transfers.formats.rows import Kind, Row

# What a column can be, and the headings by which it is guessed.
COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "name", "film", "movie", "movie title", "film title", "titel", "titre", "título", "titolo"),
    "year": ("year", "release year", "released", "release date", "jahr", "année", "año", "anno"),
    "date": (
        "watched date",
        "date watched",
        "watched on",
        "watched",
        "watched_at",
        "date",
        "datum",
        "viewed",
        "seen on",
    ),
    "rating": ("rating", "your rating", "my rating", "score", "stars", "vote", "bewertung", "note"),
    "rewatch": ("rewatch", "rewatched", "again"),
    "text": ("review", "notes", "comment", "comments", "my review", "kommentar"),
    "tmdb_id": ("tmdb id", "tmdbid", "tmdb_id", "tmdb"),
    "imdb_id": ("imdb id", "imdbid", "imdb_id", "imdb", "const", "imdb url"),
}
SCALES = (5, 10, 100)
SAMPLES = 5


@dataclass(slots=True)
class Columns:
    """Which column (from 0) is what, and how its values are meant."""

    columns: dict[str, int] = field(default_factory=dict)
    kind: Kind | None = None
    scale: int = 10
    day_first: bool = False
    list_name: str = ""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Columns":
        """From JSON that we wrote ourselves."""
        columns = told.get("columns") or {}
        return cls(
            columns={name: int(place) for name, place in columns.items() if name in COLUMNS},
            kind=Kind(told["kind"]) if told.get("kind") else None,
            scale=told.get("scale") if told.get("scale") in SCALES else 10,
            day_first=bool(told.get("day_first")),
            list_name=str(told.get("list_name") or ""),
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """What the page that asks for the columns shows."""

    headings: list[str]
    lines: list[list[str]]
    guess: Columns


def sample_of(part: Part) -> Sample:
    table = read_table(part)
    lines = [record.cells for record in islice(table.records, SAMPLES) if not record.fault]
    columns = {name: place for name in COLUMNS if (place := _guessed(name, table.headings)) is not None}
    highest = [_number(cells[columns["rating"]]) for cells in lines] if "rating" in columns else []
    scale = next((scale for scale in SCALES if max(highest, default=0) <= scale), 100)
    kind = kind_in_name(part.name) or (Kind.DIARY if "date" in columns else Kind.RATING)
    return Sample(table.spelt, lines, Columns(columns, kind, scale, list_name=stem_of(part.name)))


def readable(part: Part, mapping: Columns) -> Readable:
    if not mapping.columns.keys() & {"title", "tmdb_id", "imdb_id"}:
        raise NotImportable("Say which column holds the title of the film, or its TMDB or IMDb id.")
    return Readable(part, partial(_rows, part, mapping))


def _guessed(name: str, headings: list[str]) -> int | None:
    return next((headings.index(known) for known in COLUMNS[name] if known in headings), None)


def _number(cell: str) -> float:
    faults: list[str] = []
    half_stars = values.half_stars_of(cell, faults, scale=100)
    return (half_stars or 0) * 10


def _rows(part: Part, mapping: Columns) -> Iterator[Row]:
    table = read_table(part)
    if any(place >= len(table.headings) for place in mapping.columns.values()):
        raise NotImportable("The table has fewer columns than were chosen. Choose them again.")
    for record in table.records:
        row = Row(mapping.kind or Kind.WATCHED, record.line, part.name)
        if record.fault:
            row.faults.append(record.fault)
        else:
            _fill(row, record, mapping)
        if row.kind != Kind.REVIEW and len(row.text) > values.LONGEST_NOTE and not row.faults:
            # Too long for a note of the diary: nobody's words are cut off.
            yield replace(row, kind=Kind.REVIEW, list_name="")
            row.text = ""
        yield checked(row)


def _fill(row: Row, record: Record, mapping: Columns) -> None:
    cells = {name: record.cells[place] for name, place in mapping.columns.items()}
    row.title = values.title_of(cells.get("title", ""), row.faults)
    row.year = values.year_of(cells.get("year", ""), row.faults)
    row.tmdb_id = values.tmdb_id_of(cells.get("tmdb_id", ""), row.faults)
    row.imdb_id = values.imdb_id_of(cells.get("imdb_id", ""), row.faults)
    row.date = values.date_of(cells.get("date", ""), row.faults, day_first=mapping.day_first)
    row.half_stars = values.half_stars_of(cells.get("rating", ""), row.faults, scale=mapping.scale)
    row.rewatch = values.is_yes(cells.get("rewatch", ""))
    row.text = values.text_of(cells.get("text", ""))
    row.list_name = mapping.list_name if row.kind == Kind.LIST else ""
    if row.kind == Kind.DIARY and row.date is None:
        row.kind = Kind.RATING if row.half_stars else Kind.WATCHED

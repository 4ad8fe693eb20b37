"""IMDb: ratings, watchlist and lists, in the headings of today and in those of before 2017."""

from collections.abc import Iterator, Mapping
from functools import partial

from apps.core.tables import Part
from apps.transfers.formats import values
from apps.transfers.formats.readers import Readable, kind_in_name, rows_of_table, stem_of
from apps.transfers.formats.rows import Kind, Row

HEADINGS = {"const", "title"}
FILMS = {"", "movie", "feature film", "tv movie", "tvmovie", "video", "short", "short film", "tv short", "tvshort",
         "tv special", "tvspecial", "documentary", "film"}  # fmt: skip


def readable(part: Part, headings: set[str], *, kind: Kind | None) -> Readable | None:
    if not headings >= HEADINGS:
        return None
    rows_of = partial(_rows, kind=kind or _kind_of(headings, part.name), list_name=stem_of(part.name))
    return Readable(part, partial(rows_of_table, part, rows_of))


def _kind_of(headings: set[str], name: str) -> Kind:
    """Only lists have positions today. A watchlist looks like any list but for its name, as old ratings did."""
    if "position" not in headings and headings & {"your rating", "you rated"}:
        return Kind.RATING
    named = kind_in_name(name)
    return named if named in (Kind.RATING, Kind.WATCHLIST) else Kind.LIST


def _rows(cells: Mapping[str, str], line: int, *, kind: Kind, list_name: str) -> Iterator[Row]:
    row = Row(kind, line)
    row.imdb_id = values.imdb_id_of(cells["const"], row.faults)
    row.title = values.title_of(cells.get("original title") or cells["title"], row.faults)
    row.year = values.year_of(cells.get("year", ""), row.faults)
    what = cells.get("title type", "").strip()
    if what.casefold() not in FILMS:
        row.not_a_film = f"{row.title or row.imdb_id} is no film: IMDb calls it {what[:40]}."
    if kind == Kind.RATING:
        rating = cells.get("your rating") or cells.get("you rated", "")
        row.half_stars = values.half_stars_of(rating, row.faults, scale=10)
        row.date = values.date_of(cells.get("date rated") or cells.get("created", ""), row.faults)
    else:
        row.date = values.date_of(cells.get("created", ""), row.faults)
        row.text = values.text_of(cells.get("description", ""), values.LONGEST_NOTE)
    if kind == Kind.LIST:
        row.list_name = list_name
        position = cells.get("position", "").strip()
        row.position = int(position) if position.isascii() and position.isdigit() and len(position) < 7 else None
    yield row

"""The tables that TMDB gives its members: ratings, watchlist, favourites. Series are among the films."""

from collections.abc import Iterator, Mapping
from functools import partial

from apps.core.tables import Part
from apps.transfers.formats import values
from apps.transfers.formats.readers import Readable, kind_in_name, rows_of_table, stem_of
from apps.transfers.formats.rows import Kind, Row

HEADINGS = {"tmdb id", "type", "name"}


def readable(part: Part, headings: set[str], *, kind: Kind | None) -> Readable | None:
    if not headings >= HEADINGS:
        return None
    name = part.name.casefold()
    guessed = Kind.LIKE if "favo" in name else kind_in_name(part.name)
    return Readable(part, partial(rows_of_table, part, partial(_rows, kind=kind or guessed, list_name=stem_of(name))))


def _rows(cells: Mapping[str, str], line: int, *, kind: Kind | None, list_name: str) -> Iterator[Row]:
    row = Row(Kind.RATING, line)
    row.tmdb_id = values.tmdb_id_of(cells["tmdb id"], row.faults)
    row.imdb_id = values.imdb_id_of(cells.get("imdb id", ""), row.faults)
    row.title = values.title_of(cells["name"], row.faults)
    row.year = values.year_of(cells.get("release date", "")[:4], row.faults)
    rated = cells.get("your rating", "")
    row.half_stars = values.half_stars_of(rated, row.faults, scale=10)
    row.date = values.date_of(cells.get("date rated", ""), row.faults)
    row.kind = kind or (Kind.RATING if rated.strip() else Kind.WATCHLIST)
    if row.kind == Kind.LIST:
        row.list_name = list_name
    if cells["type"].strip().casefold() not in ("movie", ""):
        row.not_a_film = f"{row.title or 'It'} is no film: TMDB calls it {cells['type'].strip()[:20]}."
        row.tmdb_id = None  # numbers of series are not those of films
    yield row

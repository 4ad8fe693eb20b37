"""Trakt: the JSON of an account's export or of its API, and tables. Series, seasons and episodes are left out."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from apps.core.documents import read_elements
from apps.core.tables import NotImportable, Part
from apps.transfers.formats import values
from apps.transfers.formats.readers import Readable, checked, kind_in_name, rows_of_table, stem_of
from apps.transfers.formats.rows import Kind, Row

HEADINGS = {"trakt_id", "title"}
OTHERS = ("show", "season", "episode", "person", "list", "user")
# The key that tells what an element is about, and of what it is the day.
SAYS = {
    "rated_at": Kind.RATING,
    "watched_at": Kind.DIARY,
    "last_watched_at": Kind.DIARY,
    "listed_at": Kind.WATCHLIST,
    "collected_at": Kind.LIST,
    "liked_at": Kind.LIKE,
}


def readable(part: Part, headings: set[str], *, kind: Kind | None) -> Readable | None:
    """A table: the headings are the same for ratings, history and lists, with another date."""
    if not headings >= HEADINGS:
        return None
    found = next((said for key, said in SAYS.items() if key in headings), Kind.WATCHED)
    rows_of = partial(_table_rows, kind=kind or _list_or_not(found, part.name), list_name=stem_of(part.name))
    return Readable(part, partial(rows_of_table, part, rows_of))


def is_document(part: Part) -> bool:
    """Whether a JSON file begins with an element of Trakt's."""
    first = next(read_elements(part), None)
    return isinstance(first, dict) and bool(_keys(first) & ({"movie", "show", "episode"} | set(SAYS)))


def readable_document(part: Part, *, kind: Kind | None, has_history: bool) -> Readable:
    return Readable(part, partial(_document_rows, part, kind=kind, has_history=has_history))


def _keys(element: dict[str, Any]) -> set[str]:
    return {str(key) for key in element}


def _list_or_not(kind: Kind, name: str) -> Kind:
    """Watchlist and lists look alike but for the name of their file."""
    if kind != Kind.WATCHLIST or kind_in_name(name) == Kind.WATCHLIST:
        return kind
    return Kind.LIST if "list" in name.casefold() else kind


def _table_rows(cells: Mapping[str, str], line: int, *, kind: Kind, list_name: str) -> Iterator[Row]:
    row = Row(kind, line)
    row.title = values.title_of(cells["title"], row.faults)
    row.year = values.year_of(cells.get("year", ""), row.faults)
    row.imdb_id = values.imdb_id_of(cells.get("imdb_id", ""), row.faults)
    row.half_stars = values.half_stars_of(cells.get("rating", ""), row.faults, scale=10)
    dated = next((cells[key] for key in SAYS if cells.get(key)), "")
    row.date = values.date_of(dated, row.faults)
    row.list_name = list_name if kind == Kind.LIST else ""
    what = cells.get("type", "").strip().casefold()
    if what in ("", "movie"):
        row.tmdb_id = values.tmdb_id_of(cells.get("tmdb_id", ""), row.faults)
    else:
        row.not_a_film = f"{row.title or 'It'} is no film: Trakt calls it {what[:20]}."
    yield row


def _document_rows(part: Part, *, kind: Kind | None, has_history: bool) -> Iterator[Row]:
    for number, element in enumerate(read_elements(part), 1):
        if not isinstance(element, dict):
            yield Row(Kind.WATCHED, number, part.name, faults=["It tells of no film."])
            continue
        row = _element_row(element, number, part.name, kind)
        if has_history and "last_watched_at" in element and not kind:
            row.kind, row.date = Kind.WATCHED, None  # the history has every one of its days
        yield checked(row)


def _element_row(element: dict[str, Any], number: int, name: str, kind: Kind | None) -> Row:
    comment = element.get("comment")
    said = next((said for key, said in SAYS.items() if key in element), Kind.WATCHED)
    row = Row(kind or _list_or_not(said, name), number, name)
    dated = next((element[key] for key in SAYS if key in element), None)
    row.date = values.date_of(_text(dated), row.faults)
    row.half_stars = values.half_stars_of(_text(element.get("rating")), row.faults, scale=10)
    row.text = values.text_of(_text(element.get("notes")), values.LONGEST_NOTE)
    plays = element.get("plays")
    row.rewatch = isinstance(plays, int) and plays > 1 and row.kind == Kind.DIARY
    if row.kind == Kind.LIST:
        row.list_name = "Collection" if "collected_at" in element else stem_of(name)
        rank = element.get("rank")
        row.position = rank if isinstance(rank, int) and 0 <= rank < 1_000_000 else None
    if isinstance(comment, dict):
        _fill_review(row, comment)
    _fill_film(row, element)
    return row


def _fill_review(row: Row, comment: dict[str, Any]) -> None:
    row.kind = Kind.REVIEW
    row.text = values.text_of(_text(comment.get("comment")))
    row.spoiler = comment.get("spoiler") is True
    row.date = values.date_of(_text(comment.get("created_at")), row.faults)
    row.half_stars = values.half_stars_of(_text(comment.get("user_rating")), row.faults, scale=10)


def _fill_film(row: Row, element: dict[str, Any]) -> None:
    film = element.get("movie")
    if not isinstance(film, dict):
        other = next((key for key in OTHERS if isinstance(element.get(key), dict)), "")
        title = _text(element[other].get("title")) if other else ""
        row.not_a_film = f"{values.text_of(title, 80) or 'It'} is no film: Trakt calls it {other}." if other else ""
        return
    ids = film.get("ids")
    ids = ids if isinstance(ids, dict) else {}
    row.title = values.title_of(_text(film.get("title")), row.faults)
    row.year = values.year_of(_text(film.get("year")), row.faults)
    row.tmdb_id = values.tmdb_id_of(_text(ids.get("tmdb")), row.faults)
    row.imdb_id = values.imdb_id_of(_text(ids.get("imdb")), row.faults)


def _text(value: Any) -> str:
    """Text and numbers as text; all else is as good as nothing."""
    if isinstance(value, str):
        return values.storable(value)
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def has_history(parts: list[Part]) -> bool:
    return any("history" in part.name.casefold() for part in parts)


def must_be_trakt(part: Part) -> None:
    if not is_document(part):
        raise NotImportable(
            "This JSON is none of Trakt's. Send the zip of Trakt's export as it is, or one of the files in it."
        )

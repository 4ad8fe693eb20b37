"""Objects of our own export: a film as it names one, a text, stars."""

from collections.abc import Iterator
from typing import Any

from apps.core.documents import read_elements
from apps.core.tables import Part
from apps.transfers.formats import values
from apps.transfers.formats.rows import Kind, Row


def objects(part: Part) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, element in enumerate(read_elements(part), 1):
        yield number, element if isinstance(element, dict) else {}


def film_row(kind: Kind, part: Part, number: int, film: Any) -> Row:
    row = Row(kind, number, part.name)
    told = film if isinstance(film, dict) else {}
    row.title = values.title_of(text(told, "title"), row.faults)
    row.year = values.year_of(text(told, "year"), row.faults)
    row.tmdb_id = values.tmdb_id_of(text(told, "tmdb_id"), row.faults)
    row.imdb_id = values.imdb_id_of(text(told, "imdb_id"), row.faults)
    return row


def half_stars(element: dict[str, Any]) -> int | None:
    given = element.get("half_stars")
    return given if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= 10 else None


def text(element: dict[str, Any], key: str) -> str:
    value = element.get(key)
    if isinstance(value, str):
        return values.storable(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""

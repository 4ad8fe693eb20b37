"""Films and people by what somebody typed: `search` for a finished query, `suggest` while it is being typed.

Titles in every language, original titles and names; words in any order and a year; accents, case and script folded;
one typing error a word forgiven. See docs/adr/0003-search-by-dictionary.md.
"""

from dataclasses import dataclass, field
from typing import Any

from apps.catalog.models import Movie, Person, SearchEntry
from apps.catalog.search.documents import title_key
from apps.catalog.search.folding import fold
from apps.catalog.search.indexing import differences, index_movies, index_people, rebuild
from apps.catalog.search.matching import Found, match
from apps.catalog.search.store import store

__all__ = ["Results", "differences", "find_by_title", "index_movies", "index_people", "rebuild", "search", "suggest"]

PEOPLE = 8
LONGEST = 200  # characters of a query that are read


@dataclass(frozen=True)
class Results:
    """Rows the best first. `corrected` is what was looked for instead, "" when the words were found as typed."""

    movies: list[Movie] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    corrected: str = ""


def search(text: str, *, user: Any, limit: int = 20, offset: int = 0) -> Results:
    """Films and people for a whole query, as far as `user` may see them. Any text will do; nonsense finds nothing."""
    return _results(text[:LONGEST], user, limit, offset, typing=False)


def suggest(text: str, *, user: Any, limit: int = 8) -> Results:
    """The same while the last word is still being typed."""
    return _results(text[:LONGEST], user, limit, 0, typing=True)


def find_by_title(text: str, *, user: Any) -> Movie | None:
    """The most popular film that is called exactly this in some language, accents, case and punctuation apart."""
    words = fold(text[:LONGEST])
    if not words:
        return None
    rows = store().find(SearchEntry.Kind.MOVIE, [[[title_key(words)]]], 20, expected=1)
    return next(iter(_visible(Movie, [row.object_id for row in rows], user)), None)


def _results(text: str, user: Any, limit: int, offset: int, *, typing: bool) -> Results:
    films = match(SearchEntry.Kind.MOVIE, text, offset + limit, typing=typing)
    people = match(SearchEntry.Kind.PERSON, text, PEOPLE, typing=typing)
    return Results(
        movies=_visible(Movie, films.ids[offset:], user),
        people=_visible(Person, people.ids, user),
        corrected=_correction(films, people),
    )


def _correction(films: Found, people: Found) -> str:
    """The reading of one kind is worth telling only when the other kind found nothing as typed."""
    if (films.ids and not films.corrected) or (people.ids and not people.corrected):
        return ""
    return films.corrected or people.corrected


def _visible(model: Any, ids: list[int], user: Any) -> list[Any]:
    rows = model.objects.visible_to(user)
    if model is Movie:
        rows = rows.as_cards()
    by_id = rows.in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]

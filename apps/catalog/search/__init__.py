"""Films and people by what somebody typed: `search` for a finished query, `suggest` while it is being typed.

Titles in every language, original titles and names; words in any order and a year; accents, case and script folded;
one typing error a word forgiven. See docs/adr/0003-search-by-dictionary.md.
"""

from dataclasses import dataclass, field
from typing import Any

from apps.accounts.models import Profile
from apps.catalog.models import Movie, Person, SearchEntry
from apps.catalog.search.documents import title_key
from apps.catalog.search.folding import fold
from apps.catalog.search.indexing import differences, index_movies, index_people, rebuild
from apps.catalog.search.matching import Found, match
from apps.catalog.search.store import store

__all__ = ["Results", "differences", "find_by_title", "index_movies", "index_people", "rebuild", "search", "suggest"]

PEOPLE = 8
LONGEST = 200  # characters of a query that are read
# Matches are found without asking who looks: for one times so many are read whom a limit hides some from.
READ_FOR_LIMITED = 10


@dataclass(frozen=True)
class Results:
    """Rows the best first. `corrected` is what was looked for instead, "" when the words were found as typed."""

    movies: list[Movie] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    corrected: str = ""


def search(text: str, *, viewer: Profile | None, limit: int = 20, offset: int = 0) -> Results:
    """Films and people for a whole query, as far as `viewer` (None: a visitor) may see them.

    Any text will do; nonsense finds nothing.
    """
    return _results(text[:LONGEST], viewer, limit, offset, typing=False)


def suggest(text: str, *, viewer: Profile | None, limit: int = 8) -> Results:
    """The same while the last word is still being typed."""
    return _results(text[:LONGEST], viewer, limit, 0, typing=True)


def find_by_title(text: str, *, viewer: Profile | None) -> Movie | None:
    """The most popular film that is called exactly this in some language, accents, case and punctuation apart."""
    words = fold(text[:LONGEST])
    if not words:
        return None
    rows = store().find(SearchEntry.Kind.MOVIE, [[[title_key(words)]]], 20, expected=1)
    return next(iter(_visible(Movie, [row.object_id for row in rows], viewer)), None)


def _results(text: str, viewer: Profile | None, limit: int, offset: int, *, typing: bool) -> Results:
    wanted = offset + limit
    is_limited = viewer is not None and viewer.highest_age is not None
    films = match(SearchEntry.Kind.MOVIE, text, wanted * READ_FOR_LIMITED if is_limited else wanted, typing=typing)
    people = match(SearchEntry.Kind.PERSON, text, PEOPLE, typing=typing)
    if is_limited:
        movies = _visible(Movie, films.ids, viewer)[offset:wanted]
    else:
        movies = _visible(Movie, films.ids[offset:], viewer)
    return Results(
        movies=movies,
        people=_visible(Person, people.ids, viewer),
        corrected=_correction(films, people),
    )


def _correction(films: Found, people: Found) -> str:
    """The reading of one kind is worth telling only when the other kind found nothing as typed."""
    if (films.ids and not films.corrected) or (people.ids and not people.corrected):
        return ""
    return films.corrected or people.corrected


def _visible(model: Any, ids: list[int], viewer: Profile | None) -> list[Any]:
    rows = model.objects.visible_to(viewer)
    if model is Movie:
        rows = rows.as_cards()
    by_id = rows.in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]

"""Asks TMDB which film somebody means, and stores the outline of it. For imports; pages use remote_search."""

from collections.abc import Callable, Iterable

from django.db import transaction

from apps.catalog.tmdb.client import ON_CLICK, TmdbClient, client
from apps.catalog.tmdb.errors import TmdbNotFound
from apps.catalog.tmdb.fields import cleaned
from apps.catalog.tmdb.payloads import MovieItem
from apps.catalog.tmdb.sync import bring_in, ensure_genres, store_list

MOST_STORED = 4
LONGEST_TITLE = 200


def films_called(title: str, year: int | None, is_called_so: Callable[[str], bool]) -> list[int]:
    """Ids of films of that name, stored here from now on, the best first. May raise the TmdbError family."""
    query = " ".join(cleaned(title).split())[:LONGEST_TITLE]
    if not query:
        return []
    asking = client(ON_CLICK)
    page = asking.search_movies_of_year(query, year) if year else asking.search_movies(query)
    return _stored(film for film in page.films if is_called_so(film.title) or is_called_so(film.original_title))


def film_with_ids(tmdb_id: int | None, imdb_id: str) -> int | None:
    """The id of the film that TMDB knows by one of these, stored here from now on; None when it knows none."""
    if tmdb_id:
        try:
            film = bring_in(tmdb_id)
        except TmdbNotFound:
            film = None
        if film is not None:
            return None if film.adult else film.pk
    return _by_imdb_id(client(ON_CLICK), imdb_id) if imdb_id else None


def _by_imdb_id(asking: TmdbClient, imdb_id: str) -> int | None:
    try:
        stored = _stored(asking.find_movies(imdb_id))
    except TmdbNotFound:
        return None
    return stored[0] if stored else None


def _stored(films: Iterable[MovieItem]) -> list[int]:
    wanted = [film for film in films if not film.adult][:MOST_STORED]
    if not wanted:
        return []
    ensure_genres()
    with transaction.atomic():
        return store_list(wanted)

"""Asks TMDB for films that we do not hold, for a fragment beside our own results."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from apps.catalog.tmdb.client import ON_PAGE, client
from apps.catalog.tmdb.fields import cleaned
from apps.catalog.tmdb.films import held_ids
from apps.catalog.tmdb.payloads import MovieItem
from apps.core.caching import CACHE_ERRORS

KEPT_SECONDS = 10 * 60
SHOWN = 12
SHORTEST, LONGEST = 2, 200  # characters of a query


@dataclass(frozen=True, slots=True)
class RemoteFilm:
    tmdb_id: int
    title: str
    year: int | None
    overview: str
    poster_path: str


def find_films(text: str) -> list[RemoteFilm]:
    """Films of TMDB that we do not hold, the most fitting first; none without a key.

    May raise the TmdbError family, after two seconds at most.
    """
    query = " ".join(cleaned(text).split())[:LONGEST]
    if len(query) < SHORTEST or not settings.TMDB_ENABLED:
        return []
    films = _found(query)
    held = held_ids(film.tmdb_id for film in films)
    return [film for film in films if film.tmdb_id not in held][:SHOWN]


def _found(query: str) -> list[RemoteFilm]:
    key = "tmdb:search:" + hashlib.sha256(query.casefold().encode("utf-8", "replace")).hexdigest()
    found = _remembered(key)
    if found is None:
        page = client(ON_PAGE).search_movies(query)
        found = [_remote(film) for film in page.films if not film.adult]
        _remember(key, found)
    return found


def _remote(film: MovieItem) -> RemoteFilm:
    year = film.release_date.year if film.release_date else None
    return RemoteFilm(film.tmdb_id, film.title, year, film.overview, film.poster_path)


def _remembered(key: str) -> list[RemoteFilm] | None:
    try:
        found: list[RemoteFilm] | None = cache.get(key)
    except CACHE_ERRORS:
        return None
    return found


def _remember(key: str, films: list[RemoteFilm]) -> None:
    try:
        cache.set(key, films, KEPT_SECONDS)
    except CACHE_ERRORS:
        return

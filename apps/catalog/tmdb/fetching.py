"""Fetches one film or person again and stores the answer."""

from enum import Enum

from apps.catalog import youtube
from apps.catalog.models import Movie, Person
from apps.catalog.tmdb.client import NotModified, client
from apps.catalog.tmdb.errors import TmdbError, TmdbNotFound
from apps.catalog.tmdb.sync import mark_gone, mark_unchanged, store_collection, store_movie, store_person


class Outcome(Enum):
    STORED = "stored"
    UNCHANGED = "unchanged"
    GONE = "gone"


def refresh_movie(movie: Movie) -> Outcome:
    """May raise the TmdbError family. Does nothing for a film that TMDB does not know."""
    if movie.tmdb_id is None:
        return Outcome.GONE
    try:
        answer = client().movie(movie.tmdb_id, etag=_etag_of(movie))
    except TmdbNotFound:
        mark_gone(movie)
        return Outcome.GONE
    if isinstance(answer, NotModified):
        mark_unchanged(movie)
        return Outcome.UNCHANGED
    stored = store_movie(answer.payload, etag=answer.etag)
    complete_franchise(stored)
    youtube.find_trailer(stored)
    return Outcome.STORED


def _etag_of(row: Movie | Person) -> str:
    """ "" when the row was written since: who has unlocked a field wants the whole answer, changed there or not."""
    return row.tmdb_etag if row.fetched_at is not None and row.updated_at <= row.fetched_at else ""


def complete_franchise(movie: Movie) -> None:
    """Brings in the other films of a franchise of which we have one so far."""
    franchise = movie.franchise
    if franchise is None or franchise.tmdb_id is None or franchise.movies.count() > 1:
        return
    try:
        store_collection(client().collection(franchise.tmdb_id))
    except TmdbNotFound:
        return


def refresh_person(person: Person) -> Outcome:
    """May raise the TmdbError family. Does nothing for a person whom TMDB does not know."""
    if person.tmdb_id is None:
        return Outcome.GONE
    try:
        answer = client().person(person.tmdb_id, etag=_etag_of(person))
    except TmdbNotFound:
        mark_gone(person)
        return Outcome.GONE
    if isinstance(answer, NotModified):
        mark_unchanged(person)
        return Outcome.UNCHANGED
    store_person(answer.payload, etag=answer.etag)
    return Outcome.STORED


def bring_in_each(tmdb_id: int) -> Outcome:
    """Fetches a film by its TMDB id, held or not. TmdbNotFound when TMDB has none, and TmdbError's other kinds."""
    held = Movie.objects.filter(tmdb_id=tmdb_id).first()
    if held is not None:
        return refresh_movie(held)
    answer = client().movie(tmdb_id)
    if isinstance(answer, NotModified):
        raise TmdbError("TMDB says that nothing changed, which nobody asked")
    stored = store_movie(answer.payload, etag=answer.etag)
    complete_franchise(stored)
    youtube.find_trailer(stored)
    return Outcome.STORED

"""Puts TMDB's answers into rows. Storing the same answer twice changes nothing.

A refresh never touches a field that a curator has locked (`curated_fields`). Each function brings what is derived and
the search index up to date; the rows of the home page are filled by the callers that store whole lists.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.catalog import search
from apps.catalog.actions import similar
from apps.catalog.actions.derive import refresh_derived
from apps.catalog.models import Franchise, Genre, Movie, Person
from apps.catalog.tmdb import named, releases
from apps.catalog.tmdb.client import ON_CLICK, NotModified, client
from apps.catalog.tmdb.errors import TmdbError, TmdbNotFound
from apps.catalog.tmdb.fields import MAX_ID
from apps.catalog.tmdb.films import (
    LIST_FIELDS,
    create,
    fill_from_item,
    merged_into,
    write_items,
)
from apps.catalog.tmdb.movie_payload import MovieDetails
from apps.catalog.tmdb.parts import Stored, fill, link
from apps.catalog.tmdb.payloads import FranchisePayload, MovieItem, NamedPayload, PersonDetails
from apps.catalog.tmdb.people import PERSON_FIELDS, add_credits, fill_from_part, write_credits

logger = logging.getLogger(__name__)

DETAIL_FIELDS = [
    *LIST_FIELDS, "imdb_id", "runtime", "tagline", "status", "homepage", "budget", "revenue", "franchise",
    "alternative_titles", "fetched_at", "tmdb_etag", "tmdb_gone_at",
]  # fmt: skip
PERSON_DETAIL_FIELDS = [
    *PERSON_FIELDS, "imdb_id", "also_known_as", "biography", "birthday", "deathday", "place_of_birth", "homepage",
    "fetched_at", "tmdb_etag", "tmdb_gone_at",
]  # fmt: skip


@transaction.atomic
def store_list(films: Iterable[MovieItem]) -> list[int]:
    """Stores films of a list; their ids in the list's order, each once."""
    items = list(films)
    written = write_items(items)
    _derive(written.changed)
    return list(dict.fromkeys(written.rows[item.tmdb_id].pk for item in items))


@transaction.atomic
def store_genres(genres: Iterable[NamedPayload]) -> int:
    """Makes TMDB's genres known, so that lists, which name them by number, can be linked. The number of genres."""
    return len(named.genres(genres))


def ensure_genres() -> None:
    """Asks TMDB for its genres unless we know some of its numbers. May raise the TmdbError family."""
    if not Genre.objects.filter(tmdb_id__isnull=False).exists():
        store_genres(client().genres())


@transaction.atomic
def store_movie(details: MovieDetails, *, etag: str = "") -> Movie:
    """Stores a film with all its parts. One that curators have merged into another leaves that one as it is."""
    kept = merged_into([details.item.tmdb_id]).get(details.item.tmdb_id)
    if kept is not None:
        return kept
    genre_ids = named.genres(details.genres)
    franchise_id = named.franchise(details.franchise) if details.franchise else None
    movie, imdb_id = _row_for(details)
    fill_from_item(movie, details.item)
    _fill_details(movie, details, imdb_id, franchise_id)
    movie.fetched_at, movie.tmdb_etag, movie.tmdb_gone_at = timezone.now(), etag, None
    stored = _save(movie)
    _link_facts(stored, details, genre_ids)
    people = _write_parts(stored, details)
    recommended = write_items(details.recommendations or ())
    _derive({movie.pk} | recommended.changed)
    _find_similar(movie, [recommended.rows[item.tmdb_id].pk for item in details.recommendations or ()])
    search.index_people(people)
    movie.refresh_from_db(fields=["lead_genre", "director_names"])
    return movie


def _row_for(details: MovieDetails) -> tuple[Movie, str | None]:
    """The film's row, and the IMDb id that it can have.

    A starter film without a TMDB id is found by its IMDb id. Another film that has this IMDb id keeps it: two cannot,
    and the log tells the curators.
    """
    tmdb_id, imdb_id = details.item.tmdb_id, details.imdb_id
    rows = Movie.objects.select_for_update().filter(Q(tmdb_id=tmdb_id) | Q(imdb_id=imdb_id, imdb_id__isnull=False))
    ours = next((row for row in rows if row.tmdb_id == tmdb_id), None)
    other = next((row for row in rows if row.tmdb_id != tmdb_id), None)
    if ours is None and other is not None and _is_unclaimed(other):
        other.tmdb_id = tmdb_id
        return other, imdb_id
    ours = ours or Movie(tmdb_id=tmdb_id, source=Movie.Source.TMDB)
    if other is not None:
        logger.warning("Film %s of TMDB has the IMDb id %s of film %s here; left out.", tmdb_id, imdb_id, other.pk)
    return ours, ours.imdb_id if other is not None else imdb_id or ours.imdb_id


def _is_unclaimed(movie: Movie) -> bool:
    return movie.source == Movie.Source.STARTER and movie.tmdb_id is None


def _save(movie: Movie) -> Stored:
    if movie.pk is None:
        create([movie], DETAIL_FIELDS)
        return Stored(movie, is_new=True)
    movie.updated_at = movie.fetched_at or timezone.now()
    Movie.objects.bulk_update([movie], [*DETAIL_FIELDS, "updated_at"])
    return Stored(movie, is_new=False)


def _fill_details(movie: Movie, details: MovieDetails, imdb_id: str | None, franchise_id: int | None) -> None:
    facts: dict[str, Any] = {
        "imdb_id": imdb_id,
        "runtime": details.runtime or movie.runtime,
        "tagline": details.tagline,
        "status": details.status if details.status in Movie.Status.values else "",
        "homepage": details.homepage,
        "budget": details.budget,
        "revenue": details.revenue,
    }
    if details.alternative_titles is not None:
        facts["alternative_titles"] = list(details.alternative_titles)
    if not movie.is_curated("franchise") and (franchise_id or movie.fetched_at):
        facts["franchise_id"] = franchise_id
    fill(movie, facts)


def _link_facts(stored: Stored, details: MovieDetails, genre_ids: dict[int, int]) -> None:
    named.countries(details.countries)
    studio_ids = named.studios(details.studios)
    wanted: dict[str, list[Any]] = {
        "genres": [genre_ids[genre.tmdb_id] for genre in details.genres],
        "countries": list(details.countries),
        "studios": [studio_ids[studio.tmdb_id] for studio in details.studios],
    }
    if details.keywords is not None:
        keyword_ids = named.keywords(details.keywords)
        wanted["keywords"] = [keyword_ids[keyword.tmdb_id] for keyword in details.keywords]
    for field, ids in wanted.items():
        if stored.is_open(field):
            link(field, {stored.movie.pk: list(dict.fromkeys(ids))}, are_new=stored.is_new)


def _write_parts(stored: Stored, details: MovieDetails) -> set[int]:
    """Ids of people who are new or have changed."""
    if details.releases is not None:
        releases.write_releases(stored, details.releases)
    if details.translations is not None and stored.is_open("translations"):
        releases.write_translations(stored, details.translations)
    if details.trailers is not None and stored.is_open("trailers"):
        releases.write_trailers(stored, details.trailers)
    if details.offers is not None and stored.is_open("watch_offers"):
        releases.write_offers(stored, details.offers)
    if details.credits is not None and stored.is_open("credits"):
        return write_credits(stored, details.credits)
    return set()


def _find_similar(movie: Movie, recommended: list[int]) -> None:
    """TMDB's recommendations, which know what people watch; where it has none, what our own facts have in common."""
    if not recommended:
        similar.find_similar(movie)
        return
    movie.similar_ids = recommended[: similar.KEPT]
    Movie.objects.filter(pk=movie.pk).update(similar_ids=movie.similar_ids)


def _derive(movie_ids: set[int]) -> None:
    if movie_ids:
        refresh_derived(movie_ids)
        search.index_movies(movie_ids)


@transaction.atomic
def store_person(details: PersonDetails, *, etag: str = "") -> Person:
    """Stores a person, and the films that they had a part in as far as lists know them."""
    tmdb_id = details.person.tmdb_id
    person = Person.objects.select_for_update().filter(tmdb_id=tmdb_id).first() or Person(tmdb_id=tmdb_id)
    fill_from_part(person, details.person)
    facts: dict[str, Any] = {
        "imdb_id": _free_person_imdb_id(person, details.imdb_id),
        "also_known_as": list(details.also_known_as),
        "biography": details.biography,
        "birthday": details.birthday,
        "deathday": details.deathday,
        "place_of_birth": details.place_of_birth,
        "homepage": details.homepage,
    }
    fill(person, facts)
    person.fetched_at, person.tmdb_etag, person.tmdb_gone_at = timezone.now(), etag, None
    person.updated_at = person.fetched_at
    _save_person(person)
    films = [film for film, _ in details.filmography if not film.adult]
    written = write_items(films)
    add_credits(
        person,
        [(written.rows[film.tmdb_id].pk, part) for film, part in details.filmography if film.tmdb_id in written.rows],
    )
    _derive(written.changed)
    search.index_people([person.pk])
    return person


def _save_person(person: Person) -> None:
    if person.pk is not None:
        Person.objects.bulk_update([person], [*PERSON_DETAIL_FIELDS, "updated_at"])
        return
    Person.objects.bulk_create(
        [person], update_conflicts=True, unique_fields=["tmdb_id"], update_fields=PERSON_DETAIL_FIELDS[1:]
    )


def _free_person_imdb_id(person: Person, imdb_id: str | None) -> str | None:
    taken = Person.objects.filter(imdb_id=imdb_id).exclude(pk=person.pk).exists() if imdb_id else False
    return person.imdb_id if taken else imdb_id or person.imdb_id


@transaction.atomic
def store_collection(payload: FranchisePayload) -> Franchise:
    """Stores a franchise and its films as lists know them; a film that it has no more leaves it."""
    franchise_id = named.franchise(payload)
    written = write_items(payload.films)
    members = {row.pk for row in written.rows.values() if not row.is_curated("franchise")}
    others = Movie.objects.filter(franchise_id=franchise_id, source=Movie.Source.TMDB).exclude(pk__in=members)
    left = [row.pk for row in others.only("pk", "curated_fields") if not row.is_curated("franchise")]
    Movie.objects.filter(pk__in=left).update(franchise=None)
    Movie.objects.filter(pk__in=members).update(franchise_id=franchise_id)
    _derive(written.changed)
    return Franchise.objects.get(pk=franchise_id)


def mark_unchanged(row: Movie | Person) -> None:
    """TMDB has said that what we have is what it has."""
    type(row)._default_manager.filter(pk=row.pk).update(fetched_at=timezone.now(), tmdb_gone_at=None)


def mark_gone(row: Movie | Person) -> None:
    """TMDB has it no more. We keep what we have; curators see since when in the admin."""
    now = timezone.now()
    type(row)._default_manager.filter(pk=row.pk).update(fetched_at=now, tmdb_gone_at=row.tmdb_gone_at or now)


def bring_in(tmdb_id: int) -> Movie:
    """The film with this TMDB id, fetched now unless its details are here. May raise the TmdbError family."""
    if not 0 < tmdb_id <= MAX_ID:
        raise TmdbNotFound("TMDB has no films of such numbers")
    held = merged_into([tmdb_id]).get(tmdb_id) or Movie.objects.filter(tmdb_id=tmdb_id).first()
    if held is not None and held.fetched_at is not None:
        return held
    fetched = client(ON_CLICK).movie(tmdb_id)
    if isinstance(fetched, NotModified):
        raise TmdbError("TMDB says that nothing changed, which nobody asked")
    return store_movie(fetched.payload, etag=fetched.etag)

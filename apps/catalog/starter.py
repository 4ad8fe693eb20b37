"""The starter catalogue: facts of well-known films and our own one-line summaries, so that an empty site has films.

The file is `data/starter.jsonl`, one film a line. Loading it never touches a film that came from TMDB or that a
curator added; a film of the starter catalogue takes on the file's facts again, save for its curated fields.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from apps.catalog import search
from apps.catalog.actions.derive import refresh_derived
from apps.catalog.actions.rows import ensure_default_rows, fill_home_rows
from apps.catalog.actions.similar import find_similar_of
from apps.catalog.models import (
    Certification,
    Country,
    Credit,
    Franchise,
    Genre,
    Keyword,
    Movie,
    Person,
    Studio,
    SyncRun,
)

FILE = Path(__file__).parent / "data" / "starter.jsonl"
RUN_NAME = "starter"
DEPARTMENTS = {"Director": "Directing", "Writer": "Writing"}

Row = TypeVar("Row", bound=models.Model)
Film = dict[str, Any]
Pairs = list[tuple[Movie, Film]]


@dataclass(frozen=True)
class Loaded:
    created: int = 0
    updated: int = 0
    left_alone: int = 0


def is_loaded(path: Path = FILE) -> bool:
    """Whether the last load was of exactly this file."""
    last = SyncRun.objects.filter(name=RUN_NAME, state=SyncRun.State.DONE).first()
    return last is not None and last.cursor.get("sha256") == _fingerprint(path)


@transaction.atomic
def load(path: Path = FILE) -> Loaded:
    """Writes the films of the file. A few dozen queries, whatever the number of films."""
    films = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    movies, outcome = _write_movies(films)
    ours = [(movie, film) for movie, film in zip(movies, films, strict=True) if movie is not None]
    _link_facts(ours)
    people = _write_credits(ours)
    _write_certifications(ours)
    ids = [movie.pk for movie, _ in ours]
    refresh_derived(ids)
    find_similar_of(list(Movie.objects.filter(pk__in=ids)))
    search.index_movies(ids)
    search.index_people(people)
    ensure_default_rows()
    fill_home_rows()
    SyncRun.objects.create(
        name=RUN_NAME,
        state=SyncRun.State.DONE,
        cursor={"sha256": _fingerprint(path)},
        done=len(ids),
        finished_at=timezone.now(),
    )
    return outcome


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- films ----------------------------------------------------------------------------------------


def _write_movies(films: list[Film]) -> tuple[list[Movie | None], Loaded]:
    """The movie of each film in the same order, None where the catalogue has one from elsewhere."""
    known = _KnownMovies(films)
    franchises = _named(Franchise, (film["franchise"] for film in films if film["franchise"]))
    movies: list[Movie | None] = []
    for film in films:
        movie = known.of(film) or Movie(source=Movie.Source.STARTER)
        if movie.source == Movie.Source.STARTER:
            _fill(movie, film, franchises)
            movies.append(movie)
        else:
            movies.append(None)
    new = [movie for movie in movies if movie is not None and movie.pk is None]
    old = [movie for movie in movies if movie is not None and movie.pk is not None]
    Movie.objects.bulk_create(new, batch_size=200)
    Movie.objects.bulk_update(old, _WRITTEN, batch_size=50)
    return movies, Loaded(created=len(new), updated=len(old), left_alone=movies.count(None))


class _KnownMovies:
    """Finds the row that a film of the file already has, by any of its identities."""

    def __init__(self, films: list[Film]) -> None:
        titles = {film["title"] for film in films}
        tmdb_ids = {film["tmdb_id"] for film in films if film["tmdb_id"]}
        imdb_ids = {film["imdb_id"] for film in films if film["imdb_id"]}
        rows = Movie.objects.filter(
            models.Q(tmdb_id__in=tmdb_ids)
            | models.Q(imdb_id__in=imdb_ids)
            | models.Q(title__in=titles, source=Movie.Source.STARTER)
        )
        self._by_key: dict[tuple[str, object], Movie] = {}
        for movie in rows:
            for key in self._keys(movie.tmdb_id, movie.imdb_id, movie.title, movie.year):
                self._by_key.setdefault(key, movie)

    def of(self, film: Film) -> Movie | None:
        keys = self._keys(film["tmdb_id"], film["imdb_id"], film["title"], film["year"])
        return next((self._by_key[key] for key in keys if key in self._by_key), None)

    @staticmethod
    def _keys(tmdb_id: int | None, imdb_id: str | None, title: str, year: int | None) -> Iterator[tuple[str, object]]:
        if tmdb_id:
            yield "tmdb", tmdb_id
        if imdb_id:
            yield "imdb", imdb_id
        yield "title", (title, year)


_WRITTEN = [
    "tmdb_id", "imdb_id", "title", "original_title", "year", "release_date", "runtime", "original_language", "overview",
    "freely_licensed", "popularity", "status", "franchise", "slug", "sort_title", "release_key",
]  # fmt: skip


def _fill(movie: Movie, film: Film, franchises: dict[str, Franchise]) -> None:
    facts = {
        "tmdb_id": film["tmdb_id"],
        "imdb_id": film["imdb_id"],
        "title": film["title"],
        "original_title": film["original_title"] or film["title"],
        "year": film["year"],
        "release_date": date.fromisoformat(film["release_date"]) if film["release_date"] else None,
        "runtime": film["runtime"],
        "original_language": film["language"],
        "overview": film["summary"],
        "freely_licensed": film["free"],
        "popularity": film.get("fame", 0) / 100,
        "status": Movie.Status.RELEASED,
        "franchise": franchises.get(film["franchise"]),
    }
    for field, value in facts.items():
        if not movie.is_curated(field):
            setattr(movie, field, value)
    movie.derive()


# --- what films share -----------------------------------------------------------------------------


def _named(model: type[Row], names: Iterable[str]) -> dict[str, Row]:
    """The rows of these names, made where they do not exist yet."""
    wanted = list(dict.fromkeys(names))
    manager = model._default_manager
    known = {row.name: row for row in manager.filter(name__in=wanted).order_by("-pk")}
    missing = [name for name in wanted if name not in known]
    rows = [model(name=name) for name in missing]
    for row in rows:
        row.clean_fields(exclude=["slug"])
        if hasattr(row, "derive"):
            row.derive()
    manager.bulk_create(rows, batch_size=500)
    return known | dict(zip(missing, rows, strict=True))


def _link_facts(films: Pairs) -> None:
    genres = _named(Genre, chain.from_iterable(film["genres"] for _, film in films))
    keywords = _named(Keyword, chain.from_iterable(film["keywords"] for _, film in films))
    studios = _named(Studio, chain.from_iterable(film["studios"] for _, film in films))
    codes = set(chain.from_iterable(film["countries"] for _, film in films))
    Country.objects.bulk_create([Country(code=code) for code in sorted(codes)], ignore_conflicts=True)
    _link("genres", "genre_id", films, lambda film: [genres[name].pk for name in film["genres"]])
    _link("keywords", "keyword_id", films, lambda film: [keywords[name].pk for name in film["keywords"]])
    _link("studios", "studio_id", films, lambda film: [studios[name].pk for name in film["studios"]])
    _link("countries", "country_id", films, lambda film: film["countries"])


def _link(field: str, column: str, films: Pairs, keys_of: Callable[[Film], list[Any]]) -> None:
    """Makes the many-to-many rows of `films` exactly those of the file, in its order."""
    through = getattr(Movie, field).through
    open_films = _not_curated(films, field)
    through.objects.filter(movie_id__in=[movie.pk for movie, _ in open_films]).delete()
    through.objects.bulk_create(
        [
            through(movie_id=movie.pk, **{column: key})
            for movie, film in open_films
            for key in dict.fromkeys(keys_of(film))
        ],
        batch_size=500,
    )


def _not_curated(films: Pairs, field: str) -> Pairs:
    return [(movie, film) for movie, film in films if not movie.is_curated(field)]


# --- people ---------------------------------------------------------------------------------------


def _write_credits(films: Pairs) -> list[int]:
    """Replaces the credits of `films`; the ids of everybody named."""
    people = _named(Person, (name for _, film in films for name in _people_of(film)))
    open_films = _not_curated(films, "credits")
    Credit.objects.filter(movie_id__in=[movie.pk for movie, _ in open_films]).delete()
    rows = [credit for movie, film in open_films for credit in _credits_of(movie, film, people)]
    Credit.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    _name_departments(rows)
    return [person.pk for person in people.values()]


def _name_departments(rows: list[Credit]) -> None:
    """Says what people are known for, of whom nothing is said yet: what they did most often."""
    work: dict[int, Counter[str]] = defaultdict(Counter)
    for credit in rows:
        work[credit.person_id][credit.department or "Acting"] += 1
    unknown = list(Person.objects.filter(pk__in=list(work), known_for_department="", fetched_at=None))
    for person in unknown:
        person.known_for_department = work[person.pk].most_common(1)[0][0]
    Person.objects.bulk_update(unknown, ["known_for_department"], batch_size=400)


def _people_of(film: Film) -> Iterator[str]:
    yield from film["directors"]
    yield from film["writers"]
    yield from (member["name"] for member in film["cast"])


def _credits_of(movie: Movie, film: Film, people: dict[str, Person]) -> Iterator[Credit]:
    for job, names in (("Director", film["directors"]), ("Writer", film["writers"])):
        for name in names:
            yield Credit(movie=movie, person=people[name], kind=Credit.Kind.CREW, job=job, department=DEPARTMENTS[job])
    for position, member in enumerate(film["cast"]):
        yield Credit(
            movie=movie,
            person=people[member["name"]],
            kind=Credit.Kind.CAST,
            character=member["character"],
            position=position,
        )


def _write_certifications(films: Pairs) -> None:
    open_films = _not_curated(films, "certifications")
    Certification.objects.filter(movie_id__in=[movie.pk for movie, _ in open_films]).delete()
    Certification.objects.bulk_create(
        Certification(movie=movie, country=country, value=value)
        for movie, film in open_films
        for country, value in film["certifications"].items()
    )

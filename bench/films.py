"""Builds a catalogue of any size, always the same one: python -m bench.in_django bench.films ROWS (empty database).

The proportions are those of TMDB: most films are obscure, popularity falls off steeply, few have many votes, a third
has no poster. The most popular film has a large cast and crew, and the first person a long career.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction

from apps.catalog import facets
from apps.catalog.actions.rows import ensure_default_rows, fill_home_rows
from apps.catalog.actions.similar import find_similar
from apps.catalog.models import Certification, Country, Credit, Genre, Movie, Person

WORDS = """
Night River Silent Garden Last Summer Winter House Letter Stranger Moon Broken Golden City Mountain Shadow Song Secret
Daughter Ocean Wild Train Paper Fire Glass Morning Lost Road Island Dream Blood Red Blue Black White Stone Wolf Bird
Tiger Rain Storm Empire King Queen Soldier Doctor Thief Dancer Ghost Angel Devil Heart Memory Time Star
""".split()
NAMES = """
Ada Ben Cleo Dev Eva Finn Gus Hana Ines Jun Kofi Lena Milo Nora Omar Pia Quinn Rosa Sven Tara Uma Vito
""".split()
FAMILIES = """
Abe Bauer Costa Dubois Eriksen Fischer Garcia Hansen Ivanov Jansen Kim Lopez Mori Novak Okafor Park
""".split()
GENRES = """
Action Adventure Animation Comedy Crime Documentary Drama Family Fantasy History Horror Music Mystery Romance Thriller
War Western
""".split()
# As in life, the last are very rare: a film in a hundred thousand.
LANGUAGES = {"en": 45, "fr": 10, "ja": 10, "de": 8, "es": 8, "hi": 7, "ko": 6, "pt": 5.9, "fi": 0.1, "eu": 0.001}
COUNTRIES = {"US": 40, "GB": 12, "FR": 10, "JP": 10, "DE": 8, "ES": 7, "IN": 6, "KR": 4, "FI": 0.1, "MT": 0.001}
GENRE_WEIGHTS = (8, 6, 6, 18, 7, 14, 24, 5, 4, 3, 8, 5, 4, 9, 10, 0.9, 0.05)
RATINGS = {"": 80, "PG-13": 8, "R": 8, "PG": 3.9, "NC-17": 0.1}
OVERVIEW = "A stranger comes back to the town that everybody else has left, and finds out why nobody says so. " * 3
FIRST_DAY, DAYS = date(1930, 1, 1), 35_000
BATCH, CAST_OF_MOST, CAST, CREW, CAREER = 2000, 4, 60, 30, 120


def build(rows: int) -> None:
    chance = random.Random(rows)
    call_command("migrate", verbosity=0)
    Genre.objects.all().delete()
    genres = [Genre.objects.create(name=name) for name in GENRES]
    Country.objects.bulk_create([Country(code=code) for code in COUNTRIES], ignore_conflicts=True)
    people = _people(rows // 2 + 1000, chance)
    for start in range(0, rows, BATCH):
        with transaction.atomic():
            _write_films(range(start, min(start + BATCH, rows)), genres, people, chance)
        print(f"\r{min(start + BATCH, rows):,} of {rows:,} films", end="", flush=True)
    print()
    _give_the_measured_ones_their_fill(people)
    ensure_default_rows()
    fill_home_rows()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _people(count: int, chance: random.Random) -> list[Person]:
    people = [Person(name=f"{chance.choice(NAMES)} {chance.choice(FAMILIES)} {number}") for number in range(count)]
    for person in people:
        person.derive()
    return Person.objects.bulk_create(people, batch_size=BATCH)


def _write_films(
    numbers: Sequence[int], genres: Sequence[Genre], people: Sequence[Person], chance: random.Random
) -> None:
    movies, links, casts, countries, ratings = [], [], [], [], []
    for number in numbers:
        links.append(list(dict.fromkeys(chance.choices(genres, GENRE_WEIGHTS, k=2))))
        casts.append(chance.sample(people, CAST_OF_MOST + 1))
        countries.append(_one_of(COUNTRIES, chance))
        ratings.append(_one_of(RATINGS, chance))
        movie = _film(number, links[-1][0], casts[-1][0], chance)
        genre_ids = [genre.pk for genre in links[-1]]
        movie.facets = facets.text_of(genre_ids=genre_ids, countries=countries[-1:], rating=ratings[-1])
        movies.append(movie)
    Movie.objects.bulk_create(movies)
    _bulk(Movie.genres.through, (
        {"movie_id": movie.pk, "genre_id": genre.pk}
        for movie, chosen in zip(movies, links, strict=True) for genre in chosen
    ))  # fmt: skip
    _bulk(Movie.countries.through, (
        {"movie_id": movie.pk, "country_id": code} for movie, code in zip(movies, countries, strict=True)
    ))  # fmt: skip
    _bulk(Certification, (
        {"movie_id": movie.pk, "country": settings.HOME_COUNTRY, "value": value}
        for movie, value in zip(movies, ratings, strict=True) if value
    ))  # fmt: skip
    _bulk(Credit, (fields for movie, cast in zip(movies, casts, strict=True) for fields in _credits(movie, cast)))


def _one_of(weights: dict[str, float], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _film(number: int, genre: Genre, director: Person, chance: random.Random) -> Movie:
    words = chance.sample(WORDS, chance.choice((1, 2, 2, 3, 3, 4)))
    movie = Movie(
        tmdb_id=number + 1,
        source=Movie.Source.TMDB,
        title=f"{'The ' if chance.random() < 0.4 else ''}{' '.join(words)} {number % 997 or ''}".strip(),
        release_date=FIRST_DAY + timedelta(days=chance.randrange(DAYS)),
        runtime=chance.randrange(60, 200),
        overview=OVERVIEW,
        original_language=_one_of(LANGUAGES, chance),
        status=Movie.Status.RELEASED,
        poster_path=f"/{number:x}poster.jpg" if chance.random() < 0.66 else "",
        backdrop_path=f"/{number:x}backdrop.jpg" if chance.random() < 0.5 else "",
        vote_average=round(chance.uniform(3, 9), 1),
        vote_count=int(10 ** chance.uniform(0, 4.5)),
        popularity=round(1000 / (number + 1) ** 0.5, 3),
        lead_genre=genre,
        director_names=director.name,
        fetched_at=None,
    )
    movie.derive()
    return movie


def _credits(movie: Movie, people: Sequence[Person]) -> Iterator[dict[str, Any]]:
    yield {"movie": movie, "person": people[0], "kind": "crew", "job": "Director", "department": "Directing"}
    for position, person in enumerate(people[1:]):
        yield {"movie": movie, "person": person, "kind": "cast", "character": "Somebody", "position": position}


def _bulk(model: type[models.Model], rows: Iterator[dict[str, Any]]) -> None:
    model._default_manager.bulk_create((model(**fields) for fields in rows), batch_size=BATCH)


def _give_the_measured_ones_their_fill(people: Sequence[Person]) -> None:
    """A page is measured at its fullest: sixty of cast, thirty of crew; a career of 120 films."""
    movie = Movie.objects.order_by("-popularity", "-id")[0]
    Credit.objects.filter(movie=movie).delete()
    _bulk(Credit, (fields for fields in _credits(movie, people[: CAST + 1])))
    _bulk(Credit, (
        {"movie": movie, "person": person, "kind": "crew", "job": f"Job {number}", "department": f"Part {number % 6}"}
        for number, person in enumerate(people[CAST + 1 : CAST + 1 + CREW])
    ))  # fmt: skip
    career = Movie.objects.order_by("-popularity", "-id")[1 : CAREER + 1]
    Credit.objects.filter(person=people[0]).exclude(movie=movie).delete()
    _bulk(Credit, (
        {"movie": other, "person": people[0], "kind": "cast", "character": "Somebody", "position": 99}
        for other in career
    ))  # fmt: skip
    for film in [movie, *career]:
        find_similar(film)


if __name__ == "__main__":
    build(int(sys.argv[1]))

"""What a diary adds up to, next to the same sums in plain Python."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import Country, Credit
from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory, PersonFactory
from apps.diary.models import Viewing
from apps.diary.tests.factories import ViewingFactory
from apps.statistics.counting import CAST_COUNTED, PEOPLE_SHOWN
from apps.statistics.figures import Streak, count

pytestmark = pytest.mark.django_db
YEARS = (2023, 2024, 2025)


def films(chance, number):
    genres = [GenreFactory(name=name) for name in ("Drama", "Horror", "Western")]
    countries = [Country.objects.get_or_create(code=code)[0] for code in ("DE", "FR", "JP")]
    people = [PersonFactory(name=f"Person {letter}") for letter in "ABCDEF"]
    made = []
    for _ in range(number):
        movie = MovieFactory(
            year=chance.choice([None, 1968, 1969, 1970, 1999, 2000]),
            runtime=chance.choice([None, 61, 90, 125]),
            original_language=chance.choice(["", "de", "en"]),
            genres=chance.sample(genres, chance.randrange(3)),
        )
        movie.countries.set(chance.sample(countries, chance.randrange(3)))
        for position, person in enumerate(chance.sample(people, chance.randrange(4))):
            CastFactory(movie=movie, person=person, position=position)
        for person in chance.sample(people, chance.randrange(2)):
            Credit.objects.create(movie=movie, person=person, kind="crew", job="Director", department="Directing")
        made.append(movie)
    return made


def random_diary(profile, seed):
    chance = random.Random(seed)
    movies = films(chance, chance.choice([1, 5, 12]))
    rows = {}
    for _ in range(chance.choice([0, 1, 10, 60])):
        day = chance.choice([None, date(chance.choice(YEARS), chance.choice([1, 2, 12]), chance.randint(1, 28))])
        movie = chance.choice(movies)
        rows[movie.pk, day] = Viewing(
            profile=profile,
            movie=movie,
            watched_on=day,
            half_stars=chance.choice([None, *range(1, 11)]),
            rewatch=chance.random() < 0.3,
        )
    Viewing.objects.bulk_create(rows.values())


def parts_by_hand(rows, keys_of):
    """What `figures.parts` of a kind must say: key, viewings, films, minutes, unknown."""
    found = defaultdict(list)
    for row in rows:
        for key in keys_of(row):
            found[key].append(row)
    return {
        (
            key,
            len(inside),
            len({row.movie_id for row in inside}),
            sum(row.movie.runtime or 0 for row in inside),
            sum(row.movie.runtime is None for row in inside),
        )
        for key, inside in found.items()
    }


BY_HAND = {
    "month": lambda row: [row.watched_on.isoformat()[:7]] if row.watched_on else [],
    "year": lambda row: [str(row.watched_on.year)] if row.watched_on else [],
    "rating": lambda row: [str(row.half_stars)] if row.half_stars else [],
    "decade": lambda row: [str(row.movie.year // 10 * 10) if row.movie.year else ""],
    "language": lambda row: [row.movie.original_language],
    "genre": lambda row: [str(genre.pk) for genre in row.movie.genres.all()] or [""],
    "country": lambda row: [country.pk for country in row.movie.countries.all()] or [""],
}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("year", [None, 2024])
def test_every_sum_is_the_one_made_by_hand(own_alice, own_bob, seed, year):
    random_diary(own_alice, seed)
    random_diary(own_bob, seed + 1000)  # which must not matter
    rows = list(
        Viewing.objects.filter(profile=own_alice)
        .select_related("movie")
        .prefetch_related("movie__genres", "movie__countries")
    )
    dated = [row for row in rows if row.watched_on]
    rows = rows if year is None else [row for row in dated if row.watched_on.year == year]

    figures = count(own_alice, year)

    for kind, keys_of in BY_HAND.items():
        assert set(figures.parts[kind]) == parts_by_hand(rows, keys_of), kind
    [total] = parts_by_hand(rows, lambda row: [""]) or {("", 0, 0, 0, 0)}
    assert figures.total == total
    assert figures.undated == sum(row.watched_on is None for row in rows)
    assert figures.rewatches == sum(row.rewatch for row in rows)
    assert figures.rated == sum(row.half_stars is not None for row in rows)
    assert figures.half_stars == sum(row.half_stars or 0 for row in rows)
    assert list(figures.years) == sorted({row.watched_on.year for row in dated}, reverse=True)


@pytest.mark.parametrize("seed", range(6))
def test_people_are_counted_as_by_hand(own_alice, seed):
    random_diary(own_alice, seed)
    rows = list(Viewing.objects.filter(profile=own_alice).prefetch_related("movie__credits"))
    figures = count(own_alice, None)
    for kind, faces in (("crew", figures.directors), ("cast", figures.actors)):
        seen = Counter(credit.person_id for row in rows for credit in row.movie.credits.all() if credit.kind == kind)
        assert {face.pk: face.part.viewings for face in faces} == dict(seen)
        assert [face.part.viewings for face in faces] == sorted(seen.values(), reverse=True)


@pytest.mark.parametrize("seed", range(4))
def test_months_and_the_undated_are_all_there_is(own_alice, seed):
    random_diary(own_alice, seed)
    figures = count(own_alice, None)
    assert sum(part.viewings for part in figures.parts["month"]) + figures.undated == figures.total.viewings
    assert sum(count(own_alice, year).total.minutes for year in figures.years) == sum(
        part.minutes for part in figures.parts["year"]
    )


def test_whoever_plays_two_parts_in_a_film_was_seen_once(own_alice):
    movie = MovieFactory(runtime=95)
    actor = CastFactory(movie=movie, person__name="Alec", character="The Duke").person
    CastFactory(movie=movie, person=actor, character="The Duchess", position=1)
    ViewingFactory(profile=own_alice, movie=movie)
    [face] = count(own_alice, None).actors
    assert (face.part.viewings, face.part.films, face.part.minutes) == (1, 1, 95)


def test_only_the_first_names_and_the_most_seen_count(own_alice):
    movie = MovieFactory()
    for position in range(CAST_COUNTED + 3):
        CastFactory(movie=movie, position=position)
    other = MovieFactory()
    for position in range(CAST_COUNTED):
        CastFactory(movie=other, position=position)
    Credit.objects.create(movie=movie, person=PersonFactory(), kind="crew", job="Editor", department="Editing")
    for film in (movie, other):
        ViewingFactory(profile=own_alice, movie=film)
    figures = count(own_alice, None)
    assert (len(figures.actors), len(figures.directors)) == (PEOPLE_SHOWN, 0)


def test_a_child_counts_only_what_it_may_see(kid):
    for age, runtime in ((6, 80), (16, 120), (None, 90)):
        ViewingFactory(profile=kid, movie=MovieFactory(minimum_age=age, runtime=runtime, year=1990))
    assert count(kid, None).total.minutes == 80
    assert count(kid, None).total.viewings == 1


@pytest.mark.parametrize(
    ("days", "streak"),
    [
        ([], None),
        ([1], None),
        ([1, 3, 5], None),
        ([1, 1, 2], (2, 1, 2)),
        ([1, 2, 3, 7, 8], (3, 1, 3)),
        ([1, 2, 7, 8], (2, 7, 8)),
    ],
)
def test_the_longest_run_of_days(own_alice, days, streak):
    first = date(2024, 2, 26)
    for day in days:
        ViewingFactory(profile=own_alice, watched_on=first + timedelta(days=day))
    found = count(own_alice, None).streak
    expected = streak and Streak(streak[0], first + timedelta(days=streak[1]), first + timedelta(days=streak[2]))
    assert found == expected


def test_the_end_of_a_year_belongs_to_it(own_alice):
    for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)):
        ViewingFactory(profile=own_alice, watched_on=day)
    assert count(own_alice, 2024).total.viewings == 2
    assert [part.key for part in count(own_alice, 2024).parts["month"]] == ["2024-01", "2024-12"]


def test_it_is_one_query_however_much_there_is(own_alice):
    random_diary(own_alice, 3)
    with CaptureQueriesContext(connection) as queries:
        count(own_alice, None)
    assert len(queries) == 1

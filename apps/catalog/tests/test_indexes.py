"""Every sort of films walks an index that holds what it needs, so that no page sorts or reads a whole catalogue."""

import re

import pytest
from django.db import connection

from apps.catalog import facets
from apps.catalog.models import Genre, Movie

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "connection.vendor != 'sqlite'", reason="reads the plans of SQLite, whose planner hardly guesses"
    ),
]
INDEX_OF = {
    "popularity": "popular",
    "rating": "top",
    "newest": "released",
    "oldest": "released",
    "title": "title",
}
SORTS = list(Movie.objects.all().ORDERINGS)


def assert_walks_its_index(films, sort):
    """On a page deep in the list. The score is a generated column, which SQLite never calls covered."""
    plan = films.sorted_by(sort).values_list("pk", flat=True)[4000:4040].explain()
    covering = "" if sort == "rating" else "COVERING "
    assert re.search(rf"USING {covering}INDEX catalog_movie_{INDEX_OF[sort]}\b", plan), plan
    assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"year__gte": 1970, "year__lt": 1980},
        {"year__gte": 1950},
        {"runtime__gte": 90, "runtime__lte": 120},
        {"year__gte": 1950, "runtime__lte": 90},
    ],
    ids=str,
)
def test_a_sort_reads_its_index_alone(sort, filters):
    assert_walks_its_index(Movie.objects.visible_to(None).filter(**filters), sort)


@pytest.mark.parametrize("sort", SORTS)
def test_the_admin_which_sees_every_film_walks_it_too(sort):
    assert_walks_its_index(Movie.objects.all(), sort)


@pytest.mark.parametrize("filters", [{}, {"year__gte": 1950}], ids=str)
def test_a_count_reads_an_index_alone(filters):
    assert "USING COVERING INDEX" in plan_of_count(Movie.objects.visible_to(None).filter(**filters))


def plan_of_count(films):
    with connection.cursor() as cursor:
        sql, params = films.values("adult").query.sql_with_params()
        cursor.execute(f"EXPLAIN QUERY PLAN SELECT COUNT(*) FROM ({sql})", params)
        return "\n".join(row[-1] for row in cursor.fetchall())


NARROWED = {
    "genre": lambda films: facets.in_genre(films, "drama"),
    "country": lambda films: facets.from_country(films, "FR"),
    "age rating": lambda films: facets.rated(films, "PG-13"),
    "language": lambda films: facets.in_language(films, "fr"),
    "two genres": lambda films: facets.in_genre(facets.in_genre(films, "drama"), "war"),
    "genre, decade": lambda films: facets.in_genre(films, "drama").in_decade(1970),
}


@pytest.fixture
def genres():
    for name in ("Drama", "War"):
        Genre.objects.create(name=name)


@pytest.fixture
def many(monkeypatch, genres):
    """Every match is one of many."""
    monkeypatch.setattr(facets, "FEW", -1)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("narrow", NARROWED.values(), ids=NARROWED)
def test_a_filter_that_many_films_pass_reads_the_index_of_the_sort_alone(many, narrow, sort):
    assert_walks_its_index(narrow(Movie.objects.visible_to(None)), sort)


@pytest.mark.parametrize("narrow", NARROWED.values(), ids=NARROWED)
def test_its_count_reads_an_index_alone(many, narrow):
    assert "USING COVERING INDEX" in plan_of_count(narrow(Movie.objects.visible_to(None)))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("narrow", NARROWED.values(), ids=NARROWED)
def test_a_filter_that_few_films_pass_reads_those_films_alone(genres, narrow, sort):
    plan = narrow(Movie.objects.visible_to(None)).sorted_by(sort).values_list("pk", flat=True)[:40].explain()
    assert "SEARCH catalog_movie USING INTEGER PRIMARY KEY" in plan, plan
    assert "SCAN" not in plan, plan


def test_locked_films_have_an_index_of_their_own():
    plan = Movie.objects.filter(is_locked=True).order_by("-popularity", "-pk")[:40].explain()
    assert "USING INDEX catalog_movie_locked" in plan, plan


@pytest.mark.parametrize("sort", SORTS)
def test_the_rating_of_a_film_on_the_way_is_in_the_index(sort):
    """Not called covering, since the score is generated, but the index of each sort holds it."""
    plan = Movie.objects.filter(score__gte=8).sorted_by(sort).values_list("pk", flat=True)[4000:4040].explain()
    assert "TEMP B-TREE" not in plan, plan
    name = re.search(r"INDEX (\w+)", plan)[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pragma_index_info(%s)", [name])
        assert "score" in {column for (column,) in cursor.fetchall()}

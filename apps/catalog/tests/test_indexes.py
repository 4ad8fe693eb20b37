"""Every sort of films walks an index that holds what it needs, so that no page sorts or reads a whole catalogue."""

import re

import pytest
from django.db import connection

from apps.catalog.models import Movie

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
    assert re.search(rf"USING {covering}INDEX catalog_movie_(lang_)?{INDEX_OF[sort]}\b", plan), plan
    assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"year__gte": 1970, "year__lt": 1980},
        {"year__gte": 1950},
        {"runtime__gte": 90, "runtime__lte": 120},
        {"original_language": "en"},
        {"year__gte": 1950, "runtime__lte": 90},
    ],
    ids=str,
)
def test_a_sort_reads_its_index_alone(sort, filters):
    assert_walks_its_index(Movie.objects.visible_to(None).filter(**filters), sort)


@pytest.mark.parametrize("sort", SORTS)
def test_the_admin_which_sees_every_film_walks_it_too(sort):
    assert_walks_its_index(Movie.objects.all(), sort)


@pytest.mark.parametrize("filters", [{}, {"year__gte": 1950}, {"original_language": "en"}], ids=str)
def test_a_count_reads_an_index_alone(filters):
    with connection.cursor() as cursor:
        sql, params = Movie.objects.visible_to(None).filter(**filters).values("adult").query.sql_with_params()
        cursor.execute(f"EXPLAIN QUERY PLAN SELECT COUNT(*) FROM ({sql})", params)
        plan = "\n".join(row[-1] for row in cursor.fetchall())
    assert "USING COVERING INDEX" in plan, plan

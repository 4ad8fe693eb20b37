"""The rules of a film, on the model and in the database."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.catalog.models import Movie
from apps.catalog.tests.factories import MovieFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "needs a title"),
        ({"year": 1066}, "between 1870"),
        ({"runtime": 0}, "a minute at least"),
        ({"vote_average": 10.5}, "between 0 and 10"),
        ({"popularity": -1}, "cannot be negative"),
        ({"source": "tmdb"}, "has a TMDB id"),
        ({"source": "manual", "tmdb_id": 5}, "no TMDB id"),
        ({"imdb_id": "78748"}, "looks like tt0078748"),
    ],
)
def test_rules_hold_on_model_and_in_database(fields, message):
    movie = Movie(**{"title": "Alien"} | fields)
    movie.derive()
    if fields.get("title") != "":
        with pytest.raises(ValidationError, match=message):
            movie.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        movie.save()


def test_year_and_release_key_follow_the_release_date(db):
    movie = MovieFactory(title="The Third Man", release_date=date(1949, 9, 1), year=None)
    movie.refresh_from_db()
    assert (movie.slug, movie.sort_title) == ("the-third-man", "third man")
    movie.release_date = movie.release_date.replace(year=1950)
    movie.save()
    assert (movie.year, movie.release_key) == (1950, 19500901)


def test_score_pulls_few_votes_to_the_mean():
    few = MovieFactory(vote_average=10, vote_count=1)
    many = MovieFactory(vote_average=8.5, vote_count=9000)
    assert list(Movie.objects.sorted_by("rating")) == [many, few]


@pytest.mark.parametrize(
    ("title", "slug"), [("千と千尋の神隠し", "千と千尋の神隠し"), ("???", "untitled"), ("Amélie", "amélie")]
)
def test_slug_of_any_script(title, slug):
    assert MovieFactory(title=title).slug == slug

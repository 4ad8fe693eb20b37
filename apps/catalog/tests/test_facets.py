"""Genre, country, age rating and language, whether few films match or many."""

from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.catalog import facets
from apps.catalog.actions.derive import refresh_derived
from apps.catalog.actions.movies import create_movie, update_movie
from apps.catalog.genres import genre_id
from apps.catalog.models import Certification, Country, Movie
from apps.catalog.tests.factories import GenreFactory, MovieFactory

pytestmark = pytest.mark.django_db

GENRES = ("comedy", "drama", "war")
COUNTRIES = ("FR", "GB", "US")
RATINGS = ("", "PG", "PG-13", "odd|one")
LANGUAGES = ("en", "eng", "fr")
ONE_FILM = st.tuples(
    st.sets(st.sampled_from(GENRES)),
    st.sets(st.sampled_from(COUNTRIES)),
    st.sampled_from(RATINGS),
    st.sampled_from(LANGUAGES),
)
QUESTIONS = [
    *((facets.in_genre, slug) for slug in GENRES),
    *((facets.from_country, code) for code in COUNTRIES),
    *((facets.rated, value) for value in RATINGS[1:]),
    *((facets.in_language, code) for code in LANGUAGES),
    (facets.in_genre, "nothing"), (facets.from_country, "F"), (facets.rated, "P"), (facets.in_language, "e"),
]  # fmt: skip


@pytest.fixture
def world():
    for name in GENRES:
        GenreFactory(name=name.title())
    Country.objects.bulk_create([Country(code=code) for code in COUNTRIES], ignore_conflicts=True)


def a_film(genres, countries, rating, language):
    movie = MovieFactory(original_language=language)
    movie.genres.set([genre_id(slug) for slug in sorted(genres)])
    movie.countries.set(sorted(countries))
    if rating:
        Certification.objects.create(movie=movie, country="US", value=rating)
    return movie.pk


def answers(few):
    """What each question finds, each alone and all together with the one before it."""
    with patch.object(facets, "FEW", few), patch.object(facets, "kept", lambda key, seconds, make: make()):
        films = Movie.objects.visible_to(None)
        alone = [{film.pk for film in ask(films, value)} for ask, value in QUESTIONS]
        in_pairs = [
            {film.pk for film in ask(before(films, given), value)}
            for (before, given), (ask, value) in zip(QUESTIONS, QUESTIONS[1:], strict=False)
        ]
    return alone + in_pairs


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(films=st.lists(ONE_FILM, max_size=6))
def test_few_and_many_find_the_same(world, films):
    Movie.objects.all().delete()
    refresh_derived([a_film(*film) for film in films])
    assert answers(few=1000) == answers(few=-1)


def test_what_is_found_is_what_was_linked(world):
    wanted = a_film({"drama", "war"}, {"FR"}, "PG", "fr")
    others = [a_film({"drama"}, {"FR", "US"}, "PG-13", "en"), a_film(set(), set(), "", "en")]
    refresh_derived([wanted, *others])
    for few in (1000, -1):
        with patch.object(facets, "FEW", few), patch.object(facets, "kept", lambda key, seconds, make: make()):
            films = Movie.objects.all()
            narrowed = facets.in_genre(facets.in_genre(films, "drama"), "war")
            assert [film.pk for film in facets.in_language(narrowed, "fr")] == [wanted]
            assert [film.pk for film in facets.rated(facets.from_country(films, "FR"), "PG")] == [wanted]


def test_a_change_of_the_home_country_shows_no_film_under_another_countrys_rating(world, settings):
    pk = a_film(set(), set(), "PG", "en")
    refresh_derived([pk])
    settings.HOME_COUNTRY = "GB"
    with patch.object(facets, "FEW", -1):
        assert not facets.rated(Movie.objects.all(), "PG")


def test_every_country_and_forty_genres_fit():
    text = facets.text_of(genre_ids=range(1000, 1040), countries=[f"{n:02X}"[:2] for n in range(250)], rating="x" * 30)
    assert len(text) < facets.LONGEST
    assert text.endswith(f"|rUS:{'x' * 30}|")


def test_more_than_fit_are_cut_between_two():
    text = facets.text_of(genre_ids=range(10_000, 11_000))
    assert len(text) <= facets.LONGEST
    assert text.endswith("|") and all(part.startswith("g") and len(part) == 6 for part in text.strip("|").split("|"))


def test_a_curators_edit_is_found_at_once(world, curator):
    genres = {genre.slug: genre for genre in Movie.genres.rel.model.objects.all()}
    movie = create_movie(by=curator, facts={"title": "Alien", "genres": [genres["drama"]]})
    assert movie.facets == f"|g{genres['drama'].pk}|"
    movie = update_movie(by=curator, movie=movie, facts={"genres": [genres["war"]], "countries": [Country(code="FR")]})
    assert movie.facets == f"|g{genres['war'].pk}|cFR|"


def test_whether_few_match_is_asked_once(world, django_assert_num_queries):
    genre_id("drama")
    with django_assert_num_queries(1):
        facets.in_genre(Movie.objects.all(), "drama")
        facets.in_genre(Movie.objects.all(), "drama")


@pytest.mark.parametrize(("ask", "value"), QUESTIONS[:-4])
def test_whether_few_match_is_asked_of_an_index_in_no_order(world, ask, value):
    genre_id("drama")
    with CaptureQueriesContext(connection) as asked:
        ask(Movie.objects.all(), value)
    assert len(asked) == 1
    assert "ORDER BY" not in asked[0]["sql"] and "LIMIT" in asked[0]["sql"]


def test_films_with_locked_fields_are_marked(curator):
    movie = MovieFactory(source="tmdb", tmdb_id=1)
    assert not Movie.objects.filter(is_locked=True)
    update_movie(by=curator, movie=movie, facts={"title": "Another"})
    assert list(Movie.objects.filter(is_locked=True)) == [movie]

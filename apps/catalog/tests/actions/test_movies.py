"""What curators do with one film."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.accounts.models import User
from apps.catalog import search
from apps.catalog.actions.movies import (
    LOCKABLE,
    NotDeletable,
    create_movie,
    delete_movie,
    set_locks,
    unlock_field,
    update_movie,
)
from apps.catalog.models import Country, Credit, Movie
from apps.catalog.tests.factories import GenreFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def from_tmdb():
    return MovieFactory(source="tmdb", tmdb_id=348, title="Alien", release_date=date(1979, 5, 25), overview="A crew.")


def test_a_new_film_has_everything_that_is_derived(curator):
    western, drama = GenreFactory(name="Western"), GenreFactory(name="Drama")
    movie = create_movie(by=curator, facts={"title": "The Pier", "year": 1998, "genres": [western, drama]})
    assert (movie.slug, movie.sort_title, movie.release_key) == ("the-pier", "pier", 19980000)
    assert movie.lead_genre == western
    assert search.search("pier", viewer=None).movies == [movie]
    assert movie.history.get().history_user == curator


def test_the_first_genre_is_the_one_that_was_named_first(curator):
    western, drama = GenreFactory(name="Western"), GenreFactory(name="Drama")
    movie = create_movie(by=curator, facts={"title": "The Pier", "genres": [western, drama]})
    movie = update_movie(by=curator, movie=movie, facts={"genres": [drama, western]})
    assert movie.lead_genre == drama


def test_a_country_that_no_film_had_gets_its_row(curator):
    movie = create_movie(by=curator, facts={"title": "The Pier", "countries": [Country(code="IE"), Country(code="GB")]})
    assert {country.name for country in movie.countries.all()} == {"Ireland", "United Kingdom"}


def test_what_changes_is_locked_and_what_stays_is_not(curator, from_tmdb):
    movie = update_movie(
        by=curator, movie=from_tmdb, facts={"title": "Alien", "overview": "Seven people.", "runtime": 117}
    )
    assert movie.curated_fields == ["overview"]


@pytest.mark.parametrize("facts", [{"release_date": date(1979, 6, 1)}, {"release_date": None, "year": 1979}])
def test_date_and_year_are_locked_together(curator, from_tmdb, facts):
    movie = update_movie(by=curator, movie=from_tmdb, facts=facts)
    assert movie.curated_fields == ["release_date", "year"]


def test_links_are_locked_too(curator, from_tmdb):
    movie = update_movie(by=curator, movie=from_tmdb, facts={"genres": [GenreFactory()], "keywords": []})
    assert movie.curated_fields == ["genres"]


def test_a_film_added_by_hand_needs_no_locks(curator):
    movie = update_movie(by=curator, movie=MovieFactory(), facts={"title": "Other"})
    assert movie.curated_fields == []


def test_locks_are_set_and_taken_away(curator, from_tmdb):
    movie = set_locks(by=curator, movie=from_tmdb, fields=["title", "overview", "title"])
    assert movie.curated_fields == ["overview", "title"]
    assert unlock_field(by=curator, movie=movie, field="title").curated_fields == ["overview"]
    assert movie.history.first().history_change_reason == "Locks changed"


def test_what_is_no_fact_cannot_be_locked(curator, from_tmdb):
    with pytest.raises(ValidationError, match="cannot be locked: popularity"):
        set_locks(by=curator, movie=from_tmdb, fields=["title", "popularity"])


def test_every_fact_can_be_locked():
    assert {field for field in LOCKABLE if not hasattr(Movie, field)} == set()


def test_a_year_that_contradicts_the_date_is_refused(curator, from_tmdb):
    with pytest.raises(ValidationError, match="release date is in 1979"):
        update_movie(by=curator, movie=from_tmdb, facts={"year": 1980})


def test_a_refused_edit_leaves_no_trace(curator, from_tmdb):
    with pytest.raises(ValidationError):
        update_movie(by=curator, movie=from_tmdb, facts={"title": "", "genres": [GenreFactory()]})
    from_tmdb.refresh_from_db()
    assert (from_tmdb.title, from_tmdb.curated_fields, from_tmdb.genres.count()) == ("Alien", [], 0)


def test_renaming_is_found_by_the_new_name_alone(curator):
    movie = create_movie(by=curator, facts={"title": "Nosferatu"})
    update_movie(by=curator, movie=movie, facts={"title": "Orlok"})
    assert search.search("orlok", viewer=None).movies == [movie]
    assert search.search("nosferatu", viewer=None).movies == []


def test_an_edit_keeps_what_came_from_other_rows(curator, from_tmdb):
    Credit.objects.create(movie=from_tmdb, person=PersonFactory(name="Ridley Scott"), kind="crew", job="Director")
    assert update_movie(by=curator, movie=from_tmdb, facts={"tagline": "."}).director_names == "Ridley Scott"


@pytest.mark.parametrize(
    ("fields", "may_go"),
    [
        ({}, True),
        ({"source": "tmdb", "tmdb_id": 1}, False),
        ({"source": "starter"}, False),
        ({"source": "tmdb", "tmdb_id": 1, "tmdb_gone_at": "2026-01-01T00:00Z"}, True),
    ],
)
def test_which_films_may_be_deleted(curator, fields, may_go):
    movie = MovieFactory(**fields)
    if may_go:
        delete_movie(by=curator, movie=movie)
    else:
        with pytest.raises(NotDeletable, match="come back"):
            delete_movie(by=curator, movie=movie)
    assert Movie.objects.exists() != may_go


def test_a_deletion_says_who_did_it(curator):
    movie = create_movie(by=curator, facts={"title": "The Pier"})
    pk = movie.pk
    delete_movie(by=curator, movie=movie)
    last = Movie.history.filter(id=pk).first()
    assert (last.history_type, last.history_user) == ("-", curator)
    assert search.search("pier", viewer=None).movies == []


class Locking(TestCase):
    """Whatever a curator sends: a field is locked exactly when its value has changed."""

    @given(
        title=st.sampled_from(["Alien", "Aliens"]),
        runtime=st.sampled_from([None, 117, 120]),
        overview=st.sampled_from(["", "A crew."]),
    )
    def test_locked_is_what_changed(self, title, runtime, overview):
        curator = User(email="curator@example.org")
        curator.save()
        movie = MovieFactory(source="tmdb", tmdb_id=348, title="Alien", runtime=117, overview="A crew.")
        facts = {"title": title, "runtime": runtime, "overview": overview}
        before = {name: getattr(movie, name) for name in facts}
        saved = update_movie(by=curator, movie=movie, facts=facts)
        assert set(saved.curated_fields) == {name for name, value in facts.items() if before[name] != value}
        assert {name: getattr(saved, name) for name in facts} == facts

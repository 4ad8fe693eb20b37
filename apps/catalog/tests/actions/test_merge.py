"""Several films become one."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey

from apps.catalog import search
from apps.catalog.actions import merge
from apps.catalog.actions.merge import merge_movies
from apps.catalog.models import Certification, ChosenMovie, Credit, HomeRow, MergedMovie, Movie, Trailer, Translation
from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return MovieFactory(title="Alien", source="tmdb", tmdb_id=348, overview="", runtime=117)


@pytest.fixture
def duplicate():
    return MovieFactory(title="Alien (1979)", overview="A crew answers a call.", runtime=116, imdb_id="tt0078748")


def test_everything_that_points_at_the_duplicate_moves(curator, kept, duplicate):
    role = CastFactory(movie=duplicate)
    trailer = Trailer.objects.create(movie=duplicate, site="YouTube", key="abc", kind="Trailer")
    row = HomeRow.objects.create(title="Ours", kind="chosen")
    row.chosen.create(movie=duplicate)
    duplicate.genres.add(GenreFactory(name="Horror"))
    merge_movies(by=curator, keep=kept, duplicates=[duplicate])
    role.refresh_from_db()
    trailer.refresh_from_db()
    assert role.movie == trailer.movie == row.chosen.get().movie == kept
    assert [genre.name for genre in kept.genres.all()] == ["Horror"]
    assert not Movie.objects.filter(pk=duplicate.pk).exists()


def test_where_both_have_the_same_row_the_kept_films_stays(curator, kept, duplicate):
    person, horror = PersonFactory(), GenreFactory(name="Horror")
    for movie, value in ((kept, "R"), (duplicate, "X")):
        Certification.objects.create(movie=movie, country="US", value=value)
        CastFactory(movie=movie, person=person, character="Ripley", position=0)
        movie.genres.add(horror)
    CastFactory(movie=duplicate, person=person, character="Ellen Ripley")
    Certification.objects.create(movie=duplicate, country="GB", value="18")
    merge_movies(by=curator, keep=kept, duplicates=[duplicate])
    assert dict(kept.certifications.values_list("country", "value")) == {"US": "R", "GB": "18"}
    assert set(kept.credits.values_list("character", flat=True)) == {"Ripley", "Ellen Ripley"}
    assert kept.genres.get() == horror
    assert Credit.objects.count() == 2


def test_missing_facts_ids_and_titles_are_taken_over(curator, kept, duplicate):
    movie = merge_movies(by=curator, keep=kept, duplicates=[duplicate])
    assert (movie.overview, movie.runtime, movie.imdb_id) == ("A crew answers a call.", 117, "tt0078748")
    assert movie.alternative_titles == ["Alien (1979)"]
    assert search.search("alien 1979", viewer=None).movies == [movie]


def test_the_old_address_leads_to_the_kept_film(client, curator, kept, duplicate):
    old = duplicate.get_absolute_url()
    merge_movies(by=curator, keep=kept, duplicates=[duplicate])
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())


def test_a_chain_of_merges_leads_to_the_last(client, curator, kept, duplicate):
    first = MovieFactory(title="Alien once more")
    old = first.pk
    merge_movies(by=curator, keep=duplicate, duplicates=[first])
    merge_movies(by=curator, keep=kept, duplicates=[duplicate])
    assert client.get(f"/api/movies/{old}")["Location"].endswith(f"/api/movies/{kept.pk}")
    assert set(MergedMovie.objects.values_list("movie", flat=True)) == {kept.pk}


def test_a_second_tmdb_id_is_remembered(curator, kept):
    second = MovieFactory(title="Alien", source="tmdb", tmdb_id=999)
    movie = merge_movies(by=curator, keep=kept, duplicates=[second])
    assert movie.tmdb_id == 348
    assert MergedMovie.objects.get(tmdb_id=999).movie == movie


def test_a_film_by_hand_that_meets_tmdbs_keeps_what_was_written(curator, duplicate):
    known = MovieFactory(title="Alien", source="tmdb", tmdb_id=348, popularity=50, vote_average=8, vote_count=90)
    movie = merge_movies(by=curator, keep=duplicate, duplicates=[known])
    assert (movie.tmdb_id, movie.source, movie.popularity, movie.vote_count) == (348, "tmdb", 50, 90)
    assert (movie.title, movie.overview) == ("Alien (1979)", "A crew answers a call.")
    assert {"title", "overview", "runtime", "year"} <= set(movie.curated_fields)


def test_three_at_once(curator, kept, duplicate):
    third = MovieFactory(title="Alien (Director's Cut)", imdb_id="tt1111111")
    movie = merge_movies(by=curator, keep=kept, duplicates=[duplicate, third])
    assert Movie.objects.get() == movie
    assert MergedMovie.objects.count() == 2


def test_history_tells_who_merged_what(curator, kept, duplicate):
    pk = duplicate.pk
    merge_movies(by=curator, keep=kept, duplicates=[duplicate])
    last = kept.history.first()
    assert (last.history_user, last.history_change_reason) == (curator, f"Merged with {pk}")
    assert Movie.history.filter(id=pk).first().history_change_reason == f"Merged into {kept.pk}"


@pytest.mark.parametrize("choose", [lambda kept: [], lambda kept: [kept]])
def test_it_takes_two_different_films(curator, kept, choose):
    with pytest.raises(ValidationError, match="two different films"):
        merge_movies(by=curator, keep=kept, duplicates=choose(kept))


def test_a_film_that_has_gone_meanwhile_stops_it(curator, kept, duplicate):
    Movie.objects.filter(pk=duplicate.pk).delete()
    with pytest.raises(ValidationError, match="meanwhile"):
        merge_movies(by=curator, keep=kept, duplicates=[duplicate])


def test_a_failure_half_way_changes_nothing(curator, kept, duplicate, monkeypatch):
    CastFactory(movie=duplicate)

    def fail(*args, **kwargs):
        raise RuntimeError("the index is broken")

    monkeypatch.setattr(merge, "movies_changed", fail)
    with pytest.raises(RuntimeError):
        merge_movies(by=curator, keep=kept, duplicates=[duplicate])
    assert duplicate.credits.count() == 1
    assert not MergedMovie.objects.exists()


def test_no_foreign_key_to_a_film_is_forgotten():
    """Of whichever app: a new one moves without a line here, link tables included."""
    columns = {(column.model, column.name) for column in merge._foreign_keys()}
    assert {(Translation, "movie"), (ChosenMovie, "movie"), (MergedMovie, "movie")} <= columns
    assert all(isinstance(column, ForeignKey) for column in merge._foreign_keys())

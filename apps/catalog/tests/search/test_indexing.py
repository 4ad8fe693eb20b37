"""The index follows the rows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.catalog import search
from apps.catalog.actions.merge import merge_movies
from apps.catalog.actions.movies import create_movie, delete_movie, update_movie
from apps.catalog.models import Movie, Person, SearchEntry, SearchWord, Translation
from apps.catalog.search.folding import fold
from apps.catalog.tests.factories import MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db


def found(text):
    return [movie.title for movie in search.search(text, viewer=None).movies]


def in_step():
    return not any(search.differences().values())


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Runs what an action leaves for after the commit."""

    def run(function, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return function(**kwargs)

    return run


def test_a_film_is_found_after_it_was_added_and_by_its_new_title_after_an_edit(curator, committed):
    movie = committed(create_movie, by=curator, facts={"title": "Harbour Lights", "year": 1950})
    assert found("harbour") == ["Harbour Lights"]
    committed(update_movie, by=curator, movie=movie, facts={"title": "Mountain Lights"})
    assert found("mountain") == ["Mountain Lights"]
    assert found("harbour") == []
    assert in_step()


def test_a_deleted_film_is_found_no_more(curator, committed):
    movie = committed(create_movie, by=curator, facts={"title": "Harbour Lights"})
    committed(delete_movie, by=curator, movie=movie)
    assert found("harbour") == []
    assert in_step()


def test_a_merged_film_is_found_by_both_titles_or_as_the_kept_one(curator, committed):
    keep, duplicate = MovieFactory(title="Harbour Lights"), MovieFactory(title="Lights of the Harbour")
    search.index_movies([keep.pk, duplicate.pk])
    committed(merge_movies, by=curator, keep=keep, duplicates=[duplicate])
    assert found("harbour lights") == ["Harbour Lights"]
    assert in_step()


def test_a_translation_is_found_once_indexed():
    movie = MovieFactory(title="Harbour Lights")
    search.index_movies([movie.pk])
    Translation.objects.create(movie=movie, language="fr", title="Lumières du port")
    assert not in_step()
    search.index_movies([movie.pk])
    assert found("lumieres port") == ["Harbour Lights"]
    assert in_step()


def test_a_change_of_popularity_changes_the_place():
    one, other = MovieFactory(title="Lights", popularity=9), MovieFactory(title="Lights", popularity=1)
    search.index_movies([one.pk, other.pk])
    Movie.objects.filter(pk=other.pk).update(popularity=50)
    search.index_movies([other.pk])
    assert [movie.pk for movie in search.search("lights", viewer=None).movies] == [other.pk, one.pk]


def test_ids_may_come_twice_or_be_gone():
    movie = MovieFactory(title="Lights")
    search.index_movies([movie.pk, movie.pk, 10**9])
    search.index_people([10**9])
    assert SearchEntry.objects.count() == 1


def test_a_title_without_letters_has_no_entry():
    movie = MovieFactory(title="???")
    search.index_movies([movie.pk])
    assert not SearchEntry.objects.exists()
    assert in_step()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(min_size=1, max_size=300).filter(str.strip), st.floats(0, 1e9), st.lists(st.text(max_size=50), max_size=5)
)
def test_any_title_can_be_indexed_found_and_taken_out(title, popularity, others):
    clean = title.replace("\0", "").encode("utf-8", "ignore").decode() or "x"
    kept = [text.replace("\0", "").encode("utf-8", "ignore").decode() for text in others]
    movie = MovieFactory(title=clean, popularity=popularity, alternative_titles=kept)
    search.index_movies([movie.pk])
    entry = SearchEntry.objects.filter(object_id=movie.pk).first()
    assert (entry is not None) == any(fold(text) for text in [clean, *kept])
    if fold(clean) and len(clean) < 60:
        assert search.find_by_title(clean, viewer=None) == movie
    pk = movie.pk
    movie.delete()
    search.index_movies([pk])
    assert not SearchEntry.objects.filter(object_id=pk).exists()


def test_rebuild_mends_everything_and_check_tells(capsys):
    movie, person = MovieFactory(title="Harbour Lights"), PersonFactory(name="Ada Long")
    stray = MovieFactory(title="Stray")
    search.index_movies([movie.pk, stray.pk])
    stray.delete()
    Movie.objects.update(title="Mountain Lights")
    assert search.differences() == {"missing": 1, "wrong": 1, "orphaned": 1}
    with pytest.raises(CommandError, match="1 missing, 1 wrong, 1 orphaned"):
        call_command("search_rebuild", "--check")
    call_command("search_rebuild", stdout=StringIO())
    call_command("search_rebuild", "--check")
    assert "in step" in capsys.readouterr().out
    assert found("mountain") == ["Mountain Lights"]
    assert [found_person.pk for found_person in search.search("ada long", viewer=None).people] == [person.pk]
    assert set(SearchWord.objects.values_list("word", flat=True)) == {"mountain", "lights", "ada", "long"}
    assert Person.objects.count() == 1


def test_queries_of_indexing_do_not_grow_with_the_films(django_assert_num_queries, django_assert_max_num_queries):
    movies = [MovieFactory(title=f"Lights {n}") for n in range(60)]
    search.index_movies([movie.pk for movie in movies])
    with django_assert_max_num_queries(14) as few:
        search.index_movies([movies[0].pk, movies[1].pk])
    with django_assert_num_queries(len(few)):
        search.index_movies([movie.pk for movie in movies])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="FTS5 is SQLite's")
def test_a_batch_is_one_segment_of_the_index_in_whatever_order_its_films_come():
    movies = [MovieFactory(title=f"Lights {n}", popularity=n * 37 % 60) for n in range(60)]
    search.index_movies([movie.pk for movie in movies])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM catalog_search_movie_idx")
        assert cursor.fetchone()[0] == 1
